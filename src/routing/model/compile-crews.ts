import type { Context } from './compile.ts'
import { type CompiledCrews, WHY } from './compiled.ts'
import type { Model, Shift, Technician, Vehicle, Visit } from './model.ts'

/**
 * A crew is what a visit sees of a shift: technician, vehicle and companion. Most technicians have one crew for all their
 * days, so the tables (visit, crew) stay small.
 */
export type Crew = {
  technician: number
  technicianRow: Technician
  vehicle: Vehicle | undefined
  companion: Shift['companion']
  skills: Record<string, number>
  tools: Set<string>
}

export type CrewTable = {
  crews: Crew[]
  shifts: { shift: Shift; technician: number; crew: number }[]
}

export function listCrews(model: Model): CrewTable {
  const crews: Crew[] = []
  const shifts: CrewTable['shifts'] = []
  const vehicles = new Map((model.vehicles ?? []).map((vehicle) => [vehicle.id, vehicle]))
  model.technicians.forEach((technician, t) => {
    const found = new Map<string, number>()
    for (const shift of [...technician.shifts].sort((a, b) => a.startSeconds - b.startSeconds)) {
      const key = JSON.stringify([shift.vehicle ?? null, shift.companion ?? null])
      let crew = found.get(key)
      if (crew === undefined) {
        const vehicle = shift.vehicle === undefined ? undefined : vehicles.get(shift.vehicle)
        crew = crews.length
        crews.push({
          technician: t,
          technicianRow: technician,
          vehicle,
          companion: shift.companion,
          skills: bestLevels(technician.skills, shift.companion?.skills),
          tools: new Set([...(technician.tools ?? []), ...(vehicle?.tools ?? [])]),
        })
        found.set(key, crew)
      }
      shifts.push({ shift, technician: t, crew })
    }
  })
  return { crews, shifts }
}

function bestLevels(
  own: Readonly<Record<string, number>> | undefined,
  other: Readonly<Record<string, number>> | undefined,
): Record<string, number> {
  const best: Record<string, number> = { ...own }
  for (const [skill, level] of Object.entries(other ?? {})) best[skill] = Math.max(best[skill] ?? 0, level)
  return best
}

export function compileCrews(context: Context): CompiledCrews {
  const n = context.visits.length
  const count = context.crews.length
  const c: CompiledCrews = {
    allowed: new Uint8Array(n * count),
    why: new Uint16Array(n * count),
    serviceSeconds: new Int32Array(n * count),
    affinityCents: new Float64Array(n * count),
    areaCents: new Float64Array(n * count),
    travelFactor: Float64Array.from(
      context.crews,
      (crew) => (crew.technicianRow.travelFactor ?? 1) * (crew.vehicle?.travelFactor ?? 1),
    ),
  }
  const weights = context.model.weights ?? {}
  context.visits.forEach((visit, v) => {
    const area = context.model.places[context.placeOf.get(visit.place) as number].area
    context.crews.forEach((crew, k) => {
      const at = v * count + k
      const judged = judge(context, visit, crew, area)
      c.why[at] = judged.why
      c.allowed[at] = judged.allowed
      c.serviceSeconds[at] = serviceSeconds(visit, crew)
      const outside = crew.technicianRow.areas && (area === undefined || !crew.technicianRow.areas.includes(area))
      c.areaCents[at] = outside ? (weights.outsideAreaCents ?? 0) : 0
      if (visit.affinity) {
        const affinity = visit.affinity[crew.technicianRow.id] ?? 0
        c.affinityCents[at] = ((weights.affinityCents ?? 0) * (1 - affinity)) / 2
      }
    })
  })
  return c
}

function judge(context: Context, visit: Visit, crew: Crew, area: string | undefined): { why: number; allowed: number } {
  const technician = crew.technicianRow
  let why = 0
  for (const [skill, level] of Object.entries(visit.skills ?? {}))
    if (level > 0 && (crew.skills[skill] ?? 0) < level) why |= WHY.skill
  if (visit.requiredTechnicians && !visit.requiredTechnicians.includes(technician.id)) why |= WHY.notRequired
  if (visit.forbiddenTechnicians?.includes(technician.id)) why |= WHY.forbidden
  if (technician.areasOnly && technician.areas && (area === undefined || !technician.areas.includes(area)))
    why |= WHY.area
  const depots = (context.model.depots ?? []).filter(
    (depot) => depot.technicians === undefined || depot.technicians.includes(technician.id),
  )
  const missing = (visit.tools ?? []).filter((tool) => !crew.tools.has(tool))
  const lent = missing.length === 0 || depots.some((depot) => missing.every((tool) => depot.tools?.includes(tool)))
  if (!lent) why |= WHY.tool
  let afterDepot = missing.length > 0
  for (const kind of context.partKinds) {
    const load = kind.startsWith('load:')
    const need = (load ? visit.loads?.[kind.slice(5)] : visit.parts?.[kind]) ?? 0
    if (need <= stockOf(crew, kind)) continue
    if (load || !depots.some((depot) => depot.unlimited)) why |= load ? WHY.room : WHY.parts
    else afterDepot = true
  }
  return { why, allowed: why !== 0 ? 0 : afterDepot ? 2 : 1 }
}

const NO_LIMIT = 1_000_000_000

/** What a crew can spend of a kind of part, or load of a kind, before it calls at a depot. */
export function stockOf(crew: Crew, kind: string): number {
  if (!kind.startsWith('load:')) return (crew.technicianRow.parts?.[kind] ?? 0) + (crew.vehicle?.parts?.[kind] ?? 0)
  const name = kind.slice(5)
  return crew.vehicle?.capacities?.[name] ?? crew.technicianRow.capacities?.[name] ?? NO_LIMIT
}

function serviceSeconds(visit: Visit, crew: Crew): number {
  const own = visit.serviceSecondsByTechnician?.[crew.technicianRow.id]
  if (own !== undefined) return own
  const factor = visit.kind === undefined ? 1 : (crew.technicianRow.serviceFactors?.[visit.kind] ?? 1)
  return Math.round(visit.serviceSeconds * factor * (crew.companion?.serviceFactor ?? 1))
}
