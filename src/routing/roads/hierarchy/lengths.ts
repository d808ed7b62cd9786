import { GrowingInt32 } from '../arrays.ts'
import { type RoadNetwork, unreachableMs } from '../network/network.ts'
import { type Place, arrivalSeeds, departureSeeds, directDrive, restDm } from '../places/place.ts'
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
  const lengths = shortcutLengths(network, topology, metric)
  const width = targets.length
  const buckets = lengthBuckets(hierarchy, metric, lengths.into, targets)
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
    for (let i = 0; i < labels.length; i++) {
      const hub = labels.hubs[i]
      const { start, entries } = buckets
      if (start[hub] === start[hub + 1]) continue
      const hubDm = lengthTo(labels, hub, seeds, seedDm, lengths.out)
      scan(entries, start[hub], start[hub + 1], labels.times[i], hubDm, row, rowDm)
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

/** Length from the seed to a hub of the last label. */
function lengthTo(labels: LabelMaker, hub: number, seeds: Seeds, seedDm: readonly number[], dm: Int32Array): number {
  let rank = hub
  let sum = 0
  while (labels.by[rank] >= 0) {
    sum += dm[labels.by[rank]]
    rank = labels.before[rank]
  }
  return sum + seedDm[cheapestSeed(seeds, rank)]
}

/** Several seeds may stand on one rank: the cheapest one counted. */
export function cheapestSeed(seeds: Seeds, rank: number): number {
  let best = -1
  for (let i = 0; i < seeds.ranks.length; i++) {
    if (seeds.ranks[i] === rank && (best < 0 || seeds.costs[i] < seeds.costs[best])) best = i
  }
  return best
}

/** Length of every arc of the hierarchy along its fastest way, decimetres: from below, as each shortcut is two lower arcs. */
function shortcutLengths(
  network: RoadNetwork,
  topology: Topology,
  metric: Metric,
): { out: Int32Array; into: Int32Array } {
  const { outStart, outHead, inStart, inHead, stateOfRank } = topology
  const out = new Int32Array(outHead.length)
  const into = new Int32Array(inHead.length)
  const ownDm = (rank: number): number => network.roadLengthDm[network.arcRoad[network.stateArc[stateOfRank[rank]]]]
  // x -> mid lies in `into` at mid, mid -> y in `out` at mid
  const overMid = (mid: number, from: number, to: number): number =>
    into[indexOfHead(inStart, inHead, mid, from)] + out[indexOfHead(outStart, outHead, mid, to)]
  for (let rank = 0; rank < topology.count; rank++) {
    for (let i = outStart[rank]; i < outStart[rank + 1]; i++) {
      out[i] = metric.outMid[i] < 0 ? ownDm(outHead[i]) : overMid(metric.outMid[i], rank, outHead[i])
    }
    for (let i = inStart[rank]; i < inStart[rank + 1]; i++) {
      into[i] = metric.inMid[i] < 0 ? ownDm(rank) : overMid(metric.inMid[i], inHead[i], rank)
    }
  }
  return { out, into }
}

function lengthBuckets(
  hierarchy: Hierarchy,
  metric: Metric,
  intoDm: Int32Array,
  targets: readonly Place[],
): { start: Int32Array; entries: Int32Array } {
  const { network, topology, index, labels } = hierarchy
  const list = new GrowingInt32(targets.length * 128 + 16)
  targets.forEach((target, number) => {
    const seeds = arrivalSeeds(network, topology, index, metric.arcMs, target)
    const seedDm = seeds.arcs.map((arc) => -restDm(network, arc, target.share))
    labels.make(seeds, metric.into, metric.out)
    for (let i = 0; i < labels.length; i++) {
      list.push(labels.hubs[i])
      list.push(number)
      list.push(labels.times[i])
      list.push(lengthTo(labels, labels.hubs[i], seeds, seedDm, intoDm))
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
