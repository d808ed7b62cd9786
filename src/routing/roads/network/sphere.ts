const earthRadiusM = 6_371_008.8
const radiansPerE7 = Math.PI / 180 / 1e7

/** Distance in metres, by a plane at the middle latitude: errors under 0.01 % for the few hundred metres between two points of a road. */
export function distanceM(latA: number, lonA: number, latB: number, lonB: number): number {
  const y = (latB - latA) * radiansPerE7
  const x = (lonB - lonA) * radiansPerE7 * Math.cos(((latA + latB) / 2) * radiansPerE7)
  return Math.sqrt(x * x + y * y) * earthRadiusM
}

/** Bearing from A to B, whole degrees clockwise from north, 0 to 359. */
export function bearingDegrees(latA: number, lonA: number, latB: number, lonB: number): number {
  const y = latB - latA
  const x = (lonB - lonA) * Math.cos(((latA + latB) / 2) * radiansPerE7)
  return (Math.round((Math.atan2(x, y) * 180) / Math.PI) + 360) % 360
}

/** Metres per 1e-7 degree of latitude, and of longitude at the given latitude. */
export function metresPerE7(lat: number): { lat: number; lon: number } {
  const perE7 = radiansPerE7 * earthRadiusM
  return { lat: perE7, lon: perE7 * Math.cos(lat * radiansPerE7) }
}
