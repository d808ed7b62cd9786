import { sql } from 'kysely'
import { enterClient } from '#company/exchange'
import { facts, recordFact } from '#company/journal'
import { id, z } from '#platform/contract'
import { tables } from '#platform/database'
import { apiAct, type Route, staffMay } from '#platform/http'
import { notFound } from '#platform/refusal'
import { sandboxChangeAnswer } from '../desk/logins.contract.ts'

/**
 * Lets something happen in a sandbox that a program can then be told of: an invented customer gets another telephone number, as by the
 * portal. The change is put in order, sent to the sandbox's receivers and waits for an answer of billing, as a real one.
 */
export const sandboxChangeRoute: Route = apiAct({
  method: 'POST',
  path: '/desk/api/clients/:id/sandbox-change',
  who: staffMay('clients.own'),
  contract: { params: z.strictObject({ id: id() }) },
  says: 'Changes the telephone number of the first invented customer of a sandbox, so that there is a change to be told of.',
  answer: sandboxChangeAnswer,
  act: async (tx, { input, now }) => {
    if (!(await enterClient(tx, input.params.id))) throw notFound()
    const phone = `+4930555${String(now.epochMilliseconds % 100_000).padStart(5, '0')}`
    const { rows } = await sql<{ customerId: string; customerNumber: string; rowVersion: number }>`
      update customer set phone = ${phone}, row_version = row_version + 1, changed_here_at = ${now}
       where id = (select min(id) from customer) returning id as "customerId", customer_number as "customerNumber", row_version as "rowVersion"`.execute(
      tables<Record<string, never>>(tx),
    )
    const customer = rows[0]
    if (!customer) throw notFound()
    const { customerId, customerNumber, rowVersion } = customer
    const context = { customerId, channel: 'portal', actor: { kind: 'system' }, occurredAt: now } as const
    await recordFact(tx, facts.customerChanged, { fields: ['phone'], rowVersion }, context)
    return { customerId, customerNumber, phone }
  },
})
