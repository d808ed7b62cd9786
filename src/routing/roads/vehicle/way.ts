import type { OsmTags } from '../osm/elements.ts'
import { type VehicleProfile, roadClasses } from './profile.ts'
import { freeFlowKmh } from './speed.ts'

/** Bits of a road's flags. */
export const roadFlag = {
  roundabout: 1,
  /** Only for who has a reason to be there (private, destination, customers): entering it is charged. */
  restricted: 2,
  /** A motorway or a tunnel: no address is served from it. */
  noAddress: 4,
  ferry: 8,
  link: 16,
  /** Many junctions near by. */
  inTown: 32,
} as const

/** What a way means for one vehicle. */
export interface WayUse {
  readonly roadClass: number
  readonly flags: number
  /** km/h; 0 where this direction is closed. */
  readonly forwardKmh: number
  readonly backwardKmh: number
  readonly name: string
  readonly ref: string
}

/** The keys that a way must have one of to be looked at. */
export const wayKeys: readonly string[] = ['highway', 'route']

const ferryKmh = 12
const closedAccess = new Set([
  'no',
  'agricultural',
  'forestry',
  'emergency',
  'psv',
  'bus',
  'military',
  'bicycle',
  'foot',
])
const restrictedAccess = new Set(['private', 'destination', 'customers', 'delivery', 'permit', 'residents'])

/** How the vehicle may use a way, or null where it may not at all. */
export function wayUse(tags: OsmTags, vehicle: VehicleProfile): WayUse | null {
  const highway = tags.get('highway')
  const ferry = highway === undefined && tags.get('route') === 'ferry'
  const roadClass = ferry ? roadClasses.indexOf('service') : classOf(highway)
  if (roadClass < 0 || tags.get('area') === 'yes') return null
  const access = accessOf(tags, vehicle)
  if (access !== null && closedAccess.has(access)) return null
  const open = access === 'yes' || access === 'designated' || access === 'permissive'
  if (ferry && !open) return null
  if (tooSmall(tags, vehicle)) return null
  let flags = flagsOf(tags, roadClass, ferry, access)
  // tracks through fields and forests are closed to strangers more often than they are tagged so
  if (highway === 'track' && !open) flags |= roadFlag.restricted
  const direction = directionOf(tags, highway ?? '', flags)
  return {
    roadClass,
    flags,
    forwardKmh: direction === -1 ? 0 : ferry ? ferryKmh : freeFlowKmh(tags, roadClass, 'forward', vehicle),
    backwardKmh: direction === 1 ? 0 : ferry ? ferryKmh : freeFlowKmh(tags, roadClass, 'backward', vehicle),
    name: tags.get('name') ?? '',
    ref: tags.get('ref') ?? '',
  }
}

function classOf(highway: string | undefined): number {
  if (highway === undefined) return -1
  if (highway === 'road') return roadClasses.indexOf('unclassified')
  return roadClasses.indexOf(highway as (typeof roadClasses)[number])
}

function accessOf(tags: OsmTags, vehicle: VehicleProfile): string | null {
  for (const key of vehicle.accessKeys) {
    const value = tags.get(key)
    if (value !== undefined) return value
  }
  return null
}

function tooSmall(tags: OsmTags, vehicle: VehicleProfile): boolean {
  const below = (key: string, needed: number): boolean => {
    const value = Number.parseFloat(tags.get(key) ?? '')
    return value > 0 && value < needed
  }
  return below('maxheight', vehicle.heightM) || below('maxwidth', vehicle.widthM) || below('maxweight', vehicle.weightT)
}

function flagsOf(tags: OsmTags, roadClass: number, ferry: boolean, access: string | null): number {
  const name = roadClasses[roadClass]
  const junction = tags.get('junction')
  let flags = 0
  if (junction === 'roundabout' || junction === 'circular') flags |= roadFlag.roundabout
  if (access !== null && restrictedAccess.has(access)) flags |= roadFlag.restricted
  if (ferry) flags |= roadFlag.ferry | roadFlag.noAddress
  if (name.endsWith('_link')) flags |= roadFlag.link
  const tunnel = tags.get('tunnel')
  if (name.startsWith('motorway') || name.startsWith('trunk_') || (tunnel !== undefined && tunnel !== 'no')) {
    flags |= roadFlag.noAddress
  }
  return flags
}

/** 1: only along the way, -1: only against it, 0: both. */
function directionOf(tags: OsmTags, highway: string, flags: number): -1 | 0 | 1 {
  const oneway = tags.get('oneway:motor_vehicle') ?? tags.get('oneway:motorcar') ?? tags.get('oneway')
  if (oneway === 'yes' || oneway === 'true' || oneway === '1') return 1
  if (oneway === '-1' || oneway === 'reverse') return -1
  if (oneway === 'no' || oneway === 'false' || oneway === '0') return 0
  return (flags & roadFlag.roundabout) !== 0 || highway === 'motorway' ? 1 : 0
}

/** Bits of what stands at a node. */
export const nodeFlag = {
  signals: 1,
  blocked: 2,
  gate: 4,
  giveWay: 8,
  signalsForward: 16,
  signalsBackward: 32,
  calming: 64,
} as const

const passable = new Set([
  'cattle_grid',
  'border_control',
  'toll_booth',
  'entrance',
  'kerb',
  'height_restrictor',
  'no',
  'sally_port',
])
const gates = new Set(['gate', 'lift_gate', 'swing_gate', 'sliding_gate', 'chain', 'sump_buster', 'bump_gate'])

/** What a node means for the vehicle: signals, barriers, calming. */
export function nodeFlags(tags: OsmTags, vehicle: VehicleProfile): number {
  if (tags.size === 0) return 0
  const barrier = tags.get('barrier')
  const access = accessOf(tags, vehicle)
  let flags = 0
  if (barrier !== undefined) flags |= barrierFlags(barrier, access)
  else if (access === 'no') flags |= nodeFlag.blocked
  const highway = tags.get('highway')
  if (highway === 'traffic_signals' || tags.get('crossing') === 'traffic_signals') {
    const direction = tags.get('traffic_signals:direction') ?? tags.get('direction')
    if (direction === 'forward') flags |= nodeFlag.signalsForward
    else if (direction === 'backward') flags |= nodeFlag.signalsBackward
    else flags |= nodeFlag.signals
  }
  if (highway === 'give_way' || highway === 'stop') flags |= nodeFlag.giveWay
  if (tags.has('traffic_calming') || highway === 'crossing') flags |= nodeFlag.calming
  return flags
}

function barrierFlags(barrier: string, access: string | null): number {
  if (access === 'yes' || access === 'permissive' || access === 'designated') return 0
  if (passable.has(barrier) && access !== 'no') return 0
  if (gates.has(barrier) && access !== 'no') return nodeFlag.gate
  return nodeFlag.blocked
}
