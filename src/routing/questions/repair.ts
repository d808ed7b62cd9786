import { remove, setTour } from '../plan/apply.ts'
import { begin, keep, undo } from '../plan/journal.ts'
import { release } from '../plan/relations.ts'
import { totalCents } from '../plan/state.ts'
import { makeRandom, type Random } from '../search/random.ts'
import type { Board } from './board.ts'
import { applyPlaces, cheapestPlaces, exactPlaces, type FoundPlaces } from './cheapest.ts'
import { Nearness } from './nearness.ts'

export type RepairOptions = {
  /** Rounds of taking a few visits out and putting them back. Default 400. With them the result depends on the seed only. */
  rounds?: number
  /** Ends earlier by the clock, at the cost of repeatability. Default none. */
  seconds?: number
  /** Default 1. */
  seed?: number
  /** Largest share of the visits that the event does not touch that may change technician or day. Default 0.1. */
  movedShareMax?: number
  /** What it costs in the search (not in the plan) to move such a visit: people know the plan. Default 50. */
  moveCents?: number
}

const ROUNDS = 400
const MOVED_SHARE_MAX = 0.1
const MOVE_CENTS = 50
/** Visits taken out in one round. */
const TAKEN_MIN = 3
const TAKEN_MAX = 10
/** Temperature in cents at the beginning and at the end: a detour of some minutes, and nothing. */
const HEAT_FIRST = 120
const HEAT_LAST = 3
/** Up to so many shifts all are looked at exactly for the first place of a visit. */
const SHIFTS_EXACT_MAX = 150

type Repair = {
  board: Board
  near: Nearness
  random: Random
  /** Shift of each visit before the event. */
  origin: Int32Array
  /** 1 = the event itself concerns the visit. */
  touched: Uint8Array
  absent: number[]
  /** Where rounds begin: absent visits and those of changed tours. */
  seeds: number[]
  moved: number
  movedMax: number
  moveCents: number
  best: BestTours
}

/**
 * Puts absent visits back and improves around them and around the visits of changed tours: a round takes visits near the trouble out of their tours and puts them
 * back where they cost least. Nobody planned before is left out for it, fixed visits stay, and only a share may move.
 */
export function repair(
  board: Board,
  absent: number[],
  around: number[],
  origin: Int32Array,
  options: RepairOptions = {},
): void {
  const r = makeRepair(board, absent, around, origin, options)
  for (const v of [...r.absent].sort((a, b) => urgency(board, b) - urgency(board, a) || a - b)) placeExactly(r, v)
  const rounds = options.rounds ?? ROUNDS
  const best = r.best
  let current = totalCents(board.state) + r.moved * r.moveCents
  best.take(current)
  const until = options.seconds === undefined ? Number.POSITIVE_INFINITY : performance.now() + options.seconds * 1000
  for (let round = 0; round < rounds; round++) {
    if (performance.now() > until) break
    const heat = HEAT_FIRST * (HEAT_LAST / HEAT_FIRST) ** (round / rounds)
    const seed = pickSeed(r)
    if (seed < 0) break
    const movedBefore = r.moved
    begin(board.state)
    const ok = shake(r, seed)
    const cents = totalCents(board.state) + r.moved * r.moveCents
    if (ok && r.moved <= Math.max(r.movedMax, movedBefore) && cents < current - heat * Math.log(1 - r.random.unit())) {
      keep(board.state)
      current = cents
      if (cents < best.cents - 1e-6) best.take(cents)
    } else {
      undo(board.state)
      r.moved = movedBefore
    }
  }
  best.restore()
  for (const v of r.absent) if (board.state.tourOf[v] < 0) release(board.state, v)
}

function makeRepair(
  board: Board,
  absent: number[],
  around: number[],
  origin: Int32Array,
  options: RepairOptions,
): Repair {
  const { m, state } = board
  const touched = new Uint8Array(m.visitCount)
  for (const v of absent) touched[v] = 1
  let untouched = 0
  for (let v = 0; v < m.visitCount; v++) if (origin[v] >= 0 && !touched[v] && !board.blank[v]) untouched++
  const r: Repair = {
    board,
    near: new Nearness(board),
    random: makeRandom(options.seed ?? 1),
    origin,
    touched,
    absent: absent.filter((v) => isFirstHalf(board, v)),
    // Absent ones several times: most of the trouble is there.
    seeds: [...absent, ...absent, ...absent, ...around],
    moved: 0,
    movedMax: Math.floor(untouched * (options.movedShareMax ?? MOVED_SHARE_MAX)),
    moveCents: options.moveCents ?? MOVE_CENTS,
    best: new BestTours(board),
  }
  for (let v = 0; v < m.visitCount; v++) r.moved += isMoved(r, v, state.tourOf[v])
  return r
}

function isFirstHalf(board: Board, v: number): boolean {
  const twin = board.m.visits.twin[v]
  return twin < 0 || v < twin
}

function isMoved(r: Repair, v: number, s: number): number {
  return r.origin[v] >= 0 && !r.touched[v] && s >= 0 && s !== r.origin[v] ? 1 : 0
}

/** Dear and hard visits first. */
function urgency(board: Board, v: number): number {
  const { m } = board
  let crews = 0
  for (let c = 0; c < m.crewCount; c++) if (m.crews.allowed[v * m.crewCount + c]) crews++
  return m.visits.dropCents[v] * 1000 - crews
}

function place(r: Repair, v: number, shifts: number[] | null): boolean {
  const { board } = r
  if (board.state.tourOf[v] >= 0) return true
  const found = cheapestPlaces(board, v, shifts)
  // A visit whose absence costs less than its place stays out, as in the search.
  if (!found || found.cents >= board.m.visits.dropCents[v]) return false
  return put(r, v, found)
}

/** The first place counts most: every position is looked at, of all shifts or, with many, of those around. */
function placeExactly(r: Repair, v: number): void {
  const { board } = r
  const shifts = board.m.shiftCount <= SHIFTS_EXACT_MAX ? null : r.near.shiftsAround(v)
  const found = exactPlaces(board, v, shifts)
  if (!found || found.cents >= board.m.visits.dropCents[v] || !put(r, v, found)) place(r, v, null)
}

function put(r: Repair, v: number, found: FoundPlaces): boolean {
  r.best.mark(found.one.shift)
  if (found.two) r.best.mark(found.two.shift)
  return applyPlaces(r.board, v, found)
}

/** Half of the rounds begin at a seed, the others near one. */
function pickSeed(r: Repair): number {
  const { random, seeds, near } = r
  if (seeds.length === 0) return -1
  const v = seeds[random.below(seeds.length)]
  if (random.unit() < 0.5) return v
  const list = near.of(v)
  return list.length === 0 ? v : list[random.below(list.length)]
}

/** One round: answers false when somebody who was planned is left out. */
function shake(r: Repair, seed: number): boolean {
  const { board, random } = r
  const { state } = board
  const list = r.near.of(seed)
  const count = TAKEN_MIN + random.below(TAKEN_MAX - TAKEN_MIN + 1)
  const out: number[] = []
  const shifts = r.near.shiftsAround(seed)
  takeOut(r, seed, out)
  if (random.unit() < 0.5) takeScattered(r, list, count, out)
  else takeStrings(r, list, count, out)
  const planned = out.length
  for (const v of r.absent) if (state.tourOf[v] < 0 && !out.includes(v)) out.push(v)
  order(r, out, planned)
  let ok = true
  for (const v of out) {
    const isBack = place(r, v, r.board.m.visits.twin[v] >= 0 ? null : shifts)
    if (isBack) {
      r.moved += isMoved(r, v, state.tourOf[v])
    } else if (r.origin[v] >= 0 && !r.touched[v]) ok = false
  }
  return ok
}

function takeOut(r: Repair, v: number, out: number[]): void {
  const { m, state } = r.board
  if (state.tourOf[v] < 0 || m.visits.fixed[v] || m.relations.group[v] >= 0) return
  if (r.board.closed[state.tourOf[v]]) return
  r.moved -= isMoved(r, v, state.tourOf[v])
  r.best.mark(state.tourOf[v])
  remove(state, v)
  release(state, v)
  out.push(v)
}

function takeScattered(r: Repair, list: number[], count: number, out: number[]): void {
  for (const v of list) {
    if (out.length >= count) return
    if (r.random.unit() < 0.6) takeOut(r, v, out)
  }
}

/** Neighbours in a tour go together: one or two strings of the tours next to the seed (Christiaens and Vanden Berghe 2020). */
function takeStrings(r: Repair, list: number[], count: number, out: number[]): void {
  const { state, m } = r.board
  const hit = new Set<number>()
  for (const v of list) {
    const s = state.tourOf[v]
    if (s < 0 || hit.has(s) || out.length >= count) continue
    hit.add(s)
    const nodes = Array.from(state.tours[s].subarray(0, state.length[s]))
    const at = nodes.indexOf(v)
    const size = 1 + r.random.below(Math.min(5, nodes.length))
    const from = Math.max(0, at - r.random.below(size))
    for (const node of nodes.slice(from, from + size)) if (node < m.visitCount) takeOut(r, node, out)
  }
}

function order(r: Repair, out: number[], planned: number): void {
  const { board, random } = r
  const keys = new Map<number, number>()
  const kind = random.below(4)
  out.forEach((v, i) => {
    if (kind === 0) keys.set(v, random.unit())
    else if (kind === 1) keys.set(v, -urgency(board, v))
    else if (kind === 2) keys.set(v, board.m.visits.latest[v] - board.m.visits.earliest[v] + random.unit())
    else keys.set(v, i < planned ? i : -i)
  })
  out.sort((a, b) => (keys.get(a) as number) - (keys.get(b) as number) || a - b)
}

/** The best tours so far; only those that a round may have changed are copied. */
class BestTours {
  cents = Number.POSITIVE_INFINITY
  private readonly board: Board
  private readonly tours = new Map<number, Int32Array>()
  private readonly dirty = new Set<number>()

  constructor(board: Board) {
    this.board = board
  }

  /** To be called before or while tour s changes. */
  mark(s: number): void {
    this.dirty.add(s)
    if (!this.tours.has(s)) this.tours.set(s, this.copy(s))
  }

  take(cents: number): void {
    this.cents = cents
    for (const s of this.dirty) this.tours.set(s, this.copy(s))
    this.dirty.clear()
  }

  restore(): void {
    const inTime = [...this.dirty].sort((a, b) => a - b)
    // Rests tie the shifts of a technician: what was built from the last to the first may only fit in that order.
    if (this.refill(inTime) || this.refill(inTime.reverse())) return
    throw new Error('The best tours of a repair cannot be restored.')
  }

  private refill(shifts: number[]): boolean {
    const { state } = this.board
    const none = new Int32Array(0)
    for (const s of shifts) setTour(state, s, none, 0)
    return shifts.every((s) => {
      const tour = this.tours.get(s) as Int32Array
      return setTour(state, s, tour, tour.length)
    })
  }

  private copy(s: number): Int32Array {
    return this.board.state.tours[s].slice(0, this.board.state.length[s])
  }
}
