import { type RoadNetwork, arcFrom, arcTo } from './network.ts'
import type { Restriction } from './collector.ts'

type RoadShape = Pick<RoadNetwork, 'arcRoad' | 'arcForward' | 'outStart' | 'roadFrom' | 'roadTo' | 'roadWay'>

/** Forbidden sequences of arcs, and how many restrictions could not be understood (ways that do not meet and the like). */
export interface Bans {
  readonly sequences: readonly (readonly number[])[]
  readonly notUnderstood: number
}

/** Turns restrictions between OSM ways into forbidden sequences of arcs; `only_*` forbids everything else. */
export function bansOf(
  network: RoadNetwork,
  restrictions: readonly Restriction[],
  junctionOfNode: (nodeId: number) => number,
): Bans {
  const finder = new ArcFinder(network, restrictions)
  const sequences: number[][] = []
  const seen = new Set<string>()
  let notUnderstood = 0
  for (const restriction of restrictions) {
    const paths = finder.pathsOf(restriction, junctionOfNode)
    if (paths === null) {
      notUnderstood++
      continue
    }
    for (const sequence of restriction.only ? finder.alternatives(paths) : paths) {
      const key = sequence.join(' ')
      if (seen.has(key)) continue
      seen.add(key)
      sequences.push(sequence)
    }
  }
  return { sequences, notUnderstood }
}

class ArcFinder {
  private readonly network: RoadShape & RoadNetwork
  private readonly roadsOfWay = new Map<number, number[]>()
  private readonly arcsOfRoad = new Map<number, number[]>()

  constructor(network: RoadNetwork, restrictions: readonly Restriction[]) {
    this.network = network
    for (const { fromWays, viaWays, toWays } of restrictions) {
      for (const way of [...fromWays, ...viaWays, ...toWays]) this.roadsOfWay.set(way, [])
    }
    for (let road = 0; road < network.roadCount; road++) this.roadsOfWay.get(network.roadWay[road])?.push(road)
    const wanted = new Set([...this.roadsOfWay.values()].flat())
    for (let arc = 0; arc < network.arcCount; arc++) {
      const road = network.arcRoad[arc]
      if (!wanted.has(road)) continue
      const arcs = this.arcsOfRoad.get(road)
      if (arcs) arcs.push(arc)
      else this.arcsOfRoad.set(road, [arc])
    }
  }

  /** Complete sequences from a `from` arc over the via ways to a `to` arc; null where the ways do not fit together. */
  pathsOf(restriction: Restriction, junctionOfNode: (nodeId: number) => number): number[][] | null {
    const { fromWays, viaNode, viaWays, toWays } = restriction
    const from = this.arcsOfWays(fromWays)
    const to = this.arcsOfWays(toWays)
    const paths: number[][] = []
    if (viaNode !== null) {
      const junction = junctionOfNode(viaNode)
      if (junction < 0) return null
      const arriving = from.filter((arc) => arcTo(this.network, arc) === junction)
      const leaving = to.filter((arc) => arcFrom(this.network, arc) === junction)
      const sameWay = fromWays.some((way) => toWays.includes(way))
      // a way that runs through the via node on both sides leaves open which side is meant
      if (arriving.length > fromWays.length && !sameWay) return null
      for (const a of arriving) {
        for (const b of leaving) {
          if (!sameWay || this.network.arcRoad[a] === this.network.arcRoad[b]) paths.push([a, b])
        }
      }
    } else {
      const via = new Set(viaWays.flatMap((way) => this.roadsOfWay.get(way) ?? []))
      for (const a of from) {
        const path = via.has(this.network.arcRoad[a]) ? null : this.pathThrough(a, via, to)
        if (path) paths.push(path)
      }
    }
    return paths.length === 0 ? null : paths
  }

  private arcsOfWays(ways: readonly number[]): number[] {
    return ways.flatMap((way) => (this.roadsOfWay.get(way) ?? []).flatMap((road) => this.arcsOfRoad.get(road) ?? []))
  }

  /** The shortest way from the end of `start` over arcs of the via roads to the beginning of a `to` arc. */
  private pathThrough(start: number, via: ReadonlySet<number>, to: readonly number[]): number[] | null {
    const { network } = this
    const queue: number[][] = [[start]]
    const seen = new Set<number>()
    for (let next = 0; next < queue.length && queue.length < 1000; next++) {
      const path = queue[next]
      const junction = arcTo(network, path[path.length - 1])
      if (path.length > 1) {
        const last = to.find((arc) => arcFrom(network, arc) === junction && !path.includes(arc))
        if (last !== undefined) return [...path, last]
      }
      for (let arc = network.outStart[junction]; arc < network.outStart[junction + 1]; arc++) {
        if (!via.has(network.arcRoad[arc]) || seen.has(network.arcRoad[arc])) continue
        seen.add(network.arcRoad[arc])
        queue.push([...path, arc])
      }
    }
    return null
  }

  /**
   * What an `only_*` restriction forbids: leaving any of its paths. Via a node that is every other exit; via ways it binds
   * from the first via road on (who does not enter it is free).
   */
  alternatives(paths: readonly (readonly number[])[]): number[][] {
    const { network } = this
    const allowed = new Set(paths.flatMap((path) => path.map((_, index) => path.slice(0, index + 1).join(' '))))
    const banned: number[][] = []
    for (const path of paths) {
      for (let length = path.length === 2 ? 1 : 2; length < path.length; length++) {
        const prefix = path.slice(0, length)
        const junction = arcTo(network, prefix[length - 1])
        for (let arc = network.outStart[junction]; arc < network.outStart[junction + 1]; arc++) {
          const sequence = [...prefix, arc]
          if (!allowed.has(sequence.join(' '))) banned.push(sequence)
        }
      }
    }
    return banned
  }
}
