/**
 * The independent checker: recomputes a plan from the model alone, stop by stop, slowly and plainly. It shares no code with
 * compiler, simulation and search on purpose: a mistake made there must not be made here again. It does not ask whether the
 * plan is good, only whether every sentence of the model holds and every figure of the plan is right.
 */
import { checkCost } from './check-cost.ts'
import { checkTour, type TourFigures } from './check-tour.ts'
import type { Model, Shift, Technician, Visit } from './model.ts'
import type { Plan, Stop } from './plan.ts'

/** One sentence for each thing that does not hold. */
export type CheckResult = { feasible: boolean; faults: string[]; totalCents: number }

export function checkPlan(model: Model, plan: Plan): CheckResult {
  const faults: string[] = []
  const visits = new Map<string, Visit>()
  for (const visit of model.visits) {
    visits.set(visit.id, visit)
    if (visit.crew === 2) visits.set(`${visit.id}#2`, secondHalf(visit))
  }
  const shifts = new Map<string, { shift: Shift; technician: Technician }>()
  for (const technician of model.technicians)
    for (const shift of technician.shifts) shifts.set(shift.id, { shift, technician })
  const figures: TourFigures[] = []
  for (const tour of plan.tours) {
    const owner = shifts.get(tour.shift)
    if (!owner) faults.push(`The tour of shift ${tour.shift} has no such shift.`)
    else if (owner.technician.id !== tour.technician) faults.push(`Shift ${tour.shift} is not ${tour.technician}'s.`)
    else figures.push(checkTour({ model, visits, tour, ...owner }, faults))
  }
  const planned = checkServedOnce(visits, plan, faults)
  checkAcrossTours(model, planned, faults)
  checkTechnicians(model, plan, figures, faults)
  const totalCents = checkCost(model, visits, plan, figures, planned, faults)
  return { feasible: faults.length === 0, faults, totalCents }
}

function secondHalf(visit: Visit): Visit {
  return { ...visit, id: `${visit.id}#2`, skills: visit.secondSkills ?? {}, tools: [], parts: {}, loads: {} }
}

export type Planned = Map<string, { stop: Stop; technician: string; shift: string }>

function checkServedOnce(visits: Map<string, Visit>, plan: Plan, faults: string[]): Planned {
  const planned: Planned = new Map()
  const tours = new Set<string>()
  for (const tour of plan.tours) {
    if (tours.has(tour.shift)) faults.push(`Shift ${tour.shift} has two tours.`)
    tours.add(tour.shift)
    for (const stop of tour.stops) {
      if (stop.kind !== 'visit') continue
      if (planned.has(stop.id)) faults.push(`Visit ${stop.id} is planned twice.`)
      planned.set(stop.id, { stop, technician: tour.technician, shift: tour.shift })
    }
  }
  const dropped = new Set(plan.dropped)
  for (const id of visits.keys())
    if (planned.has(id) === dropped.has(id)) faults.push(`Visit ${id} is neither planned nor dropped, or both.`)
  return planned
}

function checkAcrossTours(model: Model, planned: Planned, faults: string[]): void {
  const pairs: [string, string][] = []
  for (const visit of model.visits) if (visit.crew === 2) pairs.push([visit.id, `${visit.id}#2`])
  for (const relation of model.relations ?? []) {
    if (relation.kind === 'together') pairs.push([relation.visits[0], relation.visits[1]])
    else if (relation.kind === 'order') {
      const first = planned.get(relation.first)
      const second = planned.get(relation.second)
      if (!second) continue
      if (!first) faults.push(`Visit ${relation.second} is planned without ${relation.first}.`)
      else {
        const gap = second.stop.startSeconds - first.stop.endSeconds
        if (gap < (relation.gapMinSeconds ?? 0) || gap > (relation.gapMaxSeconds ?? Number.POSITIVE_INFINITY))
          faults.push(`${relation.second} begins ${gap} s after ${relation.first}, against their order.`)
      }
    } else checkTechnicianRelation(relation.kind, relation.visits, planned, faults)
  }
  for (const [a, b] of pairs) {
    const one = planned.get(a)
    const two = planned.get(b)
    if (!one && !two) continue
    if (!one || !two) faults.push(`Only one of ${a} and ${b} is planned.`)
    else if (one.stop.startSeconds !== two.stop.startSeconds) faults.push(`${a} and ${b} do not begin together.`)
    else if (one.technician === two.technician) faults.push(`${a} and ${b} have the same technician.`)
  }
}

function checkTechnicianRelation(kind: string, ids: readonly string[], planned: Planned, faults: string[]): void {
  const who = ids.map((id) => planned.get(id)?.technician).filter((id) => id !== undefined)
  const distinct = new Set(who).size
  if (kind === 'same-technician' ? distinct > 1 : distinct < who.length)
    faults.push(`The technicians of ${ids.join(', ')} are against "${kind}".`)
}

/** Rest between tours, and the longest work over the plan. */
function checkTechnicians(model: Model, plan: Plan, figures: TourFigures[], faults: string[]): void {
  for (const technician of model.technicians) {
    const tours = plan.tours.filter((tour) => tour.technician === technician.id)
    tours.sort((a, b) => a.departureSeconds - b.departureSeconds)
    for (let i = 1; i < tours.length; i++) {
      const rest = tours[i].departureSeconds - tours[i - 1].returnSeconds
      if (rest < (technician.restMinSeconds ?? 0)) faults.push(`${technician.id} rests only ${rest} s between tours.`)
    }
    let work = 0
    for (const figure of figures) if (figure.technician === technician.id) work += figure.workSeconds
    if (work > (technician.workMaxSeconds ?? Number.POSITIVE_INFINITY))
      faults.push(`${technician.id} works ${work} s, more than allowed.`)
  }
}
