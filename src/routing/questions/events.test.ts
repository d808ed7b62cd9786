import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkPlan } from '../model/check-plan.ts'
import type { Plan } from '../model/plan.ts'
import { totalCents } from '../plan/state.ts'
import { type Board, currentModel, openBoard, readPlan } from './board.ts'
import { type BoardEvent, takeEvent, UnknownOnBoard } from './events.ts'
import { priceSlots } from './slots.ts'
import { fillBoard } from './testing/filled-board.ts'
import type { Town } from './testing/town.ts'

const HOUR = 3600

/** The n-th thing that may happen. */
function eventOf(board: Board, town: Town, n: number): BoardEvent {
  const planned = [...board.visits.keys()].filter((id) => board.state.tourOf[board.visitOf.get(id) as number] >= 0)
  const visit = planned[(n * 31) % planned.length]
  const shift = board.m.shiftIds[board.state.tourOf[board.visitOf.get(visit) as number]]
  switch (n % 5) {
    case 0: {
      const { visit: fresh, place } = town.next()
      const window = town.windows[n % town.windows.length]
      return { kind: 'insert', visit: { ...fresh, crew: 1, lock: { reason: 'promised', window } }, place: { place } }
    }
    case 1:
      return { kind: 'remove', visit }
    case 2:
      return { kind: 'delay', shift, seconds: 1800 + (n % 4) * 900 }
    case 3:
      return { kind: 'duration', visit, serviceSeconds: 2 * HOUR }
    default:
      return { kind: 'drop-out', technician: shift.split('d')[0], fromSeconds: (9 + (n % 3)) * HOUR }
  }
}

function startsOf(plan: Plan): Map<string, number> {
  return new Map(plan.tours.flatMap((tour) => tour.stops.map((stop) => [stop.id, stop.startSeconds] as const)))
}

test('after any event the plan is feasible, few visits moved, and who is not served is named with the reason', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), (seed) => {
      const { board, town } = fillBoard({ seed, technicians: 9, days: 1 }, 50)
      const open = new Set(readPlan(board).dropped)
      for (let n = seed % 5; n < (seed % 5) + 4; n++) {
        const answer = takeEvent(board, eventOf(board, town, n), { rounds: 25 })
        const plan = readPlan(board)
        expect(checkPlan(currentModel(board), plan).faults).toEqual([])
        expect(answer.cents).toBeCloseTo(plan.cost.total, 6)
        expect(answer.moved.length).toBeLessThanOrEqual(answer.untouched * 0.1)
        for (const one of answer.broken) open.add(one.visit)
        // Nobody is left out without being named.
        for (const id of plan.dropped) expect([...open]).toContain(id)
      }
    }),
    { numRuns: 8 },
  )
}, 15_000)

test('what is pinned or has begun stays with its technician, at its rank', () => {
  const { board, town } = fillBoard({ seed: 11, technicians: 8, days: 1 }, 45)
  const plan = readPlan(board)
  // The first stop of every tour has begun: pinned at the head.
  for (const tour of plan.tours) {
    const first = tour.stops.find((stop) => stop.kind === 'visit')
    const v = board.visitOf.get(first?.id ?? '') as number
    const visit = board.visits.get(first?.id ?? '')
    if (!visit) continue
    board.m.visits.lockShift[v] = board.shiftOf.get(tour.shift) as number
    board.m.visits.lockRank[v] = 0
    board.m.visits.fixed[v] = 1
    const window = visit.lock?.window
    board.visits.set(visit.id, { ...visit, lock: { reason: 'started', shift: tour.shift, rank: 0, window } })
  }
  const heads = () => readPlan(board).tours.map((tour) => [tour.shift, tour.stops.find((s) => s.kind === 'visit')?.id])
  const before = new Map(heads() as [string, string][])
  const done = new Set<string>()
  for (const n of [0, 3, 4, 5]) {
    const event = eventOf(board, town, n)
    if (event.kind === 'drop-out') done.add(`${event.technician}d0`)
    takeEvent(board, event, { rounds: 60 })
  }
  const after = new Map(heads() as [string, string][])
  for (const [shift, id] of before) if (!done.has(shift)) expect(after.get(shift)).toBe(id)
  expect(checkPlan(currentModel(board), readPlan(board)).faults).toEqual([])
})

test('the same event with the same seed gives the same plan', () => {
  const answers = [1, 2].map(() => {
    const { board, town } = fillBoard({ seed: 21, technicians: 8, days: 1 }, 50)
    return [4, 0, 2].map((n) => JSON.stringify(takeEvent(board, eventOf(board, town, n), { rounds: 50, seed: 7 })))
  })
  expect(answers[0]).toEqual(answers[1])
})

test('taking a visit out and putting it back never makes the plan dearer', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), (seed) => {
      const { board } = fillBoard({ seed, technicians: 6, days: 1 }, 30)
      const planned = [...board.visits.values()].filter(
        (visit) => board.state.tourOf[board.visitOf.get(visit.id) as number] >= 0,
      )
      const visit = planned[seed % planned.length]
      const before = totalCents(board.state)
      takeEvent(board, { kind: 'remove', visit: visit.id }, { rounds: 0 })
      const answer = takeEvent(board, { kind: 'insert', visit }, { rounds: 0 })
      expect(answer.broken).toEqual([])
      expect(totalCents(board.state)).toBeLessThanOrEqual(before + 1e-6)
    }),
    { numRuns: 40 },
  )
}, 15_000)

test('visits of a technician who is ill go to others of the same day in their promised windows', () => {
  const { board } = fillBoard({ seed: 31, technicians: 12, days: 1 }, 60)
  const busiest = [...readPlan(board).tours].sort((a, b) => b.stops.length - a.stops.length)[0]
  const visits = busiest.stops.filter((stop) => stop.kind === 'visit').map((stop) => stop.id)
  const answer = takeEvent(board, { kind: 'drop-out', technician: busiest.technician, fromSeconds: 0 })
  const starts = startsOf(readPlan(board))
  const broken = new Set(answer.broken.map((one) => one.visit))
  expect(readPlan(board).tours.some((tour) => tour.technician === busiest.technician)).toBe(false)
  expect(answer.replaced.length + broken.size).toBe(visits.length)
  expect(answer.replaced.length).toBeGreaterThan(visits.length / 2)
  for (const id of visits) expect(starts.has(id)).toBe(!broken.has(id))
})

test('a board opened anew with what an event left knows who is away, and who has left for whom', () => {
  const { board, town } = fillBoard({ seed: 41, technicians: 6, days: 1 }, 36)
  takeEvent(board, { kind: 'drop-out', technician: 't1', fromSeconds: 10 * HOUR }, { rounds: 20 })
  takeEvent(board, { kind: 'drop-out', technician: 't2', fromSeconds: 0 }, { rounds: 20 })
  takeEvent(board, { kind: 'delay', shift: 't3d0', seconds: 2 * HOUR }, { rounds: 20 })
  const plan = readPlan(board)
  const { board: again, refused } = openBoard(currentModel(board), plan)
  expect(refused).toEqual([])
  expect(checkPlan(currentModel(again), readPlan(again)).faults).toEqual([])
  expect(readPlan(again).cost.total).toBeCloseTo(plan.cost.total, 6)
  for (let n = 0; n < 20; n++) {
    const { visit, place } = town.next()
    const asked = { visit: { ...visit, skills: {}, tools: [] }, place: { place }, windows: town.windows }
    for (const slot of priceSlots(again, asked).slots) expect(['t1', 't2']).not.toContain(slot.places[0].technician)
  }
})

test('an event about something unknown is refused', () => {
  const { board } = fillBoard({ seed: 1, technicians: 2, days: 1 }, 4)
  expect(() => takeEvent(board, { kind: 'remove', visit: 'nobody' })).toThrow(UnknownOnBoard)
  expect(() => takeEvent(board, { kind: 'drop-out', technician: 'nobody', fromSeconds: 0 })).toThrow(UnknownOnBoard)
  expect(() => takeEvent(board, { kind: 'delay', shift: 'none', seconds: 60 })).toThrow(UnknownOnBoard)
  expect(board.version).toBe(0)
})
