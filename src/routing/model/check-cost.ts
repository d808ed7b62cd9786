import type { Planned } from './check-plan.ts'
import type { TourFigures } from './check-tour.ts'
import type { Model, Shift, Technician, Visit } from './model.ts'
import type { Cost, Plan } from './plan.ts'

/** Cents may differ by the order in which doubles are added. */
const TOLERANCE_CENTS = 0.01

/** Recomputes each part of the cost and compares it with what the plan says. Answers the total. */
export function checkCost(
  model: Model,
  visits: Map<string, Visit>,
  plan: Plan,
  figures: TourFigures[],
  planned: Planned,
  faults: string[],
): number {
  const cost: Omit<Cost, 'total'> = {
    ...tourCosts(model, figures),
    ...visitCosts(model, visits, planned),
    fairness: fairness(model, figures),
    dropped: 0,
  }
  const weights = model.weights ?? {}
  for (const [id, visit] of visits) {
    if (planned.has(id)) continue
    cost.dropped += visit.optional
      ? (visit.dropCents ?? 0)
      : (weights.droppedCents ?? 100_000) * (1 + (visit.priority ?? 0))
  }
  let total = 0
  for (const [name, cents] of Object.entries(cost)) {
    total += cents
    const said = plan.cost[name as keyof Cost]
    if (Math.abs(said - cents) > TOLERANCE_CENTS * Math.max(1, Math.abs(cents) * 1e-6))
      faults.push(`The plan says ${said} cents for ${name}; it is ${cents}.`)
  }
  if (Math.abs(plan.cost.total - total) > TOLERANCE_CENTS * Math.max(1, total * 1e-6))
    faults.push(`The plan says ${plan.cost.total} cents in all; it is ${total}.`)
  return total
}

function tourCosts(model: Model, figures: TourFigures[]) {
  const parts = { travel: 0, work: 0, overtime: 0, tours: 0 }
  for (const figure of figures) {
    const technician = model.technicians.find((one) => one.id === figure.technician) as Technician
    const shift = technician.shifts.find((one) => one.id === figure.shift) as Shift
    const vehicle = model.vehicles?.find((one) => one.id === shift.vehicle)
    const cost = technician.cost ?? {}
    parts.travel += (figure.metres / 1000) * (vehicle?.centsPerKm ?? cost.centsPerKm ?? 30)
    parts.work += (figure.workSeconds / 60) * (cost.centsPerMinute ?? 50)
    parts.overtime += (figure.overtimeSeconds / 60) * (cost.overtimeCentsPerMinute ?? 25)
    parts.tours += (cost.centsPerTour ?? 0) + (shift.standby?.callOutCents ?? 0)
  }
  return parts
}

function visitCosts(model: Model, visits: Map<string, Visit>, planned: Planned) {
  const weights = model.weights ?? {}
  const parts = { lateness: 0, affinity: 0, area: 0, stability: 0 }
  const before = new Map((model.previous ?? []).map((stop) => [stop.visit, stop]))
  const technicianOf = new Map(
    model.technicians.flatMap((one) => one.shifts.map((shift) => [shift.id, one.id] as const)),
  )
  for (const [id, { stop, technician }] of planned) {
    const visit = visits.get(id)
    if (!visit) continue
    parts.lateness += lateness(visit, stop.startSeconds) * (weights.punctuality ?? 1)
    if (visit.affinity) parts.affinity += ((weights.affinityCents ?? 0) * (1 - (visit.affinity[technician] ?? 0))) / 2
    const areas = model.technicians.find((one) => one.id === technician)?.areas
    const area = model.places.find((place) => place.id === visit.place)?.area
    if (areas && (area === undefined || !areas.includes(area))) parts.area += weights.outsideAreaCents ?? 0
    const old = before.get(id)
    if (!old) continue
    if (technicianOf.get(old.shift) !== technician) parts.stability += weights.stabilityTechnicianCents ?? 0
    if (old.startSeconds !== undefined)
      parts.stability += (Math.abs(stop.startSeconds - old.startSeconds) / 60) * (weights.stabilityCentsPerMinute ?? 0)
  }
  return parts
}

/** Cents of lateness: of the first window (by start) that the start is not beyond, as a promise is kept or broken in order. */
function lateness(visit: Visit, start: number): number {
  if (visit.lock?.window || !visit.windows) return 0
  const deadline = visit.deadlineSeconds ?? Number.POSITIVE_INFINITY
  for (const window of [...visit.windows].sort((a, b) => a.startSeconds - b.startSeconds)) {
    if (window.startSeconds > deadline) continue
    const soft = window.lateCentsPerMinute !== undefined
    const last = soft ? window.endSeconds + (window.lateMaxSeconds ?? Number.POSITIVE_INFINITY) : window.endSeconds
    if (start > Math.min(last, deadline)) continue
    const end = Math.min(window.endSeconds, deadline)
    return start > end ? ((start - end) / 60) * (window.lateCentsPerMinute ?? 0) : 0
  }
  return 0
}

/** Squared hours of work by technician over the plan. */
function fairness(model: Model, figures: TourFigures[]): number {
  const hours = new Map<string, number>()
  for (const one of figures) hours.set(one.technician, (hours.get(one.technician) ?? 0) + one.workSeconds / 3600)
  let sum = 0
  for (const value of hours.values()) sum += value * value
  return sum * (model.weights?.fairnessCentsPerSquaredHour ?? 0)
}
