import { facts, recordFact } from '#company/journal'
import { id, z } from '#platform/contract'
import { apiAct, type StaffWho, staffMay } from '#platform/http'
import { notFound } from '#platform/refusal'
import { endedAnswer } from './accounts.contract.ts'
import { disableAccount, disableStaff, enableAccount, endAllSessions } from './staff-acts.sql.ts'

const administrator = staffMay('logins.block')
const params = z.strictObject({ id: id() })
const nothing = z.strictObject({})

const context = (who: StaffWho, now: Temporal.Instant) =>
  ({ channel: 'desk', actor: { kind: 'staff', id: who.staffId }, occurredAt: now }) as const

/** What staff may do to logins. Sessions end with the next request, because each request asks the database. */
export const accountRoutes = [
  apiAct({
    method: 'POST',
    path: '/desk/api/accounts/:id/end-sessions',
    who: staffMay('logins.help'),
    contract: { params },
    says: 'Ends all sessions of a customer account, for example when a phone was lost.',
    answer: endedAnswer,
    act: async (tx, { input, who, now }) => {
      const ended = await endAllSessions(tx, input.params.id)
      await recordFact(tx, facts.sessionsEnded, { accountId: input.params.id, sessions: ended }, context(who, now))
      return { ended }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/accounts/:id/disable',
    who: administrator,
    contract: { params },
    says: 'Disables a customer account: nobody signs in with it, and its sessions are over.',
    answer: nothing,
    act: async (tx, { input, who, now }) => {
      if (!(await disableAccount(tx, input.params.id))) throw notFound()
      await recordFact(tx, facts.accountDisabled, { accountId: input.params.id }, context(who, now))
      return {}
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/accounts/:id/enable',
    who: administrator,
    contract: { params },
    says: 'Lets a disabled customer account sign in again.',
    answer: nothing,
    act: async (tx, { input, who, now }) => {
      if (!(await enableAccount(tx, input.params.id))) throw notFound()
      await recordFact(tx, facts.accountEnabled, { accountId: input.params.id }, context(who, now))
      return {}
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/staff/:id/disable',
    who: administrator,
    contract: { params },
    says: 'Disables a person of the staff here, whatever the issuer says; sessions are over.',
    answer: nothing,
    act: async (tx, { input }) => {
      if (!(await disableStaff(tx, input.params.id))) throw notFound()
      return {}
    },
  }),
]
