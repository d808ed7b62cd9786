import { startsFromCounts } from '../arrays.ts'
import { FlowGraph } from './flow.ts'

export interface Junctions {
  readonly count: number
  readonly lat: Int32Array
  readonly lon: Int32Array
}

/** Share of the nodes at either end of a direction that are tied to source and sink. */
const tiedShare = 0.25

/** Cuts of real networks have some hundred roads at most; where all are larger, the part is halved without more ado. */
const cutMax = 3_000

/**
 * In which order roads are contracted: result[road] is its position, 0 first. Nested dissection by inertial flow (Schild
 * and Sommer, 2015): a part is cut where few roads cross, seen from eight directions, and the roads of the cut come after
 * everything on both sides. Roads rather than junctions are ordered because the hierarchy is built over states, and a set
 * of roads that separates the junctions separates the states, too (Buchhold, Wagner, Zeitz, Zündorf, 2020).
 */
export function dissectionOrder(
  junctions: Junctions,
  roadFrom: Int32Array,
  roadTo: Int32Array,
  roadArcs: Uint8Array,
): Int32Array {
  return new Dissection(junctions, roadFrom, roadTo, roadArcs).order()
}

class Dissection {
  private readonly junctions: Junctions
  private readonly from: Int32Array
  private readonly to: Int32Array
  private readonly arcs: Uint8Array
  private readonly position: Int32Array
  private readonly start: Int32Array
  private readonly roadAt: Int32Array
  /** Junctions, grouped by part; `place[j]` is where junction j stands. */
  private readonly members: Int32Array
  private readonly place: Int32Array
  private readonly graph: FlowGraph
  private readonly ends: Int32Array
  private readonly capacities: Int32Array
  private readonly edgeRoad: Int32Array
  private readonly role: Uint8Array
  private readonly side: Uint8Array
  private readonly bestSide: Uint8Array
  private readonly keys: Float64Array
  private next: number

  constructor(junctions: Junctions, from: Int32Array, to: Int32Array, arcs: Uint8Array) {
    this.junctions = junctions
    this.from = from
    this.to = to
    this.arcs = arcs
    const count = junctions.count
    const counts = new Int32Array(count)
    for (let road = 0; road < from.length; road++) {
      counts[from[road]]++
      counts[to[road]]++
    }
    this.start = startsFromCounts(counts)
    this.roadAt = new Int32Array(from.length * 2)
    const cursor = this.start.slice()
    for (let road = 0; road < from.length; road++) {
      this.roadAt[cursor[from[road]]++] = road
      this.roadAt[cursor[to[road]]++] = road
    }
    this.position = new Int32Array(from.length).fill(-1)
    this.members = new Int32Array(count)
    this.place = new Int32Array(count).fill(-1)
    this.graph = new FlowGraph(count, from.length * 2)
    this.ends = new Int32Array(from.length * 2)
    this.capacities = new Int32Array(from.length)
    this.edgeRoad = new Int32Array(from.length)
    this.role = new Uint8Array(count)
    this.side = new Uint8Array(count)
    this.bestSide = new Uint8Array(count)
    this.keys = new Float64Array(count)
    this.next = from.length - 1
  }

  order(): Int32Array {
    const stripped = this.stripDeadEnds()
    let low = 0
    for (let junction = 0; junction < this.junctions.count; junction++) {
      if (!stripped[junction]) this.members[low++] = junction
    }
    for (let i = 0; i < low; i++) this.place[this.members[i]] = i
    this.divide(0, low)
    return this.position
  }

  /** Trees that hang on the network, and loops, need no cuts: they are contracted first, from the leaves inwards. */
  private stripDeadEnds(): Uint8Array {
    const { from, to, position, start, roadAt } = this
    const stripped = new Uint8Array(this.junctions.count)
    const degree = new Int32Array(this.junctions.count)
    let first = 0
    for (let road = 0; road < from.length; road++) {
      if (from[road] === to[road]) position[road] = first++
      else {
        degree[from[road]]++
        degree[to[road]]++
      }
    }
    const leaves: number[] = []
    for (let junction = 0; junction < degree.length; junction++) if (degree[junction] === 1) leaves.push(junction)
    for (let leaf = leaves.pop(); leaf !== undefined; leaf = leaves.pop()) {
      stripped[leaf] = 1
      for (let i = start[leaf]; i < start[leaf + 1]; i++) {
        const road = roadAt[i]
        if (position[road] >= 0) continue
        position[road] = first++
        const other = from[road] === leaf ? to[road] : from[road]
        if (--degree[other] === 1) leaves.push(other)
      }
    }
    return stripped
  }

  /** Orders all roads inside members[low .. high), the last ones first. */
  private divide(low: number, high: number): void {
    if (high - low < 2) return
    const edgeCount = this.loadPart(low, high)
    if (edgeCount === 0) return
    const count = high - low
    const bestCut = this.connected(count) ? this.cut(low, count) : 0
    const inSide = this.bestSide
    if (bestCut > 0) {
      for (let edge = 0; edge < edgeCount; edge++) {
        if (inSide[this.ends[edge * 2]] !== inSide[this.ends[edge * 2 + 1]])
          this.position[this.edgeRoad[edge]] = this.next--
      }
    }
    const middle = this.partition(low, high)
    this.divide(low, middle)
    this.divide(middle, high)
  }

  private loadPart(low: number, high: number): number {
    const { place, position } = this
    let edges = 0
    for (let i = low; i < high; i++) {
      const junction = this.members[i]
      for (let k = this.start[junction]; k < this.start[junction + 1]; k++) {
        const road = this.roadAt[k]
        if (position[road] >= 0 || this.from[road] !== junction) continue
        const other = place[this.to[road]]
        if (other < low || other >= high) continue
        this.ends[edges * 2] = i - low
        this.ends[edges * 2 + 1] = other - low
        this.capacities[edges] = this.arcs[road]
        this.edgeRoad[edges++] = road
      }
    }
    this.graph.load(high - low, edges, this.ends, this.capacities)
    return edges
  }

  /** Is the part in one piece? If not, its first piece becomes one side. */
  private connected(count: number): boolean {
    const { graph, bestSide, keys } = this
    bestSide.fill(0, 0, count)
    bestSide[0] = 1
    keys[0] = 0
    let filled = 1
    for (let next = 0; next < filled; next++) {
      const node = keys[next]
      for (let edge = graph.start[node]; edge < graph.start[node + 1]; edge++) {
        const other = graph.head[edge]
        if (bestSide[other] === 1) continue
        bestSide[other] = 1
        keys[filled++] = other
      }
    }
    return filled === count
  }

  /** Finds the smallest of the cuts seen from several directions; the sides are left in `bestSide`. */
  private cut(low: number, count: number): number {
    const directions = count > 200_000 ? 4 : 8
    const tied = Math.max(1, Math.floor(count * tiedShare))
    let bestCut = Number.POSITIVE_INFINITY
    let bestBalance = 0
    for (let direction = 0; direction < directions; direction++) {
      const sources = this.tieEnds(low, count, (direction * Math.PI) / directions, tied)
      const limit = Math.min(bestCut + 1, cutMax)
      const flow = this.graph.flow(this.role, sources, limit)
      if (flow > bestCut || flow === cutMax) continue
      for (const fromSinks of [false, true]) {
        const size = this.graph.sourceSide(this.side, this.role, fromSinks)
        const balance = Math.min(size, count - size)
        if (flow === bestCut && balance <= bestBalance) continue
        bestCut = flow
        bestBalance = balance
        this.bestSide.set(this.side.subarray(0, count))
      }
    }
    if (bestCut === Number.POSITIVE_INFINITY) {
      this.bestSide.fill(0, 0, count)
      this.bestSide.fill(1, 0, count >> 1)
    }
    return bestCut
  }

  private tieEnds(low: number, count: number, angle: number, tied: number): Int32Array {
    const { keys, role } = this
    const { lat, lon } = this.junctions
    const x = Math.cos(angle) * 0.65 // a degree of longitude is 0.65 of one of latitude at 49.5 degrees north
    const y = Math.sin(angle)
    // one number holds the place along the direction and the node, so that sorting needs no comparison function
    for (let node = 0; node < count; node++) {
      const junction = this.members[low + node]
      keys[node] = Math.floor((lon[junction] * x + lat[junction] * y + 2_200_000_000) / 4) * 4_194_304 + node
    }
    const sorted = keys.subarray(0, count).sort()
    role.fill(0, 0, count)
    const sources = new Int32Array(tied)
    for (let i = 0; i < tied; i++) {
      sources[i] = sorted[i] % 4_194_304
      role[sources[i]] = 1
      role[sorted[count - 1 - i] % 4_194_304] = 2
    }
    return sources
  }

  /** Moves the members of `bestSide` to the front; returns where the others begin. */
  private partition(low: number, high: number): number {
    const { members, place, bestSide, keys } = this
    let middle = low
    let others = 0
    for (let i = low; i < high; i++) {
      if (bestSide[i - low] === 1) members[middle++] = members[i]
      else keys[others++] = members[i]
    }
    for (let i = 0; i < others; i++) members[middle + i] = keys[i]
    for (let i = low; i < high; i++) place[members[i]] = i
    return middle
  }
}
