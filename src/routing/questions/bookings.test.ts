import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkPlan } from '../model/check-plan.ts'
import { makeRandom } from '../search/random.ts'
import { currentModel, openBoard, readPlan } from './board.ts'
import { book, type ChangeLog, catchUp, confirm, giveBack, memoryLog, releaseLapsed, report } from './bookings.ts'
import { UnknownOnBoard } from './events.ts'
import { priceSlots } from './slots.ts'
import { makeTown } from './testing/town.ts'

/** Answers after a random number of turns of the event loop, before and after the decision. */
function slowLog(seed: number): ChangeLog & { entries: ReturnType<typeof memoryLog>['entries'] } {
  const log = memoryLog()
  const random = makeRandom(seed)
  const pause = async () => {
    for (let turns = random.below(4); turns > 0; turns--) await new Promise((done) => setImmediate(done))
  }
  return {
    entries: log.entries,
    async append(expected, change) {
      await pause()
      const answer = await log.append(expected, change)
      await pause()
      return answer
    },
  }
}

test('of 100 bookings at once, over two processes, no promised window is sold twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 100_000 }), async (seed) => {
      const town = makeTown({ seed, technicians: 3, days: 1 })
      const boards = [0, 1].map(() => openBoard(town.model, undefined, { spareVisits: 100 }).board)
      const log = slowLog(seed)
      const wishes = Array.from({ length: 100 }, (_, i) => {
        const { visit, place } = town.next()
        const request = { visit: { ...visit, skills: {}, tools: [] }, place: { place }, windows: town.windows }
        return { board: boards[i % 2], answer: priceSlots(boards[i % 2], request), window: town.windows[i % 2] }
      })
      const results = await Promise.all(wishes.map((wish) => book(wish.board, log, wish.answer, wish.window)))
      for (const board of boards) catchUp(board, log.entries)
      const booked = results.filter((one) => one.booked)
      expect(booked.length).toBeGreaterThan(5)
      expect(booked.length).toBeLessThan(100)
      expect(results.every((one) => one.booked || one.code === 'taken')).toBe(true)
      expect(log.entries.length).toBe(booked.length)
      const plan = readPlan(boards[0])
      expect(readPlan(boards[1])).toEqual(plan)
      expect(checkPlan(currentModel(boards[0]), plan).faults).toEqual([])
      expect(plan.dropped).toEqual([])
      wishes.forEach((wish, i) => {
        if (!results[i].booked) return
        const stop = plan.tours.flatMap((tour) => tour.stops).find((one) => one.id === wish.answer.visit.id)
        expect(stop?.startSeconds).toBeGreaterThanOrEqual(wish.window.startSeconds)
        expect(stop?.startSeconds).toBeLessThanOrEqual(wish.window.endSeconds)
      })
    }),
    { numRuns: 3 },
  )
}, 15_000)

test('a hold blocks its window until it lapses, and cannot be confirmed after that', async () => {
  const town = makeTown({ seed: 4, technicians: 1, days: 1, side: 5000 })
  const { board } = openBoard(town.model)
  const log = memoryLog()
  const wish = () => {
    const { visit, place } = town.next()
    const long = { ...visit, skills: {}, tools: [], serviceSeconds: 6000 }
    return priceSlots(board, { visit: long, place: { place }, windows: [town.windows[0]] })
  }
  const first = wish()
  const late = wish()
  expect((await book(board, log, first, town.windows[0], { heldUntilSeconds: 100 })).booked).toBe(true)
  expect((await book(board, log, late, town.windows[0], { heldUntilSeconds: 100 })).booked).toBe(true)
  const third = wish()
  expect(third.slots).toEqual([])
  expect(await confirm(board, log, first.visit.id, 90)).toBe(true)
  expect(await confirm(board, log, late.visit.id, 101)).toBe(false)
  expect(await releaseLapsed(board, log, 101)).toEqual([late.visit.id])
  expect(board.visits.has(first.visit.id)).toBe(true)
  expect((await book(board, log, third, town.windows[0])).booked).toBe(true)
  expect(await giveBack(board, log, first.visit.id)).toBe(true)
  expect(await giveBack(board, log, first.visit.id)).toBe(false)
  expect(checkPlan(currentModel(board), readPlan(board)).faults).toEqual([])
})

test('the same visit is not booked twice', async () => {
  const town = makeTown({ seed: 6, technicians: 2, days: 1 })
  const { board } = openBoard(town.model)
  const { visit, place } = town.next()
  const request = { visit: { ...visit, skills: {}, tools: [] }, place: { place }, windows: town.windows }
  const answer = priceSlots(board, request)
  const log = slowLog(1)
  const results = await Promise.all([1, 2].map((w) => book(board, log, answer, town.windows[w])))
  expect(results.map((one) => (one.booked ? 'booked' : one.code)).sort()).toEqual(['booked', 'refused'])
})

test('events and bookings of two processes are taken in one order and lead to one plan', async () => {
  const town = makeTown({ seed: 9, technicians: 6, days: 1 })
  const boards = [0, 1].map(() => openBoard(town.model, undefined, { spareVisits: 60 }).board)
  const log = slowLog(3)
  const wish = (board: (typeof boards)[number], w: number) => {
    const { visit, place } = town.next()
    const answer = priceSlots(board, { visit, place: { place }, windows: town.windows })
    return book(board, log, answer, town.windows[w])
  }
  await Promise.all(Array.from({ length: 24 }, (_, i) => wish(boards[i % 2], i % 4)))
  const ill = report(boards[0], log, { kind: 'drop-out', technician: 't2', fromSeconds: 0 }, { rounds: 30 })
  const late = report(boards[1], log, { kind: 'delay', shift: 't0d0', seconds: 1800 }, { rounds: 30 })
  const more = Promise.all(Array.from({ length: 8 }, (_, i) => wish(boards[i % 2], i % 4)))
  expect((await ill)?.tours.length).toBeGreaterThan(0)
  expect(await late).not.toBeNull()
  await more
  for (const board of boards) catchUp(board, log.entries)
  const plan = readPlan(boards[0])
  expect(readPlan(boards[1])).toEqual(plan)
  expect(checkPlan(currentModel(boards[0]), plan).faults).toEqual([])
  expect(plan.tours.some((tour) => tour.technician === 't2')).toBe(false)
  await expect(report(boards[0], log, { kind: 'remove', visit: 'nobody' })).rejects.toThrow(UnknownOnBoard)
})
