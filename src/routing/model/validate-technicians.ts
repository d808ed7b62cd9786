import type { Model, Shift } from './model.ts'
import { CENTS_MAX, type Findings, figure, type Ids, SECONDS_MAX, whole } from './validate.ts'

const AMOUNT_MAX = 1e6

export function validateTechnicians(model: Model, ids: Ids, findings: Findings): void {
  model.technicians.forEach((technician, t) => {
    const path = `technicians[${t}]`
    figure(findings, `${path}.travelFactor`, technician.travelFactor, 0.05, 20)
    for (const [kind, factor] of Object.entries(technician.serviceFactors ?? {}))
      figure(findings, `${path}.serviceFactors.${kind}`, factor, 0.01, 100)
    for (const [name, cents] of Object.entries(technician.cost ?? {}))
      figure(findings, `${path}.cost.${name}`, cents, 0, CENTS_MAX)
    amounts(findings, `${path}.parts`, technician.parts)
    amounts(findings, `${path}.capacities`, technician.capacities)
    amounts(findings, `${path}.skills`, technician.skills)
    whole(findings, `${path}.restMinSeconds`, technician.restMinSeconds, 0, SECONDS_MAX)
    whole(findings, `${path}.workMaxSeconds`, technician.workMaxSeconds, 0, SECONDS_MAX)
    technician.shifts.forEach((shift, s) => {
      validateShift(shift, `${path}.shifts[${s}]`, ids, findings)
    })
    overlaps(findings, `${path}.shifts`, technician.shifts, `technician ${technician.id}`)
  })
  validateVehicles(model, findings)
  validateDepots(model, ids, findings)
}

function validateShift(shift: Shift, path: string, ids: Ids, findings: Findings): void {
  const timesRight =
    whole(findings, `${path}.startSeconds`, shift.startSeconds, 0, SECONDS_MAX) &&
    whole(findings, `${path}.endSeconds`, shift.endSeconds, 0, SECONDS_MAX)
  if (timesRight && shift.endSeconds < shift.startSeconds)
    findings.add(path, 'empty-window', `Shift ${shift.id} ends before it starts.`)
  whole(findings, `${path}.day`, shift.day, 0, 10_000)
  whole(findings, `${path}.overtimeMaxSeconds`, shift.overtimeMaxSeconds, 0, SECONDS_MAX)
  whole(findings, `${path}.workMaxSeconds`, shift.workMaxSeconds, 0, SECONDS_MAX)
  for (const name of ['startPlace', 'endPlace'] as const) {
    const place = shift[name]
    if (place !== null && !ids.places.has(place))
      findings.add(`${path}.${name}`, 'unknown', `Place ${place} is not in places.`)
  }
  if (shift.vehicle !== undefined && !ids.vehicles.has(shift.vehicle))
    findings.add(`${path}.vehicle`, 'unknown', `Vehicle ${shift.vehicle} is not in vehicles.`)
  figure(findings, `${path}.companion.serviceFactor`, shift.companion?.serviceFactor, 0.01, 100)
  figure(findings, `${path}.standby.callOutCents`, shift.standby?.callOutCents, 0, CENTS_MAX)
  figure(findings, `${path}.standby.priorityMin`, shift.standby?.priorityMin, 0, 100)
  ;(shift.breaks ?? []).forEach((pause, b) => {
    const at = `${path}.breaks[${b}]`
    whole(findings, `${at}.durationSeconds`, pause.durationSeconds, 0, SECONDS_MAX)
    if (!whole(findings, `${at}.earliestSeconds`, pause.earliestSeconds, 0, SECONDS_MAX)) return
    if (!whole(findings, `${at}.latestSeconds`, pause.latestSeconds, 0, SECONDS_MAX)) return
    if (pause.latestSeconds < pause.earliestSeconds)
      findings.add(at, 'empty-window', `Break ${pause.id} has an empty window.`)
    else if (pause.latestSeconds < shift.startSeconds || pause.earliestSeconds > shift.endSeconds)
      findings.add(at, 'contradiction', `Break ${pause.id} lies outside of shift ${shift.id}.`)
  })
}

/** The same person or vehicle cannot be in two shifts at once. */
function overlaps(findings: Findings, path: string, shifts: readonly Shift[], whose: string): void {
  const byStart = [...shifts].sort((a, b) => a.startSeconds - b.startSeconds)
  for (let i = 1; i < byStart.length; i++) {
    const before = byStart[i - 1] as Shift
    const after = byStart[i] as Shift
    if (after.startSeconds < before.endSeconds)
      findings.add(path, 'overlap', `Shifts ${before.id} and ${after.id} of ${whose} overlap.`)
  }
}

function validateVehicles(model: Model, findings: Findings): void {
  ;(model.vehicles ?? []).forEach((vehicle, v) => {
    const path = `vehicles[${v}]`
    figure(findings, `${path}.travelFactor`, vehicle.travelFactor, 0.05, 20)
    figure(findings, `${path}.centsPerKm`, vehicle.centsPerKm, 0, CENTS_MAX)
    figure(findings, `${path}.rangeMetres`, vehicle.rangeMetres, 0, SECONDS_MAX)
    amounts(findings, `${path}.parts`, vehicle.parts)
    amounts(findings, `${path}.capacities`, vehicle.capacities)
    const users = model.technicians.flatMap((technician) => technician.shifts.filter((s) => s.vehicle === vehicle.id))
    overlaps(findings, path, users, `vehicle ${vehicle.id}`)
  })
}

/** Depots called at are kept as bits of 32-bit numbers. */
const DEPOTS_MAX = 31

function validateDepots(model: Model, ids: Ids, findings: Findings): void {
  if ((model.depots?.length ?? 0) > DEPOTS_MAX) findings.add('depots', 'size', `At most ${DEPOTS_MAX} depots.`)
  ;(model.depots ?? []).forEach((depot, d) => {
    const path = `depots[${d}]`
    if (!ids.places.has(depot.place)) findings.add(`${path}.place`, 'unknown', `Place ${depot.place} is not in places.`)
    whole(findings, `${path}.durationSeconds`, depot.durationSeconds, 0, SECONDS_MAX)
    ;(depot.windows ?? []).forEach((window, w) => {
      if (!(window.endSeconds >= window.startSeconds))
        findings.add(`${path}.windows[${w}]`, 'empty-window', `Depot ${depot.id} has an empty window.`)
    })
    for (const id of depot.technicians ?? [])
      if (!ids.technicians.has(id)) findings.add(`${path}.technicians`, 'unknown', `Technician ${id} does not exist.`)
  })
}

export function amounts(findings: Findings, path: string, row: Readonly<Record<string, number>> | undefined): void {
  for (const [name, amount] of Object.entries(row ?? {})) whole(findings, `${path}.${name}`, amount, 0, AMOUNT_MAX)
}
