import type { z } from '#platform/contract/web'
import type { checkAnswer, deskReading, deskRegister } from './desk.contract.ts'
import { trimDecimal, judgementOf } from './answers.ts'
import type { Judgement } from './reading.ts'
import { formatCount } from '../meters/register.ts'
import type { HistoryRow, RegisterRow } from './readings.sql.ts'

export const deskReadingOf = (row: HistoryRow): z.input<typeof deskReading> => ({
  readingId: row.id,
  day: row.read_on.toString(),
  value: trimDecimal(row.value),
  reason: row.reason,
  source: row.source,
  status: row.status,
  explanation: row.explanation,
  estimateReason: row.estimate_reason,
  estimateFactors: row.estimate_factors,
  replacesReadingId: row.replaces_reading_id,
  enteredAt: row.entered_at.toString(),
})

export function deskRegisterOf(
  row: RegisterRow,
  history: readonly HistoryRow[],
  today: Temporal.PlainDate,
): z.input<typeof deskRegister> {
  const runs = (first: Temporal.PlainDate, last: Temporal.PlainDate | null) =>
    Temporal.PlainDate.compare(first, today) <= 0 && (last === null || Temporal.PlainDate.compare(today, last) <= 0)
  return {
    registerId: row.register_id,
    registerKey: row.register_key,
    meterId: row.meter_id,
    meterNumber: row.meter_number,
    meterKind: row.meter_kind,
    commodity: row.commodity,
    obis: row.obis,
    rate: row.rate,
    direction: row.direction,
    unit: row.unit,
    digitsBefore: row.digits_before,
    digitsAfter: row.digits_after,
    factor: trimDecimal(row.factor),
    marketLocationId: row.market_location_id,
    contractId: row.contract_id,
    contractNumber: row.contract_number,
    place: `${row.street} ${row.house_number}, ${row.postal_code} ${row.city}`,
    installedOn: row.installed_on.toString(),
    removedOn: row.removed_on?.toString() ?? null,
    current: runs(row.installed_on, row.removed_on) && runs(row.starts_on, row.ends_on),
    readings: history.filter((reading) => reading.register_id === row.register_id).map(deskReadingOf),
  }
}

/** What judge said when the reading was stored; null where nobody has judged it. */
export function storedJudgement(
  stored: unknown,
  digitsAfter: number,
): Pick<z.input<typeof checkAnswer>, 'judgement' | 'candidate'> {
  const judgement = stored as Judgement | null
  if (!judgement || typeof judgement.verdict !== 'string') return { judgement: null, candidate: null }
  const corrected = judgement.verdict === 'questionable' ? judgement.because[0]?.corrected : undefined
  return {
    judgement: judgementOf(judgement),
    candidate: corrected === undefined ? null : formatCount(corrected, digitsAfter),
  }
}
