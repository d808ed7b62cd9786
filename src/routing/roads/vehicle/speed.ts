import { type VehicleProfile, roadClasses } from './profile.ts'
import type { OsmTags } from '../osm/elements.ts'

// Implicit limits by country, km/h: [urban, rural, motorway]. Germany StVO section 3; Austria StVO section 20; Switzerland
// VRV article 4a; Liechtenstein VRV article 4a. Other countries take the European usual.
const countryLimits: Readonly<Record<string, readonly [number, number, number]>> = {
  DE: [50, 100, 130],
  AT: [50, 100, 130],
  CH: [50, 80, 120],
  LI: [50, 80, 120],
  FR: [50, 80, 130],
  CZ: [50, 90, 130],
  PL: [50, 90, 140],
  NL: [50, 80, 100],
  BE: [50, 90, 120],
  DK: [50, 80, 130],
  LU: [50, 90, 130],
}

/** No limit posted: the vehicle's own top speed counts. */
const unlimitedKmh = 1000

/**
 * A `maxspeed` value in km/h, or null where it says nothing usable: `50`, `30 mph`, `none`, `walk`, `DE:urban`,
 * `DE:rural`, `DE:zone30`, `DE:zone:30`, `DE:living_street`, several values by `;` (the lowest counts).
 */
export function speedLimitKmh(value: string): number | null {
  let lowest: number | null = null
  for (const part of value.split(';')) {
    const kmh = singleLimitKmh(part.trim())
    if (kmh !== null && (lowest === null || kmh < lowest)) lowest = kmh
  }
  return lowest
}

function singleLimitKmh(value: string): number | null {
  const plain = /^(\d{1,3}(?:\.\d+)?)\s*(km\/h|kmh|kph|mph|knots)?$/.exec(value)
  if (plain) {
    const factor = plain[2] === 'mph' ? 1.609344 : plain[2] === 'knots' ? 1.852 : 1
    const kmh = Number(plain[1]) * factor
    return kmh >= 1 ? kmh : null
  }
  if (value === 'none') return unlimitedKmh
  if (value === 'walk') return 7
  const byCountry = /^([A-Z]{2}):(.+)$/.exec(value)
  return byCountry ? zoneLimitKmh(byCountry[1], byCountry[2]) : null
}

function zoneLimitKmh(country: string, zone: string): number | null {
  const limits = countryLimits[country] ?? [50, 90, 120]
  const numbered = /^(?:zone:?)?(\d{1,3})$/.exec(zone)
  if (numbered) return Number(numbered[1]) >= 1 ? Number(numbered[1]) : null
  if (zone === 'urban') return limits[0]
  if (zone === 'rural') return limits[1]
  if (zone === 'motorway') return country === 'DE' ? unlimitedKmh : limits[2]
  if (zone === 'trunk') return country === 'DE' ? unlimitedKmh : limits[1]
  if (zone === 'living_street' || zone === 'walk' || zone === 'pedestrian_zone') return 7
  if (zone === 'bicycle_road') return 30
  return null
}

// Upper bounds by surface and by the grade of a track, km/h
const surfaceKmhMax: Readonly<Record<string, number>> = {
  sett: 40,
  cobblestone: 30,
  unhewn_cobblestone: 20,
  compacted: 50,
  fine_gravel: 40,
  gravel: 30,
  pebblestone: 25,
  unpaved: 30,
  ground: 20,
  dirt: 20,
  earth: 20,
  grass: 12,
  sand: 10,
  mud: 8,
}
const trackKmhMax: Readonly<Record<string, number>> = { grade1: 30, grade2: 20, grade3: 15, grade4: 10, grade5: 8 }
const serviceKmhMax: Readonly<Record<string, number>> = {
  driveway: 10,
  parking_aisle: 10,
  alley: 12,
  'drive-through': 8,
}

/** Mean free-flow speed in one direction, km/h, between 3 and the vehicle's top speed. */
export function freeFlowKmh(
  tags: OsmTags,
  classNumber: number,
  direction: 'forward' | 'backward',
  vehicle: VehicleProfile,
): number {
  const posted = postedLimitKmh(tags, direction)
  let kmh = posted === null ? unpostedKmh(tags, classNumber, vehicle) : postedKmh(posted, classNumber, vehicle)
  kmh = Math.min(
    kmh,
    surfaceKmhMax[tags.get('surface') ?? ''] ?? kmh,
    trackKmhMax[tags.get('tracktype') ?? ''] ?? kmh,
    serviceKmhMax[tags.get('service') ?? ''] ?? kmh,
    tags.get('smoothness')?.includes('bad') || tags.get('smoothness') === 'horrible' ? 20 : kmh,
    vehicle.speedKmhMax,
  )
  return Math.max(kmh, 3)
}

function postedLimitKmh(tags: OsmTags, direction: 'forward' | 'backward'): number | null {
  for (const key of [`maxspeed:${direction}`, 'maxspeed']) {
    const value = tags.get(key)
    const kmh = value === undefined ? null : speedLimitKmh(value)
    if (kmh !== null) return kmh
  }
  return null
}

// On wide roads a posted limit replaces the class's mean; on narrow ones (residential and below) it only lowers it,
// since nobody drives 50 in a lane where 50 would be allowed.
function postedKmh(posted: number, classNumber: number, vehicle: VehicleProfile): number {
  const driven = posted * vehicle.limitShare
  const mean = vehicle.classKmh[classNumber]
  if (posted >= unlimitedKmh) return Math.max(mean, vehicle.speedKmhMax * vehicle.limitShare)
  return classNumber >= roadClasses.indexOf('residential') ? Math.min(driven, mean * 1.2) : driven
}

// `source:maxspeed=DE:urban`, `zone:traffic` and lights say that a road without a posted limit lies in a place
function unpostedKmh(tags: OsmTags, classNumber: number, vehicle: VehicleProfile): number {
  const mean = vehicle.classKmh[classNumber]
  for (const key of ['maxspeed:type', 'source:maxspeed', 'zone:traffic', 'zone:maxspeed']) {
    const value = tags.get(key)
    const kmh = value === undefined ? null : singleLimitKmh(value)
    if (kmh !== null) return postedKmh(kmh, classNumber, vehicle)
  }
  const inPlace = tags.get('lit') === 'yes' || tags.has('sidewalk')
  return inPlace && classNumber >= roadClasses.indexOf('primary') ? Math.min(mean, 50 * vehicle.limitShare) : mean
}
