import { describe, expect, test } from 'vitest'
import { checkPlan } from '../../model/check-plan.ts'
import { compile } from '../../model/compile.ts'
import type { Model } from '../../model/model.ts'
import { emptyState, totalCents } from '../../plan/state.ts'
import { setTour } from '../../plan/apply.ts'
import { randomModel } from '../../testing/random-model.ts'
import { nearestVisits } from '../general/neighbours.ts'
import { solveGeneral } from '../general/solve-general.ts'
import { makeRandom } from '../random.ts'
import { settleCall } from './calls.ts'
import { type CompactInstance, makeCompact } from './instance.ts'
import { judge, type Place } from './judge.ts'
import { makeMemory } from './memory.ts'
import { makeRecreator, recreate } from './recreate.ts'
import { ruin } from './ruin.ts'
import { swapTours } from './swap-tours.ts'
import { loadTours, readTours } from './tour-rows.ts'
import { link, makeTours, retime, totalOf, type Tours } from './tours.ts'
import { beginUndo, makeUndo, takeBack, touch } from './undo.ts'

const seeds = Array.from({ length: 40 }, (_, i) => i + 1)

/** Towns of one day without what needs a simulation: speeds, overtime, longest work, open homes, parts, chemistry, areas. */
function town(seed: number): { model: Model; instance: CompactInstance } {
  const base = randomModel(seed, { visits: 30, technicians: 6, parts: true, weights: seed % 2 === 0 })
  const model: Model = {
    ...base,
    depots: seed % 5 === 0 ? [] : base.depots?.map((depot) => ({ ...depot, unlimited: true })),
    weights: { ...base.weights, fairnessCentsPerSquaredHour: 0, stabilityCentsPerMinute: 0 },
  }
  const instance = makeCompact(compile(model))
  if (instance === null) throw new Error(`Town ${seed} does not fit the layout.`)
  return { model, instance }
}

describe('the fast path for plain models', () => {
  test('finds plans that hold every sentence of the model by the independent checker', () => {
    const faulty = seeds.flatMap((seed) => {
      const { model } = town(seed)
      const { plan } = solveGeneral(compile(model), { iterations: 400, seed })
      return checkPlan(model, plan).faults.map((fault) => `${seed}: ${fault}`)
    })
    expect(faulty).toEqual([])
  })

  test('is not taken where tours are not priced apart or times need a simulation', () => {
    const flavours = [{ byHour: true }, { breaks: true }, { days: 2 }, { weights: true }, { relations: true }]
    for (const flavour of flavours) expect(makeCompact(compile(randomModel(3, flavour)))).toBeNull()
  })

  test('gives the same plan for the same seed and iterations, and a start plan never gets dearer', () => {
    for (const seed of [1, 4, 7]) {
      const m = compile(town(seed).model)
      const one = solveGeneral(m, { iterations: 300, seed }).plan
      expect(solveGeneral(m, { iterations: 300, seed }).plan).toEqual(one)
      const warm = solveGeneral(m, { iterations: 300, seed: seed + 1 }, one).plan
      expect(warm.cost.total).toBeLessThanOrEqual(one.cost.total + 1e-6)
    }
  })
})

test('what a place is judged to cost is what the plan then costs more, and the call at the depot never makes it dearer', () => {
  const best: Place = { cents: 0, after: -1, callAfter: -1 }
  let places = 0
  for (const seed of seeds) {
    const { instance } = town(seed)
    const t = makeTours(instance)
    const random = makeRandom(seed)
    for (let v = 0; v < instance.n; v++) {
      const s = random.below(instance.shiftCount)
      judge(t, v, s, best)
      if (best.after < 0) continue
      places++
      const before = totalOf(t)
      const call = instance.n + 2 * instance.shiftCount + s
      if (best.callAfter >= 0) link(t, best.callAfter, call, s)
      link(t, best.after, v, s)
      expect(retime(t, s)).toBe(true)
      const rise = totalOf(t) - before + instance.m.visits.dropCents[v]
      expect(rise).toBeCloseTo(best.cents, 6)
      if (t.calls[s] === 1) settleCall(t, s)
      expect(totalOf(t) - before + instance.m.visits.dropCents[v]).toBeLessThanOrEqual(best.cents + 1e-6)
      expectSameAsState(t)
    }
  }
  expect(places).toBeGreaterThan(300)
})

test('ruin, exchange, recreate and taking back leave no trace, and cost is always that of the plan', () => {
  for (const seed of seeds.slice(0, 12)) {
    const { instance } = town(seed)
    const t = makeTours(instance)
    const random = makeRandom(seed)
    const undo = makeUndo(t)
    const near = nearestVisits(instance.m, 30)
    const recreator = makeRecreator(t, near, random, undo, makeMemory(t))
    const absent = Int32Array.from({ length: instance.n + 1 }, (_, v) => v)
    beginUndo(undo, t)
    let count = recreate(recreator, absent, instance.n)
    for (let round = 0; round < 60; round++) {
      const before = { tours: readTours(t), total: totalOf(t), room: t.room.slice(), count, absent: absent.slice() }
      beginUndo(undo, t)
      swapTours(t, undo, random)
      count = recreate(recreator, absent, ruin(recreator, absent, count))
      if (round % 2 === 0) {
        takeBack(undo, t)
        absent.set(before.absent)
        count = before.count
        expect(readTours(t)).toEqual(before.tours)
        expect(totalOf(t)).toBe(before.total)
        expect(t.room).toEqual(before.room)
      }
      expectSameAsState(t)
      const copy = makeTours(instance)
      loadTours(copy, readTours(t))
      expect(totalOf(copy)).toBeCloseTo(totalOf(t), 6)
    }
  }
})

test('a tour that was touched is judged anew', () => {
  const { instance } = town(1)
  const t = makeTours(instance)
  const undo = makeUndo(t)
  const old = t.version[0]
  beginUndo(undo, t)
  touch(undo, t, 0)
  expect(t.version[0]).not.toBe(old)
  takeBack(undo, t)
  expect(t.version[0]).toBe(old)
})

/** The other plan state of the house prices the same tours the same. */
function expectSameAsState(t: Tours): void {
  const state = emptyState(t.instance.m)
  readTours(t).forEach((nodes, s) => {
    expect(setTour(state, s, nodes, nodes.length)).toBe(true)
  })
  expect(totalCents(state)).toBeCloseTo(totalOf(t), 6)
}
