import { GrowingInt32 } from '../arrays.ts'
import { RoadCollector } from '../network/collector.ts'
import type { OsmMember } from '../osm/elements.ts'
import type { VehicleProfile } from '../vehicle/profile.ts'

export type Tags = Readonly<Record<string, string>>

// The middle of the made-up country, and 1 m there in 1e-7 degrees
const middleLatE7 = 510_000_000
const middleLonE7 = 100_000_000
const latPerM = 89.93
const lonPerM = 142.9

/**
 * Takes a made-up map piece by piece and hands it to the same collector that a file from OpenStreetMap goes through, so
 * that made-up roads take every step that real ones do.
 */
export class Drafting {
  readonly collector: RoadCollector
  private readonly lat = new GrowingInt32()
  private readonly lon = new GrowingInt32()
  private readonly x = new GrowingInt32()
  private readonly y = new GrowingInt32()
  private readonly tagged = new Map<number, Map<string, string>>()
  private ways = 0

  constructor(vehicle: VehicleProfile) {
    this.collector = new RoadCollector(vehicle)
  }

  /** A node at metres east and north of the middle; returns its id. */
  node(x: number, y: number, tags?: Tags): number {
    const id = this.lat.length
    this.x.push(Math.round(x))
    this.y.push(Math.round(y))
    this.lat.push(middleLatE7 + Math.round(y * latPerM))
    this.lon.push(middleLonE7 + Math.round(x * lonPerM))
    if (tags) this.tagged.set(id, new Map(Object.entries(tags)))
    return id
  }

  at(node: number): { x: number; y: number } {
    return { x: this.x.values[node], y: this.y.values[node] }
  }

  tag(node: number, tags: Tags): void {
    this.tagged.set(node, new Map(Object.entries(tags)))
  }

  way(nodes: readonly number[], tags: Tags): number {
    const id = ++this.ways
    this.collector.first.way?.(id, nodes, new Map(Object.entries(tags)))
    return id
  }

  restriction(
    kind: string,
    fromWay: number,
    via: { readonly node: number } | { readonly way: number },
    toWay: number,
  ): void {
    const middle: OsmMember =
      'node' in via ? { type: 'node', ref: via.node, role: 'via' } : { type: 'way', ref: via.way, role: 'via' }
    const members: OsmMember[] = [
      { type: 'way', ref: fromWay, role: 'from' },
      middle,
      { type: 'way', ref: toWay, role: 'to' },
    ]
    const tags = new Map([
      ['type', 'restriction'],
      ['restriction', kind],
    ])
    this.collector.first.relation?.(this.ways, members, tags)
  }

  /** A bending road between two nodes, with a point of its shape every 300 m or so. */
  bendingWay(from: number, to: number, tags: Tags, random: () => number): number {
    const a = this.at(from)
    const b = this.at(to)
    const length = Math.hypot(b.x - a.x, b.y - a.y)
    const pieces = Math.max(1, Math.min(60, Math.round(length / 300)))
    const swing = Math.min(length / 12, 250) * (random() - 0.5)
    const waves = 1 + Math.floor(random() * 3)
    const nodes = [from]
    for (let i = 1; i < pieces; i++) {
      const part = i / pieces
      const aside = Math.sin(part * Math.PI * waves) * swing
      const along = { x: (b.x - a.x) / length, y: (b.y - a.y) / length }
      nodes.push(this.node(a.x + (b.x - a.x) * part - along.y * aside, a.y + (b.y - a.y) * part + along.x * aside))
    }
    return this.way([...nodes, to], tags)
  }

  /** Ends the drawing: hands over the nodes. */
  finish(): RoadCollector {
    this.collector.endOfWays()
    const none = new Map<string, string>()
    for (let id = 0; id < this.lat.length; id++) {
      this.collector.second.node?.(id, this.lat.values[id], this.lon.values[id], this.tagged.get(id) ?? none)
    }
    return this.collector
  }
}
