import { FAR } from '../model/compiled.ts'
import type { Board } from './board.ts'

/** Which rules are bent for one visit, to see what would help. */
export type Relaxation = {
  /** All shifts may last longer by this. */
  overtimeSeconds?: number
  /** The visit may begin later, at this price. */
  lateSeconds?: number
  lateCentsPerMinute?: number
  /** The visit may begin at any time of its day, or at any time. */
  windows?: 'same-day' | 'any'
  /** Bits of `WHY` that do not count. */
  waive?: number
  /** The parts it needs are brought along. */
  noNeeds?: boolean
}

/** Bends the rules; the function it answers brings them back. */
export function relax(board: Board, v: number, how: Relaxation): () => void {
  const undo: (() => void)[] = []
  const twin = board.m.visits.twin[v]
  for (const row of twin >= 0 ? [v, twin] : [v]) {
    if (how.lateSeconds || how.windows) undo.push(relaxWindows(board, row, how))
    if (how.waive) undo.push(relaxCrews(board, row, how.waive))
    if (how.noNeeds) undo.push(relaxNeeds(board, row))
  }
  if (how.overtimeSeconds) undo.push(relaxShifts(board, how.overtimeSeconds))
  return () => {
    for (const one of undo.reverse()) one()
  }
}

function relaxShifts(board: Board, seconds: number): () => void {
  const { shifts, technicians } = board.m
  const last = shifts.lastSeconds.slice()
  const work = shifts.workMaxSeconds.slice()
  const total = technicians.workMaxSeconds.slice()
  for (let s = 0; s < last.length; s++) {
    shifts.lastSeconds[s] += seconds
    shifts.workMaxSeconds[s] = Math.min(FAR, shifts.workMaxSeconds[s] + seconds)
  }
  for (let t = 0; t < total.length; t++) technicians.workMaxSeconds[t] = Math.min(FAR, total[t] + seconds)
  return () => {
    shifts.lastSeconds.set(last)
    shifts.workMaxSeconds.set(work)
    technicians.workMaxSeconds.set(total)
  }
}

function relaxWindows(board: Board, v: number, how: Relaxation): () => void {
  const { visits } = board.m
  const from = visits.windowFrom[v]
  const to = visits.windowFrom[v + 1]
  const starts = visits.windowStart.slice(from, to)
  const ends = visits.windowEnd.slice(from, to)
  const lasts = visits.windowLast.slice(from, to)
  const cents = visits.lateCentsPerSecond.slice(from, to)
  const earliest = visits.earliest[v]
  const latest = visits.latest[v]
  if (how.windows) {
    const day = Math.floor(starts[0] / 86_400) * 86_400
    visits.windowStart[from] = how.windows === 'any' ? 0 : day
    visits.windowEnd[from] = visits.windowLast[from] = how.windows === 'any' ? FAR : day + 86_399
    visits.earliest[v] = visits.windowStart[from]
    visits.latest[v] = visits.windowLast[from]
  } else
    for (let w = from; w < to; w++) {
      // Rows that stand for no window stay closed.
      if (visits.windowEnd[w] < visits.windowStart[w]) continue
      visits.windowLast[w] += how.lateSeconds ?? 0
      visits.lateCentsPerSecond[w] = (how.lateCentsPerMinute ?? 0) / 60
      visits.latest[v] = Math.max(visits.latest[v], visits.windowLast[w])
    }
  return () => {
    visits.windowStart.set(starts, from)
    visits.windowEnd.set(ends, from)
    visits.windowLast.set(lasts, from)
    visits.lateCentsPerSecond.set(cents, from)
    visits.earliest[v] = earliest
    visits.latest[v] = latest
  }
}

function relaxCrews(board: Board, v: number, waive: number): () => void {
  const { crews, crewCount } = board.m
  const from = v * crewCount
  const kept = crews.allowed.slice(from, from + crewCount)
  for (let c = 0; c < crewCount; c++) {
    const why = crews.why[from + c]
    if ((why !== 0 || kept[c] === 2) && (why & ~waive) === 0) crews.allowed[from + c] = 1
  }
  return () => crews.allowed.set(kept, from)
}

function relaxNeeds(board: Board, v: number): () => void {
  const { visits, partCount } = board.m
  const from = v * partCount
  const kept = visits.needs.slice(from, from + partCount)
  visits.needs.fill(0, from, from + partCount)
  return () => visits.needs.set(kept, from)
}
