import { fastestPath } from '../hierarchy/path.ts'
import type { Metric } from '../hierarchy/metric.ts'
import { turnCostMs } from '../network/turn-cost.ts'
import { type Place, restDm, restMs } from '../places/place.ts'
import type { Roads } from '../roads.ts'
import { arcShape, joined, type Point } from './shape.ts'
import { type DrivenArc, type Step, stepsOf } from './steps.ts'

/** A drive from one place to another, for a map and for a driver. */
export interface Drive {
  readonly ms: number
  readonly dm: number
  readonly line: readonly Point[]
  readonly steps: readonly Step[]
  /** Arcs of the network in order; the first and the last are driven in part. */
  readonly arcs: readonly number[]
}

/** The fastest drive with its line and its instructions, or null where closed roads leave none. */
export function driveBetween(roads: Roads, metric: Metric, from: Place, to: Place): Drive | null {
  const { network } = roads
  const path = fastestPath(roads, metric, from, to)
  if (path === null) return null
  const { arcs } = path
  const last = arcs.length - 1
  const driven: DrivenArc[] = arcs.map((arc, i) => {
    const forward = network.arcForward[arc] === 1
    const arcMs = metric.arcMs[arc]
    const wholeDm = network.roadLengthDm[network.arcRoad[arc]]
    const notYet =
      i === last ? { ms: restMs(arcMs, forward, to.share), dm: restDm(network, arc, to.share) } : { ms: 0, dm: 0 }
    if (i === 0)
      return {
        arc,
        ms: restMs(arcMs, forward, from.share) - notYet.ms,
        dm: restDm(network, arc, from.share) - notYet.dm,
      }
    return { arc, ms: turnCostMs(network, arcs[i - 1], arc) + arcMs - notYet.ms, dm: wholeDm - notYet.dm }
  })
  const line = joined(
    arcs.map((arc, i) => {
      const forward = network.arcForward[arc] === 1
      return arcShape(network, arc, i === 0 ? from.share : forward ? 0 : 1, i === last ? to.share : forward ? 1 : 0)
    }),
  )
  return { ms: path.ms, dm: driven.reduce((sum, { dm }) => sum + dm, 0), line, steps: stepsOf(network, driven), arcs }
}
