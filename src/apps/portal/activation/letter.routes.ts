import { customerByNumber, customerOnFile } from '#company/customers'
import {
  ACTIVATION_HOURS,
  askByLetter,
  checkLetterCode,
  CODE_DAYS,
  email,
  freshCode,
  hashPassword,
  orderActivationLetter,
  refuseWeakPassword,
  typedPassword,
} from '#company/identity'
import { formatDay, legalDay } from '#platform/calendar'
import { id, line, z } from '#platform/contract'
import { transaction } from '#platform/database'
import {
  addressKey,
  apiAct,
  type Call,
  form,
  formFaults,
  nobody,
  ownOrigin,
  page,
  takeLimits,
  staffMay,
} from '#platform/http'
import { putIntoOutbox } from '#platform/mail'
import { notFound, Refusal } from '#platform/refusal'
import { sentPage } from './activation.pages.tsx'
import { letterCodePage, letterOrderedPage, orderLetterPage } from './letter.pages.tsx'
import { number, numberKey } from './numbers.ts'
import { activationTexts } from './texts.ts'

const newcomer = nobody('Who activates an account has none yet; numbers, addresses and e-mails are counted.')
const HOUR_SECONDS = 3_600
const DAY_SECONDS = 86_400

const lastDay = (call: Pick<Call, 'now' | 'locale'>) =>
  formatDay(legalDay(call.now).add({ days: CODE_DAYS }), call.locale)

export const letterRoutes = [
  page({
    path: '/zugang-freischalten/brief',
    who: newcomer,
    contract: {},
    says: 'Asks for customer number and postal code to send a letter with a code.',
    reads: () => [],
    show: (_rows, { locale }) => orderLetterPage(locale),
  }),
  form({
    path: '/zugang-freischalten/brief',
    who: newcomer,
    contract: { body: z.strictObject({ customerNumber: number(), postalCode: line(12, 1) }) },
    says: 'Orders a letter with a code to the address on file; the answer is the same if the two do not belong together.',
    prepare: async (call, pools) => {
      await takeLimits(pools.worker, [
        { name: 'letter-address', key: addressKey(call.address), max: 10, seconds: HOUR_SECONDS },
        { name: 'letter-number', key: numberKey(call.input.body.customerNumber), max: 10, seconds: DAY_SECONDS },
      ])
      return freshCode()
    },
    act: (tx, call, code) => orderActivationLetter(tx, call, { kind: 'guest', ...call.input.body }, code),
    done: (_result, call) => ({ page: letterOrderedPage(call.locale, lastDay(call)) }),
    again: async (_tx, { refusal, typed }, call) => orderLetterPage(call.locale, typed, formFaults(call, refusal)),
  }),
  page({
    path: '/zugang-freischalten/code',
    who: newcomer,
    contract: {},
    says: 'Asks for the code of a letter, e-mail and password.',
    reads: () => [],
    show: (_rows, { locale }) => letterCodePage(locale),
  }),
  page({
    path: '/brief/:customerNumber/:code',
    who: newcomer,
    contract: { params: z.strictObject({ customerNumber: z.string().max(40), code: z.string().max(20) }) },
    says: 'The page behind the QR code of a letter: number and code are filled in, and nothing is looked up or used up.',
    reads: () => [],
    show: (_rows, { locale, input }) => letterCodePage(locale, input.params),
  }),
  form({
    path: '/zugang-freischalten/code',
    who: newcomer,
    contract: {
      body: z.strictObject({ customerNumber: number(), code: line(20, 1), email: email(), password: typedPassword() }),
    },
    says: 'Compares the code and writes a link to the e-mail address; the code is used up with the link.',
    prepare: async (call, pools) => {
      const { customerNumber, code, email: address, password } = call.input.body
      await refuseWeakPassword(password, 'password', [call.settings.UTILITY_NAME, address.split('@')[0] ?? ''])
      await takeLimits(pools.worker, [
        { name: 'letter-code-address', key: addressKey(call.address), max: 20, seconds: HOUR_SECONDS },
        { name: 'letter-code-number', key: numberKey(customerNumber), max: 10, seconds: DAY_SECONDS },
        { name: 'activation-email', key: address, max: 5, seconds: HOUR_SECONDS },
      ])
      const customer = await transaction(pools.worker, (tx) => customerByNumber(tx, customerNumber))
      const letterId = await checkLetterCode(pools.worker, customer?.id, code)
      if (!customer) throw notFound()
      const passwordHash = await hashPassword(password)
      return { letterId, customerId: customer.id, shownAs: customer.shownName, email: address, passwordHash }
    },
    act: async (tx, call, holder) => {
      const { requestId, token, browserToken } = await askByLetter(tx, call, holder)
      const say = activationTexts(call.locale)
      const link = `${ownOrigin(call)}/zugang-bestaetigen/${token}`
      await putIntoOutbox(
        tx,
        {
          key: `portal.activation-link:${requestId}`,
          channel: 'e-mail',
          kind: 'portal.activation-link',
          recipient: holder.email,
          subject: say('mailSubject'),
          text: say('mailText', { link, hours: ACTIVATION_HOURS }),
          customerId: holder.customerId,
          holdsSecret: true,
        },
        call.now,
      )
      return browserToken
    },
    done: (browserToken, { locale, input }) => ({
      page: sentPage(locale, input.body.email),
      cookies: [{ name: 'link', value: browserToken, maxAgeSeconds: ACTIVATION_HOURS * HOUR_SECONDS }],
    }),
    again: async (_tx, { refusal, typed }, call) => letterCodePage(call.locale, typed, formFaults(call, refusal)),
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/activation-letter',
    who: staffMay('letters.activation'),
    contract: { params: z.strictObject({ id: id() }) },
    says: 'Sends a customer a letter with a code to the address on file, with which an account can be made.',
    answer: z.strictObject({ until: z.iso.date() }),
    prepare: async (call, pools) => {
      const key = call.input.params.id
      await takeLimits(pools.worker, [{ name: 'letter-staff', key, max: 5, seconds: DAY_SECONDS }])
      return freshCode()
    },
    act: async (tx, call, code) => {
      const customer = await customerOnFile(tx, call.input.params.id)
      if (!customer) throw notFound()
      if (customer.addressLines.length === 0) throw new Refusal(422, 'portal.no-address-on-file')
      const portal = { ...call, locale: customer.language }
      await orderActivationLetter(
        tx,
        portal,
        { kind: 'staff', staffId: call.who.staffId, customerId: customer.id },
        code,
      )
      return { until: legalDay(call.now).add({ days: CODE_DAYS }).toString() }
    },
  }),
]
