import { facts, recordFact } from '#company/journal'
import { legalDay } from '#platform/calendar'
import { id, line, z } from '#platform/contract'
import { apiAct, apiRead, machine } from '#platform/http'
import { trimDecimal } from './answers.ts'
import { judgeBatch } from './judge-batch.ts'
import { machineListAnswer, machineReadingsAnswer, machineReadingsBody } from './machine.contract.ts'
import { type MachineReadingRow, machineReadingsStatement, takeInMachineReadings } from './machine.sql.ts'
import type { ReadingSource } from './reading.ts'

/** What somebody or something has read; values by rule (calculated, estimated) are not judged. */
const readSources: readonly ReadingSource[] = ['customer', 'grid-operator', 'metering-operator', 'remote', 'agent']

const takeIn = apiAct({
  method: 'POST',
  path: '/api/machine/readings',
  who: machine('readings:write'),
  contract: { body: machineReadingsBody },
  answer: machineReadingsAnswer,
  says: 'Takes in readings of another system, each once by its key; what is refused is said row by row, the rest goes in.',
  act: async (tx, { input, who, now }) => {
    const { machineId, clientId } = who
    const by = { prefix: `machine:${clientId}:`, machineId, now, today: legalDay(now) }
    const stored = await takeInMachineReadings(tx, input.body.readings, by)
    const first = stored.find((one) => one.outcome === 'stored')
    if (!first?.reading_id) return answerOf(stored, 0)
    const context = { channel: 'api', actor: { kind: 'machine', id: machineId }, occurredAt: now } as const
    // The first reading's identity names the call: it is new, and no other call has it.
    const batchId = first.reading_id
    const origin = `machine:${batchId}`
    const { questionable } = await judgeBatch(tx, {
      channel: 'api',
      enteredAt: now,
      sources: readSources,
      origin,
      context,
      now,
    })
    const rows = stored.filter((one) => one.outcome === 'stored').length
    const refused = stored.filter((one) => one.outcome === 'refused').length
    await recordFact(tx, facts.readingsImported, { batchId, rows, questionable, refused }, context)
    return answerOf(stored, questionable)
  },
})

const answerOf = (stored: Awaited<ReturnType<typeof takeInMachineReadings>>, questionable: number) => ({
  results: stored.map(({ source_key, outcome, reading_id, code }) => ({
    sourceKey: source_key,
    outcome,
    readingId: reading_id,
    code,
  })),
  questionable,
})

const ROWS_OF_PAGE = 500

const giveOut = apiRead({
  path: '/api/machine/readings',
  who: machine('readings:read'),
  contract: { query: z.strictObject({ registerKey: line(80, 1).optional(), after: id().optional() }) },
  answer: machineListAnswer,
  says: 'Readings in the order in which they came in, with where they come from and their verdict.',
  reads: ({ input }) => [
    machineReadingsStatement({
      registerKey: input.query.registerKey,
      after: input.query.after ?? '0',
      limit: ROWS_OF_PAGE,
    }),
  ],
  give: ([rows]) => {
    const readings = rows as MachineReadingRow[]
    return {
      readings: readings.map((row) => ({
        readingId: row.id,
        registerKey: row.register_key,
        day: row.read_on.toString(),
        value: trimDecimal(row.value),
        reason: row.reason,
        source: row.source,
        status: row.status,
        verdict: row.verdict,
        enteredAt: row.entered_at.toString(),
        sourceKey: row.source_key,
      })),
      after: readings.length === ROWS_OF_PAGE ? (readings.at(-1)?.id ?? null) : null,
    }
  },
})

export const machineReadingRoutes = [takeIn, giveOut]
