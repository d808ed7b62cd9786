/**
 * A road network for one vehicle, in typed arrays.
 *
 * A *junction* is a place where roads meet. A *road* is a piece between two junctions, without a choice on the way. An
 * *arc* is a road driven in one direction; arcs are numbered by the junction where they begin. A *state* is "at the end of
 * this arc": state n is arc n for the first `arcCount` states; the few states after them are copies of arcs that remember
 * the beginning of a restriction over several roads. A *turn* leads from a state to the next one.
 *
 * Times are milliseconds, lengths decimetres, coordinates 1e-7 degrees, bearings whole degrees clockwise from north.
 */
export interface RoadNetwork {
  readonly vehicle: string
  readonly junctionCount: number
  readonly roadCount: number
  readonly arcCount: number
  readonly stateCount: number
  readonly junctionLat: Int32Array
  readonly junctionLon: Int32Array
  /** nodeFlag bits */
  readonly junctionFlags: Uint8Array
  /** How many ends of roads meet here: 1 is a dead end, 2 only a change of name or limit. */
  readonly junctionEnds: Uint8Array
  /** The highest class (lowest number) that meets here. */
  readonly junctionTopClass: Uint8Array
  readonly roadFrom: Int32Array
  readonly roadTo: Int32Array
  readonly roadLengthDm: Int32Array
  readonly roadClass: Uint8Array
  /** roadFlag bits */
  readonly roadFlags: Uint8Array
  /** Bearing when leaving `roadFrom`, and bearing when arriving at `roadTo`. */
  readonly roadBearingFrom: Int16Array
  readonly roadBearingTo: Int16Array
  /** Numbers in `texts`. */
  readonly roadName: Int32Array
  readonly roadRef: Int32Array
  /** The OSM way that the road is a piece of. */
  readonly roadWay: Float64Array
  /** Points between the two junctions: those of road r lie in shapeLat/Lon[shapeStart[r] .. shapeStart[r + 1]). */
  readonly shapeStart: Int32Array
  readonly shapeLat: Int32Array
  readonly shapeLon: Int32Array
  readonly arcRoad: Int32Array
  /** 1: from roadFrom to roadTo */
  readonly arcForward: Uint8Array
  /** Free-flow time including lights on the way. */
  readonly arcTimeMs: Int32Array
  /** Arcs that leave junction j: outStart[j] .. outStart[j + 1). */
  readonly outStart: Int32Array
  readonly stateArc: Int32Array
  /** Turns of state s: turnStart[s] .. turnStart[s + 1). */
  readonly turnStart: Int32Array
  readonly turnTo: Int32Array
  readonly turnMs: Int32Array
  /** Forbidden sequences of arcs: banArc[banStart[i] .. banStart[i + 1]). Kept so that a checker can read them, too. */
  readonly banStart: Int32Array
  readonly banArc: Int32Array
  readonly texts: TextList
}

/** Names by number; an array of strings is one. */
export interface TextList {
  readonly length: number
  at(number: number): string | undefined
}

/** Longer than any drive and small enough that two of them fit in 32 bits: 12.4 days. */
export const unreachableMs = 0x3fffffff

/** An arc that takes this long (37 hours) counts as closed; the longest ferry takes less. */
export const closedFromMs = 0x07ffffff

export function arcFrom(network: RoadNetwork, arc: number): number {
  const road = network.arcRoad[arc]
  return network.arcForward[arc] === 1 ? network.roadFrom[road] : network.roadTo[road]
}

export function arcTo(network: RoadNetwork, arc: number): number {
  const road = network.arcRoad[arc]
  return network.arcForward[arc] === 1 ? network.roadTo[road] : network.roadFrom[road]
}

/** Bearing at the beginning of the arc, degrees. */
export function leavingBearing(network: RoadNetwork, arc: number): number {
  const road = network.arcRoad[arc]
  return network.arcForward[arc] === 1 ? network.roadBearingFrom[road] : (network.roadBearingTo[road] + 180) % 360
}

/** Bearing at the end of the arc, degrees. */
export function arrivingBearing(network: RoadNetwork, arc: number): number {
  const road = network.arcRoad[arc]
  return network.arcForward[arc] === 1 ? network.roadBearingTo[road] : (network.roadBearingFrom[road] + 180) % 360
}
