import type { Seeds } from '../hierarchy/labels.ts'
import type { Topology } from '../hierarchy/topology.ts'
import { closedFromMs, type RoadNetwork, unreachableMs } from '../network/network.ts'

/** A spot on a road: `share` of its length from `roadFrom`, 0 to 1. */
export interface Place {
  readonly road: number
  readonly share: number
}

/** What questions about places need besides the network itself. */
export interface PlaceIndex {
  /** The arc of a road along and against it, -1 where it is one-way. */
  readonly forwardArc: Int32Array
  readonly backwardArc: Int32Array
  /** States of an arc beyond its own: copies that remember a restriction. */
  readonly copies: ReadonlyMap<number, readonly number[]>
}

export function placeIndex(network: RoadNetwork): PlaceIndex {
  const forwardArc = new Int32Array(network.roadCount).fill(-1)
  const backwardArc = new Int32Array(network.roadCount).fill(-1)
  for (let arc = 0; arc < network.arcCount; arc++) {
    const side = network.arcForward[arc] === 1 ? forwardArc : backwardArc
    side[network.arcRoad[arc]] = arc
  }
  const copies = new Map<number, number[]>()
  for (let state = network.arcCount; state < network.stateCount; state++) {
    const arc = network.stateArc[state]
    const known = copies.get(arc)
    if (known) known.push(state)
    else copies.set(arc, [state])
  }
  return { forwardArc, backwardArc, copies }
}

/** Time from the place to the end of the arc, milliseconds. */
export function restMs(arcMs: number, forward: boolean, share: number): number {
  return Math.round(arcMs * (forward ? 1 - share : share))
}

/** Length from the place to the end of the arc, decimetres. */
export function restDm(network: RoadNetwork, arc: number, share: number): number {
  return Math.round(network.roadLengthDm[network.arcRoad[arc]] * (network.arcForward[arc] === 1 ? 1 - share : share))
}

/** Usable arcs at a place. */
export function arcsAt(index: PlaceIndex, arcMs: Int32Array, road: number): number[] {
  const arcs: number[] = []
  const forward = index.forwardArc[road]
  const backward = index.backwardArc[road]
  if (forward >= 0 && arcMs[forward] < closedFromMs) arcs.push(forward)
  if (backward >= 0 && arcMs[backward] < closedFromMs) arcs.push(backward)
  return arcs
}

/**
 * Where a drive from the place begins: at the end of every arc that follows its own road. (Beginning at the end of its own
 * arc would let a drive to an earlier spot of the same road go backwards for free.)
 */
export function departureSeeds(
  network: RoadNetwork,
  topology: Topology,
  index: PlaceIndex,
  arcMs: Int32Array,
  place: Place,
): Seeds {
  const seeds: Seeds = { ranks: [], costs: [], arcs: [] }
  for (const arc of arcsAt(index, arcMs, place.road)) {
    const rest = restMs(arcMs[arc], network.arcForward[arc] === 1, place.share)
    for (let turn = network.turnStart[arc]; turn < network.turnStart[arc + 1]; turn++) {
      const next = network.turnTo[turn]
      const nextMs = arcMs[network.stateArc[next]]
      if (nextMs >= closedFromMs) continue
      seeds.ranks.push(topology.rankOfState[next])
      seeds.costs.push(rest + network.turnMs[turn] + nextMs)
      seeds.arcs.push(arc)
    }
  }
  return seeds
}

/** Where a drive to the place ends: at the end of its arcs, less what is not driven of them (negative costs). */
export function arrivalSeeds(
  network: RoadNetwork,
  topology: Topology,
  index: PlaceIndex,
  arcMs: Int32Array,
  place: Place,
): Seeds {
  const seeds: Seeds = { ranks: [], costs: [], arcs: [] }
  for (const arc of arcsAt(index, arcMs, place.road)) {
    const rest = restMs(arcMs[arc], network.arcForward[arc] === 1, place.share)
    for (const state of [arc, ...(index.copies.get(arc) ?? [])]) {
      seeds.ranks.push(topology.rankOfState[state])
      seeds.costs.push(0 - rest) // not -rest: minus zero would turn the list into one of doubles
      seeds.arcs.push(arc)
    }
  }
  return seeds
}

/** A drive from one spot of a road to a later one on the same road without leaving it. */
export interface DirectDrive {
  /** -1 where that would be backwards. */
  readonly arc: number
  readonly ms: number
}

export function directDrive(
  network: RoadNetwork,
  index: PlaceIndex,
  arcMs: Int32Array,
  from: Place,
  to: Place,
): DirectDrive {
  let best = { arc: -1, ms: unreachableMs }
  if (from.road !== to.road) return best
  for (const arc of arcsAt(index, arcMs, from.road)) {
    const forward = network.arcForward[arc] === 1
    if (forward ? from.share > to.share : from.share < to.share) continue
    const ms = restMs(arcMs[arc], forward, from.share) - restMs(arcMs[arc], forward, to.share)
    if (ms < best.ms) best = { arc, ms }
  }
  return best
}
