import { line, z } from '#platform/contract'
import { transaction } from '#platform/database'
import { form, formFaults, nobody, page } from '#platform/http'
import { Refusal } from '#platform/refusal'
import { takeSecondFactor } from '../second-factor/second-factor.ts'
import { safeNext } from './sign-in.contract.ts'
import { attemptStep, isMailedCode, type StepWants, stepStatement, stepWants, takeStepRow } from './sign-in-step.sql.ts'
import { signedInCookies, signIn, STEP_PATH } from './sign-in.ts'
import { stepEndedPage, stepPage } from './step.pages.tsx'

const halfIn = nobody(
  'Who has shown a first factor has no session yet; a token in the browser says who, and five codes may be tried.',
)

export const stepRoutes = [
  page({
    path: STEP_PATH,
    who: halfIn,
    contract: {},
    says: 'Asks for the code of the app, or for the one that was mailed.',
    reads: ({ browser }) => [stepStatement(browser.cookies.step)],
    show: ([rows], { locale }) => {
      const wants = (rows?.[0] as { wants: StepWants } | undefined)?.wants
      return wants ? stepPage(locale, wants) : stepEndedPage(locale)
    },
  }),
  form({
    path: STEP_PATH,
    who: halfIn,
    contract: { body: z.strictObject({ code: line(30, 1) }) },
    limit: { name: 'sign-in-step', max: 60, seconds: 900, by: 'address' },
    says: 'Takes the second factor, once, and begins the session.',
    prepare: async (call, pools) => {
      const token = call.browser.cookies.step ?? ''
      const step = await transaction(pools.worker, (tx) => attemptStep(tx, token))
      if (!step) throw new Refusal(422, 'identity.step-ended')
      const { code } = call.input.body
      if (step.wants === 'totp') await takeSecondFactor(pools.worker, call, step.accountId, code)
      else if (!isMailedCode(step, token, code))
        throw new Refusal(422, 'platform.wrong-fields', {
          fields: [{ field: 'code', code: 'identity.wrong-app-code' }],
        })
      return step
    },
    act: async (tx, call, step) => {
      if (!(await takeStepRow(tx, step.id))) throw new Refusal(422, 'identity.step-ended')
      return { signedIn: await signIn(tx, call, step.accountId, 'second-factor'), next: step.next ?? undefined }
    },
    done: ({ signedIn, next }) => ({
      to: safeNext(next, '/'),
      cookies: [...signedInCookies(signedIn), { name: 'step', value: '' }],
    }),
    again: async (tx, { refusal }, call) => {
      const wants = await stepWants(tx, call.browser.cookies.step)
      return wants ? stepPage(call.locale, wants, formFaults(call, refusal)) : stepEndedPage(call.locale)
    },
  }),
]
