import { FAR, TOGETHER } from '../../model/compiled.ts'
import { insert, remove, segmentsOf } from '../../plan/apply.ts'
import { clearPlace, judge, noPlace, type Place } from '../../plan/judge.ts'
import { anchorByRelatives, pin, relationsAdmit } from '../../plan/relations.ts'
import { leastSeconds } from '../../plan/travel.ts'
import { placeOfNode, type PlanState } from '../../plan/state.ts'
import type { Random } from '../random.ts'
import { type Memory, makeMemory, recall } from './memory.ts'
import type { Neighbours } from './ruin.ts'

/** Chance to overlook a position (Christiaens and Vanden Berghe 2020). */
const BLINK = 0.01
/** With more shifts than this only those near the visit are judged, and a few empty ones. */
const SHIFTS_ALL_MAX = 64
const NEAR_VISITS = 60
const EMPTY_SHIFTS = 12
/** Start times tried for two technicians at once. */
const TIMES_MAX = 24

export type Recreator = {
  state: PlanState
  near: Neighbours
  random: Random
  /** Crews that may do a visit: few first. */
  choices: Float64Array
  /** Farness from the nearest start. */
  remote: Float64Array
  keys: Float64Array
  candidates: Int32Array
  seen: Int32Array
  stamp: number
  best: Place
  memory: Memory | null
  blink: () => boolean
}

export function makeRecreator(state: PlanState, near: Neighbours, random: Random): Recreator {
  const { m } = state
  const choices = new Float64Array(m.visitCount)
  const remote = new Float64Array(m.visitCount)
  for (let v = 0; v < m.visitCount; v++) {
    for (let c = 0; c < m.crewCount; c++) if (m.crews.allowed[v * m.crewCount + c]) choices[v]++
    let nearest = Number.POSITIVE_INFINITY
    for (let s = 0; s < m.shiftCount; s++) {
      const home = m.shifts.startPlace[s]
      if (home >= 0) nearest = Math.min(nearest, m.travel.seconds[home * m.placeCount + m.visits.place[v]])
    }
    remote[v] = nearest
  }
  return {
    state,
    near,
    random,
    choices,
    remote,
    keys: new Float64Array(m.visitCount),
    candidates: new Int32Array(m.shiftCount),
    seen: new Int32Array(m.shiftCount),
    stamp: 0,
    best: noPlace(),
    memory: makeMemory(m),
    blink: () => random.unit() < BLINK,
  }
}

/** Puts absent visits back where they cost least, one after the other; answers how many stay absent (at the front). */
export function recreate(r: Recreator, absent: Int32Array, count: number): number {
  const { state } = r
  sortAbsent(r, absent, count)
  let left = 0
  for (let i = 0; i < count; i++) {
    const v = absent[i]
    if (state.tourOf[v] >= 0) continue
    if (!place(r, v)) absent[left++] = v
  }
  return compact(state, absent, left)
}

/** Partners may have been planned after a visit was put aside. */
function compact(state: PlanState, absent: Int32Array, count: number): number {
  let left = 0
  for (let i = 0; i < count; i++) if (state.tourOf[absent[i]] < 0) absent[left++] = absent[i]
  return left
}

/** Orders of the paper with its weights, plus one by how few crews can do a visit and how dear leaving it out is. */
function sortAbsent(r: Recreator, absent: Int32Array, count: number): void {
  const { m } = r.state
  const keys = r.keys
  const kind = r.random.below(12)
  for (let i = 0; i < count; i++) {
    const v = absent[i]
    if (kind < 4) keys[v] = r.random.unit()
    else if (kind < 7) keys[v] = r.choices[v]
    else if (kind < 9) keys[v] = -r.remote[v]
    else if (kind < 10) keys[v] = r.remote[v]
    else if (kind < 11) keys[v] = m.visits.latest[v] - m.visits.earliest[v]
    else keys[v] = -m.visits.dropCents[v]
  }
  absent.subarray(0, count).sort((a, b) => keys[a] - keys[b] || a - b)
}

/** Plans v at its best place, with its twin if it has one. False when there is none that is worth it. */
function place(r: Recreator, v: number): boolean {
  const { state } = r
  const group = state.m.relations.group[v]
  if (group < 0) return placeAlone(r, v)
  const partner = partnerOf(state, v)
  if (!anchorByRelatives(state, v)) return false
  if (partner >= 0 && state.tourOf[partner] < 0)
    return anchorByRelatives(state, partner) && placeTogether(r, v, partner)
  if (!placeAlone(r, v)) return false
  pin(state, v)
  return true
}

function partnerOf(state: PlanState, v: number): number {
  const rel = state.m.relations
  for (let i = rel.from[v]; i < rel.from[v + 1]; i++) {
    const k = rel.of[i]
    if (rel.kind[k] === TOGETHER) return rel.first[k] === v ? rel.second[k] : rel.first[k]
  }
  return -1
}

function placeAlone(r: Recreator, v: number): boolean {
  const best = r.best
  findBest(r, v, best, r.blink)
  if (best.shift < 0 || best.cents >= r.state.m.visits.dropCents[v]) return false
  return insert(r.state, v, best.shift, best.position, best.depot, best.depotAt)
}

/** Best place of v over all shifts that may be worth a look. */
function findBest(r: Recreator, v: number, best: Place, skip: () => boolean, exceptTechnician = -1): void {
  const { state } = r
  const { m } = state
  clearPlace(best)
  const related = m.relations.from[v + 1] > m.relations.from[v]
  const count = listShifts(r, v)
  for (let i = 0; i < count; i++) {
    const s = r.candidates[i]
    if (m.shifts.technician[s] === exceptTechnician) continue
    if (related && !relationsAdmit(state, v, s)) continue
    if (r.memory === null) judge(state, v, s, best, skip)
    else if (!skip()) recall(r.memory, state, v, s, best)
  }
}

function listShifts(r: Recreator, v: number): number {
  const { state, candidates, seen } = r
  const { m } = state
  if (m.shiftCount <= SHIFTS_ALL_MAX) {
    for (let s = 0; s < m.shiftCount; s++) candidates[s] = s
    return m.shiftCount
  }
  const stamp = ++r.stamp
  let count = 0
  for (let i = 1; i < Math.min(r.near.count, NEAR_VISITS); i++) {
    const s = state.tourOf[r.near.list[v * r.near.count + i]]
    if (s < 0 || seen[s] === stamp) continue
    seen[s] = stamp
    candidates[count++] = s
  }
  const offset = r.random.below(m.shiftCount)
  for (let i = 0, empty = 0; i < m.shiftCount && empty < EMPTY_SHIFTS; i++) {
    const s = (offset + i) % m.shiftCount
    if (state.length[s] > 0 || seen[s] === stamp || !m.crews.allowed[v * m.crewCount + m.shifts.crew[s]]) continue
    seen[s] = stamp
    candidates[count++] = s
    empty++
  }
  return count
}

/** Both halves at the start time that costs least, out of those at which either could begin somewhere. */
function placeTogether(r: Recreator, v: number, w: number): boolean {
  const { state } = r
  const from = Math.max(state.anchorFrom[v], state.anchorFrom[w])
  const to = Math.min(state.anchorTo[v], state.anchorTo[w])
  const one = noPlace()
  const two = noPlace()
  const bestOne = noPlace()
  const bestTwo = noPlace()
  let bestCents = state.m.visits.dropCents[v] + state.m.visits.dropCents[w]
  let bestTime = -1
  for (const time of startTimes(r, v, w, from, to)) {
    setTime(state, v, w, time)
    findBest(r, v, one, r.blink)
    if (one.shift < 0) continue
    findBest(r, w, two, r.blink, state.m.shifts.technician[one.shift])
    if (two.shift < 0 || one.cents + two.cents >= bestCents) continue
    bestCents = one.cents + two.cents
    bestTime = time
    Object.assign(bestOne, one)
    Object.assign(bestTwo, two)
  }
  if (bestTime >= 0) {
    setTime(state, v, w, bestTime)
    if (insert(state, v, bestOne.shift, bestOne.position, bestOne.depot, bestOne.depotAt)) {
      if (insert(state, w, bestTwo.shift, bestTwo.position, bestTwo.depot, bestTwo.depotAt)) {
        pin(state, v)
        return true
      }
      // The first half took what the second needed (a rest between shifts): neither is planned.
      remove(state, v)
    }
  }
  state.anchorFrom[v] = state.anchorFrom[w] = -FAR
  state.anchorTo[v] = state.anchorTo[w] = FAR
  return false
}

function setTime(state: PlanState, v: number, w: number, time: number): void {
  state.anchorFrom[v] = state.anchorTo[v] = time
  state.anchorFrom[w] = state.anchorTo[w] = time
}

/** Moments at which v or w could begin, as early as possible after some node of some tour. */
function startTimes(r: Recreator, v: number, w: number, from: number, to: number): number[] {
  const { state } = r
  const { m } = state
  const times = new Set<number>()
  for (const u of [v, w]) {
    const count = listShifts(r, u)
    for (let c = 0; c < count; c++) {
      const s = r.candidates[c]
      if (!m.crews.allowed[u * m.crewCount + m.shifts.crew[s]]) continue
      const g = segmentsOf(state, s)
      const factor = m.crews.travelFactor[m.shifts.crew[s]]
      for (let p = 0; p <= state.length[s]; p++) {
        const place = p === 0 ? m.shifts.startPlace[s] : placeOfNode(m, state.tours[s][p - 1])
        const way = place < 0 ? 0 : leastSeconds(m, place, m.visits.place[u], factor)
        const time = Math.ceil(Math.max(g.preFrom[p] + g.preSeconds[p] + way, m.visits.earliest[v], from))
        if (time <= to && time <= m.visits.latest[v]) times.add(time)
      }
    }
  }
  const all = [...times].sort((a, b) => a - b)
  if (all.length <= TIMES_MAX) return all
  return Array.from({ length: TIMES_MAX }, (_, i) => all[Math.floor((i * all.length) / TIMES_MAX)])
}
