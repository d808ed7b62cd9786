import { LEGAL_ZONE, legalDay, quarterHoursOf, startOfLegalDay } from '#platform/calendar'
import type { Bo4eObject } from './objects.ts'

/** One day of a load curve: whole watt-hours (litres for volumes) by quarter hour, and the worst status of its values. */
export type CurveDay = {
  readonly day: string
  readonly unit: 'wh' | 'l'
  readonly status: 'measured' | 'substituted' | 'provisional'
  readonly quarterHours: readonly (number | null)[]
}

const MINUTES = 15

/** What one of the unit is in Wh or l; powers are the mean of the quarter hour. */
const factors: Readonly<Record<string, readonly ['wh' | 'l', number]>> = {
  WH: ['wh', 1],
  KWH: ['wh', 1_000],
  MWH: ['wh', 1_000_000],
  W: ['wh', 0.25],
  KW: ['wh', 250],
  MW: ['wh', 250_000],
  KUBIKMETER: ['l', 1_000],
}

const statuses: Readonly<Record<string, CurveDay['status']>> = {
  ERSATZWERT: 'substituted',
  PROGNOSEWERT: 'provisional',
  VORLAEUFIGERWERT: 'provisional',
}
/** No value to count with: the quarter hour stays missing. */
const unusable = new Set(['NICHT_VERWENDBAR', 'FEHLT', 'NICHTVERWENDBAR'])
const worst = ['measured', 'substituted', 'provisional'] as const

type Value = { readonly start: Temporal.Instant; readonly wert: number | null; readonly status: CurveDay['status'] }

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const child = (value: unknown): Bo4eObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bo4eObject) : {}

/**
 * Days of the values of a LASTGANG or ENERGIEMENGE: quarter hours that begin where one of the legal day does. Undefined where a unit,
 * a length or a moment is of another kind: then nothing of the object is taken, because a part of a curve is a wrong curve.
 */
export function curveDays(
  values: readonly Bo4eObject[],
  unit: string,
  kind: 'series' | 'amounts',
): CurveDay[] | undefined {
  const known = values.map((one) => (kind === 'series' ? seriesValue(one, unit) : amountValue(one)))
  const days = new Map<string, { at: number; value: Value & { factor: readonly ['wh' | 'l', number] } }[]>()
  for (const one of known) {
    if (!one) return undefined
    const day = legalDay(one.start)
    const at = startOfLegalDay(day).until(one.start).total('minutes') / MINUTES
    if (!Number.isInteger(at)) return undefined
    const key = day.toString()
    days.set(key, [...(days.get(key) ?? []), { at, value: one }])
  }
  return [...days].map(([day, found]) => dayOf(day, found))
}

type Found = Value & { readonly factor: readonly ['wh' | 'l', number] }

function dayOf(day: string, found: readonly { readonly at: number; readonly value: Found }[]): CurveDay {
  const quarterHours: (number | null)[] = Array(quarterHoursOf(Temporal.PlainDate.from(day))).fill(null)
  for (const { at, value } of found)
    quarterHours[at] = value.wert === null ? null : Math.round(value.wert * value.factor[1])
  const status = worst[Math.max(...found.map(({ value }) => worst.indexOf(value.status)))] ?? 'measured'
  return { day, unit: found[0]?.value.factor[0] ?? 'wh', status, quarterHours }
}

function seriesValue(one: Bo4eObject, unit: string): Found | undefined {
  const span = child(one['zeitraum'])
  const start = momentOf(joined(span['startdatum'], span['startuhrzeit']))
  const end = momentOf(joined(span['enddatum'], span['enduhrzeit']))
  return foundOf(start, end, one['wert'], unit, text(one['status']))
}

/** VERBRAUCH of an ENERGIEMENGE. */
function amountValue(one: Bo4eObject): Found | undefined {
  const start = momentOf(one['startdatum'])
  const end = momentOf(one['enddatum'])
  return foundOf(start, end, one['wert'], text(one['einheit']), text(one['messwertstatus']))
}

function foundOf(
  start: Temporal.Instant | undefined,
  end: Temporal.Instant | undefined,
  wert: unknown,
  unit: string,
  status: string,
): Found | undefined {
  const factor = factors[unit]
  if (!start || !factor) return undefined
  if (end && start.until(end).total('minutes') !== MINUTES) return undefined
  const number = wert === null || wert === undefined || unusable.has(status) ? null : Number(wert)
  if (number !== null && (!Number.isFinite(number) || number < 0)) return undefined
  return { start, wert: number, status: statuses[status] ?? 'measured', factor }
}

/** ZEITRAUM writes day and time apart; both in one field are taken, too. */
const joined = (day: unknown, time: unknown): string => (text(time) === '' ? text(day) : `${text(day)}T${text(time)}`)

/** A point in time, or a local date and time of Germany where the offset is missing. */
function momentOf(value: unknown): Temporal.Instant | undefined {
  const typed = text(value)
  if (typed === '') return undefined
  try {
    return Temporal.Instant.from(typed)
  } catch {
    try {
      return Temporal.PlainDateTime.from(typed).toZonedDateTime(LEGAL_ZONE).toInstant()
    } catch {
      return undefined
    }
  }
}
