import qrcode from 'qrcode'
import { line, z } from '#platform/contract'
import { transaction } from '#platform/database'
import { anyRight, type Call, customer, form, formFaults, freshly, page } from '#platform/http'
import { Refusal } from '#platform/refusal'
import { accountAddress } from '../accounts/account.sql.ts'
import { beginApp, confirmApp, renewPaperCodes, turnOff, waitingSecret } from './second-factor.ts'
import { codesPage, SECOND_FACTOR_PATH, scanPage, secondFactorPage, type Waiting } from './second-factor.pages.tsx'
import { type OwnSecondFactor, ownSecondFactor, ownSecondFactorStatement } from './second-factor.sql.ts'
import { appAddress } from './totp.ts'

const whoever = freshly(customer(anyRight, 'readings'))
const nothing = z.strictObject({})
const PICTURE_PX = 220

/** The key as a picture that the app scans. */
async function waitingFor(secret: string, call: Pick<Call, 'settings'>, name: string): Promise<Waiting> {
  const address = appAddress(secret, call.settings.UTILITY_NAME, name)
  return { secret, picture: await qrcode.toDataURL(address, { width: PICTURE_PX, margin: 4 }) }
}

export const secondFactorRoutes = [
  page({
    path: SECOND_FACTOR_PATH,
    who: whoever,
    contract: { query: z.strictObject({ getan: z.enum(['aus']).optional() }) },
    says: 'Shows whether codes of an app are asked for at sign-in.',
    reads: () => [ownSecondFactorStatement()],
    show: ([rows], { locale, input }) =>
      secondFactorPage(locale, rows?.[0] as OwnSecondFactor, { turnedOff: input.query.getan === 'aus' }),
  }),
  form({
    path: `${SECOND_FACTOR_PATH}/beginnen`,
    who: whoever,
    contract: { body: nothing },
    says: 'Makes a secret for an app and shows it; it counts once a code of it was shown.',
    prepare: async (call, pools) => {
      const account = await transaction(pools.worker, (tx) => accountAddress(tx, call.who.accountId))
      return waitingFor(await beginApp(pools.worker, call), call, account?.email ?? '')
    },
    act: async (_tx, _call, waiting) => waiting,
    done: (waiting, { locale }) => ({ page: scanPage(locale, waiting) }),
    again: async (tx, { refusal }, call) =>
      secondFactorPage(call.locale, await ownSecondFactor(tx), { faults: formFaults(call, refusal) }),
  }),
  form({
    path: `${SECOND_FACTOR_PATH}/einschalten`,
    who: whoever,
    contract: { body: z.strictObject({ code: line(20).default('') }) },
    says: 'Turns the second factor on with the first code of the app, and shows ten codes for emergencies once.',
    prepare: async (call, pools) => {
      try {
        return { codes: await confirmApp(pools.worker, call, call.input.body.code) }
      } catch (error) {
        // The key is shown again with what was wrong, so it is read while the world may be awaited.
        const secret = await waitingSecret(pools.worker, call)
        if (secret === undefined) throw error
        const account = await transaction(pools.worker, (tx) => accountAddress(tx, call.who.accountId))
        return { waiting: await waitingFor(secret, call, account?.email ?? ''), error }
      }
    },
    act: async (_tx, _call, prepared) => prepared,
    done: (result, call) => {
      if (result.codes) return { page: codesPage(call.locale, result.codes) }
      return { page: { ...scanPage(call.locale, result.waiting, faultsOf(call, result.error)), status: 422 } }
    },
    again: async (tx, { refusal }, call) =>
      secondFactorPage(call.locale, await ownSecondFactor(tx), { faults: formFaults(call, refusal) }),
  }),
  form({
    path: `${SECOND_FACTOR_PATH}/notfallcodes`,
    who: whoever,
    contract: { body: nothing },
    says: 'Makes ten new codes for emergencies and shows them once; earlier ones end.',
    prepare: (call, pools) => renewPaperCodes(pools.worker, call),
    act: async (_tx, _call, codes) => codes,
    done: (codes, { locale }) => ({ page: codesPage(locale, codes) }),
    again: async (tx, { refusal }, call) =>
      secondFactorPage(call.locale, await ownSecondFactor(tx), { faults: formFaults(call, refusal) }),
  }),
  form({
    path: `${SECOND_FACTOR_PATH}/ausschalten`,
    who: whoever,
    contract: { body: nothing },
    says: 'Turns the second factor off.',
    prepare: (call, pools) => transaction(pools.worker, (tx) => turnOff(tx, call)),
    act: async () => {},
    done: () => ({ to: `${SECOND_FACTOR_PATH}?getan=aus` }),
    again: async (tx, { refusal }, call) =>
      secondFactorPage(call.locale, await ownSecondFactor(tx), { faults: formFaults(call, refusal) }),
  }),
]

function faultsOf(call: Pick<Call, 'reason'>, error: unknown) {
  if (error instanceof Refusal) return formFaults(call, error)
  throw error
}
