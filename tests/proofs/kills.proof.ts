import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { until } from './start/launched.ts'
import { auditBooks, type Books, isSettled } from './kills/books.ts'
import { makeSenders, startLoad } from './kills/load.ts'
import { RunningHouse, type Victim, victims } from './kills/running-house.ts'

// `npm run proofs -- kills [ROUNDS]`: kill -9 of web, worker and database in the middle of a load of readings, ROUNDS times
// each (20 by default). Every confirmed reading is there once, with its fact and its follow-ups, none half.

export type KillFigures = { readonly rounds: number; readonly confirmed: number; readonly books: Books }

export async function prove(args: readonly string[]): Promise<void> {
  const rounds = Number(args[0] ?? 20)
  const figures = await killAndAudit(rounds, (line) => console.log(line))
  console.log(JSON.stringify({ case: 'kills', rounds, confirmed: figures.confirmed, ...counts(figures.books) }))
  assertClean(figures.books)
}

const counts = (books: Books) => Object.fromEntries(Object.entries(books).map(([name, list]) => [name, list.length]))

export function assertClean(books: Books): void {
  for (const [name, list] of Object.entries(books)) assert.deepEqual(list, [], name)
}

export async function killAndAudit(rounds: number, say: (line: string) => void): Promise<KillFigures> {
  const house = await RunningHouse.start()
  try {
    const senders = await makeSenders(house.pools, 12)
    const load = startLoad(house.port, senders, Temporal.Now.plainDateISO('Europe/Berlin'))
    for (let round = 1; round <= rounds; round += 1) {
      for (const victim of shuffled(round)) {
        // Somewhere in the middle of work: the moment differs from round to round.
        await pause(150 + ((round * 137 + victim.length * 61) % 400))
        const before = load.ledger.size
        house.kill(victim)
        await until(
          () => load.ledger.size > before + 20,
          `readings after the kill of ${victim}`,
          90_000,
          () => house.logs(),
        )
      }
      say(`round ${round}: ${load.ledger.size} confirmed`)
    }
    await load.stop()
    assert.deepEqual(load.faults, [])
    await until(
      () => isSettled(house.pools),
      'the follow-ups',
      120_000,
      () => house.logs(),
    )
    return { rounds, confirmed: load.ledger.size, books: await auditBooks(house.pools, load.ledger) }
  } finally {
    await house.stop()
  }
}

const shuffled = (round: number): Victim[] => victims.map((_, at) => victims[(at + round) % victims.length] as Victim)
