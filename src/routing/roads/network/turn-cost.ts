import { roadClasses } from '../vehicle/profile.ts'
import { nodeFlag, roadFlag } from '../vehicle/way.ts'
import { type RoadNetwork, arcTo, arrivingBearing, leavingBearing } from './network.ts'
import { signalMs } from './pieces.ts'

// Milliseconds. The order of magnitude is that of capacity manuals for crossings without lights (HBS 2015, chapter 5: mean
// waits of 5 to 10 s for turning from the minor road in quiet traffic); braking and speeding up again costs 2 to 4 s.
const uTurnMs = 25_000
const sharpMs = 5_000
const leftMs = 4_000
const rightMs = 3_000
const slightMs = 1_000
const oncomingMs = 3_000
const giveWayMs = 4_000
const gateMs = 20_000
/** Entering a private or residents' road: more than any short cut through it gains, so it is used only to get there. */
const restrictedMs = 120_000
const ferryBoardingMs = 300_000

const minorClass = roadClasses.indexOf('service')

/** Angle from one arc to the next, degrees: negative left, positive right, -180 to 180. */
export function turnAngle(network: RoadNetwork, fromArc: number, toArc: number): number {
  const difference = leavingBearing(network, toArc) - arrivingBearing(network, fromArc)
  return ((difference + 540) % 360) - 180
}

/** What it costs to go from the end of one arc to the beginning of the next, milliseconds. For traffic on the right. */
export function turnCostMs(network: RoadNetwork, fromArc: number, toArc: number): number {
  const junction = arcTo(network, fromArc)
  const fromRoad = network.arcRoad[fromArc]
  const toRoad = network.arcRoad[toArc]
  const flags = network.junctionFlags[junction]
  const entering = enteringMs(network.roadFlags[fromRoad], network.roadFlags[toRoad])
  if (fromRoad === toRoad && fromArc !== toArc) return uTurnMs + entering
  let cost = entering
  if ((flags & nodeFlag.gate) !== 0) cost += gateMs
  const lights = lightsAt(flags, network.arcForward[fromArc] === 1)
  if (lights) cost += signalMs
  if (network.junctionEnds[junction] <= 2) return cost
  const angle = turnAngle(network, fromArc, toArc)
  cost += angleMs(angle)
  return lights ? cost : cost + yieldMs(network, junction, fromRoad, toRoad, angle)
}

function lightsAt(flags: number, forward: boolean): boolean {
  const directed = forward ? nodeFlag.signalsForward : nodeFlag.signalsBackward
  return (flags & (nodeFlag.signals | directed)) !== 0
}

function enteringMs(fromFlags: number, toFlags: number): number {
  const entered = toFlags & ~fromFlags
  return (
    ((entered & roadFlag.restricted) !== 0 ? restrictedMs : 0) +
    ((entered & roadFlag.ferry) !== 0 ? ferryBoardingMs : 0)
  )
}

function angleMs(angle: number): number {
  const size = Math.abs(angle)
  if (size < 20) return 0
  if (size < 50) return slightMs
  if (size > 130) return sharpMs
  return angle < 0 ? leftMs : rightMs
}

// Who comes from a lesser road waits; who turns left out of a greater road waits for who comes towards them.
function yieldMs(network: RoadNetwork, junction: number, fromRoad: number, toRoad: number, angle: number): number {
  const fromFlags = network.roadFlags[fromRoad]
  const toFlags = network.roadFlags[toRoad]
  if ((fromFlags & roadFlag.roundabout) !== 0) return 0
  if ((toFlags & roadFlag.roundabout) !== 0) return giveWayMs / 2
  if (((fromFlags | toFlags) & roadFlag.link) !== 0) return 0
  const fromClass = network.roadClass[fromRoad]
  const top = network.junctionTopClass[junction]
  const signed = (network.junctionFlags[junction] & nodeFlag.giveWay) !== 0
  if (fromClass > top && (fromClass < minorClass || top < minorClass)) return giveWayMs
  if (angle < -50 && fromClass <= network.roadClass[toRoad] && fromClass < minorClass) return oncomingMs
  return signed && fromClass >= top ? giveWayMs / 2 : 0
}
