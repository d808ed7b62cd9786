import { tripEnd, tripMetres } from './check-travel.ts'
import type { Depot, Model, Shift, Technician, Vehicle, Visit } from './model.ts'
import type { Stop, Tour } from './plan.ts'

/** What a tour comes to, for the check of cost. */
export type TourFigures = {
  shift: string
  technician: string
  metres: number
  workSeconds: number
  overtimeSeconds: number
}

export type TourCase = {
  model: Model
  visits: Map<string, Visit>
  tour: Tour
  shift: Shift
  technician: Technician
}

export function checkTour(given: TourCase, faults: string[]): TourFigures {
  const { shift, tour, technician } = given
  const vehicle = given.model.vehicles?.find((one) => one.id === shift.vehicle)
  const figures = checkTimes(given, vehicle, faults)
  checkBreaks(given, faults)
  checkStock(given, vehicle, faults)
  checkRanks(given, faults)
  let unpaid = 0
  for (const stop of tour.stops) {
    const pause = stop.kind === 'break' ? shift.breaks?.find((one) => one.id === stop.id) : undefined
    if (pause && !pause.paid) unpaid += stop.endSeconds - stop.startSeconds
  }
  const workSeconds = tour.returnSeconds - tour.departureSeconds - unpaid
  const at = `Tour ${shift.id}`
  if (tour.departureSeconds < shift.startSeconds) faults.push(`${at} leaves before the shift begins.`)
  if (tour.returnSeconds > shift.endSeconds + (shift.overtimeMaxSeconds ?? 0)) faults.push(`${at} returns too late.`)
  if (workSeconds > (shift.workMaxSeconds ?? Number.POSITIVE_INFINITY)) faults.push(`${at} works ${workSeconds} s.`)
  const overtimeSeconds = Math.max(0, tour.returnSeconds - shift.endSeconds)
  return { shift: shift.id, technician: technician.id, metres: figures.metres, workSeconds, overtimeSeconds }
}

/** Follows the tour from place to place: no stop begins before one can be there, none is left before it is over. */
function checkTimes(given: TourCase, vehicle: Vehicle | undefined, faults: string[]): { metres: number } {
  const { model, tour, shift, technician } = given
  const factor = (technician.travelFactor ?? 1) * (vehicle?.travelFactor ?? 1)
  let place = shift.startPlace
  let time = tour.departureSeconds
  let metres = 0
  let sinceCharge = 0
  let before: Visit | undefined
  const drive = (to: string) => {
    const leg = place === null || place === to ? 0 : tripMetres(model, place, to)
    metres += leg
    sinceCharge += leg
    if (sinceCharge > (vehicle?.rangeMetres ?? Number.POSITIVE_INFINITY)) faults.push(`${shift.id} runs out of charge.`)
    place = to
  }
  tour.stops.forEach((stop, i) => {
    const to = stop.kind === 'break' ? breakPlace(given, i, place, time, factor) : placeOf(given, stop)
    if (to === undefined) {
      faults.push(`Stop ${stop.id} of ${shift.id} does not exist.`)
      return
    }
    if (to !== null) {
      const earliest = place === null ? time : tripEnd(model, place, to, time, factor)
      if (stop.arrivalSeconds < earliest)
        faults.push(`${stop.id} is reached at ${stop.arrivalSeconds}, not ${earliest}.`)
      drive(to)
    }
    if (stop.startSeconds < stop.arrivalSeconds) faults.push(`${stop.id} begins before arrival.`)
    const needed = durationOf(given, stop, before)
    if (stop.endSeconds !== stop.startSeconds + needed) faults.push(`${stop.id} takes ${needed} s.`)
    if (stop.kind === 'visit') before = checkVisit(given, stop, faults)
    if (stop.kind === 'reload') {
      before = undefined
      const depot = model.depots?.find((one) => one.id === stop.id)
      checkDepot(depot, stop, technician, faults)
      if (depot?.charges) sinceCharge = 0
    }
    time = stop.endSeconds
  })
  if (shift.endPlace !== null && place !== null) {
    const end = tripEnd(model, place, shift.endPlace, time, factor)
    if (tour.returnSeconds < end) faults.push(`Tour ${shift.id} returns at ${tour.returnSeconds}, not ${end}.`)
    drive(shift.endPlace)
  } else if (tour.returnSeconds < time) faults.push(`Tour ${shift.id} ends before its last stop.`)
  return { metres }
}

function placeOf(given: TourCase, stop: Stop): string | undefined {
  if (stop.kind === 'visit') return given.visits.get(stop.id)?.place
  return given.model.depots?.find((depot) => depot.id === stop.id)?.place
}

/**
 * A break is taken where the technician is: at the place before, or already at the place of the next stop, which is so when
 * its arrival leaves time for the way there.
 */
function breakPlace(given: TourCase, i: number, place: string | null, time: number, factor: number): string | null {
  const { tour, model } = given
  const stop = tour.stops[i]
  const next = tour.stops.slice(i + 1).find((one) => one.kind !== 'break')
  const nextPlace = next ? placeOf(given, next) : undefined
  if (place === null) return nextPlace ?? null
  if (nextPlace === undefined || nextPlace === place) return place
  return stop.arrivalSeconds >= tripEnd(model, place, nextPlace, time, factor) ? nextPlace : place
}

function durationOf(given: TourCase, stop: Stop, before: Visit | undefined): number {
  const { model, shift, technician, visits } = given
  if (stop.kind === 'break') return shift.breaks?.find((one) => one.id === stop.id)?.durationSeconds ?? -1
  if (stop.kind === 'reload') return model.depots?.find((one) => one.id === stop.id)?.durationSeconds ?? 0
  const visit = visits.get(stop.id)
  if (!visit) return -1
  let seconds = visit.serviceSecondsByTechnician?.[technician.id]
  if (seconds === undefined) {
    const byKind = visit.kind === undefined ? 1 : (technician.serviceFactors?.[visit.kind] ?? 1)
    seconds = Math.round(visit.serviceSeconds * byKind * (shift.companion?.serviceFactor ?? 1))
  }
  if (visit.serviceFactorByHour) {
    const midnight = model.travel.byHour?.offsetSeconds ?? 0
    const hour = Math.floor((((stop.startSeconds + midnight) / 3600) % 24) + 1e-12)
    seconds = Math.round(seconds * visit.serviceFactorByHour[hour])
  }
  return seconds + (sharesSetup(model, visit, before) ? 0 : (visit.setup?.seconds ?? 0))
}

function sharesSetup(model: Model, visit: Visit, before: Visit | undefined): boolean {
  if (!visit.setup || !before?.setup || visit.setup.sharedBy !== before.setup.sharedBy) return false
  const here = model.places.find((place) => place.id === visit.place)
  const there = model.places.find((place) => place.id === before.place)
  if (visit.setup.sharedBy === 'street') return here?.street !== undefined && here.street === there?.street
  return (here?.address ?? here?.id) === (there?.address ?? there?.id)
}

/** Windows, deadline, lock, skills and people of one visit. Answers the visit. */
function checkVisit(given: TourCase, stop: Stop, faults: string[]): Visit | undefined {
  const { model, shift, technician } = given
  const visit = given.visits.get(stop.id)
  if (!visit) return undefined
  const start = stop.startSeconds
  const windows = visit.lock?.window ? [visit.lock.window] : visit.windows
  const inside = (windows ?? []).some((window) => {
    const soft = 'lateCentsPerMinute' in window && window.lateCentsPerMinute !== undefined
    const grace = soft ? (window.lateMaxSeconds ?? Number.POSITIVE_INFINITY) : 0
    return start >= window.startSeconds && start <= window.endSeconds + grace
  })
  if (windows?.length && !inside) faults.push(`${stop.id} begins at ${start}, outside of its windows.`)
  if (start > (visit.deadlineSeconds ?? Number.POSITIVE_INFINITY)) faults.push(`${stop.id} misses its deadline.`)
  if (visit.lock?.shift !== undefined && visit.lock.shift !== shift.id) faults.push(`${stop.id} is locked elsewhere.`)
  for (const [skill, level] of Object.entries(visit.skills ?? {})) {
    const has = Math.max(technician.skills?.[skill] ?? 0, shift.companion?.skills?.[skill] ?? 0)
    if (has < level) faults.push(`${technician.id} lacks ${skill} for ${stop.id}.`)
  }
  const required = visit.requiredTechnicians
  if (required && !required.includes(technician.id)) faults.push(`${stop.id} may not go to ${technician.id}.`)
  if (visit.forbiddenTechnicians?.includes(technician.id)) faults.push(`${stop.id} must not go to ${technician.id}.`)
  const area = model.places.find((place) => place.id === visit.place)?.area
  if (technician.areas && technician.areasOnly && (area === undefined || !technician.areas.includes(area)))
    faults.push(`${stop.id} lies outside of the areas of ${technician.id}.`)
  if ((visit.priority ?? 0) < (shift.standby?.priorityMin ?? 0)) faults.push(`${stop.id} is not urgent enough.`)
  return visit
}

function checkDepot(depot: Depot | undefined, stop: Stop, technician: Technician, faults: string[]): void {
  if (!depot) return
  if (depot.technicians && !depot.technicians.includes(technician.id)) faults.push(`${depot.id} is closed to them.`)
  const open = (depot.windows ?? []).some(
    (w) => stop.startSeconds >= w.startSeconds && stop.startSeconds <= w.endSeconds,
  )
  if (depot.windows?.length && !open) faults.push(`${depot.id} is closed at ${stop.startSeconds}.`)
}

/** Every break is taken once, in its window; only one that lies before leaving or after returning may be left out. */
function checkBreaks(given: TourCase, faults: string[]): void {
  const { shift, tour } = given
  for (const pause of shift.breaks ?? []) {
    const taken = tour.stops.filter((stop) => stop.kind === 'break' && stop.id === pause.id)
    const away = tour.departureSeconds > pause.latestSeconds || tour.returnSeconds <= pause.latestSeconds
    if (taken.length === 0 && !away) faults.push(`Tour ${shift.id} misses break ${pause.id}.`)
    if (taken.length > 1) faults.push(`Tour ${shift.id} takes break ${pause.id} twice.`)
    for (const stop of taken)
      if (stop.startSeconds < pause.earliestSeconds || stop.startSeconds > pause.latestSeconds)
        faults.push(`Break ${pause.id} of ${shift.id} begins outside of its window.`)
  }
}

/** Tools, parts and room, by walking along the tour with the bag in hand. */
function checkStock(given: TourCase, vehicle: Vehicle | undefined, faults: string[]): void {
  const { model, tour, technician, visits, shift } = given
  const tools = new Set([...(technician.tools ?? []), ...(vehicle?.tools ?? [])])
  const full = (part: string) => (technician.parts?.[part] ?? 0) + (vehicle?.parts?.[part] ?? 0)
  let used = new Map<string, number>()
  let loaded = new Map<string, number>()
  let unlimited = false
  for (const stop of tour.stops) {
    const depot = stop.kind === 'reload' ? model.depots?.find((one) => one.id === stop.id) : undefined
    if (depot) {
      for (const tool of depot.tools ?? []) tools.add(tool)
      used = new Map()
      loaded = new Map()
      unlimited = depot.unlimited ?? false
    }
    const visit = stop.kind === 'visit' ? visits.get(stop.id) : undefined
    if (!visit) continue
    for (const tool of visit.tools ?? []) if (!tools.has(tool)) faults.push(`${shift.id} lacks ${tool} for ${stop.id}.`)
    for (const [part, amount] of Object.entries(visit.parts ?? {})) {
      used.set(part, (used.get(part) ?? 0) + amount)
      if (!unlimited && (used.get(part) as number) > full(part)) faults.push(`${shift.id} runs out of ${part}.`)
    }
    for (const [kind, amount] of Object.entries(visit.loads ?? {})) {
      loaded.set(kind, (loaded.get(kind) ?? 0) + amount)
      const room = vehicle?.capacities?.[kind] ?? technician.capacities?.[kind] ?? Number.POSITIVE_INFINITY
      if ((loaded.get(kind) as number) > room) faults.push(`${shift.id} has no room for ${kind}.`)
    }
  }
}

function checkRanks(given: TourCase, faults: string[]): void {
  let last = -1
  let free = false
  for (const stop of given.tour.stops) {
    if (stop.kind === 'break') continue
    const rank = given.visits.get(stop.id)?.lock?.rank
    if (rank === undefined || stop.kind === 'reload') free = true
    else if (free || rank < last) faults.push(`${stop.id} is locked to rank ${rank} of its tour.`)
    else last = rank
  }
}
