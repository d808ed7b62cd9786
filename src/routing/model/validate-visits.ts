import type { Model, Visit } from './model.ts'
import { CENTS_MAX, type Findings, figure, type Ids, SECONDS_MAX, whole } from './validate.ts'
import { amounts } from './validate-technicians.ts'

export function validateVisits(model: Model, ids: Ids, findings: Findings): void {
  model.visits.forEach((visit, v) => {
    const path = `visits[${v}]`
    if (!ids.places.has(visit.place)) findings.add(`${path}.place`, 'unknown', `Place ${visit.place} is not in places.`)
    whole(findings, `${path}.serviceSeconds`, visit.serviceSeconds, 0, SECONDS_MAX)
    for (const [id, seconds] of Object.entries(visit.serviceSecondsByTechnician ?? {})) {
      whole(findings, `${path}.serviceSecondsByTechnician.${id}`, seconds, 0, SECONDS_MAX)
      known(findings, `${path}.serviceSecondsByTechnician`, id, ids)
    }
    if (visit.serviceFactorByHour && visit.serviceFactorByHour.length !== 24)
      findings.add(`${path}.serviceFactorByHour`, 'size', 'There must be 24 factors, one an hour.')
    visit.serviceFactorByHour?.forEach((f, h) => figure(findings, `${path}.serviceFactorByHour[${h}]`, f, 0.01, 100))
    whole(findings, `${path}.setup.seconds`, visit.setup?.seconds, 0, SECONDS_MAX)
    figure(findings, `${path}.priority`, visit.priority, 0, 100)
    figure(findings, `${path}.dropCents`, visit.dropCents, 0, CENTS_MAX)
    amounts(findings, `${path}.skills`, visit.skills)
    amounts(findings, `${path}.parts`, visit.parts)
    amounts(findings, `${path}.loads`, visit.loads)
    for (const id of visit.requiredTechnicians ?? []) known(findings, `${path}.requiredTechnicians`, id, ids)
    for (const id of visit.forbiddenTechnicians ?? []) known(findings, `${path}.forbiddenTechnicians`, id, ids)
    for (const [id, value] of Object.entries(visit.affinity ?? {})) {
      known(findings, `${path}.affinity`, id, ids)
      figure(findings, `${path}.affinity.${id}`, value, -1, 1)
    }
    contradictions(visit, path, findings)
    validateWindows(visit, path, findings)
    validateLock(visit, path, ids, findings)
  })
  const w = model.weights ?? {}
  for (const [name, value] of Object.entries(w)) figure(findings, `weights.${name}`, value, 0, CENTS_MAX)
  ;(model.previous ?? []).forEach((stop, i) => {
    if (!ids.shifts.has(stop.shift))
      findings.add(`previous[${i}].shift`, 'unknown', `Shift ${stop.shift} does not exist.`)
  })
}

function known(findings: Findings, path: string, technician: string, ids: Ids): void {
  if (!ids.technicians.has(technician)) findings.add(path, 'unknown', `Technician ${technician} does not exist.`)
}

function contradictions(visit: Visit, path: string, findings: Findings): void {
  const required = visit.requiredTechnicians
  if (!required || required.length === 0) return
  const forbidden = new Set(visit.forbiddenTechnicians ?? [])
  if (required.every((id) => forbidden.has(id)))
    findings.add(path, 'contradiction', `All required technicians of visit ${visit.id} are forbidden, too.`)
}

function validateWindows(visit: Visit, path: string, findings: Findings): void {
  ;(visit.windows ?? []).forEach((window, w) => {
    const at = `${path}.windows[${w}]`
    if (!whole(findings, `${at}.startSeconds`, window.startSeconds, 0, SECONDS_MAX)) return
    if (!whole(findings, `${at}.endSeconds`, window.endSeconds, 0, SECONDS_MAX)) return
    if (window.endSeconds < window.startSeconds) findings.add(at, 'empty-window', 'The window ends before it starts.')
    figure(findings, `${at}.lateCentsPerMinute`, window.lateCentsPerMinute, 0, CENTS_MAX)
    whole(findings, `${at}.lateMaxSeconds`, window.lateMaxSeconds, 0, SECONDS_MAX)
  })
  const deadline = visit.deadlineSeconds
  if (!whole(findings, `${path}.deadlineSeconds`, deadline, 0, SECONDS_MAX) || deadline === undefined) return
  if (visit.windows?.length && visit.windows.every((window) => window.startSeconds > deadline))
    findings.add(path, 'contradiction', `All windows of visit ${visit.id} begin after its deadline.`)
}

function validateLock(visit: Visit, path: string, ids: Ids, findings: Findings): void {
  const lock = visit.lock
  if (!lock) return
  if (lock.shift !== undefined && !ids.shifts.has(lock.shift))
    findings.add(`${path}.lock.shift`, 'unknown', `Shift ${lock.shift} does not exist.`)
  if (lock.window && !(lock.window.endSeconds >= lock.window.startSeconds))
    findings.add(`${path}.lock.window`, 'empty-window', 'The locked window ends before it starts.')
  if (lock.window) {
    whole(findings, `${path}.lock.window.startSeconds`, lock.window.startSeconds, 0, SECONDS_MAX)
    whole(findings, `${path}.lock.window.endSeconds`, lock.window.endSeconds, 0, SECONDS_MAX)
  }
  whole(findings, `${path}.lock.rank`, lock.rank, 0, 1000)
  if (lock.rank !== undefined && lock.shift === undefined)
    findings.add(`${path}.lock`, 'missing', 'A rank needs the shift whose tour it is in.')
  if (lock.shift !== undefined && visit.crew === 2)
    findings.add(`${path}.lock`, 'contradiction', 'A visit of two technicians cannot be locked to one shift.')
}
