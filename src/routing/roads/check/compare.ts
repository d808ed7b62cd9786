import { manyToMany } from '../hierarchy/matrix.ts'
import type { Metric } from '../hierarchy/metric.ts'
import type { Place } from '../places/place.ts'
import { randomFrom } from '../random.ts'
import type { Roads } from '../roads.ts'
import { PlainDijkstra } from './dijkstra.ts'

export interface Comparison {
  readonly pairs: number
  readonly differences: number
  /** The first few that differ: [source, target, by the hierarchy, by Dijkstra]. */
  readonly examples: readonly (readonly [Place, Place, number, number])[]
  readonly hierarchySeconds: number
  readonly dijkstraSeconds: number
}

export function randomPlaces(roads: Roads, count: number, random: () => number): Place[] {
  return Array.from({ length: count }, () => {
    const road = Math.floor(random() * roads.network.roadCount)
    // one in eight stands at a junction, where rounding and ties are
    return { road, share: random() < 0.125 ? Math.round(random()) : random() }
  })
}

/** Compares the hierarchy with plain Dijkstra between random places. */
export function compareWithDijkstra(roads: Roads, metric: Metric, pairs: number, seed: number): Comparison {
  const random = randomFrom(seed)
  const width = Math.max(1, Math.ceil(Math.sqrt(pairs)))
  const height = Math.ceil(pairs / width)
  const sources = randomPlaces(roads, height, random)
  const targets = randomPlaces(roads, width, random)
  const started = performance.now()
  const fast = manyToMany(roads, metric, sources, targets)
  const between = performance.now()
  const dijkstra = new PlainDijkstra(roads.network, metric.arcMs)
  const examples: [Place, Place, number, number][] = []
  let differences = 0
  let compared = 0
  sources.forEach((source, row) => {
    const slow = dijkstra.timesFrom(source, targets)
    for (let column = 0; column < width && compared < pairs; column++, compared++) {
      const time = fast[row * width + column]
      if (time === slow[column]) continue
      differences++
      if (examples.length < 5) examples.push([source, targets[column], time, slow[column]])
    }
  })
  return {
    pairs: compared,
    differences,
    examples,
    hierarchySeconds: (between - started) / 1000,
    dijkstraSeconds: (performance.now() - between) / 1000,
  }
}
