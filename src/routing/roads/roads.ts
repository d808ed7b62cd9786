import { checkSections } from './file/check-sections.ts'
import { readSections, type Sections, writeSections } from './file/sections.ts'
import { LabelMaker } from './hierarchy/labels.ts'
import type { Hierarchy } from './hierarchy/matrix.ts'
import { customize, type Metric, metricOf } from './hierarchy/metric.ts'
import { type Topology, contract, ranksOf } from './hierarchy/topology.ts'
import type { RoadNetwork, TextList } from './network/network.ts'
import { dissectionOrder } from './order/dissect.ts'
import { type RoadGrid, buildGrid } from './places/grid.ts'
import { placeIndex } from './places/place.ts'
import { RoadsRefusal } from './refusal.ts'

/** A road network ready for questions. Not for use by two threads at once: searches share their arrays. */
export interface Roads extends Hierarchy {
  readonly grid: RoadGrid
  /** The hierarchy with free-flow times. */
  readonly freeFlow: Metric
}

/** Orders and contracts a network: seconds for a town, a minute or more for a state. Done once; the result is written to a file. */
export function prepareRoads(network: RoadNetwork): Roads {
  const roadArcs = new Uint8Array(network.roadCount)
  for (let arc = 0; arc < network.arcCount; arc++) roadArcs[network.arcRoad[arc]]++
  const junctions = { count: network.junctionCount, lat: network.junctionLat, lon: network.junctionLon }
  const order = dissectionOrder(junctions, network.roadFrom, network.roadTo, roadArcs)
  const topology = contract(network, ranksOf(network, order))
  return assembleRoads(network, topology, buildGrid(network), customize(network, topology, network.arcTimeMs))
}

function assembleRoads(network: RoadNetwork, topology: Topology, grid: RoadGrid, freeFlow: Metric): Roads {
  return { network, topology, grid, freeFlow, index: placeIndex(network), labels: new LabelMaker(topology.parent) }
}

/** Writes the file that `openRoads` reads. Returns its size in bytes. */
export function saveRoads(path: string, roads: Roads): number {
  const { network, topology, grid, freeFlow } = roads
  const { vehicle, junctionCount: _j, roadCount: _r, arcCount: _a, stateCount: _s, texts, ...arrays } = network
  const { cellStart, cellRoad, ...shell } = grid
  return writeSections(
    path,
    { vehicle, ...shell },
    {
      ...arrays,
      ...textSections(texts),
      rankOfState: topology.rankOfState,
      stateOfRank: topology.stateOfRank,
      parent: topology.parent,
      hierarchyOutStart: topology.outStart,
      hierarchyOutHead: topology.outHead,
      hierarchyInStart: topology.inStart,
      hierarchyInHead: topology.inHead,
      turnArc: topology.turnArc,
      outMid: freeFlow.outMid,
      inMid: freeFlow.inMid,
      outMs: freeFlow.out.ms,
      inMs: freeFlow.into.ms,
      cellStart,
      cellRoad,
    },
  )
}

/** Opens a file written by `saveRoads`: one read, then checks. Throws RoadsRefusal where it is not sound. */
export function openRoads(path: string): Roads {
  const { facts, sections } = readSections(path)
  checkSections(sections)
  const network = storedNetwork(sections, facts)
  // the sections were checked one by one against their types; here they get them
  const s = sections as Readonly<Record<string, Int32Array>>
  const topology: Topology = {
    count: network.stateCount,
    rankOfState: s.rankOfState,
    stateOfRank: s.stateOfRank,
    parent: s.parent,
    outStart: s.hierarchyOutStart,
    outHead: s.hierarchyOutHead,
    inStart: s.hierarchyInStart,
    inHead: s.hierarchyInHead,
    turnArc: s.turnArc,
  }
  const freeFlow = metricOf(topology, network.arcTimeMs, {
    outMs: s.outMs,
    inMs: s.inMs,
    outMid: s.outMid,
    inMid: s.inMid,
  })
  return assembleRoads(network, topology, storedGrid(s, facts), freeFlow)
}

type Facts = Readonly<Record<string, string | number>>

function storedNetwork(sections: Sections, facts: Facts): RoadNetwork {
  return {
    ...(sections as unknown as RoadNetwork),
    vehicle: String(facts.vehicle),
    junctionCount: sections.junctionLat.length,
    roadCount: sections.roadFrom.length,
    arcCount: sections.arcRoad.length,
    stateCount: sections.stateArc.length,
    texts: new StoredTexts(sections.textStart as Int32Array, sections.textBytes as Uint8Array),
  }
}

function storedGrid(sections: Readonly<Record<string, Int32Array>>, facts: Facts): RoadGrid {
  const number = (name: string): number => {
    const value = facts[name]
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw new RoadsRefusal('file-malformed', `The file states a wrong ${name}`)
    }
    return value
  }
  const grid: RoadGrid = {
    south: number('south'),
    west: number('west'),
    columns: number('columns'),
    rows: number('rows'),
    cellLat: number('cellLat'),
    cellLon: number('cellLon'),
    cellStart: sections.cellStart,
    cellRoad: sections.cellRoad,
  }
  const counted = Number.isSafeInteger(grid.columns) && grid.columns * grid.rows === grid.cellStart.length - 1
  if (!counted || !(grid.columns > 0 && grid.cellLat > 0 && grid.cellLon > 0)) {
    throw new RoadsRefusal('file-malformed', 'The grid of the file does not fit')
  }
  return grid
}

function textSections(texts: TextList): { textStart: Int32Array; textBytes: Uint8Array } {
  const parts = Array.from({ length: texts.length }, (_, number) => Buffer.from(texts.at(number) ?? ''))
  const textStart = new Int32Array(parts.length + 1)
  parts.forEach((part, number) => {
    textStart[number + 1] = textStart[number] + part.length
  })
  return { textStart, textBytes: new Uint8Array(Buffer.concat(parts)) }
}

/** Names decoded when asked for: a state has a hundred thousand, a question needs a dozen. */
class StoredTexts implements TextList {
  readonly length: number
  private readonly start: Int32Array
  private readonly bytes: Uint8Array

  constructor(start: Int32Array, bytes: Uint8Array) {
    this.start = start
    this.bytes = bytes
    this.length = start.length - 1
  }

  at(number: number): string | undefined {
    if (!(number >= 0 && number < this.length)) return undefined
    return new TextDecoder().decode(this.bytes.subarray(this.start[number], this.start[number + 1]))
  }
}
