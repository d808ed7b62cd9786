import { customerOnFile } from '#company/customers'
import {
  CODE_DAYS,
  hashCode,
  linkToken,
  newCode,
  openByCode,
  openByLink,
  OPENING_LINK_DAYS,
  orderOpeningCode,
  orderOpeningLink,
} from '#company/identity'
import { formatDay, legalDay } from '#platform/calendar'
import { line, z } from '#platform/contract'
import { anyRight, type Call, customer, form, formFaults, ownOrigin, page, takeLimits, tokenHash } from '#platform/http'
import { putIntoOutbox } from '#platform/mail'
import { Refusal } from '#platform/refusal'
import { orderLetter } from '#service/letters'
import { openedPage, openingPage, openLinkEndedPage, openLinkPage } from './activation.pages.tsx'
import { activationTexts } from './texts.ts'

const whoever = customer(anyRight, 'readings')
const DAY_SECONDS = 86_400
/** Letters cost money, and a stranger with a bill in hand must not fill a letter box. */
const LETTERS_MAX = 3
const nothing = z.strictObject({})

const lastDay = (call: Pick<Call, 'now' | 'locale'>) =>
  formatDay(legalDay(call.now).add({ days: CODE_DAYS }), call.locale)

export const openingRoutes = [
  page({
    path: '/konto/freischalten',
    who: whoever,
    contract: { query: z.strictObject({ code: z.string().max(20).optional() }) },
    says: 'Offers the ways to open all of the account; behind the QR code of a letter the code is filled in.',
    reads: () => [],
    show: (_rows, { locale, who, input }) =>
      who.level === 'open' ? openedPage(locale) : openingPage(locale, { code: input.query.code }),
  }),
  form({
    path: '/konto/freischalten/link',
    who: whoever,
    contract: { body: nothing },
    says: 'Sends a link to the e-mail address on file; the answer is the same if there is none.',
    prepare: (call, pools) =>
      takeLimits(pools.worker, [{ name: 'opening-link', key: call.who.customerId, max: 5, seconds: DAY_SECONDS }]),
    act: async (tx, call) => {
      const token = await orderOpeningLink(tx, call)
      const onFile = await customerOnFile(tx, call.who.customerId)
      if (!onFile?.email) return
      const say = activationTexts(onFile.language)
      const text = say('openMailText', { link: `${ownOrigin(call)}/zugang-oeffnen/${token}`, days: OPENING_LINK_DAYS })
      await putIntoOutbox(
        tx,
        {
          key: `portal.opening-link:${tokenHash(token).toString('hex').slice(0, 24)}`,
          channel: 'e-mail',
          kind: 'portal.opening-link',
          recipient: onFile.email,
          subject: say('openMailSubject'),
          text,
          customerId: onFile.id,
          holdsSecret: true,
        },
        call.now,
      )
    },
    done: (_result, { locale }) => ({ page: openingPage(locale, { note: activationTexts(locale)('linkOrdered') }) }),
    again: async (_tx, { refusal }, call) => openingPage(call.locale, { faults: formFaults(call, refusal) }),
  }),
  form({
    path: '/konto/freischalten/brief',
    who: whoever,
    contract: { body: nothing },
    says: 'Orders a letter with a code to the postal address on file.',
    prepare: async (call, pools) => {
      await takeLimits(pools.worker, [
        { name: 'opening-letter', key: call.who.customerId, max: LETTERS_MAX, seconds: 30 * DAY_SECONDS },
      ])
      const code = newCode()
      return { code, codeHash: await hashCode(code) }
    },
    act: async (tx, call, { code, codeHash }) => {
      const onFile = await customerOnFile(tx, call.who.customerId)
      if (!onFile || onFile.addressLines.length === 0) throw new Refusal(422, 'portal.no-address-on-file')
      await orderOpeningCode(tx, call, codeHash)
      const link = `${ownOrigin(call)}/konto/freischalten`
      await orderLetter(
        tx,
        {
          kind: 'identity.activation-code',
          customerId: onFile.id,
          parameters: {
            code,
            link,
            scan: `${link}?code=${code}`,
            lastDay: legalDay(call.now).add({ days: CODE_DAYS }).toString(),
          },
          key: codeHash.slice(-24),
        },
        {
          customerId: onFile.id,
          channel: 'portal',
          actor: { kind: 'customer', id: call.who.accountId },
          occurredAt: call.now,
        },
      )
    },
    done: (_result, call) => ({
      page: openingPage(call.locale, { note: activationTexts(call.locale)('codeOrdered', { day: lastDay(call) }) }),
    }),
    again: async (_tx, { refusal }, call) => openingPage(call.locale, { faults: formFaults(call, refusal) }),
  }),
  form({
    path: '/konto/freischalten/code',
    who: whoever,
    contract: { body: z.strictObject({ code: line(20, 1) }) },
    says: 'Opens all of the account with the posted code.',
    prepare: (call, pools) => openByCode(pools.worker, call, call.input.body.code),
    act: async () => {},
    done: (_result, { locale }) => ({ page: openedPage(locale) }),
    again: async (_tx, { refusal, typed }, call) =>
      openingPage(call.locale, {
        code: typeof typed['code'] === 'string' ? typed['code'] : '',
        faults: formFaults(call, refusal),
      }),
  }),
  page({
    path: '/zugang-oeffnen/:token',
    who: whoever,
    contract: { params: z.strictObject({ token: linkToken() }) },
    says: 'Shows the button that opens all of the account; opening the link changes nothing.',
    reads: () => [],
    show: (_rows, { locale, input }) => openLinkPage(locale, input.params.token),
  }),
  form({
    path: '/zugang-oeffnen/:token',
    who: whoever,
    contract: { params: z.strictObject({ token: linkToken() }), body: nothing },
    says: 'Opens all of the account by the link that went to the e-mail address on file.',
    prepare: (call, pools) => openByLink(pools.worker, call, call.input.params.token),
    act: async () => {},
    done: (_result, { locale }) => ({ page: openedPage(locale) }),
    again: async (_tx, _again, { locale }) => openLinkEndedPage(locale),
  }),
]
