import { type Context, sortedBreaks } from './compile.ts'
import { stockOf } from './compile-crews.ts'
import { type CompiledDepots, type CompiledShifts, type CompiledTechnicians, FAR } from './compiled.ts'

export function compileShifts(context: Context): CompiledShifts {
  const n = context.shifts.length
  const rows = context.shifts.map((entry) => entry.shift)
  const breaks = rows.map((shift) => sortedBreaks(shift.breaks ?? []))
  const all = breaks.flat()
  const cost = (s: number) => context.model.technicians[context.shifts[s].technician].cost ?? {}
  const place = (id: string | null) => (id === null ? -1 : (context.placeOf.get(id) as number))
  const breakFrom = new Int32Array(n + 1)
  for (let s = 0; s < n; s++) breakFrom[s + 1] = breakFrom[s] + breaks[s].length
  const before = new Int32Array(n).fill(-1)
  const after = new Int32Array(n).fill(-1)
  for (let s = 1; s < n; s++) {
    // listCrews keeps the shifts of a technician together and by start.
    if (context.shifts[s].technician !== context.shifts[s - 1].technician) continue
    before[s] = s - 1
    after[s - 1] = s
  }
  return {
    technician: Int32Array.from(context.shifts, (entry) => entry.technician),
    crew: Int32Array.from(context.shifts, (entry) => entry.crew),
    day: Int32Array.from(rows, (shift) => shift.day),
    startSeconds: Int32Array.from(rows, (shift) => shift.startSeconds),
    endSeconds: Int32Array.from(rows, (shift) => shift.endSeconds),
    lastSeconds: Int32Array.from(rows, (shift) => shift.endSeconds + (shift.overtimeMaxSeconds ?? 0)),
    workMaxSeconds: Int32Array.from(rows, (shift) => shift.workMaxSeconds ?? FAR),
    startPlace: Int32Array.from(rows, (shift) => place(shift.startPlace)),
    endPlace: Int32Array.from(rows, (shift) => place(shift.endPlace)),
    priorityMin: Float64Array.from(rows, (shift) => shift.standby?.priorityMin ?? 0),
    tourCents: Float64Array.from(rows, (shift, s) => (cost(s).centsPerTour ?? 0) + (shift.standby?.callOutCents ?? 0)),
    centsPerSecond: Float64Array.from(rows, (_, s) => (cost(s).centsPerMinute ?? 50) / 60),
    overtimeCentsPerSecond: Float64Array.from(rows, (_, s) => (cost(s).overtimeCentsPerMinute ?? 25) / 60),
    centsPerMetre: Float64Array.from(rows, (_, s) => {
      const vehicle = context.crews[context.shifts[s].crew].vehicle
      return (vehicle?.centsPerKm ?? cost(s).centsPerKm ?? 30) / 1000
    }),
    rangeMetres: Float64Array.from(
      rows,
      (_, s) => context.crews[context.shifts[s].crew].vehicle?.rangeMetres ?? Number.POSITIVE_INFINITY,
    ),
    stock: Int32Array.from(
      rows.flatMap((_, s) => context.partKinds.map((kind) => stockOf(context.crews[context.shifts[s].crew], kind))),
    ),
    breakFrom,
    breakEarliest: Int32Array.from(all, (pause) => pause.earliestSeconds),
    breakLatest: Int32Array.from(all, (pause) => pause.latestSeconds),
    breakSeconds: Int32Array.from(all, (pause) => pause.durationSeconds),
    breakPaid: Uint8Array.from(all, (pause) => (pause.paid ? 1 : 0)),
    before,
    after,
  }
}

export function compileTechnicians(context: Context, shifts: CompiledShifts): CompiledTechnicians {
  const rows = context.model.technicians
  const shiftFrom = new Int32Array(rows.length + 1)
  for (let t = 0; t < rows.length; t++) shiftFrom[t + 1] = shiftFrom[t] + rows[t].shifts.length
  return {
    restMinSeconds: Int32Array.from(rows, (technician) => technician.restMinSeconds ?? 0),
    workMaxSeconds: Int32Array.from(rows, (technician) => technician.workMaxSeconds ?? FAR),
    shiftFrom,
    shifts: Int32Array.from(shifts.technician, (_, s) => s),
    hasRest: rows.some((technician) => (technician.restMinSeconds ?? 0) > 0) || hasOverrun(shifts),
    hasWorkMax: rows.some((technician) => technician.workMaxSeconds !== undefined),
  }
}

/** Overtime of one shift may reach into the technician's next one even without a rest. */
function hasOverrun(shifts: CompiledShifts): boolean {
  return shifts.after.some((next, s) => next >= 0 && shifts.lastSeconds[s] > shifts.startSeconds[next])
}

export function compileDepots(context: Context): CompiledDepots {
  const rows = context.model.depots ?? []
  const technicians = context.model.technicians
  const windows = rows.map((depot) => [...(depot.windows ?? [])].sort((a, b) => a.startSeconds - b.startSeconds))
  const windowFrom = new Int32Array(rows.length + 1)
  for (let d = 0; d < rows.length; d++) windowFrom[d + 1] = windowFrom[d] + windows[d].length
  const tools = rows.map((depot) => new Set(depot.tools ?? []))
  const covers = new Uint8Array(context.visits.length * context.crews.length * rows.length)
  if (rows.length > 0) {
    let at = 0
    for (const visit of context.visits)
      for (const crew of context.crews)
        for (const lent of tools)
          covers[at++] = (visit.tools ?? []).every((tool) => crew.tools.has(tool) || lent.has(tool)) ? 1 : 0
  }
  return {
    place: Int32Array.from(rows, (depot) => context.placeOf.get(depot.place) as number),
    durationSeconds: Int32Array.from(rows, (depot) => depot.durationSeconds ?? 0),
    windowFrom,
    windowStart: Int32Array.from(windows.flat(), (window) => window.startSeconds),
    windowEnd: Int32Array.from(windows.flat(), (window) => window.endSeconds),
    unlimited: Uint8Array.from(rows, (depot) => (depot.unlimited ? 1 : 0)),
    lends: Uint8Array.from(rows, (depot) => (depot.tools?.length ? 1 : 0)),
    charges: Uint8Array.from(rows, (depot) => (depot.charges ? 1 : 0)),
    allowed: Uint8Array.from(
      rows.flatMap((depot) =>
        technicians.map((technician) => (depot.technicians && !depot.technicians.includes(technician.id) ? 0 : 1)),
      ),
    ),
    covers,
  }
}
