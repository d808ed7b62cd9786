import { sql } from 'kysely'
import { type FactContext, facts, recordFact } from '#company/journal'
import { openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import { tables, type Tx } from '#platform/database'
import { changedMeanwhile, notFound, Refusal, wrongFields } from '#platform/refusal'

type OnFile = { readonly kind: string; readonly rowVersion: number; readonly diedOn: Temporal.PlainDate | null }

/**
 * Notes that a customer has died: letters go to the estate, a task holds the steps until the heirs have taken over, and whoever
 * hears the fact ends what only the dead could do.
 * @throws Refusal 404, 409 if somebody was quicker or it is known, 422 for a day to come or a company
 */
export async function recordDeath(
  tx: Tx,
  death: { readonly customerId: string; readonly diedOn: Temporal.PlainDate; readonly rowVersion: number },
  context: FactContext,
): Promise<void> {
  const on = tables<Record<string, never>>(tx)
  const { rows } = await sql<OnFile>`
    select kind, row_version as "rowVersion", died_on as "diedOn" from customer where id = ${death.customerId} for update`.execute(
    on,
  )
  const customer = rows[0]
  if (!customer) throw notFound()
  if (customer.rowVersion !== death.rowVersion) throw changedMeanwhile()
  if (customer.diedOn) throw new Refusal(409, 'customers.died-already')
  if (customer.kind !== 'person') throw new Refusal(422, 'customers.only-people-die')
  if (Temporal.PlainDate.compare(death.diedOn, legalDay(context.occurredAt)) > 0)
    throw wrongFields([{ field: 'diedOn', code: 'customers.died-in-future' }])
  await sql`update customer set died_on = ${death.diedOn}, row_version = row_version + 1, changed_here_at = ${context.occurredAt}
             where id = ${death.customerId}`.execute(on)
  await recordFact(
    tx,
    facts.customerDied,
    { diedOn: death.diedOn.toString() },
    { ...context, customerId: death.customerId },
  )
  await openTask(
    tx,
    {
      kind: 'customers.estate',
      customerId: death.customerId,
      contractId: null,
      subject: {},
      group: 'service',
      priority: 1,
      dueOn: legalDay(context.occurredAt).add({ days: ESTATE_TASK_DAYS }),
      dedupeKey: `customers.estate:${death.customerId}`,
    },
    { ...context, customerId: death.customerId },
  )
}

/** BGB 1944: heirs have six weeks to renounce; the first look at debits and letters cannot wait that long. */
const ESTATE_TASK_DAYS = 14

/** To whose hands letters to an estate go: the heir whose proof was checked. Nothing changes for the living. */
export async function nameEstateContact(tx: Tx, customerId: string, heir: string): Promise<void> {
  await sql`update customer set estate_contact = ${heir}, row_version = row_version + 1
             where id = ${customerId} and died_on is not null`.execute(tables<Record<string, never>>(tx))
}
