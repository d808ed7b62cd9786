import { GrowingFloat64, GrowingInt32, TextTable, findSorted } from '../arrays.ts'
import type { OsmMember, OsmSink, OsmTags } from '../osm/elements.ts'
import { RoadsRefusal } from '../refusal.ts'
import type { VehicleProfile } from '../vehicle/profile.ts'
import { nodeFlag, nodeFlags, wayKeys, wayUse } from '../vehicle/way.ts'

/** A turn restriction as it stands in OSM: no_* or only_*, via one node or one or more ways. */
export interface Restriction {
  readonly only: boolean
  readonly fromWays: readonly number[]
  readonly viaNode: number | null
  readonly viaWays: readonly number[]
  readonly toWays: readonly number[]
}

const latE7Max = 900_000_000
const lonE7Max = 1_800_000_000
/** Twice the roads of Germany with all their bends. */
const refsMax = 150_000_000

/**
 * Takes ways and restrictions in a first pass (`first`), then the nodes that they use in a second (`second`): a file may
 * be far larger than memory, what is kept is only roads.
 */
export class RoadCollector {
  readonly texts = new TextTable()
  readonly wayId = new GrowingFloat64()
  readonly wayClass = new GrowingInt32()
  readonly wayFlags = new GrowingInt32()
  /** Tenths of km/h; 0 is closed. */
  readonly wayForward = new GrowingInt32()
  readonly wayBackward = new GrowingInt32()
  readonly wayName = new GrowingInt32()
  readonly wayRef = new GrowingInt32()
  /** Nodes of way w: refs[wayStart[w] .. wayStart[w + 1]). */
  readonly wayStart = new GrowingInt32()
  readonly refs = new GrowingFloat64()
  readonly restrictions: Restriction[] = []
  /** Filled after the first pass: ids of all nodes used, ascending, with how often they are used. */
  nodeIds = new Float64Array(0)
  nodeUses = new Int32Array(0)
  nodeLat = new Int32Array(0)
  nodeLon = new Int32Array(0)
  nodeFlags = new Uint8Array(0)
  nodeKnown = new Uint8Array(0)
  readonly first: OsmSink
  readonly second: OsmSink
  private readonly vehicle: VehicleProfile
  private next = 0

  constructor(vehicle: VehicleProfile) {
    this.vehicle = vehicle
    this.wayStart.push(0)
    this.first = {
      keys: [...wayKeys, 'restriction', ...vehicle.restrictionWords.map((word) => `restriction:${word}`)],
      way: (id, refs, tags) => this.addWay(id, refs, tags),
      relation: (_, members, tags) => this.addRelation(members, tags),
    }
    this.second = { node: (id, lat, lon, tags) => this.addNode(id, lat, lon, tags) }
  }

  private addWay(id: number, refs: readonly number[], tags: OsmTags): void {
    const use = wayUse(tags, this.vehicle)
    if (use === null || refs.length < 2 || (use.forwardKmh === 0 && use.backwardKmh === 0)) return
    this.wayId.push(id)
    this.wayClass.push(use.roadClass)
    this.wayFlags.push(use.flags)
    this.wayForward.push(Math.round(use.forwardKmh * 10))
    this.wayBackward.push(Math.round(use.backwardKmh * 10))
    this.wayName.push(this.texts.numberOf(use.name))
    this.wayRef.push(this.texts.numberOf(use.ref))
    for (const ref of refs) this.refs.push(ref)
    if (this.refs.length > refsMax) throw new RoadsRefusal('file-too-large', 'More roads than one network can hold')
    this.wayStart.push(this.refs.length)
  }

  private addRelation(members: readonly OsmMember[], tags: OsmTags): void {
    if (!(tags.get('type') ?? '').startsWith('restriction')) return
    const words = this.vehicle.restrictionWords
    if ((tags.get('except') ?? '').split(';').some((word) => words.includes(word.trim()))) return
    const own = words.map((word) => tags.get(`restriction:${word}`)).find((value) => value !== undefined)
    const kind = own ?? tags.get('restriction')
    if (kind === undefined || !(kind.startsWith('no_') || kind.startsWith('only_'))) return
    const ways = (role: string): number[] =>
      members.filter((m) => m.role === role && m.type === 'way').map((m) => m.ref)
    const viaNodes = members.filter((m) => m.role === 'via' && m.type === 'node')
    const viaWays = ways('via')
    const fromWays = ways('from')
    const toWays = ways('to')
    const viaNode = viaNodes.length === 1 && viaWays.length === 0 ? viaNodes[0].ref : null
    if (fromWays.length === 0 || toWays.length === 0 || (viaNode === null && viaWays.length === 0)) return
    if (viaWays.length > 20 || fromWays.length > 20 || toWays.length > 20) return
    this.restrictions.push({ only: kind.startsWith('only_'), fromWays, viaNode, viaWays, toWays })
  }

  /** Closes the first pass: from here on `second` knows which nodes matter. */
  endOfWays(): void {
    const count = this.refs.length
    if (count === 0) throw new RoadsRefusal('no-roads', `The file has no road that a ${this.vehicle.name} may use`)
    const sorted = this.refs.trimmed().sort()
    let distinct = 0
    for (let i = 0; i < count; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++
    this.nodeIds = new Float64Array(distinct)
    this.nodeUses = new Int32Array(distinct)
    let place = -1
    for (let i = 0; i < count; i++) {
      if (i === 0 || sorted[i] !== sorted[i - 1]) this.nodeIds[++place] = sorted[i]
      this.nodeUses[place]++
    }
    this.nodeLat = new Int32Array(distinct)
    this.nodeLon = new Int32Array(distinct)
    this.nodeFlags = new Uint8Array(distinct)
    this.nodeKnown = new Uint8Array(distinct)
  }

  private addNode(id: number, lat: number, lon: number, tags: OsmTags): void {
    const ids = this.nodeIds
    // files are sorted by id: the next wanted node is nearly always the one after the last found
    while (this.next < ids.length && ids[this.next] < id && ids[this.next + 1] <= id) this.next++
    let place = ids[this.next] === id ? this.next : -1
    if (place < 0) {
      if (ids[this.next] < id && id < (ids[this.next + 1] ?? Number.POSITIVE_INFINITY)) return
      place = findSorted(ids, id)
      if (place < 0) return
      this.next = place
    }
    if (!(Math.abs(lat) <= latE7Max && Math.abs(lon) <= lonE7Max)) {
      throw new RoadsRefusal('file-malformed', `Node ${id} lies outside the world`)
    }
    this.nodeLat[place] = lat
    this.nodeLon[place] = lon
    this.nodeKnown[place] = 1
    this.nodeFlags[place] = nodeFlags(tags, this.vehicle)
  }

  /** Is this node a place where a road must end although no other road meets it there? */
  splitsRoads(node: number): boolean {
    return this.nodeUses[node] > 1 || (this.nodeFlags[node] & (nodeFlag.blocked | nodeFlag.gate)) !== 0
  }
}
