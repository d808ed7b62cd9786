import { FAR } from '../model/compiled.ts'
import { admits, fairnessOf, placeOfNode } from '../plan/state.ts'
import { boundsOf, makeBounds } from '../plan/apply.ts'
import { hop, hopMetres, join, type Piece } from '../plan/segments.ts'
import { arriveAt } from '../plan/travel.ts'
import { type Board, driveTour } from './board.ts'

/**
 * Pieces of a tour with the travel times that it really has at its hours, breaks included in the legs. They say in constant
 * time, for any position and window, about what an insertion costs; which is enough to know the few positions that are worth
 * an exact simulation. (The search's own pieces use free-flow times, because there they must never overestimate: with travel
 * by hour they rule out almost nothing.)
 */
export type Estimates = {
  /** What the figures belong to. */
  mark: number
  whole: Pieces
  /** Breaks taken on the leg to node i. */
  pause: Float64Array
  /** The same pieces as if there were no breaks: for breaks that move to the new visit. */
  bare: Pieces
  /** Unpaid seconds of the tour as it is. */
  unpaidSeconds: number
  /** Least duration and return of the whole tour. */
  wholeSeconds: number
  wholeReturn: number
}

/** Piece i: from the start through the first i nodes; after: from node i to the end. */
type Pieces = {
  seconds: Float64Array
  from: Float64Array
  to: Float64Array
  afterSeconds: Float64Array
  afterFrom: Float64Array
  afterTo: Float64Array
}

/** The most promising positions, best first. */
export type Shortlist = { count: number; cents: Float64Array; shift: Int32Array; position: Int32Array }

export function makeShortlist(size: number): Shortlist {
  return { count: 0, cents: new Float64Array(size), shift: new Int32Array(size), position: new Int32Array(size) }
}

function note(list: Shortlist, cents: number, shift: number, position: number): void {
  const size = list.cents.length
  if (list.count === size && cents >= list.cents[size - 1]) return
  let i = list.count < size ? list.count++ : size - 1
  while (i > 0 && list.cents[i - 1] > cents) {
    list.cents[i] = list.cents[i - 1]
    list.shift[i] = list.shift[i - 1]
    list.position[i] = list.position[i - 1]
    i--
  }
  list.cents[i] = cents
  list.shift[i] = shift
  list.position[i] = position
}

/**
 * An estimate may be too strict: other hours, other travel times, a break that moves. Up to this much over a limit the
 * position is still simulated, after those that fit by the estimate.
 */
const GRACE_SECONDS = 600
const DOUBT_CENTS = 1000

const bounds = makeBounds()

/** The estimates of tour s, computed anew when the tour has changed. */
export function estimatesOf(board: Board, s: number): Estimates {
  const { state } = board
  const mark = markOf(board, s)
  const known = board.estimates[s]
  if (known && known.mark === mark) return known
  const size = state.length[s] + 1
  const e = known && known.pause.length >= size ? known : makeEstimates(size + 8)
  e.mark = mark
  board.estimates[s] = e
  build(board, s, e)
  return e
}

/** Changes whenever nodes, times or bounds of the tour do. */
function markOf(board: Board, s: number): number {
  const { state } = board
  const around = boundsOf(state, s, bounds)
  let mark = 17
  for (let i = 0; i < state.length[s]; i++) {
    const node = state.tours[s][i]
    mark = (Math.imul(mark, 31) + node) | 0
    if (node < board.m.visitCount) mark = (Math.imul(mark, 31) + state.startOf[node]) | 0
  }
  mark = (Math.imul(mark, 31) + state.arrival[s]) | 0
  mark = (Math.imul(mark, 31) + around.from) | 0
  return (Math.imul(mark, 31) + around.to) | 0
}

function makeEstimates(size: number): Estimates {
  return {
    mark: 0,
    whole: makePieces(size),
    bare: makePieces(size),
    pause: new Float64Array(size),
    unpaidSeconds: 0,
    wholeSeconds: 0,
    wholeReturn: 0,
  }
}

function makePieces(size: number): Pieces {
  return {
    seconds: new Float64Array(size),
    from: new Float64Array(size),
    to: new Float64Array(size),
    afterSeconds: new Float64Array(size),
    afterFrom: new Float64Array(size),
    afterTo: new Float64Array(size),
  }
}

const piece: Piece = { seconds: 0, from: 0, to: 0, metres: 0 }
const back: Piece = { seconds: 0, from: 0, to: 0, metres: 0 }
let legs = new Float64Array(64)
let services = new Float64Array(64)
let earliest = new Float64Array(64)
let latest = new Float64Array(64)
let restFrom = new Float64Array(64)
let restTo = new Float64Array(64)

function build(board: Board, s: number, e: Estimates): void {
  const { m, state } = board
  const length = state.length[s]
  if (legs.length <= length) {
    legs = new Float64Array(length * 2)
    services = new Float64Array(length * 2)
    earliest = new Float64Array(length * 2)
    latest = new Float64Array(length * 2)
    restFrom = new Float64Array(length * 2)
    restTo = new Float64Array(length * 2)
  }
  e.unpaidSeconds = 0
  readLegs(board, s, e)
  const around = boundsOf(state, s, bounds)
  cut(board, s, e.whole, e.pause, around)
  e.wholeSeconds = length === 0 ? 0 : piece.seconds
  e.wholeReturn = piece.from + piece.seconds
  if (m.shifts.breakFrom[s + 1] > m.shifts.breakFrom[s]) cut(board, s, e.bare, null, around)
}

/** Prefixes and suffixes of the legs, breaks as stops of their own; `piece` is the whole tour afterwards. */
function cut(
  board: Board,
  s: number,
  pieces: Pieces,
  pause: Float64Array | null,
  around: { from: number; to: number },
): void {
  const length = board.state.length[s]
  piece.seconds = 0
  piece.from = around.from
  piece.to = around.to
  for (let i = 0; i <= length; i++) {
    pieces.seconds[i] = piece.seconds
    pieces.from[i] = piece.from
    pieces.to[i] = piece.to
    const isPaused = pause !== null && pause[i] > 0
    if (isPaused) join(piece, legs[i], pause[i], restFrom[i], restTo[i])
    if (i < length) join(piece, isPaused ? 0 : legs[i], services[i], earliest[i], latest[i])
    else join(piece, isPaused ? 0 : legs[i], 0, around.from, around.to)
  }
  back.seconds = 0
  back.from = around.from
  back.to = around.to
  for (let i = length; i >= 0; i--) {
    pieces.afterSeconds[i] = back.seconds
    pieces.afterFrom[i] = back.from
    pieces.afterTo[i] = back.to
    if (i === 0) break
    const isPaused = pause !== null && pause[i] > 0
    // On the way home the break comes before the drive, between stops after it.
    const isHome = i === length
    if (isPaused) prepend(isHome ? legs[i] : 0, pause[i], restFrom[i], restTo[i])
    prepend(isPaused && isHome ? 0 : legs[i], services[i - 1], earliest[i - 1], latest[i - 1])
  }
}

/** Puts a stop before `back`. */
function prepend(travel: number, seconds: number, from: number, to: number): void {
  const reach = seconds + travel
  const wait = Math.max(back.from - reach - to, 0)
  back.from = Math.max(back.from - reach, from) - wait
  back.to = Math.min(back.to - reach, to)
  back.seconds = reach + back.seconds + wait
}

/** Legs, services and windows as the tour is driven now. */
function readLegs(board: Board, s: number, e: Estimates): void {
  const { m, state } = board
  const length = state.length[s]
  e.pause.fill(0)
  legs[0] = 0
  if (length === 0 || !driveTour(board, s)) return
  const run = state.run
  const factor = m.crews.travelFactor[m.shifts.crew[s]]
  let place = m.shifts.startPlace[s]
  let leave = run.departure
  let pause = 0
  let i = 0
  for (let k = 0; k < run.stopCount; k++) {
    const node = run.stop[k]
    if (node < 0) {
      const b = m.shifts.breakFrom[s] - 1 - node
      pause += run.stopEnd[k] - run.stopStart[k]
      restFrom[i] = m.shifts.breakEarliest[b]
      restTo[i] = run.stopArrival[k] > leave ? m.shifts.breakLatest[b] : FAR
      if (!m.shifts.breakPaid[b]) e.unpaidSeconds += run.stopEnd[k] - run.stopStart[k]
      continue
    }
    const here = placeOfNode(m, node)
    e.pause[i] = pause
    legs[i] = place < 0 ? 0 : arriveAt(m, place, here, leave, factor) - leave
    services[i] = run.stopEnd[k] - run.stopStart[k]
    window(board, node, run.stopStart[k], i)
    place = here
    leave = run.stopEnd[k]
    pause = 0
    i++
  }
  e.pause[i] = pause
  const home = m.shifts.endPlace[s]
  legs[i] = home < 0 || place < 0 ? 0 : arriveAt(m, place, home, leave, factor) - leave
}

/** The window in which the node begins now, cut by its anchors. */
function window(board: Board, node: number, start: number, i: number): void {
  const { m, state } = board
  earliest[i] = 0
  latest[i] = Number.POSITIVE_INFINITY
  if (node >= m.visitCount) return
  for (let w = m.visits.windowFrom[node]; w < m.visits.windowFrom[node + 1]; w++) {
    if (start > m.visits.windowLast[w]) continue
    earliest[i] = Math.max(m.visits.windowStart[w], state.anchorFrom[node])
    latest[i] = Math.min(m.visits.windowLast[w], state.anchorTo[node])
    return
  }
}

/** Windows to look at, as the scan reads them. */
export type WindowList = { count: number; start: Float64Array; end: Float64Array }

/**
 * Judges roughly every position of v in tour s for each window; what is worth a closer look goes to the shortlist of the
 * window, or all to the first one. Answers false when only an exact look can tell (a depot has to be called at).
 */
export function scan(
  board: Board,
  v: number,
  s: number,
  windows: WindowList,
  lists: Shortlist[],
  isShared: boolean,
): boolean {
  const { m, state } = board
  const admitted = board.closed[s] ? 0 : admits(m, v, s)
  if (admitted === 0) return true
  if (admitted === 2 || !isStocked(board, v, s)) return m.depotCount === 0
  const e = estimatesOf(board, s)
  const length = state.length[s]
  const crew = m.shifts.crew[s]
  const factor = m.crews.travelFactor[crew]
  const here = m.visits.place[v]
  const at = v * m.crewCount + crew
  const own = m.crews.affinityCents[at] + m.crews.areaCents[at] + (length === 0 ? m.shifts.tourCents[s] : 0)
  const b = m.shifts.breakFrom[s]
  const hasBreak = m.shifts.breakFrom[s + 1] - b === 1
  via.restFrom = hasBreak ? m.shifts.breakEarliest[b] : 0
  via.restTo = hasBreak ? m.shifts.breakLatest[b] : FAR
  const rest = hasBreak ? m.shifts.breakSeconds[b] : 0
  for (let p = firstPosition(board, v, s); p <= length; p++) {
    const before = p === 0 ? m.shifts.startPlace[s] : placeOfNode(m, state.tours[s][p - 1])
    const after = p === length ? m.shifts.endPlace[s] : placeOfNode(m, state.tours[s][p])
    const least = hop(m, before, here, factor)
    const out = hop(m, here, after, factor)
    const free = Math.min(e.whole.from[p] + e.whole.seconds[p], hasBreak ? e.bare.from[p] + e.bare.seconds[p] : FAR)
    const ends = Math.max(e.whole.afterTo[p], hasBreak ? e.bare.afterTo[p] : 0) + GRACE_SECONDS
    const service = m.crews.serviceSeconds[at] + setupAt(board, v, s, p)
    let metres = hopMetres(m, before, here) + hopMetres(m, here, after)
    if (length > 0) metres -= hopMetres(m, before, after)
    for (let w = 0; w < windows.count; w++) {
      const opens = windows.start[w]
      if (free + least > windows.end[w] || opens + service + out > ends) continue
      const leave = Math.max(free, Math.min(opens, e.whole.to[p] + e.whole.seconds[p] + least) - least)
      const way = before < 0 ? 0 : arriveAt(m, before, here, leave, factor) - leave
      const done = Math.max(leave + way, opens) + service
      const home = after < 0 ? 0 : arriveAt(m, here, after, done, factor) - done
      via.way = way
      via.service = service
      via.opens = opens
      via.closes = windows.end[w]
      via.home = home
      let cents = FAR
      if (through(e.whole, p, 0, e.pause[p])) cents = doubt + centsOf(board, s, e, piece, metres, e.unpaidSeconds)
      // The break may move: into the wait before the new visit, or after it.
      if (hasBreak && done - service <= via.restTo + rest + 3600 && done > via.restFrom) {
        const unpaid = m.shifts.breakPaid[b] ? 0 : rest
        if (through(e.bare, p, rest, 0)) cents = Math.min(cents, doubt + centsOf(board, s, e, piece, metres, unpaid))
        if (through(e.bare, p, 0, rest)) cents = Math.min(cents, doubt + centsOf(board, s, e, piece, metres, unpaid))
      }
      if (cents < FAR) note(lists[isShared ? 0 : w], own + cents, s, p)
    }
  }
  return true
}

/** The new visit on its way through a tour, and the break of the shift. */
const via = { way: 0, service: 0, opens: 0, closes: 0, home: 0, restFrom: 0, restTo: 0 }
/** Whether limits had to be stretched for the last answer of `through`. */
let doubt = 0

/** The tour with the visit between pieces p, with breaks before or after it; in `piece`. */
function through(pieces: Pieces, p: number, restBefore: number, restAfter: number): boolean {
  piece.seconds = pieces.seconds[p]
  piece.from = pieces.from[p]
  piece.to = pieces.to[p]
  doubt = 0
  let way = via.way
  if (restBefore > 0) {
    if (!stretch(way, restBefore, via.restFrom, via.restTo)) return false
    way = 0
  }
  if (!stretch(way, via.service, via.opens, via.closes)) return false
  way = via.home
  if (restAfter > 0) {
    if (!stretch(way, restAfter, via.restFrom, via.restTo)) return false
    way = 0
  }
  return stretch(way, pieces.afterSeconds[p], pieces.afterFrom[p], pieces.afterTo[p])
}

/** Joins, with some grace at a price. */
function stretch(travel: number, seconds: number, from: number, to: number): boolean {
  if (piece.from + piece.seconds + travel > to) doubt = DOUBT_CENTS
  return join(piece, travel, seconds, from, to + GRACE_SECONDS)
}

function centsOf(board: Board, s: number, e: Estimates, whole: Piece, metres: number, unpaid: number): number {
  const { m, state } = board
  const more = whole.seconds - unpaid - (e.wholeSeconds - e.unpaidSeconds)
  const late = Math.max(0, whole.from + whole.seconds - m.shifts.endSeconds[s])
  const lateBefore = state.length[s] === 0 ? 0 : Math.max(0, e.wholeReturn - m.shifts.endSeconds[s])
  let cents = metres * m.shifts.centsPerMetre[s] + more * m.shifts.centsPerSecond[s]
  cents += (late - lateBefore) * m.shifts.overtimeCentsPerSecond[s]
  if (m.weights.fairnessCentsPerSquaredHour > 0) {
    const work = state.technicianWork[m.shifts.technician[s]]
    cents += fairnessOf(m, work + more) - fairnessOf(m, work)
  }
  return cents
}

function setupAt(board: Board, v: number, s: number, p: number): number {
  const { m, state } = board
  const key = m.visits.setupKey[v]
  if (key < 0) return 0
  const before = p === 0 ? -1 : state.tours[s][p - 1]
  return before >= 0 && before < m.visitCount && m.visits.setupKey[before] === key ? 0 : m.visits.setupSeconds[v]
}

/** Nothing comes before visits that are locked to a rank. */
export function firstPosition(board: Board, v: number, s: number): number {
  const { m, state } = board
  const own = m.visits.lockRank[v]
  let p = 0
  while (p < state.length[s] && state.tours[s][p] < m.visitCount) {
    const rank = m.visits.lockRank[state.tours[s][p]]
    if (rank < 0 || (own >= 0 && rank > own)) break
    p++
  }
  return p
}

/** Whether the parts last without another call at a depot. A tour that already calls at one is left to the exact look. */
function isStocked(board: Board, v: number, s: number): boolean {
  const { m, state } = board
  const parts = m.partCount
  let needsAny = false
  for (let k = 0; k < parts; k++) if (m.visits.needs[v * parts + k] > 0) needsAny = true
  if (!needsAny) return true
  for (let i = 0; i < state.length[s]; i++) if (state.tours[s][i] >= m.visitCount) return false
  for (let k = 0; k < parts; k++) {
    let need = m.visits.needs[v * parts + k]
    for (let i = 0; i < state.length[s]; i++) need += m.visits.needs[state.tours[s][i] * parts + k]
    if (need > m.shifts.stock[s * parts + k]) return false
  }
  return true
}
