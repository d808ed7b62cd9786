import type { Compiled } from '../../model/compiled.ts'
import { FAR } from '../../model/compiled.ts'
import type { Matrix } from '../../model/matrix.ts'
import { admits } from '../../plan/state.ts'

/**
 * A plain model laid out for speed: nodes 0 to n - 1 are visits, then a start, an end and a call at the depot for each
 * shift. Tours are independent of each other, every piece of a tour is (duration, earliest, latest), and a tour calls at
 * the depot at most once, because one call gives everything.
 */
export type CompactInstance = {
  m: Compiled
  /** Visits. */
  n: number
  shiftCount: number
  nodeCount: number
  /** Row and column of each node in the matrices; open starts and ends have one of their own, zero from everywhere. */
  place: Int32Array
  side: number
  /** Seconds by shift; shifts of the same speed share one. */
  matrix: Int32Array[]
  /** The same with rows and columns exchanged, so that ways to one place lie side by side; shared where it makes no difference. */
  turned: Int32Array[]
  /** Null when no shift pays for distance. */
  metres: Int32Array | null
  opens: Int32Array
  closes: Int32Array
  /** (visit, shift): 0 never, 1 yes, 2 only after a call at the depot. */
  allowed: Uint8Array
  /** False when no visit costs more in one pair of hands than in another (chemistry, areas, stability). */
  hasVisitCents: boolean
  /** 1 = the visit needs parts or room. */
  hasNeeds: Uint8Array
  /** Whether the shift's technician may call at the depot. */
  mayCall: Uint8Array
  /** Shifts that may serve visit v: shifts[shiftFrom[v]] to shifts[shiftFrom[v + 1]]. */
  shiftFrom: Int32Array
  shifts: Int32Array
}

/** Different speeds for which a matrix apiece is affordable. */
const SPEEDS_MAX = 4
/** Larger tables than this (visits times shifts) are left to the general search. */
const TABLE_MAX = 4_000_000

/** Null when the model says more than this layout can hold. */
export function makeCompact(m: Compiled): CompactInstance | null {
  if (!isCompact(m)) return null
  const n = m.visitCount
  const shiftCount = m.shiftCount
  const nodeCount = n + 3 * shiftCount
  const { place, places } = placesOf(m, nodeCount)
  const side = places.length
  const opens = new Int32Array(nodeCount)
  const closes = new Int32Array(nodeCount).fill(FAR)
  opens.set(m.visits.earliest)
  closes.set(m.visits.latest)
  for (let s = 0; s < shiftCount; s++) {
    opens[n + s] = opens[n + shiftCount + s] = m.shifts.startSeconds[s]
    closes[n + s] = closes[n + shiftCount + s] = m.shifts.lastSeconds[s]
  }
  const matrix = matricesOf(m, places)
  const turnedOf = new Map([...new Set(matrix)].map((one) => [one, turn(one, side)]))
  const allowed = new Uint8Array(n * shiftCount)
  const shiftFrom = new Int32Array(n + 1)
  const list: number[] = []
  for (let v = 0; v < n; v++) {
    for (let s = 0; s < shiftCount; s++) {
      allowed[v * shiftCount + s] = admits(m, v, s)
      if (allowed[v * shiftCount + s] > 0) list.push(s)
    }
    shiftFrom[v + 1] = list.length
  }
  return {
    m,
    n,
    shiftCount,
    nodeCount,
    place,
    side,
    matrix,
    turned: matrix.map((one) => turnedOf.get(one) as Int32Array),
    metres: m.shifts.centsPerMetre.some((cents) => cents > 0) ? metresOf(m, places) : null,
    opens,
    closes,
    allowed,
    hasVisitCents: hasVisitCents(m),
    hasNeeds: Uint8Array.from({ length: n }, (_, v) =>
      m.visits.needs.subarray(v * m.partCount, (v + 1) * m.partCount).some((need) => need > 0) ? 1 : 0,
    ),
    mayCall: Uint8Array.from({ length: shiftCount }, (_, s) =>
      m.depotCount > 0 ? m.depots.allowed[m.shifts.technician[s]] : 0,
    ),
    shiftFrom,
    shifts: Int32Array.from(list),
  }
}

function isCompact(m: Compiled): boolean {
  if (!m.plain || m.relations.kind.length > 0 || m.technicians.hasRest || m.technicians.hasWorkMax) return false
  if (m.weights.fairnessCentsPerSquaredHour > 0 || m.visitCount * m.shiftCount > TABLE_MAX) return false
  if (m.depotCount > 1 || (m.depotCount === 1 && m.depots.unlimited[0] === 0)) return false
  if (new Set(m.shifts.crew.map((crew) => m.crews.travelFactor[crew])).size > SPEEDS_MAX) return false
  return m.visits.lockRank.every((rank) => rank < 0) && m.visits.fixed.every((fixed) => fixed === 0)
}

function hasVisitCents(m: Compiled): boolean {
  if (m.weights.stabilityTechnicianCents > 0 && m.previous.shift.some((s) => s >= 0)) return true
  return m.crews.affinityCents.some((cents) => cents !== 0) || m.crews.areaCents.some((cents) => cents !== 0)
}

/** Places that are in use, -1 standing for an open start or end. */
function placesOf(m: Compiled, nodeCount: number): { place: Int32Array; places: number[] } {
  const place = new Int32Array(nodeCount)
  const places: number[] = []
  const rowOf = new Map<number, number>()
  const row = (at: number) => {
    let k = rowOf.get(at)
    if (k === undefined) {
      k = places.length
      places.push(at)
      rowOf.set(at, k)
    }
    return k
  }
  const n = m.visitCount
  for (let v = 0; v < n; v++) place[v] = row(m.visits.place[v])
  for (let s = 0; s < m.shiftCount; s++) {
    place[n + s] = row(m.shifts.startPlace[s])
    place[n + m.shiftCount + s] = row(m.shifts.endPlace[s])
    place[n + 2 * m.shiftCount + s] = m.depotCount > 0 ? row(m.depots.place[0]) : 0
  }
  return { place, places }
}

function matricesOf(m: Compiled, places: readonly number[]): Int32Array[] {
  const byFactor = new Map<number, Int32Array>()
  return Array.from({ length: m.shiftCount }, (_, s) => {
    const factor = m.crews.travelFactor[m.shifts.crew[s]]
    let matrix = byFactor.get(factor)
    if (matrix === undefined) {
      matrix = copy(m, places, m.travel.seconds)
      if (factor !== 1) for (let k = 0; k < matrix.length; k++) matrix[k] = Math.ceil(matrix[k] * factor)
      byFactor.set(factor, matrix)
    }
    return matrix
  })
}

function turn(matrix: Int32Array, side: number): Int32Array {
  const turned = new Int32Array(matrix.length)
  for (let i = 0; i < side; i++) for (let j = 0; j < side; j++) turned[j * side + i] = matrix[i * side + j]
  return turned.every((value, k) => value === matrix[k]) ? matrix : turned
}

function metresOf(m: Compiled, places: readonly number[]): Int32Array {
  return copy(m, places, m.travel.metres)
}

function copy(m: Compiled, places: readonly number[], from: Matrix): Int32Array {
  const side = places.length
  const to = new Int32Array(side * side)
  for (let i = 0; i < side; i++)
    for (let j = 0; j < side; j++)
      if (places[i] >= 0 && places[j] >= 0) to[i * side + j] = from[places[i] * m.placeCount + places[j]]
  return to
}
