import type { z } from '#platform/contract'
import type { CallRow, CallSumRow, KeyRow, MachineRow } from './machine-view.sql.ts'
import type { callsAnswer, clientAnswer, machineAnswer } from './machines.contract.ts'

const text = (instant: Temporal.Instant | null) => instant?.toString() ?? null

export const toMachine = (row: MachineRow): z.input<typeof machineAnswer> => ({
  ...row,
  scopes: [...row.scopes],
  scopesAllowed: [...row.scopesAllowed],
  people: [...row.people],
  createdAt: row.createdAt.toString(),
  disabledAt: text(row.disabledAt),
})

export const toClient = (
  row: MachineRow,
  keys: readonly KeyRow[],
  day: CallSumRow | undefined,
  callsPerMinuteOfHouse: number,
): z.input<typeof clientAnswer> => ({
  client: toMachine(row),
  callsPerMinuteOfHouse,
  keys: keys.map((key) => ({
    ...key,
    createdAt: key.createdAt.toString(),
    endsAt: text(key.endsAt),
    lastUsedAt: text(key.lastUsedAt),
  })),
  day: day ?? { calls: 0, failed: 0, slowMs: null },
})

/** What was refused is said in the words of the problem document that the caller got. */
export const toCalls = (
  rows: readonly CallRow[],
  shownMax: number,
  reason: (code: string) => string,
): z.input<typeof callsAnswer> => ({
  calls: rows.slice(0, shownMax).map((row) => ({
    ...row,
    askedAt: row.askedAt.toString(),
    detail: row.code === null ? null : reason(row.code),
    fields: (row.fields ?? []).map(({ field, code }) => ({ field, detail: reason(code) })),
  })),
  hasOlder: rows.length > shownMax,
})
