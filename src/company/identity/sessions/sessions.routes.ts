import { facts, recordFact } from '#company/journal'
import { id, z } from '#platform/contract'
import { anyRight, customer, form, formFaults, page } from '#platform/http'
import { hashPassword } from '../passwords/argon2.ts'
import { refuseWeakPassword } from '../passwords/password-rule.ts'
import { typedPassword } from '../sign-in/sign-in.contract.ts'
import { confirmPassword } from './confirm-password.ts'
import {
  endOwnSessions,
  type OwnSession,
  ownSessions,
  ownSessionsStatement,
  setOwnPassword,
} from './own-sessions.sql.ts'
import { endSessionsOf } from './session.sql.ts'
import { changePasswordPage, sessionsPage } from './sessions.pages.tsx'

const whoever = customer(anyRight, 'readings')
const list = (value: string | readonly string[] | undefined) => (typeof value === 'string' ? [value] : (value ?? []))

export const sessionRoutes = [
  page({
    path: '/konto/sitzungen',
    who: whoever,
    contract: {
      query: z.strictObject({
        beendet: z.coerce.number().int().min(0).max(1_000).optional(),
        passwort: z.enum(['neu']).optional(),
      }),
    },
    says: 'Shows where the person is signed in.',
    reads: () => [ownSessionsStatement()],
    show: ([sessions], { locale, who, input }) =>
      sessionsPage(locale, {
        sessions: sessions as readonly OwnSession[],
        ownId: who.sessionId,
        ended: input.query.beendet,
        passwordSaved: input.query.passwort === 'neu',
      }),
  }),
  form({
    path: '/konto/sitzungen',
    who: whoever,
    contract: { body: z.strictObject({ sessions: z.array(id()).min(1).max(100), password: typedPassword() }) },
    says: 'Ends chosen sessions of the person, who says the password once more.',
    prepare: (call, pools) => confirmPassword(pools.worker, call.who.accountId, call.input.body.password),
    act: (tx, call) => endOwnSessions(tx, call.input.body.sessions),
    done: (count) => ({ to: `/konto/sitzungen?beendet=${count}` }),
    again: async (tx, { refusal, typed }, call) =>
      sessionsPage(call.locale, {
        sessions: await ownSessions(tx),
        ownId: call.who.sessionId,
        chosen: list(typed['sessions']),
        faults: formFaults(call, refusal),
      }),
  }),
  page({
    path: '/konto/passwort',
    who: whoever,
    contract: {},
    says: 'Asks for the present and the new password.',
    reads: () => [],
    show: (_rows, { locale }) => changePasswordPage(locale),
  }),
  form({
    path: '/konto/passwort',
    who: whoever,
    contract: { body: z.strictObject({ current: typedPassword(), wanted: typedPassword() }) },
    says: 'Sets a new password and ends all other sessions of the person.',
    prepare: async (call, pools) => {
      const { current, wanted } = call.input.body
      await refuseWeakPassword(wanted, 'wanted', [call.settings.UTILITY_NAME])
      await confirmPassword(pools.worker, call.who.accountId, current, 'current')
      return hashPassword(wanted)
    },
    act: async (tx, call, hash) => {
      const { accountId, customerId, sessionId } = call.who
      await setOwnPassword(tx, hash)
      await endSessionsOf(tx, accountId, sessionId)
      await recordFact(
        tx,
        facts.passwordChanged,
        { accountId },
        { customerId, channel: 'portal', actor: { kind: 'customer', id: accountId }, occurredAt: call.now },
      )
    },
    done: () => ({ to: '/konto/sitzungen?passwort=neu' }),
    again: async (_tx, { refusal }, call) => changePasswordPage(call.locale, formFaults(call, refusal)),
  }),
]
