import { describe, expect, test } from 'vitest'
import { checkPlan } from '../../model/check-plan.ts'
import { compile } from '../../model/compile.ts'
import type { Model } from '../../model/model.ts'
import type { Plan } from '../../model/plan.ts'
import { insert } from '../../plan/apply.ts'
import { judge, judgeRemoval, noPlace } from '../../plan/judge.ts'
import { begin, undo } from '../../plan/journal.ts'
import { toPlan } from '../../plan/read-out.ts'
import { emptyState, totalCents } from '../../plan/state.ts'
import { type Flavour, randomModel } from '../../testing/random-model.ts'
import { makeRandom } from '../random.ts'
import { solveGeneral } from './solve-general.ts'
import { solveGeneralOnThreads } from './solve-threads.ts'

const SWITCHES = ['byHour', 'breaks', 'softWindows', 'parts', 'relations', 'setup', 'weights', 'locks'] as const

/** Every seed another mixture of what the model can say; every tenth all of it, every tenth nothing. */
function flavour(seed: number): Flavour {
  const random = makeRandom(seed)
  const made: Flavour = { days: 1 + (seed % 3) }
  for (const name of SWITCHES) made[name] = seed % 10 === 0 || (seed % 10 !== 1 && random.below(2) === 0)
  return made
}

const seeds = Array.from({ length: 40 }, (_, i) => i + 1)

describe('a plan of any made-up town', () => {
  test('holds every sentence of the model by the independent checker', () => {
    const faulty = seeds.flatMap((seed) => {
      const model = randomModel(seed, flavour(seed))
      const { plan } = solveGeneral(compile(model), { iterations: 60, seed })
      return checkPlan(model, plan).faults.map((fault) => `${seed}: ${fault}`)
    })
    expect(faulty).toEqual([])
  })

  test('is found wrong by the checker when somebody else serves a visit, comes late or leaves out a cost', () => {
    const model = randomModel(21, {})
    const { plan } = solveGeneral(compile(model), { iterations: 200, seed: 1 })
    expect(checkPlan(model, plan).faults).toEqual([])
    const broken = structuredClone(plan) as { -readonly [K in keyof Plan]: Plan[K] }
    const stop = broken.tours[0].stops[0] as { startSeconds: number; endSeconds: number }
    stop.startSeconds -= 3600
    expect(checkPlan(model, broken).feasible).toBe(false)
    const cheap = structuredClone(plan)
    ;(cheap.cost as { travel: number }).travel -= 1
    expect(checkPlan(model, cheap).faults.join()).toContain('travel')
    const short = structuredClone(plan) as { tours: Plan['tours'] }
    short.tours = short.tours.slice(1)
    expect(checkPlan(model, short as Plan).faults.join()).toContain('neither planned nor dropped')
  })

  test('is the same for the same seed and iterations', () => {
    for (const seed of [3, 10, 17]) {
      const m = compile(randomModel(seed, flavour(seed)))
      const one = solveGeneral(m, { iterations: 80, seed: 5 }).plan
      expect(solveGeneral(m, { iterations: 80, seed: 5 }).plan).toEqual(one)
    }
  })

  test('never gets dearer while the search goes on, and never dearer than the plan it started from', () => {
    for (const seed of [2, 11, 20]) {
      const m = compile(randomModel(seed, flavour(seed)))
      const costs: number[] = []
      const first = solveGeneral(m, { iterations: 100, seed, onProgress: (progress) => costs.push(progress.cost) })
      expect([...costs].sort((a, b) => b - a)).toEqual(costs)
      const second = solveGeneral(m, { iterations: 50, seed: seed + 1 }, first.plan)
      expect(second.plan.cost.total).toBeLessThanOrEqual(first.plan.cost.total + 1e-6)
    }
  })

  test('keeps what is pinned in its shift', () => {
    for (const seed of seeds.slice(0, 20)) {
      const model = randomModel(seed, { locks: true, days: 2 })
      const { plan } = solveGeneral(compile(model), { iterations: 60, seed })
      const tour = plan.tours.find((one) => one.stops.some((stop) => stop.id === 'v1'))
      const pinned = model.visits[1].lock?.shift
      // A pinned visit may be impossible for its technician; then it is dropped, never moved.
      if (tour) expect(tour.shift).toBe(pinned)
      else expect(plan.dropped).toContain('v1')
    }
  })
})

test('two threads find a plan that holds, plain or not, and never one dearer than the start', async () => {
  for (const seed of [2, 9]) {
    const model = randomModel(seed, seed === 9 ? { parts: true } : flavour(seed))
    const m = compile(model)
    const start = solveGeneral(m, { iterations: 60, seed }).plan
    const { plan, iterations } = await solveGeneralOnThreads(m, { iterations: 120, seed, threads: 2 }, start)
    expect(checkPlan(model, plan).faults).toEqual([])
    expect(plan.cost.total).toBeLessThanOrEqual(start.cost.total + 1e-6)
    expect(iterations).toBeGreaterThanOrEqual(240)
  }
})

test('what an insertion is judged to cost is what the plan then costs more', () => {
  for (const seed of seeds) {
    const m = compile(randomModel(seed, { ...flavour(seed), relations: false }))
    const state = emptyState(m)
    const best = noPlace()
    for (let v = 0; v < m.visitCount; v++) {
      best.cents = Number.POSITIVE_INFINITY
      best.shift = -1
      for (let s = 0; s < m.shiftCount; s++) judge(state, v, s, best)
      if (best.shift < 0) continue
      const before = totalCents(state)
      expect(insert(state, v, best.shift, best.position, best.depot, best.depotAt)).toBe(true)
      const rise = totalCents(state) - before + m.visits.dropCents[v]
      // Calls at depots are put in better places after an insertion: then it costs less than it was judged.
      if (m.depotCount > 0) expect(rise).toBeLessThanOrEqual(best.cents + 1e-6)
      else expect(rise).toBeCloseTo(best.cents, 6)
    }
    const parts = toPlan(state).cost
    const { total, ...rest } = parts
    expect(Object.values(rest).reduce((sum, one) => sum + one, 0)).toBeCloseTo(total, 4)
    expect(totalCents(state)).toBeCloseTo(total, 4)
  }
})

test('undo brings back cost and tours to the last bit', () => {
  const m = compile(randomModel(30, flavour(30)))
  const state = emptyState(m)
  const best = noPlace()
  for (let v = 0; v < m.visitCount; v += 2) {
    best.cents = Number.POSITIVE_INFINITY
    for (let s = 0; s < m.shiftCount; s++) judge(state, v, s, best)
    if (best.cents < Number.POSITIVE_INFINITY && m.relations.group[v] < 0)
      insert(state, v, best.shift, best.position, best.depot, best.depotAt)
  }
  const before = toPlan(state)
  begin(state)
  for (let v = 0; v < m.visitCount; v++) {
    if (state.tourOf[v] >= 0) expect(judgeRemoval(state, v)).toBeLessThan(1e9)
    for (let s = 0; s < m.shiftCount; s++) if (state.tourOf[v] < 0) insert(state, v, s, 0)
  }
  undo(state)
  expect(toPlan(state)).toEqual(before)
})

test('one technician on a line drives out and back once', () => {
  // Visits at 1, 2 and 3 km on one road, home at 0, 10 m/s: 600 s of travel, 3 * 600 s of service, 6 km.
  const model: Model = {
    places: [0, 3000, 1000, 2000].map((x, i) => ({ id: `p${i}`, x, y: 0 })),
    travel: { kind: 'euclidean', metresPerSecond: 10 },
    technicians: [
      {
        id: 'anna',
        shifts: [{ id: 'monday', day: 0, startSeconds: 0, endSeconds: 28_800, startPlace: 'p0', endPlace: 'p0' }],
      },
    ],
    visits: ['p1', 'p2', 'p3'].map((place) => ({ id: place, place, serviceSeconds: 600 })),
  }
  const { plan } = solveGeneral(compile(model), { iterations: 50, seed: 1 })
  // 2,400 s at 50 cents a minute = 2,000; 6 km at 30 cents = 180.
  expect(plan.cost.work).toBeCloseTo(2000, 6)
  expect(plan.cost.travel).toBeCloseTo(180, 6)
  expect(plan.tours[0].returnSeconds - plan.tours[0].departureSeconds).toBe(2400)
})

test('the order in which visits and technicians are written does not matter for a small town', () => {
  const model = randomModel(41, { visits: 8, technicians: 2 })
  const turned: Model = {
    ...model,
    visits: [...model.visits].reverse(),
    technicians: [...model.technicians].reverse(),
  }
  const one = solveGeneral(compile(model), { iterations: 1500, seed: 1 }).plan.cost.total
  const two = solveGeneral(compile(turned), { iterations: 1500, seed: 2 }).plan.cost.total
  expect(two).toBeCloseTo(one, 4)
})
