import { GrowingInt32 } from '../arrays.ts'
import { type RoadNetwork, unreachableMs } from '../network/network.ts'
import { type Place, type PlaceIndex, arrivalSeeds, departureSeeds, directDrive } from '../places/place.ts'
import type { LabelMaker } from './labels.ts'
import type { Metric } from './metric.ts'
import type { Topology } from './topology.ts'

/** All that a question to the hierarchy needs. */
export interface Hierarchy {
  readonly network: RoadNetwork
  readonly topology: Topology
  readonly index: PlaceIndex
  readonly labels: LabelMaker
}

/**
 * Travel times from every source to every target, row by row, milliseconds; `unreachableMs` where closed roads leave no way.
 *
 * Labels of all targets are sorted into a bucket per hub; each source then walks through the buckets of its own hubs
 * (Knopp, Sanders, Schultes, Schulz, Wagner, 2007).
 */
export function manyToMany(
  hierarchy: Hierarchy,
  metric: Metric,
  sources: readonly Place[],
  targets: readonly Place[],
): Int32Array {
  const { network, topology, index, labels } = hierarchy
  const width = targets.length
  const buckets = bucketsOf(topology.count, arrivalLabels(hierarchy, metric, targets))
  const { start, entries } = buckets
  const onRoad = byRoad(targets)
  const result = new Int32Array(sources.length * width).fill(unreachableMs)
  for (let source = 0; source < sources.length; source++) {
    const place = sources[source]
    labels.make(departureSeeds(network, topology, index, metric.arcMs, place), metric.out, metric.into)
    const row = result.subarray(source * width, (source + 1) * width)
    const { hubs, times, length } = labels
    for (let i = 0; i < length; i++) {
      const end = start[hubs[i] + 1]
      if (start[hubs[i]] < end) scan(entries, start[hubs[i]], end, times[i], row)
    }
    for (const target of onRoad.get(place.road) ?? []) {
      const direct = directDrive(network, index, metric.arcMs, place, targets[target]).ms
      if (direct < row[target]) row[target] = direct
    }
  }
  return result
}

// The innermost loop of every matrix, alone in its function so that it is compiled as a whole. It has no branch: whether
// a hub improves a time cannot be foretold, and each wrong guess would cost more than the store.
function scan(entries: Int32Array, begin: number, end: number, time: number, row: Int32Array): void {
  for (let k = begin * 2; k < end * 2; k += 2) {
    const target = entries[k]
    const difference = (time + entries[k + 1] - row[target]) | 0
    // all ones where it is negative
    row[target] += difference & (difference >> 31)
  }
}

/** Labels of many places: that of place p lies in hub and ms from start[p] to start[p + 1]. */
interface LabelList {
  readonly start: Int32Array
  readonly hub: Int32Array
  readonly ms: Int32Array
}

function arrivalLabels(hierarchy: Hierarchy, metric: Metric, targets: readonly Place[]): LabelList {
  const { network, topology, index, labels } = hierarchy
  const start = new Int32Array(targets.length + 1)
  const hub = new GrowingInt32(targets.length * 40 + 16)
  const ms = new GrowingInt32(hub.values.length)
  targets.forEach((target, number) => {
    labels.make(arrivalSeeds(network, topology, index, metric.arcMs, target), metric.into, metric.out)
    hub.append(labels.hubs, labels.length)
    ms.append(labels.times, labels.length)
    start[number + 1] = hub.length
  })
  return { start, hub: hub.values, ms: ms.values }
}

/** Entries of hub h: pairs of target and time, entries[2 * start[h] .. 2 * start[h + 1]). */
function bucketsOf(count: number, list: LabelList): { start: Int32Array; entries: Int32Array } {
  const total = list.start[list.start.length - 1]
  const start = new Int32Array(count + 1)
  for (let i = 0; i < total; i++) start[list.hub[i] + 1]++
  for (let hub = 0; hub < count; hub++) start[hub + 1] += start[hub]
  const cursor = start.slice(0, count)
  const entries = new Int32Array(total * 2)
  for (let target = 0; target < list.start.length - 1; target++) {
    for (let i = list.start[target]; i < list.start[target + 1]; i++) {
      const place = cursor[list.hub[i]]++ * 2
      entries[place] = target
      entries[place + 1] = list.ms[i]
    }
  }
  return { start, entries }
}

export function byRoad(places: readonly Place[]): Map<number, number[]> {
  const result = new Map<number, number[]>()
  places.forEach((place, number) => {
    const known = result.get(place.road)
    if (known) known.push(number)
    else result.set(place.road, [number])
  })
  return result
}
