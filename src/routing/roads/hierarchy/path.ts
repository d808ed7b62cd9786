import { RoadsRefusal } from '../refusal.ts'
import { unreachableMs } from '../network/network.ts'
import { type Place, arrivalSeeds, departureSeeds, directDrive } from '../places/place.ts'
import { cheapestSeed } from './lengths.ts'
import type { LabelMaker } from './labels.ts'
import type { Hierarchy } from './matrix.ts'
import type { Metric } from './metric.ts'
import { type Topology, indexOfHead } from './topology.ts'

/** The arcs of a drive in order; the first and the last are driven in part. */
export interface ArcPath {
  readonly ms: number
  readonly arcs: readonly number[]
}

/** The fastest drive between two places, or null where closed roads leave none. */
export function fastestPath(hierarchy: Hierarchy, metric: Metric, from: Place, to: Place): ArcPath | null {
  const { network, topology, index, labels } = hierarchy
  const direct = directDrive(network, index, metric.arcMs, from, to)
  const departure = departureSeeds(network, topology, index, metric.arcMs, from)
  const arrival = arrivalSeeds(network, topology, index, metric.arcMs, to)
  labels.make(departure, metric.out, metric.into)
  const hubs = labels.hubs.slice(0, labels.length)
  const times = labels.times.slice(0, labels.length)
  labels.make(arrival, metric.into, metric.out)
  const meeting = bestMeeting(hubs, times, labels)
  if (meeting.ms >= direct.ms) return direct.arc < 0 ? null : { ms: direct.ms, arcs: [direct.arc] }
  const unpacker = new Unpacker(topology, metric)
  const tail = climbed(labels, meeting.hub)
  // the search from the start is made again: its traces were overwritten by the one from the end
  labels.make(departure, metric.out, metric.into)
  const head = climbed(labels, meeting.hub)
  const ranks: number[] = [head.seed]
  for (const [rank, arc] of head.steps.reverse()) unpacker.expandOut(rank, arc, ranks)
  for (const [rank, arc] of tail.steps) unpacker.expandIn(rank, arc, ranks)
  const first = departure.arcs[cheapestSeed(departure, head.seed)]
  return { ms: meeting.ms, arcs: [first, ...ranks.map((rank) => network.stateArc[topology.stateOfRank[rank]])] }
}

function bestMeeting(hubs: Int32Array, times: Int32Array, labels: LabelMaker): { hub: number; ms: number } {
  let best = { hub: -1, ms: unreachableMs }
  let other = 0
  for (let i = 0; i < hubs.length; i++) {
    while (other < labels.length && labels.hubs[other] < hubs[i]) other++
    if (other === labels.length) break
    const ms = times[i] + labels.times[other]
    if (labels.hubs[other] === hubs[i] && ms < best.ms) best = { hub: hubs[i], ms }
  }
  return best
}

/** The arcs of the last search from a hub back to its seed: [lower rank, arc of the topology], the hub's own first. */
function climbed(labels: LabelMaker, hub: number): { seed: number; steps: [number, number][] } {
  const steps: [number, number][] = []
  let rank = hub
  while (labels.by[rank] >= 0) {
    const before = labels.before[rank]
    steps.push([before, labels.by[rank]])
    rank = before
  }
  return { seed: rank, steps }
}

class Unpacker {
  private readonly topology: Topology
  private readonly metric: Metric

  constructor(topology: Topology, metric: Metric) {
    this.topology = topology
    this.metric = metric
  }

  /** Appends the ranks after `lower` along an arc upwards. */
  expandOut(lower: number, arc: number, ranks: number[]): void {
    const mid = this.metric.outMid[arc]
    const higher = this.topology.outHead[arc]
    if (mid < 0) ranks.push(higher)
    else this.over(lower, mid, higher, ranks)
  }

  /** Appends the ranks after the higher end along an arc down to `lower`. */
  expandIn(lower: number, arc: number, ranks: number[]): void {
    const mid = this.metric.inMid[arc]
    const higher = this.topology.inHead[arc]
    if (mid < 0) ranks.push(lower)
    else this.over(higher, mid, lower, ranks)
  }

  private over(from: number, mid: number, to: number, ranks: number[]): void {
    const { inStart, inHead, outStart, outHead } = this.topology
    // a shortcut leads over a lower state; in a file made by hand it could lead into itself
    if (mid >= from || mid >= to) throw new RoadsRefusal('file-malformed', 'A shortcut of the file unpacks into itself')
    this.expandIn(mid, indexOfHead(inStart, inHead, mid, from), ranks)
    this.expandOut(mid, indexOfHead(outStart, outHead, mid, to), ranks)
  }
}
