import { type RoadNetwork, arcTo, arrivingBearing, leavingBearing } from '../network/network.ts'
import { turnAngle } from '../network/turn-cost.ts'
import { roadFlag } from '../vehicle/way.ts'

/** What a driver does where a step begins. */
export type Manoeuvre =
  | 'depart'
  | 'straight'
  | 'slight-left'
  | 'left'
  | 'sharp-left'
  | 'slight-right'
  | 'right'
  | 'sharp-right'
  | 'u-turn'
  | 'roundabout'
  | 'ferry'
  | 'arrive'

/** One instruction, as figures and names: which words and language it gets is up to the page that shows it. */
export interface Step {
  readonly manoeuvre: Manoeuvre
  /** Name of the road that is driven after the manoeuvre, empty where it has none. */
  readonly street: string
  /** Its number: B 85, A 9. */
  readonly ref: string
  /** Which exit of a roundabout, counted from 1. */
  readonly exit?: number
  readonly bearingBefore: number
  readonly bearingAfter: number
  readonly ms: number
  readonly dm: number
  /** Index of the step's first arc among those of the drive. */
  readonly arc: number
}

/** How much of each arc of a drive is driven, with the turn before it. */
export interface DrivenArc {
  readonly arc: number
  readonly ms: number
  readonly dm: number
}

/** Instructions of a drive: a new one where the name changes, the driver turns, or a roundabout is entered. */
export function stepsOf(network: RoadNetwork, driven: readonly DrivenArc[]): Step[] {
  const steps: Step[] = []
  let begin = 0
  for (let i = 1; i <= driven.length; i++) {
    if (i < driven.length && !beginsStep(network, driven[i - 1].arc, driven[i].arc)) continue
    steps.push(stepFrom(network, driven, begin, i))
    begin = i
  }
  const last = driven[driven.length - 1].arc
  const bearing = arrivingBearing(network, last)
  const { street, ref } = namesOf(network, last)
  steps.push({
    manoeuvre: 'arrive',
    street,
    ref,
    bearingBefore: bearing,
    bearingAfter: bearing,
    ms: 0,
    dm: 0,
    arc: driven.length,
  })
  return steps
}

const isRoundabout = (network: RoadNetwork, arc: number): boolean =>
  (network.roadFlags[network.arcRoad[arc]] & roadFlag.roundabout) !== 0
const isFerry = (network: RoadNetwork, arc: number): boolean =>
  (network.roadFlags[network.arcRoad[arc]] & roadFlag.ferry) !== 0

function namesOf(network: RoadNetwork, arc: number): { street: string; ref: string } {
  const road = network.arcRoad[arc]
  return { street: network.texts.at(network.roadName[road]) ?? '', ref: network.texts.at(network.roadRef[road]) ?? '' }
}

function beginsStep(network: RoadNetwork, before: number, after: number): boolean {
  if (isRoundabout(network, before)) return false
  if (isRoundabout(network, after) || isFerry(network, before) !== isFerry(network, after)) return true
  const a = network.arcRoad[before]
  const b = network.arcRoad[after]
  if (a === b && before !== after) return true
  const renamed = network.roadName[a] !== network.roadName[b]
  const angle = Math.abs(turnAngle(network, before, after))
  if (network.junctionEnds[arcTo(network, before)] <= 2) return renamed && network.roadName[b] !== 0
  // a road that goes on under its name needs an instruction only where it leaves the straight line at a crossing
  return renamed ? angle > 20 || network.roadName[b] !== 0 : angle > 45
}

function stepFrom(network: RoadNetwork, driven: readonly DrivenArc[], begin: number, end: number): Step {
  const first = driven[begin].arc
  // a roundabout is named after the road that leaves it
  let named = begin
  let exit = 0
  while (named < end - 1 && isRoundabout(network, driven[named].arc)) {
    exit += exitsAt(network, driven[named].arc)
    named++
  }
  const before = begin === 0 ? leavingBearing(network, first) : arrivingBearing(network, driven[begin - 1].arc)
  let ms = 0
  let dm = 0
  for (let i = begin; i < end; i++) {
    ms += driven[i].ms
    dm += driven[i].dm
  }
  return {
    manoeuvre: begin === 0 ? 'depart' : manoeuvreOf(network, driven[begin - 1].arc, first),
    ...namesOf(network, driven[named].arc),
    ...(exit > 0 ? { exit } : {}),
    bearingBefore: before,
    bearingAfter: leavingBearing(network, driven[named].arc),
    ms,
    dm,
    arc: begin,
  }
}

/** How many roads leave the roundabout at the end of the arc: 0 or 1, seldom more. */
function exitsAt(network: RoadNetwork, arc: number): number {
  const junction = arcTo(network, arc)
  let exits = 0
  for (let next = network.outStart[junction]; next < network.outStart[junction + 1]; next++) {
    if (!isRoundabout(network, next)) exits++
  }
  return exits
}

function manoeuvreOf(network: RoadNetwork, before: number, after: number): Manoeuvre {
  if (isFerry(network, after)) return 'ferry'
  if (isRoundabout(network, after)) return 'roundabout'
  if (network.arcRoad[before] === network.arcRoad[after] && before !== after) return 'u-turn'
  const angle = turnAngle(network, before, after)
  const size = Math.abs(angle)
  if (size <= 20) return 'straight'
  const side = angle < 0 ? 'left' : 'right'
  if (size < 50) return `slight-${side}`
  return size > 130 ? `sharp-${side}` : side
}
