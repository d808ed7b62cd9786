import { expect, test } from 'vitest'
import { solveGeneral } from '../search/general/solve-general.ts'
import { makeRandom, type Random } from '../search/random.ts'
import { randomModel } from '../testing/random-model.ts'
import { compile, ModelError } from './compile.ts'
import type { Model } from './model.ts'
import { validate } from './validate.ts'

const town = () => structuredClone(randomModel(1, { parts: true, breaks: true })) as Model

type Change = (model: Record<string, never> & Model) => void

const wrong: [string, string, Change][] = [
  ['an unknown place', 'visits[0].place', (m) => Object.assign(m.visits[0], { place: 'nowhere' })],
  ['a visit id used twice', 'visits[1].id', (m) => Object.assign(m.visits[1], { id: m.visits[0].id })],
  [
    'a window that ends before it starts',
    'visits[2].windows[0]',
    (m) => Object.assign(m.visits[2], { windows: [{ startSeconds: 9, endSeconds: 3 }] }),
  ],
  [
    'a deadline before all windows',
    'visits[2]',
    (m) => Object.assign(m.visits[2], { windows: [{ startSeconds: 9, endSeconds: 10 }], deadlineSeconds: 5 }),
  ],
  ['half a second of service', 'visits[3].serviceSeconds', (m) => Object.assign(m.visits[3], { serviceSeconds: 0.5 })],
  [
    'required technicians who are all forbidden',
    'visits[0]',
    (m) => Object.assign(m.visits[0], { requiredTechnicians: ['t0'], forbiddenTechnicians: ['t0'] }),
  ],
  [
    'shifts of one technician that overlap',
    'technicians[0].shifts',
    (m) =>
      Object.assign(m.technicians[0], {
        shifts: [m.technicians[0].shifts[0], { ...m.technicians[0].shifts[0], id: 'again' }],
      }),
  ],
  [
    'orders in a circle',
    'relations',
    (m) =>
      Object.assign(m, {
        relations: [
          { kind: 'order', first: 'v0', second: 'v1' },
          { kind: 'order', first: 'v1', second: 'v0' },
        ],
      }),
  ],
  [
    'the same and different technicians',
    'relations[1]',
    (m) =>
      Object.assign(m, {
        relations: [
          { kind: 'same-technician', visits: ['v0', 'v1'] },
          { kind: 'different-technicians', visits: ['v0', 'v1'] },
        ],
      }),
  ],
  [
    'a matrix that is too small',
    'travel.seconds',
    (m) => Object.assign(m, { travel: { kind: 'matrix', seconds: [1, 2, 3] } }),
  ],
]

test.each(wrong)('%s is named with its path %s', (_, path, change) => {
  const model = town()
  change(model as Record<string, never> & Model)
  expect(validate(model).map((problem) => problem.path)).toContain(path)
  expect(() => compile(model)).toThrow(ModelError)
})

test('a right model has no problems', () => {
  expect(validate(town())).toEqual([])
})

test('a model with numbers spoilt at random is refused or solved, and never crashes or hangs', () => {
  for (let seed = 1; seed <= 150; seed++) {
    const random = makeRandom(seed)
    const model = structuredClone(
      randomModel(seed, { visits: 8, parts: true, breaks: true, relations: true, weights: true }),
    )
    for (let k = 0; k < 3; k++) spoil(model, random)
    try {
      solveGeneral(compile(model as Model), { iterations: 20, seed })
    } catch (error) {
      expect(error, `seed ${seed}: ${String(error)}`).toBeInstanceOf(ModelError)
    }
  }
})

const NASTY = [-1, 0, 0.5, 1e9, 1e308, Number.NaN, Number.POSITIVE_INFINITY]

/** Puts a nasty number in place of some number of the model. */
function spoil(value: unknown, random: Random): void {
  const at: [Record<string, unknown>, string][] = []
  const walk = (one: unknown) => {
    if (one === null || typeof one !== 'object') return
    for (const [key, inner] of Object.entries(one)) {
      if (typeof inner === 'number') at.push([one as Record<string, unknown>, key])
      else walk(inner)
    }
  }
  walk(value)
  const [owner, key] = at[random.below(at.length)]
  owner[key] = NASTY[random.below(NASTY.length)]
}
