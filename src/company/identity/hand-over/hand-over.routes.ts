import { sql } from 'kysely'
import { facts, recordFacts } from '#company/journal'
import { legalDay, startOfLegalDay } from '#platform/calendar'
import { day, id, line, z } from '#platform/contract'
import { tables, type Tx } from '#platform/database'
import { apiAct, staffMay } from '#platform/http'
import { wrongFields } from '#platform/refusal'
import { email } from '../sign-in/sign-in.contract.ts'

/** A large property firm. */
const CUSTOMERS_MAX = 1_000

type HandOver = {
  readonly fromAccountId: string
  readonly toAccountId: string
  readonly customerIds: readonly string[]
  readonly on: Temporal.PlainDate
}

/** Gives an account's grants for some customers to another account, from the first moment of a day. @returns for whom */
async function handOver(tx: Tx, { fromAccountId, toAccountId, customerIds, on }: HandOver): Promise<readonly string[]> {
  const { rows } = await sql<{ handed: string[] }>`
    select grants_hand_over(${fromAccountId}, ${toAccountId}, ${[...customerIds]}::bigint[], ${startOfLegalDay(on)}) as handed`.execute(
    tables<Record<string, never>>(tx),
  )
  return rows[0]?.handed ?? []
}

async function accountOf(tx: Tx, address: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string | null }>`select account_of_email(${address}) as id`.execute(
    tables<Record<string, never>>(tx),
  )
  return rows[0]?.id ?? undefined
}

export const handOverRoutes = [
  apiAct({
    method: 'POST',
    path: '/desk/api/accounts/:id/hand-over',
    who: staffMay('customers.hand-over'),
    contract: {
      params: z.strictObject({ id: id() }),
      body: z.strictObject({
        toEmail: email(),
        customerIds: z.array(id()).min(1).max(CUSTOMERS_MAX),
        /** The first day on which the new one acts. */
        on: day(),
        reason: line(300, 3),
      }),
    },
    answer: z.strictObject({ handedOver: z.array(id()) }),
    says: 'Hands customers over from one account to another on a day, for example when a property manager changes.',
    act: async (tx, { input, who, now }) => {
      const { toEmail, customerIds, on: typed } = input.body
      const on = Temporal.PlainDate.from(typed)
      if (Temporal.PlainDate.compare(on, legalDay(now)) <= 0)
        throw wrongFields([{ field: 'on', code: 'identity.hand-over-too-soon' }])
      const toAccountId = await accountOf(tx, toEmail)
      if (!toAccountId) throw wrongFields([{ field: 'toEmail', code: 'identity.no-such-account' }])
      const from = input.params.id
      const handedOver = await handOver(tx, { fromAccountId: from, toAccountId, customerIds, on })
      await recordFacts(
        tx,
        handedOver.map((customerId) => ({
          kind: facts.customerHandedOver,
          payload: { fromAccountId: from, toAccountId, on: typed },
          context: {
            customerId,
            channel: 'desk',
            actor: { kind: 'staff', id: who.staffId },
            occurredAt: now,
          } as const,
        })),
      )
      return { handedOver: [...handedOver] }
    },
  }),
]
