import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkPlan } from '../model/check-plan.ts'
import { judge, noPlace } from '../plan/judge.ts'
import { totalCents } from '../plan/state.ts'
import { randomModel } from '../testing/random-model.ts'
import { compile } from '../model/compile.ts'
import { solveGeneral } from '../search/general/solve-general.ts'
import { currentModel, openBoard, readPlan } from './board.ts'
import { book, memoryLog } from './bookings.ts'
import { takeOff, takeUp } from './new-visit.ts'
import { priceSlots, setOnlyWindow, type SlotRequest } from './slots.ts'
import { fillBoard } from './testing/filled-board.ts'

const seeds = fc.integer({ min: 1, max: 1_000_000 })

test('booking a slot changes the whole plan by exactly the quoted price, and the checker agrees', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, fc.boolean(), async (seed, isPair) => {
      const { board, town } = fillBoard({ seed, technicians: 6, days: 3 }, 60)
      const { visit, place } = town.next()
      const request: SlotRequest = {
        visit: { ...visit, crew: isPair ? 2 : 1 },
        place: { place },
        windows: town.windows,
        uncertainty: {},
      }
      const answer = priceSlots(board, request)
      expect(answer.slots.length + answer.without.length).toBe(town.windows.length)
      const slot = answer.slots[seed % Math.max(1, answer.slots.length)]
      if (!slot) return
      const before = totalCents(board.state)
      const booked = await book(board, memoryLog(), answer, slot)
      expect(booked.booked).toBe(true)
      expect(totalCents(board.state) - before).toBeCloseTo(slot.cents, 6)
      const plan = readPlan(board)
      expect(checkPlan(currentModel(board), plan).faults).toEqual([])
      const starts = plan.tours.flatMap((tour) => tour.stops.filter((stop) => stop.id.startsWith(visit.id)))
      const own = starts.filter((stop) => stop.id === visit.id || stop.id === `${visit.id}#2`)
      expect(own.length).toBe(isPair ? 2 : 1)
      for (const stop of own) {
        expect(stop.startSeconds).toBeGreaterThanOrEqual(slot.startSeconds)
        expect(stop.startSeconds).toBeLessThanOrEqual(slot.endSeconds)
      }
    }),
    { numRuns: 25 },
  )
}, 15_000)

test('asking for prices leaves the plan and the board as they were', () => {
  const { board, town } = fillBoard({ seed: 5, technicians: 5, days: 2 }, 40)
  const before = JSON.stringify([readPlan(board), board.spare, board.version])
  const { visit, place } = town.next()
  const request = { visit, place: { place }, windows: town.windows, uncertainty: {} }
  const first = priceSlots(board, request)
  expect(priceSlots(board, request)).toEqual(first)
  expect(JSON.stringify([readPlan(board), board.spare, board.version])).toBe(before)
})

test('the price of a window is close to that of looking at every position exactly', () => {
  let sum = 0
  let exact = 0
  let missed = 0
  for (let seed = 1; seed <= 8; seed++) {
    const { board, town } = fillBoard({ seed, technicians: 8, days: 2 }, 90)
    for (let n = 0; n < 6; n++) {
      const { visit, place } = town.next()
      const answer = priceSlots(board, { visit, place: { place }, windows: town.windows })
      const v = takeUp(board, { ...visit, windows: undefined }, { place })
      for (const window of town.windows) {
        setOnlyWindow(board, v, window.startSeconds, window.endSeconds)
        const best = noPlace()
        for (let s = 0; s < board.m.shiftCount; s++) judge(board.state, v, s, best)
        const slot = answer.slots.find((one) => one.startSeconds === window.startSeconds)
        if (!slot) {
          missed += best.shift >= 0 ? 1 : 0
          continue
        }
        expect(slot.cents).toBeGreaterThanOrEqual(best.cents - 1e-6)
        sum += slot.cents
        exact += best.cents
      }
      takeOff(board, v)
    }
  }
  // Full tours on purpose, where breaks and hours decide. Measured: 2 of 384 windows missed, prices 1.1 % above the best.
  expect(missed).toBeLessThanOrEqual(3)
  expect(sum / exact).toBeLessThan(1.02)
})

test('nothing is offered that skills, tools, parts, breaks or locks of any model forbid', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const flavour = {
        visits: 18,
        technicians: 4,
        days: 2,
        byHour: true,
        breaks: true,
        parts: true,
        setup: true,
        locks: true,
      }
      const model = randomModel(seed, flavour)
      const plan = solveGeneral(compile(model), { iterations: 40, seed: 1 }).plan
      const asked = randomModel(seed + 7, flavour).visits[seed % 18]
      const { board } = openBoard(model, plan)
      const windows = [7, 9, 11, 13, 31, 33, 35, 37].map((hour) => ({
        startSeconds: hour * 3600,
        endSeconds: (hour + 2) * 3600,
      }))
      const visit = {
        ...asked,
        id: 'new',
        crew: 1 as const,
        lock: undefined,
        deadlineSeconds: undefined,
        affinity: undefined,
      }
      const answer = priceSlots(board, { visit, windows, uncertainty: {} })
      for (const slot of answer.slots) {
        const { board: fresh } = openBoard(model, plan)
        const place = slot.places[0]
        const row = takeUp(fresh, { ...visit, windows: undefined, lock: { reason: 'promised', window: slot.kept } })
        const best = noPlace()
        for (let s = 0; s < fresh.m.shiftCount; s++) judge(fresh.state, row, s, best)
        expect(best.cents).toBeLessThanOrEqual(slot.cents + 1e-6)
        expect(fresh.shiftOf.has(place.shift)).toBe(true)
      }
    }),
    { numRuns: 20 },
  )
}, 15_000)

test('a window that is over, or after the deadline, is not offered', () => {
  const { board, town } = fillBoard({ seed: 2, technicians: 4, days: 2 }, 10)
  const { visit, place } = town.next()
  const answer = priceSlots(board, {
    visit: { ...visit, skills: {}, tools: [], deadlineSeconds: 20 * 3600 },
    place: { place },
    windows: town.windows,
    notBeforeSeconds: 12 * 3600 + 1,
  })
  expect(answer.without.map((one) => one.code)).toEqual(['past', 'past', 'past', 'past', 'past', 'past'])
  expect(answer.slots.map((slot) => slot.startSeconds / 3600)).toEqual([12, 14])
  for (const slot of answer.slots) expect(slot.places[0].startSeconds).toBeGreaterThan(12 * 3600)
})

test('a day that will sell out is dearer by the value of a request for the seconds that it takes', () => {
  const { board, town } = fillBoard({ seed: 3, technicians: 4, days: 2 }, 10)
  const { visit, place } = town.next()
  const forecast = {
    days: [
      { day: 0, requests: 200 },
      { day: 1, requests: 0 },
    ],
    secondsMean: 3600,
    valueCents: 5000,
  }
  const request = { visit: { ...visit, skills: {}, tools: [] }, place: { place }, windows: town.windows, forecast }
  const answer = priceSlots(board, request)
  for (const slot of answer.slots)
    if (slot.day === 1) expect(slot.lookAheadCents).toBe(0)
    else expect(slot.lookAheadCents).toBeGreaterThan(100)
})
