import { line, z } from '#platform/contract'
import { transaction } from '#platform/database'
import { anyRight, customer, form, formFaults, page } from '#platform/http'
import { notSignedIn } from '#platform/refusal'
import {
  hasTotp,
  type OwnSecondFactor,
  ownSecondFactor,
  ownSecondFactorStatement,
} from '../second-factor/second-factor.sql.ts'
import { takeSecondFactor } from '../second-factor/second-factor.ts'
import { confirmPassword } from '../sessions/confirm-password.ts'
import { safeNext, typedPassword } from '../sign-in/sign-in.contract.ts'
import { confirmPage } from './confirm.pages.tsx'
import { markProved, renewSession } from './confirm.sql.ts'
import { CONFIRM_PATH } from './fresh.ts'

const whoever = customer(anyRight, 'readings')
const next = z.string().max(2_000).optional()
const text = (value: string | readonly string[] | undefined) => (typeof value === 'string' ? value : undefined)

export const confirmRoutes = [
  page({
    path: CONFIRM_PATH,
    who: whoever,
    contract: { query: z.strictObject({ next }) },
    says: 'Asks a signed-in person to prove once more who it is.',
    reads: () => [ownSecondFactorStatement()],
    show: ([rows], { locale, input }) =>
      confirmPage(locale, {
        next: input.query.next,
        withCode: (rows as readonly OwnSecondFactor[] | undefined)?.[0]?.on ?? false,
      }),
  }),
  form({
    path: CONFIRM_PATH,
    who: whoever,
    contract: { body: z.strictObject({ password: typedPassword(), code: line(30).optional(), next }) },
    says: 'Takes the proof, gives the session a new token and leads back to what was begun.',
    prepare: async (call, pools) => {
      await confirmPassword(pools.worker, call.who.accountId, call.input.body.password)
      const { accountId, sessionId } = call.who
      const withCode = await transaction(pools.worker, (tx) => hasTotp(tx, accountId))
      if (withCode) await takeSecondFactor(pools.worker, call, accountId, call.input.body.code ?? '')
      await transaction(pools.worker, (tx) => markProved(tx, sessionId, withCode ? 'second-factor' : 'password'))
    },
    act: async (tx, { browser }) => {
      const token = await renewSession(tx, browser.cookies.portal)
      if (!token) throw notSignedIn()
      return token
    },
    done: (token, { input }) => ({
      to: safeNext(input.body.next, '/konto'),
      cookies: [{ name: 'portal', value: token }],
    }),
    again: async (tx, { refusal, typed }, call) =>
      confirmPage(call.locale, {
        next: text(typed['next']),
        withCode: (await ownSecondFactor(tx)).on,
        faults: formFaults(call, refusal),
      }),
  }),
]
