import { expect, test } from 'vitest'
import type { Model, Shift, Visit } from '../model/model.ts'
import { totalCents } from '../plan/state.ts'
import { openBoard, readPlan } from './board.ts'
import { takeEvent } from './events.ts'
import { explain, type Explained } from './explain.ts'
import { fillBoard } from './testing/filled-board.ts'

const HOUR = 3600

/** One street along a line: 10 m/s, 50 cents a minute, 30 a kilometre. */
function street(visits: Visit[]): Model {
  const shift = (id: string): Shift => ({
    id,
    day: 0,
    startSeconds: 8 * HOUR,
    endSeconds: 12 * HOUR,
    startPlace: 'yard',
    endPlace: 'yard',
  })
  return {
    places: [
      { id: 'yard', x: 0, y: 0 },
      { id: 'near', x: 6000, y: 0 },
      { id: 'far', x: 12_000, y: 0 },
    ],
    travel: { kind: 'euclidean', metresPerSecond: 10 },
    technicians: [
      { id: 'ada', skills: { gas: 2 }, shifts: [shift('ada0')] },
      { id: 'ben', skills: { gas: 1 }, travelFactor: 2, shifts: [shift('ben0')] },
    ],
    visits,
  }
}

function boardOf(visits: Visit[]) {
  const { board } = openBoard(street([]))
  for (const visit of visits) takeEvent(board, { kind: 'insert', visit })
  return board
}

test('says why this technician: what the visit costs, and what the next best would cost more', () => {
  const board = boardOf([{ id: 'a', place: 'near', serviceSeconds: 1200 }])
  const said = explain(board, 'a') as Explained
  expect(said.technician).toBe('ada')
  // 20 minutes there and back, 20 of work, at 50 cents; 12 km at 30.
  expect(said.cents).toBeCloseTo(40 * 50 + 12 * 30, 6)
  // Ben drives half as fast: 20 minutes more.
  expect(said.technicians).toHaveLength(1)
  expect(said.technicians[0]).toMatchObject({ technician: 'ben', shift: 'ben0' })
  expect(said.technicians[0].extraCents).toBeCloseTo(20 * 50, 6)
  expect(said.positions).toEqual([{ position: 0, startSeconds: said.positions[0].startSeconds, extraCents: 0 }])
})

test('says which rule shuts out whom', () => {
  const board = boardOf([{ id: 'a', place: 'near', serviceSeconds: 1200, skills: { gas: 2 } }])
  const said = explain(board, 'a') as Explained
  expect(said.without).toEqual([{ technician: 'ben', codes: ['skill'] }])
})

test('says what sets the time: the window with its wait, or the stop before', () => {
  const window = { startSeconds: 9 * HOUR, endSeconds: 10 * HOUR }
  const board = boardOf([
    { id: 'a', place: 'near', serviceSeconds: 1200, lock: { reason: 'promised', window } },
    { id: 'b', place: 'far', serviceSeconds: 1200, requiredTechnicians: ['ada'] },
  ])
  const a = explain(board, 'a') as Explained
  expect(a.lock).toBe('promised')
  const b = explain(board, 'b') as Explained
  const second = [a, b].sort((x, y) => x.startSeconds - y.startSeconds)[1]
  expect(['stop-before', 'window-start', 'window-end']).toContain(second.time)
  expect(b.without).toEqual([{ technician: 'ben', codes: ['not-required'] }])
  expect(b.slackSeconds).toBeGreaterThan(0)
})

test('says why a visit has no place, and the cheapest thing that would make one', () => {
  const window = { startSeconds: 8 * HOUR, endSeconds: 8 * HOUR + 900 }
  const board = boardOf([
    // Ada is there after 20 minutes of driving: five minutes late.
    { id: 'early', place: 'far', serviceSeconds: 600, lock: { reason: 'promised', window } },
    { id: 'expert', place: 'near', serviceSeconds: 600, skills: { gas: 3 } },
    { id: 'long', place: 'near', serviceSeconds: 4 * HOUR },
    { id: 'friend', place: 'near', serviceSeconds: 600, forbiddenTechnicians: ['ada', 'ben'] },
  ])
  const early = explain(board, 'early')
  expect(early).toMatchObject({ planned: false, reason: 'window' })
  expect(early.planned ? [] : early.remedies.map((one) => one.kind)).toContain('late')
  expect(early.planned ? 0 : early.remedies.find((one) => one.kind === 'late')?.lateSeconds).toBe(300)
  expect(explain(board, 'expert')).toMatchObject({
    reason: 'nobody',
    technicians: { admitted: 0, shutOut: { skill: 2 } },
    remedies: [],
  })
  const long = explain(board, 'long')
  // 20 minutes of driving and four hours of work in a shift of four hours: 20 minutes over.
  expect(long).toMatchObject({ reason: 'working-time' })
  expect(long.planned ? null : long.remedies[0]).toMatchObject({ kind: 'overtime', overtimeSeconds: 1200 })
  const friend = explain(board, 'friend')
  expect(friend.planned ? null : friend.remedies[0]).toMatchObject({ kind: 'waive', codes: ['forbidden'] })
})

test('asking changes nothing', () => {
  const { board, left } = fillBoard({ seed: 8, technicians: 4, days: 1 }, 45)
  expect(left.length).toBeGreaterThan(0)
  const before = JSON.stringify([readPlan(board), totalCents(board.state)])
  for (const id of board.visits.keys()) explain(board, id)
  expect(JSON.stringify([readPlan(board), totalCents(board.state)])).toBe(before)
})
