import { z } from '#platform/contract'
import { transaction } from '#platform/database'
import { anyRight, customer, form, formFaults, page } from '#platform/http'
import { notSignedIn } from '#platform/refusal'
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
    reads: () => [],
    show: (_rows, { locale, input }) => confirmPage(locale, { next: input.query.next }),
  }),
  form({
    path: CONFIRM_PATH,
    who: whoever,
    contract: { body: z.strictObject({ password: typedPassword(), next }) },
    says: 'Takes the proof, gives the session a new token and leads back to what was begun.',
    prepare: async (call, pools) => {
      await confirmPassword(pools.worker, call.who.accountId, call.input.body.password)
      await transaction(pools.worker, (tx) => markProved(tx, call.who.sessionId, 'password'))
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
    again: async (_tx, { refusal, typed }, call) =>
      confirmPage(call.locale, { next: text(typed['next']), faults: formFaults(call, refusal) }),
  }),
]
