/**
 * The road network: from OpenStreetMap (or a made-up state) to exact travel times, drives, reach and traffic.
 *
 *     const roads = openRoads('town.roads')
 *     const place = snap(roads.network, roads.grid, 49.95, 11.57, { street: 'Bahnhofstraße' })
 *     const times = manyToMany(roads, roads.freeFlow, places, places)
 *
 * Times are milliseconds, lengths decimetres.
 */
export { RoadsRefusal, type RoadsRefusalCode } from './refusal.ts'
export { collectRoads } from './osm/read-osm.ts'
export { buildNetwork, type BuiltNetwork } from './network/build.ts'
export { type RoadNetwork, unreachableMs } from './network/network.ts'
export { car, type VehicleProfile, van, vehicleProfiles } from './vehicle/profile.ts'
export { openRoads, prepareRoads, type Roads, saveRoads } from './roads.ts'
export type { Place } from './places/place.ts'
export { snap, type SnapOptions, type SnappedPlace } from './places/snap.ts'
export { customize, type Metric } from './hierarchy/metric.ts'
export { MetricUpdater } from './hierarchy/update.ts'
export { manyToMany } from './hierarchy/matrix.ts'
export { manyToManyWithLengths, type TimesAndLengths } from './hierarchy/lengths.ts'
export { type ArcPath, fastestPath } from './hierarchy/path.ts'
export { arcTimesAt, assumedWeek, type TrafficWeek, weekMoment, type WeekMoment } from './traffic/week.ts'
export { changesBetween, type TrafficReport, withReports } from './traffic/live.ts'
export { timesThroughTraffic } from './traffic/through-traffic.ts'
export { travelInput, type TravelInput, type TravelInputOptions } from './traffic/travel-input.ts'
export { hourlyTravel, type HourlyOptions, type HourlyTravel } from './traffic/hourly.ts'
export { type Drive, driveBetween } from './route/drive.ts'
export type { Manoeuvre, Step } from './route/steps.ts'
export type { Point } from './route/shape.ts'
export { type ReachedPart, reachFrom } from './reach/reach.ts'
export { type Isochrone, isochrone } from './reach/isochrone.ts'
export { generateState, type StateOptions } from './generate/state.ts'
export { compareWithDijkstra, type Comparison } from './check/compare.ts'
