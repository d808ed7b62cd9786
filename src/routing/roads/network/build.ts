import { findSorted, startsFromCounts } from '../arrays.ts'
import { RoadsRefusal } from '../refusal.ts'
import { roadFlag } from '../vehicle/way.ts'
import { type Bans, bansOf } from './bans.ts'
import type { RoadCollector } from './collector.ts'
import { largestComponent } from './components.ts'
import type { RoadNetwork } from './network.ts'
import { type Pieces, cutIntoPieces } from './pieces.ts'
import { type StateGraph, stateGraphOf } from './states.ts'

export interface BuiltNetwork {
  readonly network: RoadNetwork
  /** Roads of the file that cannot both be reached and left. */
  readonly roadsDropped: number
  readonly restrictionCount: number
  readonly restrictionsNotUnderstood: number
}

/** Which directions of each piece are in the network. */
interface Kept {
  readonly forward: Uint8Array
  readonly backward: Uint8Array
}

const cleaningRoundsMax = 8

/**
 * Builds the network from what was collected, and cleans it: what is left can be reached from everywhere and left to
 * everywhere. The first round allows turning round at every junction, so that a road that ends in a one-way trap at the
 * edge of an extract loses only the trap; the next ones keep turning round to dead ends.
 */
export function buildNetwork(collector: RoadCollector, vehicle: string): BuiltNetwork {
  const pieces = cutIntoPieces(collector)
  const kept = everyDirection(collector, pieces)
  for (let round = 0; round < cleaningRoundsMax; round++) {
    const { network, pieceOfRoad, bans } = assemble(collector, pieces, kept, vehicle)
    const states = stateGraphOf(network, bans.sequences, round === 0)
    const inside = largestComponent(states.turnStart, states.turnTo)
    const removed = keepOnly(network, pieceOfRoad, states, inside, kept)
    if (round > 0 && removed === 0) {
      if (network.arcCount < 2) break
      return {
        network: { ...network, ...states, ...flatBans(bans) },
        roadsDropped: pieces.count - network.roadCount,
        restrictionCount: collector.restrictions.length,
        restrictionsNotUnderstood: bans.notUnderstood,
      }
    }
  }
  throw new RoadsRefusal(
    'no-roads',
    'The roads of this file do not hang together: nowhere can one drive there and back',
  )
}

function everyDirection(collector: RoadCollector, pieces: Pieces): Kept {
  const forward = new Uint8Array(pieces.count)
  const backward = new Uint8Array(pieces.count)
  for (let piece = 0; piece < pieces.count; piece++) {
    forward[piece] = collector.wayForward.values[pieces.way[piece]] > 0 ? 1 : 0
    backward[piece] = collector.wayBackward.values[pieces.way[piece]] > 0 ? 1 : 0
  }
  return { forward, backward }
}

/** Removes arcs of which no state is inside; returns how many went. */
function keepOnly(
  network: RoadNetwork,
  pieceOfRoad: Int32Array,
  states: StateGraph,
  inside: Uint8Array,
  kept: Kept,
): number {
  const arcInside = new Uint8Array(network.arcCount)
  for (let state = 0; state < states.stateCount; state++) if (inside[state] === 1) arcInside[states.stateArc[state]] = 1
  let removed = 0
  for (let arc = 0; arc < network.arcCount; arc++) {
    if (arcInside[arc] === 1) continue
    removed++
    const side = network.arcForward[arc] === 1 ? kept.forward : kept.backward
    side[pieceOfRoad[network.arcRoad[arc]]] = 0
  }
  return removed
}

function flatBans(bans: Bans): { banStart: Int32Array; banArc: Int32Array } {
  const banStart = startsFromCounts(Int32Array.from(bans.sequences, (sequence) => sequence.length))
  return { banStart, banArc: Int32Array.from(bans.sequences.flat()) }
}

interface Assembled {
  readonly network: RoadNetwork
  readonly pieceOfRoad: Int32Array
  readonly bans: Bans
}

function assemble(collector: RoadCollector, pieces: Pieces, kept: Kept, vehicle: string): Assembled {
  const pieceOfRoad = Int32Array.from(
    Array.from({ length: pieces.count }, (_, piece) => piece).filter(
      (piece) => kept.forward[piece] + kept.backward[piece] > 0,
    ),
  )
  const roadCount = pieceOfRoad.length
  const junctions = junctionsOf(collector, pieces, pieceOfRoad)
  const pick = (source: ArrayLike<number>): Int32Array => Int32Array.from(pieceOfRoad, (piece) => source[piece])
  const ofWay = (source: ArrayLike<number>): Int32Array =>
    Int32Array.from(pieceOfRoad, (piece) => source[pieces.way[piece]])
  const roadFrom = Int32Array.from(pieceOfRoad, (piece) => junctions.ofNode[pieces.fromNode[piece]])
  const roadTo = Int32Array.from(pieceOfRoad, (piece) => junctions.ofNode[pieces.toNode[piece]])
  const roadClass = Uint8Array.from(ofWay(collector.wayClass.values))
  const network: RoadNetwork = {
    vehicle,
    junctionCount: junctions.node.length,
    roadCount,
    stateCount: 0,
    junctionLat: Int32Array.from(junctions.node, (node) => collector.nodeLat[node]),
    junctionLon: Int32Array.from(junctions.node, (node) => collector.nodeLon[node]),
    junctionFlags: Uint8Array.from(junctions.node, (node) => collector.nodeFlags[node]),
    ...junctionRoads(junctions.node.length, roadFrom, roadTo, roadClass),
    roadFrom,
    roadTo,
    roadLengthDm: pick(pieces.lengthDm),
    roadClass,
    roadFlags: flagsWithTowns(collector, junctions.node, roadFrom, ofWay(collector.wayFlags.values)),
    roadBearingFrom: Int16Array.from(pick(pieces.bearingFrom)),
    roadBearingTo: Int16Array.from(pick(pieces.bearingTo)),
    roadName: ofWay(collector.wayName.values),
    roadRef: ofWay(collector.wayRef.values),
    roadWay: Float64Array.from(pieceOfRoad, (piece) => collector.wayId.values[pieces.way[piece]]),
    ...shapesOf(collector, pieces, pieceOfRoad),
    ...arcsOf(collector, pieces, kept, pieceOfRoad, junctions.node.length, roadFrom, roadTo),
    stateArc: new Int32Array(0),
    turnStart: new Int32Array(1),
    turnTo: new Int32Array(0),
    turnMs: new Int32Array(0),
    banStart: new Int32Array(1),
    banArc: new Int32Array(0),
    texts: collector.texts.texts,
  }
  checkStars(network)
  const junctionOfNode = (id: number): number => {
    const node = findSorted(collector.nodeIds, id)
    return node < 0 ? -1 : junctions.ofNode[node]
  }
  return { network, pieceOfRoad, bans: bansOf(network, collector.restrictions, junctionOfNode) }
}

/** Turns grow with the square of the roads that meet: real places have under twenty. */
const roadsMeetingMax = 100

function checkStars(network: RoadNetwork): void {
  for (let junction = 0; junction < network.junctionCount; junction++) {
    if (network.junctionEnds[junction] <= roadsMeetingMax) continue
    throw new RoadsRefusal('file-malformed', `More than ${roadsMeetingMax} roads meet at one place: these are no roads`)
  }
}

function junctionsOf(
  collector: RoadCollector,
  pieces: Pieces,
  pieceOfRoad: Int32Array,
): { node: Int32Array; ofNode: Int32Array } {
  const ofNode = new Int32Array(collector.nodeIds.length).fill(-1)
  for (const piece of pieceOfRoad) {
    ofNode[pieces.fromNode[piece]] = 0
    ofNode[pieces.toNode[piece]] = 0
  }
  const node: number[] = []
  for (let n = 0; n < ofNode.length; n++) {
    if (ofNode[n] < 0) continue
    ofNode[n] = node.length
    node.push(n)
  }
  return { node: Int32Array.from(node), ofNode }
}

function junctionRoads(
  junctionCount: number,
  roadFrom: Int32Array,
  roadTo: Int32Array,
  roadClass: Uint8Array,
): Pick<RoadNetwork, 'junctionEnds' | 'junctionTopClass'> {
  const junctionEnds = new Uint8Array(junctionCount)
  const junctionTopClass = new Uint8Array(junctionCount).fill(255)
  for (let road = 0; road < roadFrom.length; road++) {
    for (const junction of [roadFrom[road], roadTo[road]]) {
      if (junctionEnds[junction] < 255) junctionEnds[junction]++
      if (roadClass[road] < junctionTopClass[junction]) junctionTopClass[junction] = roadClass[road]
    }
  }
  return { junctionEnds, junctionTopClass }
}

/** Squares of 0.005 degrees (0.56 x 0.36 km) with at least this many junctions count as town: about 50 to the square km. */
const townJunctionsMin = 10
const townSquareE7 = 50_000

function flagsWithTowns(
  collector: RoadCollector,
  node: Int32Array,
  roadFrom: Int32Array,
  wayFlags: Int32Array,
): Uint8Array {
  const squareOf = (junction: number): number =>
    Math.floor(collector.nodeLat[node[junction]] / townSquareE7) * 100_000 +
    Math.floor(collector.nodeLon[node[junction]] / townSquareE7)
  const counts = new Map<number, number>()
  for (let junction = 0; junction < node.length; junction++) {
    const square = squareOf(junction)
    counts.set(square, (counts.get(square) ?? 0) + 1)
  }
  const inTown = (road: number): boolean => (counts.get(squareOf(roadFrom[road])) ?? 0) >= townJunctionsMin
  return Uint8Array.from(wayFlags, (flags, road) => (inTown(road) ? flags | roadFlag.inTown : flags))
}

function shapesOf(
  collector: RoadCollector,
  pieces: Pieces,
  pieceOfRoad: Int32Array,
): Pick<RoadNetwork, 'shapeStart' | 'shapeLat' | 'shapeLon'> {
  const counts = Int32Array.from(pieceOfRoad, (piece) => pieces.shapeStart[piece + 1] - pieces.shapeStart[piece])
  const shapeStart = startsFromCounts(counts)
  const shapeLat = new Int32Array(shapeStart[counts.length])
  const shapeLon = new Int32Array(shapeLat.length)
  let place = 0
  for (const piece of pieceOfRoad) {
    for (let i = pieces.shapeStart[piece]; i < pieces.shapeStart[piece + 1]; i++) {
      shapeLat[place] = collector.nodeLat[pieces.shapeNode[i]]
      shapeLon[place++] = collector.nodeLon[pieces.shapeNode[i]]
    }
  }
  return { shapeStart, shapeLat, shapeLon }
}

function arcsOf(
  collector: RoadCollector,
  pieces: Pieces,
  kept: Kept,
  pieceOfRoad: Int32Array,
  junctionCount: number,
  roadFrom: Int32Array,
  roadTo: Int32Array,
): Pick<RoadNetwork, 'arcCount' | 'arcRoad' | 'arcForward' | 'arcTimeMs' | 'outStart'> {
  const counts = new Int32Array(junctionCount)
  pieceOfRoad.forEach((piece, road) => {
    if (kept.forward[piece] === 1) counts[roadFrom[road]]++
    if (kept.backward[piece] === 1) counts[roadTo[road]]++
  })
  const outStart = startsFromCounts(counts)
  const arcCount = outStart[junctionCount]
  const arcRoad = new Int32Array(arcCount)
  const arcForward = new Uint8Array(arcCount)
  const arcTimeMs = new Int32Array(arcCount)
  const place = outStart.slice()
  const add = (junction: number, road: number, forward: 0 | 1, tenthKmh: number, extraMs: number): void => {
    const arc = place[junction]++
    arcRoad[arc] = road
    arcForward[arc] = forward
    // decimetres at tenths of km/h: dm / 10 m / (tenths / 36 m/s) * 1000 ms
    arcTimeMs[arc] = Math.max(1, Math.round((pieces.lengthDm[pieceOfRoad[road]] * 3600) / tenthKmh)) + extraMs
  }
  pieceOfRoad.forEach((piece, road) => {
    const way = pieces.way[piece]
    if (kept.forward[piece] === 1) {
      add(roadFrom[road], road, 1, collector.wayForward.values[way], pieces.forwardExtraMs[piece])
    }
    if (kept.backward[piece] === 1) {
      add(roadTo[road], road, 0, collector.wayBackward.values[way], pieces.backwardExtraMs[piece])
    }
  })
  return { arcCount, arcRoad, arcForward, arcTimeMs, outStart }
}
