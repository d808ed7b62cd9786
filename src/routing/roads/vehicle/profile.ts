/** Classes of roads from the fastest to the slowest; a class number is the index in this list. */
export const roadClasses = [
  'motorway',
  'motorway_link',
  'trunk',
  'trunk_link',
  'primary',
  'primary_link',
  'secondary',
  'secondary_link',
  'tertiary',
  'tertiary_link',
  'unclassified',
  'residential',
  'living_street',
  'service',
  'track',
] as const
export type RoadClass = (typeof roadClasses)[number]

export interface VehicleProfile {
  readonly name: string
  /** Access tags from the most to the least specific; the first that a road carries decides. */
  readonly accessKeys: readonly string[]
  /** Words after `except=` and in `restriction:WORD` that mean this vehicle. */
  readonly restrictionWords: readonly string[]
  readonly speedKmhMax: number
  /** Free-flow speed by class where the road has no limit posted, km/h. */
  readonly classKmh: readonly number[]
  /** What is driven of a posted limit: hills, bends and slower cars keep the mean below it. */
  readonly limitShare: number
  readonly heightM: number
  readonly widthM: number
  readonly weightT: number
}

// Means of German roads outside and inside places taken together, rounded: limits are 130 (advised), 100 and 50 km/h
// (StVO section 3), and crossings are charged apart by the turn costs.
const carKmh = [115, 60, 95, 50, 70, 45, 65, 40, 55, 35, 45, 30, 8, 15, 12]

/** A passenger car. */
export const car: VehicleProfile = {
  name: 'car',
  accessKeys: ['motorcar', 'motor_vehicle', 'vehicle', 'access'],
  restrictionWords: ['motorcar', 'motor_vehicle'],
  speedKmhMax: 130,
  classKmh: carKmh,
  limitShare: 0.9,
  heightM: 1.8,
  widthM: 1.9,
  weightT: 2,
}

/** A technician's van of up to 3.5 t (category N1): the same roads as a car except low, narrow and weak ones. */
export const van: VehicleProfile = {
  name: 'van',
  accessKeys: ['motorcar', 'motor_vehicle', 'vehicle', 'access'],
  restrictionWords: ['motorcar', 'motor_vehicle'],
  speedKmhMax: 110,
  classKmh: carKmh.map((kmh) => Math.round(kmh * 0.95)),
  limitShare: 0.87,
  heightM: 2.7,
  widthM: 2.1,
  weightT: 3.5,
}

export const vehicleProfiles: readonly VehicleProfile[] = [car, van]
