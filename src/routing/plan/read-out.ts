import type { Cost, Plan, Stop, Tour } from '../model/plan.ts'
import { boundsOf, insert, makeBounds, setTour } from './apply.ts'
import { pin, removeBroken } from './relations.ts'
import { makeRun, type Run, simulate } from './simulate.ts'
import { type PlanState, totalCents } from './state.ts'

/** The plan as plain values, with all times and each part of the cost. */
export function toPlan(state: PlanState): Plan {
  const { m } = state
  const run = makeRun()
  const bounds = makeBounds()
  const tours: Tour[] = []
  const cost: Cost = {
    total: 0,
    travel: 0,
    work: 0,
    overtime: 0,
    tours: 0,
    lateness: 0,
    dropped: state.droppedCents,
    affinity: 0,
    area: 0,
    fairness: state.fairnessCents,
    stability: 0,
  }
  for (let s = 0; s < m.shiftCount; s++) {
    if (state.length[s] === 0) continue
    if (!simulate(m, s, state.tours[s], state.length[s], boundsOf(state, s, bounds), run))
      throw new Error(`Tour ${m.shiftIds[s]} of the plan is not feasible any more.`)
    cost.travel += run.travelCents
    cost.work += run.workCents
    cost.overtime += run.overtimeCents
    cost.tours += run.tourCents
    cost.lateness += run.lateCents
    cost.affinity += run.affinityCents
    cost.area += run.areaCents
    cost.stability += run.stabilityCents
    tours.push(readTour(state, s, run))
  }
  cost.total = totalCents(state)
  const dropped = m.visitIds.filter((_, v) => state.tourOf[v] < 0)
  return { tours, dropped, cost }
}

function readTour(state: PlanState, s: number, run: Run): Tour {
  const { m } = state
  const stops: Stop[] = []
  for (let i = 0; i < run.stopCount; i++) {
    const node = run.stop[i]
    const times = {
      arrivalSeconds: run.stopArrival[i],
      startSeconds: run.stopStart[i],
      endSeconds: run.stopEnd[i],
    }
    if (node < 0) stops.push({ kind: 'break', id: m.breakIds[s][-1 - node], ...times })
    else if (node < m.visitCount) stops.push({ kind: 'visit', id: m.visitIds[node], ...times })
    else stops.push({ kind: 'reload', id: m.depotIds[node - m.visitCount], ...times })
  }
  return {
    shift: m.shiftIds[s],
    technician: m.technicianIds[m.shifts.technician[s]],
    departureSeconds: run.departure,
    returnSeconds: run.arrival,
    stops,
  }
}

/**
 * Takes over a plan, e.g. of yesterday: visits and depots that are gone are left out, what no longer fits is dropped.
 * Answers the ids of visits of the plan that could not be taken over.
 */
export function takeOver(state: PlanState, plan: Plan): string[] {
  const { m } = state
  const visitOf = new Map(m.visitIds.map((id, v) => [id, v]))
  const depotOf = new Map(m.depotIds.map((id, d) => [id, d]))
  const shiftOf = new Map(m.shiftIds.map((id, s) => [id, s]))
  const refused: string[] = []
  // Shifts of one technician in the order of time, so that rests are judged against what is there.
  for (const tour of [...plan.tours].sort((a, b) => a.departureSeconds - b.departureSeconds)) {
    const s = shiftOf.get(tour.shift)
    const nodes: number[] = []
    for (const stop of tour.stops) {
      const node = stop.kind === 'visit' ? visitOf.get(stop.id) : undefined
      const depot = stop.kind === 'reload' ? depotOf.get(stop.id) : undefined
      if (node !== undefined && state.tourOf[node] < 0) {
        nodes.push(node)
        if (m.relations.group[node] >= 0) state.anchorFrom[node] = state.anchorTo[node] = stop.startSeconds
      } else if (depot !== undefined) nodes.push(m.visitCount + depot)
      else if (stop.kind === 'visit') refused.push(stop.id)
    }
    if (s === undefined) refused.push(...nodes.filter((node) => node < m.visitCount).map((node) => m.visitIds[node]))
    else if (!setTour(state, s, Int32Array.from(nodes), nodes.length)) refused.push(...oneByOne(state, s, nodes))
  }
  for (const v of removeBroken(state)) refused.push(m.visitIds[v])
  for (let v = 0; v < m.visitCount; v++) if (state.tourOf[v] >= 0) pin(state, v)
  return refused
}

/** Appends the nodes that still fit, in their order. */
function oneByOne(state: PlanState, s: number, nodes: number[]): string[] {
  const refused: string[] = []
  let depot = -1
  for (const node of nodes) {
    if (node >= state.m.visitCount) {
      depot = node - state.m.visitCount
      continue
    }
    const end = state.length[s]
    if (insert(state, node, s, end) || (depot >= 0 && insert(state, node, s, end, depot, end))) continue
    refused.push(state.m.visitIds[node])
  }
  return refused
}
