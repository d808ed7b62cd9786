import { DIFFERENT_TECHNICIANS, FAR, ORDER, SAME_TECHNICIAN, TOGETHER } from '../model/compiled.ts'
import { remove } from './apply.ts'
import { save } from './journal.ts'
import type { PlanState } from './state.ts'

/** Whether the technicians of visits that are planned already let v be in shift s. */
export function relationsAdmit(state: PlanState, v: number, s: number): boolean {
  const { m } = state
  const r = m.relations
  const technician = m.shifts.technician[s]
  for (let i = r.from[v]; i < r.from[v + 1]; i++) {
    const kind = r.kind[r.of[i]]
    if (kind === ORDER) continue
    const other = r.first[r.of[i]] === v ? r.second[r.of[i]] : r.first[r.of[i]]
    if (state.tourOf[other] < 0) continue
    const same = m.shifts.technician[state.tourOf[other]] === technician
    if (kind === SAME_TECHNICIAN ? !same : (kind === TOGETHER || kind === DIFFERENT_TECHNICIANS) && same) return false
  }
  return true
}

/**
 * Sets the anchors of a visit that is not planned from the relatives that are: it must start when they let it. Answers
 * false when nothing is left. A visit may not come without the first visit of its order.
 */
export function anchorByRelatives(state: PlanState, v: number): boolean {
  const r = state.m.relations
  let from = -FAR
  let to = FAR
  for (let i = r.from[v]; i < r.from[v + 1]; i++) {
    const k = r.of[i]
    const isFirst = r.first[k] === v
    const other = isFirst ? r.second[k] : r.first[k]
    const planned = state.tourOf[other] >= 0
    if (r.kind[k] === TOGETHER && planned) {
      from = Math.max(from, state.startOf[other])
      to = Math.min(to, state.startOf[other])
    } else if (r.kind[k] === ORDER && !isFirst) {
      if (!planned) return false
      from = Math.max(from, state.endOf[other] + r.gapMinSeconds[k])
      to = Math.min(to, state.endOf[other] + r.gapMaxSeconds[k])
    } else if (r.kind[k] === ORDER && planned) {
      // The second is there already: the first must end before it, for which the start alone is a bound only.
      to = Math.min(to, state.startOf[other] - r.gapMinSeconds[k])
    }
  }
  state.anchorFrom[v] = from
  state.anchorTo[v] = to
  return from <= to
}

/**
 * After v was planned: v and its planned relatives keep their times, so that tours can go on being judged one by one.
 * `release` gives them back.
 */
export function pin(state: PlanState, v: number): void {
  const group = state.m.relations.group[v]
  if (group < 0) return
  for (const member of state.m.relations.groups[group]) {
    const s = state.tourOf[member]
    if (s < 0) continue
    save(state, s)
    state.anchorFrom[member] = state.startOf[member]
    state.anchorTo[member] = state.startOf[member]
    state.stale[s] = 1
  }
}

/** Forgets the anchors of all visits tied in time to v. Call it when none of them is planned. */
export function release(state: PlanState, v: number): void {
  const group = state.m.relations.group[v]
  if (group < 0) return
  for (const member of state.m.relations.groups[group]) {
    const s = state.tourOf[member]
    if (s >= 0) save(state, s)
    state.anchorFrom[member] = -FAR
    state.anchorTo[member] = FAR
    if (s >= 0) state.stale[s] = 1
  }
}

/**
 * Takes out what cannot stay: a second visit without its first, one half of a pair, technicians that must be the same and
 * are not. Answers the visits taken out. For plans that came from outside; the search never makes such plans.
 */
export function removeBroken(state: PlanState): number[] {
  const { m } = state
  const r = m.relations
  const out: number[] = []
  for (let again = true; again; ) {
    again = false
    for (let k = 0; k < r.kind.length; k++) {
      const a = r.first[k]
      const b = r.second[k]
      const victim = brokenHalf(state, k, a, b)
      if (victim < 0) continue
      remove(state, victim)
      out.push(victim)
      again = true
    }
  }
  return out
}

/** The visit to take out for relation k to hold, or -1 when it holds. */
function brokenHalf(state: PlanState, k: number, a: number, b: number): number {
  const { m } = state
  const r = m.relations
  const isA = state.tourOf[a] >= 0
  const isB = state.tourOf[b] >= 0
  if (r.kind[k] === TOGETHER && isA !== isB) return isA ? a : b
  if (r.kind[k] === ORDER && isB && !isA) return b
  if (!isA || !isB) return -1
  const same = m.shifts.technician[state.tourOf[a]] === m.shifts.technician[state.tourOf[b]]
  if (r.kind[k] === SAME_TECHNICIAN) return same ? -1 : b
  if (r.kind[k] === DIFFERENT_TECHNICIANS) return same ? b : -1
  if (r.kind[k] === TOGETHER) return same || state.startOf[a] !== state.startOf[b] ? b : -1
  const gap = state.startOf[b] - state.endOf[a]
  return gap < r.gapMinSeconds[k] || gap > r.gapMaxSeconds[k] ? b : -1
}
