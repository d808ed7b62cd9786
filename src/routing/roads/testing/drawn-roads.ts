import { buildNetwork, type BuiltNetwork } from '../network/build.ts'
import { RoadCollector } from '../network/collector.ts'
import type { OsmMember } from '../osm/elements.ts'
import { car, type VehicleProfile } from '../vehicle/profile.ts'

export interface DrawnNode {
  readonly id: number
  /** Metres east and north of the town's middle. */
  readonly x: number
  readonly y: number
  readonly tags?: Readonly<Record<string, string>>
}

export interface DrawnWay {
  readonly id: number
  readonly nodes: readonly number[]
  readonly tags?: Readonly<Record<string, string>>
}

export interface DrawnRestriction {
  readonly kind: string
  readonly from: number
  readonly via: { readonly node: number } | { readonly ways: readonly number[] }
  readonly to: number
  readonly except?: string
}

export interface Drawing {
  readonly nodes: readonly DrawnNode[]
  readonly ways: readonly DrawnWay[]
  readonly restrictions?: readonly DrawnRestriction[]
}

const latE7 = 499_500_000
const lonE7 = 115_700_000
// 1 m in 1e-7 degrees at 49.95 degrees north
const latPerM = 89.9
const lonPerM = 139.7

/** A place of the drawing in degrees. */
export const degreesOf = (x: number, y: number): { lat: number; lon: number } => ({
  lat: (latE7 + Math.round(y * latPerM)) / 1e7,
  lon: (lonE7 + Math.round(x * lonPerM)) / 1e7,
})

/** Builds a network from a few roads drawn on paper. */
export function networkOf(drawing: Drawing, vehicle: VehicleProfile = car): BuiltNetwork {
  const collector = new RoadCollector(vehicle)
  const tagsOf = (tags: Readonly<Record<string, string>> | undefined): Map<string, string> =>
    new Map(Object.entries(tags ?? {}))
  for (const way of drawing.ways) {
    collector.first.way?.(way.id, way.nodes, tagsOf({ highway: 'residential', ...way.tags }))
  }
  for (const { kind, from, via, to, except } of drawing.restrictions ?? []) {
    const members: OsmMember[] = [
      { type: 'way', ref: from, role: 'from' },
      { type: 'way', ref: to, role: 'to' },
      ...('node' in via
        ? [{ type: 'node' as const, ref: via.node, role: 'via' }]
        : via.ways.map((ref) => ({ type: 'way' as const, ref, role: 'via' }))),
    ]
    collector.first.relation?.(
      1,
      members,
      tagsOf({ type: 'restriction', restriction: kind, ...(except ? { except } : {}) }),
    )
  }
  collector.endOfWays()
  for (const node of drawing.nodes.toSorted((a, b) => a.id - b.id)) {
    const lat = latE7 + Math.round(node.y * latPerM)
    collector.second.node?.(node.id, lat, lonE7 + Math.round(node.x * lonPerM), tagsOf(node.tags))
  }
  return buildNetwork(collector, vehicle.name)
}
