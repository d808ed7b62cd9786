import type { Model } from './model.ts'
import { type Findings, figure, SECONDS_MAX, whole } from './validate.ts'

/** More places than this would need a matrix above 1.6 GB. */
const PLACES_MAX = 20_000

export function validateTravel(model: Model, findings: Findings): void {
  const n = model.places.length
  if (n > PLACES_MAX) findings.add('places', 'size', `${n} places; at most ${PLACES_MAX} fit into one matrix.`)
  const travel = model.travel
  if (travel.kind === 'euclidean') {
    figure(findings, 'travel.metresPerSecond', travel.metresPerSecond, 1e-6, 1e6)
    model.places.forEach((place, i) => {
      if (!Number.isFinite(place.x) || !Number.isFinite(place.y))
        findings.add(`places[${i}]`, 'missing', `Place ${place.id} has no coordinates, which euclidean travel needs.`)
    })
  } else {
    checkMatrix(findings, 'travel.seconds', travel.seconds, n)
    if (travel.metres) checkMatrix(findings, 'travel.metres', travel.metres, n)
  }
  const byHour = travel.byHour
  if (!byHour) return
  whole(findings, 'travel.byHour.stepSeconds', byHour.stepSeconds, 60, SECONDS_MAX)
  whole(findings, 'travel.byHour.offsetSeconds', byHour.offsetSeconds, 0, SECONDS_MAX)
  if (byHour.profiles.length === 0 || byHour.profiles.length > 255)
    findings.add('travel.byHour.profiles', 'size', 'There must be 1 to 255 profiles.')
  byHour.profiles.forEach((profile, p) => {
    const path = `travel.byHour.profiles[${p}]`
    if (profile.length === 0 || profile.length !== byHour.profiles[0]?.length)
      findings.add(path, 'size', 'All profiles need the same number of steps, at least one.')
    profile.forEach((speed, k) => figure(findings, `${path}[${k}]`, speed, 0.01, 10))
  })
  const profileOf = byHour.profileOf
  if (!profileOf) return
  if (profileOf.length !== n * n) {
    findings.add('travel.byHour.profileOf', 'size', `Has ${profileOf.length} entries, ${n * n} are needed.`)
    return
  }
  for (let i = 0; i < profileOf.length; i++) {
    const p = profileOf[i] as number
    if (!whole(findings, `travel.byHour.profileOf[${i}]`, p, 0, byHour.profiles.length - 1)) return
  }
}

function checkMatrix(findings: Findings, path: string, matrix: ArrayLike<number>, n: number): void {
  if (matrix.length !== n * n) {
    findings.add(path, 'size', `Has ${matrix.length} entries; ${n} places need ${n * n}.`)
    return
  }
  for (let i = 0; i < matrix.length; i++) {
    const value = matrix[i] as number
    if (!(value >= 0) || value > SECONDS_MAX) {
      findings.add(`${path}[${i}]`, 'range', `${value} is not a number from 0 to ${SECONDS_MAX}.`)
      return
    }
  }
}
