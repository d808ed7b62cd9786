import { customerByNumber } from '#company/customers'
import { findAccounts } from '#company/identity'
import { facts, recordFact } from '#company/journal'
import { tables, type Tx } from '#platform/database'
import { apiAct, apiRead, type Route, staffMay } from '#platform/http'
import { failedMessagesStatement, retryMessages } from '#platform/mail'
import {
  accountsAnswer,
  accountsQuery,
  failedMessagesAnswer,
  retryAnswer,
  retryBody,
  scopesAnswer,
} from './logins.contract.ts'

const MESSAGES_SHOWN = 200
const service = staffMay('logins.help')

const accounts = apiAct({
  method: 'GET',
  path: '/desk/api/accounts',
  who: service,
  contract: { query: accountsQuery },
  answer: accountsAnswer,
  says: 'Logins whose e-mail address begins so, or that act for a customer; with their open sessions.',
  act: async (tx, { input }) => {
    const { typed = '', customer } = input.query
    const customers = [...(customer ? [customer] : []), ...(await customersTyped(tx, typed))]
    // A beginning of one letter would list whoever comes first in the alphabet.
    const email = typed.length >= 3 ? typed : ''
    const found = await findAccounts(tx, email, customers)
    return {
      accounts: found.map((account) => ({
        ...account,
        createdAt: account.createdAt.toString(),
        disabledAt: account.disabledAt?.toString() ?? null,
        lastSeenAt: account.lastSeenAt?.toString() ?? null,
        grants: [...account.grants],
      })),
    }
  },
})

async function customersTyped(tx: Tx, typed: string): Promise<string[]> {
  if (!/\d/.test(typed) || typed.includes('@')) return []
  const found = await customerByNumber(tx, typed)
  return found ? [found.id] : []
}

const failedMessages = apiAct({
  method: 'GET',
  path: '/desk/api/failed-messages',
  who: service,
  contract: {},
  answer: failedMessagesAnswer,
  says: 'Mails, text messages and pages that could not be delivered, the newest first; their text is not shown.',
  act: async (tx) => {
    const { rows } = await tables<Record<string, never>>(tx).executeQuery(failedMessagesStatement(MESSAGES_SHOWN))
    return { messages: rows.map((row) => ({ ...row, createdAt: row.createdAt.toString() })) }
  },
})

const retry = apiAct({
  method: 'POST',
  path: '/desk/api/failed-messages/retry',
  who: service,
  contract: { body: retryBody },
  answer: retryAnswer,
  says: 'Sends messages again that could not be delivered.',
  act: async (tx, { input, who, now }) => {
    const retried = await retryMessages(tx, input.body.ids, now)
    if (retried > 0)
      await recordFact(
        tx,
        facts.messagesRetried,
        { messages: retried },
        { channel: 'desk', actor: { kind: 'staff', id: who.staffId }, occurredAt: now },
      )
    return { retried }
  },
})

/** What the desk sees of logins, and of messages that did not arrive. */
export const loginRoutes: readonly Route[] = [accounts, failedMessages, retry]

/** The scopes that some route asks for: a page offers these and no others. */
export const scopesRoute = (scopes: () => readonly string[]): Route =>
  apiRead({
    path: '/desk/api/machine-scopes',
    who: staffMay('logins.block'),
    contract: {},
    answer: scopesAnswer,
    says: 'What a machine may be allowed.',
    reads: () => [],
    give: () => ({ scopes: [...scopes()] }),
  })
