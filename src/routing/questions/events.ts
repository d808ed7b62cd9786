import type { Visit } from '../model/model.ts'
import { remove, setTour } from '../plan/apply.ts'
import { release, removeBroken } from '../plan/relations.ts'
import { totalCents } from '../plan/state.ts'
import { type Board, driveTour } from './board.ts'
import { readNodes, type TourChange } from './change.ts'
import { type NewPlace, takeOff, takeUp } from './new-visit.ts'
import { type RemedyPrices, type Unserved, unserved } from './remedies.ts'
import { type RepairOptions, repair } from './repair.ts'

/** What happens on a day. Seconds are those of the plan's clock. */
export type BoardEvent =
  | { kind: 'insert'; visit: Visit; place?: NewPlace }
  | { kind: 'remove'; visit: string }
  /** The tour runs late: it leaves later or, with `visit`, that visit takes so much longer. */
  | { kind: 'delay'; shift: string; seconds: number; visit?: string }
  /** The technician stops at that moment; visits that have begun by then are taken as done. */
  | { kind: 'drop-out'; technician: string; fromSeconds: number; untilSeconds?: number }
  /** The visit takes this long now, whoever comes. */
  | { kind: 'duration'; visit: string; serviceSeconds: number }

export type EventOptions = RepairOptions & {
  prices?: RemedyPrices
  /** Remedies for each visit. Default 3. */
  remediesMax?: number
}

export type MovedVisit = {
  visit: string
  from: { shift: string; startSeconds: number }
  to: { shift: string; startSeconds: number }
}

export type EventAnswer = {
  version: number
  /** Cents of the whole plan after the event without and with the answer to it. */
  cents: number
  /** Visits that the event does not touch, and those of them that have another technician or day now. */
  untouched: number
  moved: MovedVisit[]
  /** Visits that the event took out of their tours and that have a new place. */
  replaced: MovedVisit[]
  /** Visits whose promise cannot be kept, or for which there is no place: why, and what would help, cheapest first. */
  broken: Unserved[]
  /** Tours that are different now. */
  tours: TourChange[]
}

/** An event that names something the board does not know. */
export class UnknownOnBoard extends Error {
  constructor(kind: string, id: string) {
    super(`There is no ${kind} ${id} on the board.`)
    this.name = 'UnknownOnBoard'
  }
}

/**
 * Takes an event into the plan and answers with the new plan: few visits move, locked ones do not, and what cannot be kept
 * comes back in `broken` instead of being late in silence.
 * @throws {UnknownOnBoard} and {RefusedVisit}; the board is unchanged then.
 */
export function takeEvent(board: Board, event: BoardEvent, options: EventOptions = {}): EventAnswer {
  const before = snapshot(board)
  const absent = happen(board, event)
  for (const v of removeBroken(board.state)) absent.push(v)
  const lost = absent.filter((v) => board.blank[v] === 0)
  repair(board, lost, neighboursOf(board, before), before.shift, options)
  board.version++
  return answerOf(board, before, lost, options)
}

/**
 * Whether the board knows what the event names, and has room for it.
 * @throws {UnknownOnBoard} and {RefusedVisit}
 */
export function checkEvent(board: Board, event: BoardEvent): void {
  if (event.kind === 'insert') takeOff(board, takeUp(board, event.visit, event.place))
  if (event.kind === 'drop-out' && !board.m.technicianIds.includes(event.technician))
    throw new UnknownOnBoard('technician', event.technician)
  if (event.kind === 'delay' && !board.shiftOf.has(event.shift)) throw new UnknownOnBoard('shift', event.shift)
  if ('visit' in event && typeof event.visit === 'string') rowOf(board, event.visit)
}

type Snapshot = { shift: Int32Array; start: Int32Array; tours: Int32Array[]; cents: Float64Array }

function snapshot(board: Board): Snapshot {
  const { state } = board
  return {
    shift: state.tourOf.slice(),
    start: state.startOf.slice(),
    cents: state.cents.slice(),
    tours: state.tours.map((tour, s) => tour.slice(0, state.length[s])),
  }
}

/** Changes the compiled model and takes out what cannot stay; answers those visits. */
function happen(board: Board, event: BoardEvent): number[] {
  switch (event.kind) {
    case 'insert':
      return [takeUp(board, event.visit, event.place)]
    case 'remove':
      takeOff(board, rowOf(board, event.visit))
      return []
    case 'delay':
      return delay(board, event)
    case 'drop-out':
      return dropOut(board, event)
    case 'duration':
      return lengthen(board, event.visit, event.serviceSeconds)
  }
}

/** Visits of the tours that the event changed: around them there is something to gain. */
function neighboursOf(board: Board, before: Snapshot): number[] {
  const { m, state } = board
  const list: number[] = []
  for (let s = 0; s < m.shiftCount; s++) {
    if (before.tours[s].length === state.length[s] && before.cents[s] === state.cents[s]) continue
    for (const node of state.tours[s].subarray(0, state.length[s])) if (node < m.visitCount) list.push(node)
  }
  return list
}

function rowOf(board: Board, id: string): number {
  const v = board.visitOf.get(id)
  if (v === undefined || !board.visits.has(id)) throw new UnknownOnBoard('visit', id)
  return v
}

function delay(board: Board, event: { shift: string; seconds: number; visit?: string }): number[] {
  const { m } = board
  const s = board.shiftOf.get(event.shift)
  if (s === undefined) throw new UnknownOnBoard('shift', event.shift)
  if (event.visit !== undefined) {
    const v = rowOf(board, event.visit)
    const service = m.crews.serviceSeconds[v * m.crewCount + m.shifts.crew[s]]
    return lengthen(board, event.visit, service + event.seconds)
  }
  const leaves = Math.max(m.shifts.startSeconds[s], board.state.departure[s]) + event.seconds
  m.shifts.startSeconds[s] = Math.min(leaves, m.shifts.endSeconds[s])
  return makeFeasible(board, s)
}

function lengthen(board: Board, id: string, seconds: number): number[] {
  const { m, state } = board
  const v = rowOf(board, id)
  const visit = board.visits.get(id) as Visit
  board.visits.set(id, { ...visit, serviceSeconds: seconds, serviceSecondsByTechnician: everyone(board, seconds) })
  const out: number[] = []
  const twin = m.visits.twin[v]
  for (const half of twin >= 0 ? [v, twin] : [v])
    m.crews.serviceSeconds.fill(seconds, half * m.crewCount, (half + 1) * m.crewCount)
  for (const half of twin >= 0 ? [v, twin] : [v])
    if (state.tourOf[half] >= 0) out.push(...makeFeasible(board, state.tourOf[half]))
  return out
}

function everyone(board: Board, seconds: number): Record<string, number> {
  return Object.fromEntries(board.m.technicianIds.map((id) => [id, seconds]))
}

/**
 * Books a tour anew after something in it changed. If it cannot be driven any more, visits are taken out, each time the one
 * without which the rest fits and whose loss hurts least; fixed ones only when nothing else helps.
 */
function makeFeasible(board: Board, s: number): number[] {
  const { state } = board
  const out: number[] = []
  let nodes = Array.from(state.tours[s].subarray(0, state.length[s]))
  while (!setTour(state, s, Int32Array.from(nodes), nodes.length)) {
    const victim = weakest(board, s, nodes)
    out.push(victim)
    nodes = nodes.filter((node) => node !== victim)
    if (nodes.every((node) => node >= board.m.visitCount)) nodes = []
  }
  // A visit tied to others leaves them free to be planned anew.
  for (const v of out.slice()) out.push(...leaveTogether(board, v))
  return out
}

function weakest(board: Board, s: number, nodes: number[]): number {
  const { m, state } = board
  const visits = nodes.filter((node) => node < m.visitCount)
  const isLoose = (v: number) => m.visits.fixed[v] === 0
  const order = [...visits.filter(isLoose).reverse(), ...visits.filter((v) => !isLoose(v)).reverse()]
  let best = -1
  let least = Number.POSITIVE_INFINITY
  for (const v of order) {
    const rest = nodes.filter((node) => node !== v)
    const cents = m.visits.dropCents[v] + (isLoose(v) ? 0 : 1e9)
    if (cents >= least || !wouldFit(board, s, rest)) continue
    best = v
    least = cents
  }
  // Not one alone is enough: the last loose visit goes, and the question is asked again.
  return best >= 0 ? best : (order[0] ?? nodes[0])
  function wouldFit(on: Board, shift: number, rest: number[]): boolean {
    const kept = state.tours[shift].slice(0, state.length[shift])
    state.tours[shift].set(rest)
    state.length[shift] = rest.length
    const fits = driveTour(on, shift)
    state.tours[shift].set(kept)
    state.length[shift] = kept.length
    return fits
  }
}

function leaveTogether(board: Board, v: number): number[] {
  const { m, state } = board
  const group = m.relations.group[v]
  if (group < 0) return []
  const out: number[] = []
  for (const member of m.relations.groups[group]) {
    if (state.tourOf[member] < 0 || m.visits.fixed[member]) continue
    remove(state, member)
    out.push(member)
  }
  release(state, v)
  return out
}

function dropOut(board: Board, event: { technician: string; fromSeconds: number; untilSeconds?: number }): number[] {
  const { m, state } = board
  const t = m.technicianIds.indexOf(event.technician)
  if (t < 0) throw new UnknownOnBoard('technician', event.technician)
  const until = event.untilSeconds ?? Number.POSITIVE_INFINITY
  const out: number[] = []
  for (let s = 0; s < m.shiftCount; s++) {
    const away = m.shifts.lastSeconds[s] > event.fromSeconds && m.shifts.startSeconds[s] < until
    if (m.shifts.technician[s] !== t || !away) continue
    board.closed[s] = 1
    const nodes = Array.from(state.tours[s].subarray(0, state.length[s]))
    const begun = nodes.filter((node) => node < m.visitCount && state.startOf[node] < event.fromSeconds)
    out.push(...nodes.filter((node) => node < m.visitCount && !begun.includes(node)))
    while (!setTour(state, s, Int32Array.from(begun), begun.length)) out.push(begun.pop() as number)
    for (const v of out) unlock(board, v, s)
    // The shift ends with what is done, so that a board opened anew cannot fill it again either.
    const end = begun.length > 0 ? Math.min(m.shifts.endSeconds[s], state.arrival[s]) : m.shifts.startSeconds[s]
    m.shifts.lastSeconds[s] = Math.max(end, begun.length > 0 ? state.arrival[s] : end)
    m.shifts.endSeconds[s] = end
  }
  for (const v of out.slice()) out.push(...leaveTogether(board, v))
  return [...new Set(out)]
}

/** A visit that was pinned to somebody who is not there any more can go to others; its promised window stays. */
function unlock(board: Board, v: number, s: number): void {
  const { m } = board
  if (m.visits.lockShift[v] !== s) return
  m.visits.lockShift[v] = m.visits.lockRank[v] = -1
  m.visits.fixed[v] = 0
  const visit = board.visits.get(m.visitIds[v])
  if (!visit?.lock) return
  const { window } = visit.lock
  board.visits.set(visit.id, { ...visit, lock: window ? { reason: 'promised', window } : undefined })
}

function answerOf(board: Board, before: Snapshot, lost: number[], options: EventOptions): EventAnswer {
  const { m, state } = board
  const touched = new Set(lost)
  const answer: EventAnswer = {
    version: board.version,
    cents: totalCents(state),
    untouched: 0,
    moved: [],
    replaced: [],
    broken: [],
    tours: [],
  }
  for (let v = 0; v < m.visitCount; v++) {
    if (board.blank[v] || before.shift[v] < 0) continue
    if (!touched.has(v)) answer.untouched++
    if (state.tourOf[v] < 0 || state.tourOf[v] === before.shift[v]) continue
    const row = {
      visit: m.visitIds[v],
      from: { shift: m.shiftIds[before.shift[v]], startSeconds: before.start[v] },
      to: { shift: m.shiftIds[state.tourOf[v]], startSeconds: state.startOf[v] },
    }
    ;(touched.has(v) ? answer.replaced : answer.moved).push(row)
  }
  for (let s = 0; s < m.shiftCount; s++) {
    const old = before.tours[s]
    const isSame = old.length === state.length[s] && old.every((node, i) => node === state.tours[s][i])
    if (!isSame) answer.tours.push({ shift: m.shiftIds[s], nodes: readNodes(board, s) })
  }
  for (const v of lost)
    if (state.tourOf[v] < 0 && (m.visits.twin[v] < 0 || v < m.visits.twin[v]))
      answer.broken.push(unserved(board, v, options))
  return answer
}
