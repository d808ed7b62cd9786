import { GrowingInt32 } from '../arrays.ts'
import { type RoadNetwork, unreachableMs } from '../network/network.ts'
import { type Place, arrivalSeeds, departureSeeds, directDrive, restDm } from '../places/place.ts'
import { RoadsRefusal } from '../refusal.ts'
import type { LabelMaker, Seeds } from './labels.ts'
import { type Hierarchy, byRoad } from './matrix.ts'
import type { Metric } from './metric.ts'
import { type Topology, indexOfHead } from './topology.ts'

export interface TimesAndLengths {
  /** Row by row, milliseconds; `unreachableMs` where there is no way. */
  readonly ms: Int32Array
  /** Length of a fastest way, decimetres; 0 where there is none. */
  readonly dm: Int32Array
}

/** Like `manyToMany`, with the length of the way that the time belongs to. About twice the work. */
export function manyToManyWithLengths(
  hierarchy: Hierarchy,
  metric: Metric,
  sources: readonly Place[],
  targets: readonly Place[],
): TimesAndLengths {
  const { network, topology, index, labels } = hierarchy
  const lengths = new ShortcutLengths(network, topology, metric)
  const width = targets.length
  const buckets = lengthBuckets(hierarchy, metric, lengths, targets)
  const walk = new LengthWalk(topology.count, (arc, lower) => lengths.ofOut(arc, lower))
  const onRoad = byRoad(targets)
  const ms = new Int32Array(sources.length * width).fill(unreachableMs)
  const dm = new Int32Array(ms.length)
  sources.forEach((place, source) => {
    const seeds = departureSeeds(network, topology, index, metric.arcMs, place)
    labels.make(seeds, metric.out, metric.into)
    const row = ms.subarray(source * width, (source + 1) * width)
    const rowDm = dm.subarray(source * width, (source + 1) * width)
    const seedDm = seeds.ranks.map((rank, i) => {
      const next = network.stateArc[topology.stateOfRank[rank]]
      return restDm(network, seeds.arcs[i], place.share) + network.roadLengthDm[network.arcRoad[next]]
    })
    walk.begin(seeds, seedDm)
    for (let i = 0; i < labels.length; i++) {
      const hub = labels.hubs[i]
      const { start, entries } = buckets
      if (start[hub] === start[hub + 1]) continue
      scan(entries, start[hub], start[hub + 1], labels.times[i], walk.lengthTo(labels, hub), row, rowDm)
    }
    for (const target of onRoad.get(place.road) ?? []) {
      const direct = directDrive(network, index, metric.arcMs, place, targets[target])
      if (direct.arc < 0 || direct.ms > row[target]) continue
      row[target] = direct.ms
      rowDm[target] = restDm(network, direct.arc, place.share) - restDm(network, direct.arc, targets[target].share)
    }
  })
  return { ms, dm }
}

function scan(
  entries: Int32Array,
  begin: number,
  end: number,
  time: number,
  length: number,
  row: Int32Array,
  rowDm: Int32Array,
): void {
  for (let k = begin * 3; k < end * 3; k += 3) {
    const target = entries[k]
    const difference = (time + entries[k + 1] - row[target]) | 0
    // all ones where it is negative: without a branch, as in `manyToMany`
    const improved = difference >> 31
    row[target] += difference & improved
    rowDm[target] += (length + entries[k + 2] - rowDm[target]) & improved
  }
}

/** Lengths from the seeds to the hubs of a label; what ways to several hubs have in common is added up once. */
class LengthWalk {
  private readonly lengthOf: (arc: number, lower: number) => number
  private readonly dm: Int32Array
  private readonly known: Int32Array
  private round = 0
  private seeds: Seeds = { ranks: [], costs: [], arcs: [] }
  private seedDm: readonly number[] = []

  constructor(count: number, lengthOf: (arc: number, lower: number) => number) {
    this.lengthOf = lengthOf
    this.dm = new Int32Array(count)
    this.known = new Int32Array(count)
  }

  /** Turns to the label that was made last, from these seeds. */
  begin(seeds: Seeds, seedDm: readonly number[]): void {
    this.round++
    this.seeds = seeds
    this.seedDm = seedDm
  }

  lengthTo(labels: LabelMaker, rank: number): number {
    if (this.known[rank] === this.round) return this.dm[rank]
    const arc = labels.by[rank]
    const before = labels.before[rank]
    this.dm[rank] =
      arc < 0 ? this.seedDm[cheapestSeed(this.seeds, rank)] : this.lengthTo(labels, before) + this.lengthOf(arc, before)
    this.known[rank] = this.round
    return this.dm[rank]
  }
}

/** Several seeds may stand on one rank: the cheapest one counted. */
export function cheapestSeed(seeds: Seeds, rank: number): number {
  let best = -1
  for (let i = 0; i < seeds.ranks.length; i++) {
    if (seeds.ranks[i] === rank && (best < 0 || seeds.costs[i] < seeds.costs[best])) best = i
  }
  return best
}

/**
 * Length of an arc of the hierarchy along its fastest way, decimetres: each shortcut is two lower arcs. Computed when asked
 * for, and kept: a matrix meets one arc in fifty.
 */
class ShortcutLengths {
  private readonly network: RoadNetwork
  private readonly topology: Topology
  private readonly metric: Metric
  /** 0 is not yet known: no road is shorter than a decimetre. */
  private readonly out: Int32Array
  private readonly into: Int32Array

  constructor(network: RoadNetwork, topology: Topology, metric: Metric) {
    this.network = network
    this.topology = topology
    this.metric = metric
    this.out = new Int32Array(topology.outHead.length)
    this.into = new Int32Array(topology.inHead.length)
  }

  /** Of an arc up from `lower`. */
  ofOut(arc: number, lower: number): number {
    if (this.out[arc] === 0) {
      const higher = this.topology.outHead[arc]
      const mid = this.metric.outMid[arc]
      this.out[arc] = mid < 0 ? this.ownDm(higher) : this.overMid(mid, lower, higher)
    }
    return this.out[arc]
  }

  /** Of an arc down to `lower`. */
  ofInto(arc: number, lower: number): number {
    if (this.into[arc] === 0) {
      const mid = this.metric.inMid[arc]
      this.into[arc] = mid < 0 ? this.ownDm(lower) : this.overMid(mid, this.topology.inHead[arc], lower)
    }
    return this.into[arc]
  }

  private overMid(mid: number, from: number, to: number): number {
    if (mid >= from || mid >= to) throw new RoadsRefusal('file-malformed', 'A shortcut of the file unpacks into itself')
    const { outStart, outHead, inStart, inHead } = this.topology
    // from -> mid lies in `into` at mid, mid -> to in `out` at mid
    const first = this.ofInto(indexOfHead(inStart, inHead, mid, from), mid)
    return first + this.ofOut(indexOfHead(outStart, outHead, mid, to), mid)
  }

  private ownDm(rank: number): number {
    return this.network.roadLengthDm[this.network.arcRoad[this.network.stateArc[this.topology.stateOfRank[rank]]]]
  }
}

function lengthBuckets(
  hierarchy: Hierarchy,
  metric: Metric,
  lengths: ShortcutLengths,
  targets: readonly Place[],
): { start: Int32Array; entries: Int32Array } {
  const { network, topology, index, labels } = hierarchy
  const walk = new LengthWalk(topology.count, (arc, lower) => lengths.ofInto(arc, lower))
  const list = new GrowingInt32(targets.length * 128 + 16)
  targets.forEach((target, number) => {
    const seeds = arrivalSeeds(network, topology, index, metric.arcMs, target)
    const seedDm = seeds.arcs.map((arc) => -restDm(network, arc, target.share))
    labels.make(seeds, metric.into, metric.out)
    walk.begin(seeds, seedDm)
    for (let i = 0; i < labels.length; i++) {
      list.push(labels.hubs[i])
      list.push(number)
      list.push(labels.times[i])
      list.push(walk.lengthTo(labels, labels.hubs[i]))
    }
  })
  const start = new Int32Array(topology.count + 1)
  for (let i = 0; i < list.length; i += 4) start[list.values[i] + 1]++
  for (let hub = 0; hub < topology.count; hub++) start[hub + 1] += start[hub]
  const cursor = start.slice(0, topology.count)
  const entries = new Int32Array((list.length / 4) * 3)
  for (let i = 0; i < list.length; i += 4) {
    const place = cursor[list.values[i]]++ * 3
    for (let part = 0; part < 3; part++) entries[place + part] = list.values[i + 1 + part]
  }
  return { start, entries }
}
