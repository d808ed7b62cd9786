import type { Context } from './compile.ts'
import { type CompiledVisits, FAR } from './compiled.ts'
import type { Visit, Window } from './model.ts'

const DROPPED_CENTS_DEFAULT = 100_000

/** Adds `id#2` for each visit that needs two technicians; the twin carries the second one's needs and no parts. */
export function expandTwins(visits: readonly Visit[]): { visits: Visit[]; twins: number[] } {
  const all: Visit[] = [...visits]
  const twins = visits.map(() => -1)
  visits.forEach((visit, v) => {
    if (visit.crew !== 2) return
    twins[v] = all.length
    twins[all.length] = v
    all.push({ ...visit, id: `${visit.id}#2`, skills: visit.secondSkills ?? {}, tools: [], parts: {}, loads: {} })
  })
  return { visits: all, twins }
}

export function compileVisits(context: Context): CompiledVisits {
  const n = context.visits.length
  const partCount = context.partKinds.length
  const windows = context.visits.map((visit) => effectiveWindows(visit))
  const windowCount = windows.reduce((sum, list) => sum + list.length, 0)
  const c: CompiledVisits = {
    place: Int32Array.from(context.visits, (visit) => context.placeOf.get(visit.place) as number),
    priority: Float64Array.from(context.visits, (visit) => visit.priority ?? 0),
    dropCents: new Float64Array(n),
    windowFrom: new Int32Array(n + 1),
    windowStart: new Int32Array(windowCount),
    windowEnd: new Int32Array(windowCount),
    windowLast: new Int32Array(windowCount),
    lateCentsPerSecond: new Float64Array(windowCount),
    earliest: new Int32Array(n),
    latest: new Int32Array(n),
    setupSeconds: Int32Array.from(context.visits, (visit) => visit.setup?.seconds ?? 0),
    setupKey: setupKeys(context),
    needs: new Int32Array(n * partCount),
    hourFactor: new Int32Array(n).fill(-1),
    factorsByHour: new Float64Array(context.visits.flatMap((visit) => visit.serviceFactorByHour ?? [])),
    lockShift: new Int32Array(n).fill(-1),
    lockRank: new Int32Array(n).fill(-1),
    fixed: new Uint8Array(n),
    twin: Int32Array.from(context.twins),
  }
  const punctuality = context.model.weights?.punctuality ?? 1
  let w = 0
  let hours = 0
  context.visits.forEach((visit, v) => {
    c.windowFrom[v] = w
    for (const window of windows[v]) {
      c.windowStart[w] = window.startSeconds
      c.windowEnd[w] = window.endSeconds
      c.windowLast[w] = window.last
      c.lateCentsPerSecond[w] = ((window.lateCentsPerMinute ?? 0) * punctuality) / 60
      w++
    }
    c.earliest[v] = Math.min(...windows[v].map((window) => window.startSeconds))
    c.latest[v] = Math.max(...windows[v].map((window) => window.last))
    c.dropCents[v] = dropCents(visit, context)
    if (visit.serviceFactorByHour) c.hourFactor[v] = hours++
    context.partKinds.forEach((kind, p) => {
      c.needs[v * partCount + p] = (kind.startsWith('load:') ? visit.loads?.[kind.slice(5)] : visit.parts?.[kind]) ?? 0
    })
    if (visit.lock?.shift !== undefined) {
      c.lockShift[v] = context.shiftOf.get(visit.lock.shift) as number
      c.lockRank[v] = visit.lock.rank ?? -1
      c.fixed[v] = 1
    }
  })
  c.windowFrom[n] = w
  return c
}

function dropCents(visit: Visit, context: Context): number {
  if (visit.optional) return visit.dropCents ?? 0
  return (context.model.weights?.droppedCents ?? DROPPED_CENTS_DEFAULT) * (1 + (visit.priority ?? 0))
}

/** One key per (address or street); a visit without that field shares with nobody but keeps its set-up time. */
function setupKeys(context: Context): Int32Array {
  const keys = new Map<string, number>()
  return Int32Array.from(context.visits, (visit, v) => {
    if (!visit.setup) return -1
    const place = context.model.places[context.placeOf.get(visit.place) as number]
    const shared = visit.setup.sharedBy === 'address' ? (place.address ?? place.id) : (place.street ?? `visit:${v}`)
    const name = `${visit.setup.sharedBy}:${shared}`
    if (!keys.has(name)) keys.set(name, keys.size)
    return keys.get(name) as number
  })
}

type EffectiveWindow = Window & { last: number }

/** Windows cut by deadline and lock, by start. What the lock promises replaces the windows altogether. */
function effectiveWindows(visit: Visit): EffectiveWindow[] {
  const deadline = visit.deadlineSeconds ?? FAR
  const given: readonly Window[] = visit.lock?.window
    ? [visit.lock.window]
    : visit.windows?.length
      ? visit.windows
      : [{ startSeconds: 0, endSeconds: FAR }]
  const cut: EffectiveWindow[] = []
  for (const window of [...given].sort((a, b) => a.startSeconds - b.startSeconds)) {
    if (window.startSeconds > deadline) continue
    const soft = window.lateCentsPerMinute !== undefined
    const last = soft ? Math.min(FAR, window.endSeconds + (window.lateMaxSeconds ?? FAR)) : window.endSeconds
    const before = cut.at(-1)
    const next = { ...window, endSeconds: Math.min(window.endSeconds, deadline), last: Math.min(last, deadline) }
    const mergeable = before && before.lateCentsPerMinute === undefined && !soft && next.startSeconds <= before.last
    if (mergeable) {
      before.endSeconds = Math.max(before.endSeconds, next.endSeconds)
      before.last = before.endSeconds
    } else cut.push(next)
  }
  // A deadline before a promised window leaves nothing: an empty window that no time fits, so the visit is reported.
  if (cut.length === 0) cut.push({ startSeconds: FAR, endSeconds: -1, last: -1 })
  return cut
}
