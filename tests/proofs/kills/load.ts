import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { cookieNames, newToken, tokenHash } from '../../../src/platform/http/index.ts'
import { type Pools, tables, transaction } from '../../../src/platform/database/index.ts'
import { settleIn, type TestHome } from '../../setup/people.ts'

export type Sender = { readonly home: TestHome; readonly cookie: string }

/** Homes with a signed-in customer each. */
export async function makeSenders(pools: Pools, count: number): Promise<Sender[]> {
  const senders: Sender[] = []
  for (let n = 0; n < count; n += 1) {
    const home = await settleIn(pools)
    const token = newToken()
    await transaction(pools.worker, (tx) =>
      sql`with a as (insert into account (name) values ('Prover') returning id),
               g as (insert into account_grant (account_id, customer_id, level) select id, ${home.customerId}, 'open' from a)
          insert into session (token_hash, account_id, customer_id, expires_at, idle_seconds)
          select ${tokenHash(token)}, id, ${home.customerId}, now() + interval '1 day', 86400 from a`.execute(
        tables<Record<string, never>>(tx),
      ),
    )
    senders.push({ home, cookie: `${cookieNames.portal}=${token}` })
  }
  return senders
}

/** What the house has confirmed: submission and the id that it answered. */
export type Ledger = Map<string, string>

export type Load = { readonly ledger: Ledger; readonly stop: () => Promise<void>; readonly faults: string[] }

/**
 * Customers who hand in readings without a pause. Each repeats the same submission until it is confirmed, as a browser or a
 * phone would after a lost connection; what is confirmed goes into the ledger.
 */
export function startLoad(port: number, senders: readonly Sender[], today: Temporal.PlainDate): Load {
  const ledger: Ledger = new Map()
  const faults: string[] = []
  let stopped = false
  const work = senders.map(async (sender, index) => {
    // One day after the other, each a little higher; after 40 days corrections of the same days begin.
    for (let n = 0; !stopped; n += 1) {
      const day = today.subtract({ days: 40 - (n % 41) })
      const submission = `prove-${index}-${n}`.padEnd(20, '-')
      const body = JSON.stringify({
        day: day.toString(),
        reason: 'check',
        submission,
        entries: [
          {
            registerId: sender.home.registerId,
            value: String(19_000 + (n % 41) * 7 + Math.floor(n / 41)),
            confirmed: true,
          },
        ],
      })
      const id = await untilConfirmed(
        () => post(port, sender.cookie, body),
        () => stopped,
        faults,
      )
      if (id !== undefined) ledger.set(submission, id)
    }
  })
  return {
    ledger,
    faults,
    stop: async () => {
      stopped = true
      await Promise.all(work)
    },
  }
}

async function post(port: number, cookie: string, body: string): Promise<Response> {
  return fetch(`http://localhost:${port}/api/readings`, {
    method: 'POST',
    headers: {
      cookie,
      'content-type': 'application/json',
      accept: 'application/json',
      'sec-fetch-site': 'same-origin',
    },
    body,
    signal: AbortSignal.timeout(10_000),
  })
}

async function untilConfirmed(
  send: () => Promise<Response>,
  givenUp: () => boolean,
  faults: string[],
): Promise<string | undefined> {
  while (!givenUp()) {
    try {
      const answer = await send()
      if (answer.status === 201)
        return ((await answer.json()) as { readings: { readingId: string }[] }).readings[0]?.readingId
      // A refusal would stay one however often it is repeated; only a broken house may answer with a fault.
      if (answer.status < 500) faults.push(`${answer.status}: ${await answer.text()}`)
    } catch {
      // The connection broke: nothing was confirmed, so the same is sent again.
    }
    await pause(30)
  }
  return undefined
}
