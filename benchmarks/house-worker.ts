import { sql } from 'kysely'
import { defineListener, facts } from '#company/journal'
import { readSettings } from '#platform/config'
import { tables } from '#platform/database'
import { startProgram } from '../src/program.ts'

// The worker of the house, in which the way out to other systems hears each reading, with two more listeners that write a row for
// each: what the relay, the jobs and three listeners cost is in the figures.

const heard = (n: number) =>
  defineListener({
    name: `bench.heard-${n}`,
    hears: facts.readingEntered,
    hear: async (tx, fact) => {
      await sql`insert into bench_heard (listener, reading_id) values (${n}, ${fact.payload.readingId})`.execute(
        tables<Record<string, never>>(tx),
      )
    },
  })

const program = await startProgram(readSettings(process.env), new Set(['worker']), [1, 2].map(heard))
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void program.stop().then(() => process.exit(0)))
