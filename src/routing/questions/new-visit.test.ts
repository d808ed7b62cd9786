import { expect, test } from 'vitest'
import { checkPlan } from '../model/check-plan.ts'
import type { Model, Visit } from '../model/model.ts'
import { totalCents } from '../plan/state.ts'
import { currentModel, openBoard, readPlan } from './board.ts'
import { takeEvent } from './events.ts'
import { RefusedVisit, takeUp } from './new-visit.ts'
import { priceSlots } from './slots.ts'

const HOUR = 3600

/** A yard and one house, 600 s and 5 km apart, by matrix. */
const model: Model = {
  places: [{ id: 'yard' }, { id: 'house' }],
  travel: { kind: 'matrix', seconds: [0, 600, 600, 0], metres: [0, 5000, 5000, 0] },
  technicians: [
    {
      id: 'ada',
      shifts: [
        { id: 'ada0', day: 0, startSeconds: 8 * HOUR, endSeconds: 16 * HOUR, startPlace: 'yard', endPlace: 'yard' },
      ],
    },
  ],
  visits: [],
}
const far = {
  place: { id: 'far' },
  travel: { secondsFrom: [1200, 900], secondsTo: [1200, 900], metresFrom: [10_000, 7000], metresTo: [10_000, 7000] },
}
const visit: Visit = { id: 'v', place: 'far', serviceSeconds: 1800 }

test('a place farther away than short numbers reach is still as far as it says', () => {
  const { board } = openBoard(model)
  expect(board.m.travel.seconds).toBeInstanceOf(Uint16Array)
  // 70,000 s is more than 16 bits hold; the visit fits no shift, so only its rows are looked at.
  const away = { place: { id: 'away' }, travel: { secondsFrom: [70_000, 600], secondsTo: [70_000, 600] } }
  takeUp(board, { id: 'w', place: 'away', serviceSeconds: 60 }, away)
  const row = (board.placeOf.get('away') as number) * board.m.placeCount
  expect(Array.from(board.m.travel.seconds.slice(row, row + 3))).toEqual([70_000, 600, 0])
  expect(Array.from(board.m.travel.metres.slice(row, row + 3))).toEqual([700_000, 6000, 0])
  expect(Array.from(board.m.travel.seconds.slice(0, 3))).toEqual([0, 600, 70_000])
})

test('a new place comes with its rows of the matrix, and the price is the sum of its parts', () => {
  const { board } = openBoard(model)
  const window = { startSeconds: 9 * HOUR, endSeconds: 11 * HOUR }
  const answer = priceSlots(board, { visit, place: far, windows: [window] })
  // 20 minutes there, 30 of work, 20 back at 50 cents; 20 km at 30 cents.
  expect(answer.slots[0].cents).toBeCloseTo(70 * 50 + 20 * 30, 6)
  expect(board.placeOf.has('far')).toBe(false)
  takeEvent(board, { kind: 'insert', visit, place: far })
  expect(totalCents(board.state)).toBeCloseTo(70 * 50 + 20 * 30, 6)
  expect(checkPlan(currentModel(board), readPlan(board)).faults).toEqual([])
  const { board: again, refused } = openBoard(currentModel(board), readPlan(board))
  expect(refused).toEqual([])
  expect(totalCents(again.state)).toBeCloseTo(70 * 50 + 20 * 30, 6)
})

test('what a board cannot take up is refused with the reason, and leaves no trace', () => {
  const { board } = openBoard(model, undefined, { spareVisits: 1, sparePairs: 0 })
  const refusal = (asked: Visit, place?: Parameters<typeof takeUp>[2]) => {
    try {
      takeUp(board, asked, place)
    } catch (error) {
      return error instanceof RefusedVisit ? error.code : error
    }
    return 'taken'
  }
  expect(refusal(visit)).toBe('unknown-place')
  expect(refusal(visit, { place: { id: 'far' } })).toBe('travel-missing')
  expect(refusal({ ...visit, place: 'house', parts: { valve: 1 } })).toBe('unknown-part')
  expect(refusal({ ...visit, place: 'house', serviceSeconds: -1 })).toBe('invalid')
  expect(refusal({ ...visit, place: 'house', crew: 2 })).toBe('full')
  expect(refusal({ ...visit, place: 'house' })).toBe('taken')
  expect(refusal({ ...visit, place: 'house' })).toBe('known-id')
  expect(refusal({ ...visit, id: 'w', place: 'house' })).toBe('full')
})
