import { legalDay } from '#platform/calendar'
import { z } from '#platform/contract'
import { sendTogether } from '#platform/database'
import { form, formFaults, page } from '#platform/http'
import { notFound, wrongFields } from '#platform/refusal'
import { doerOf, ownData } from '../own-data/typed.ts'
import { answerConsent, changePreferences } from './answer-consent.ts'
import type { ConsentState, Preferences } from './consent.ts'
import { answerBody, wishBody, type WishBody } from './consents.contract.ts'
import { consentsPage, wishPage } from './consents.pages.tsx'
import { consentsStatement, preferencesOf, preferencesStatement, type StoredPreferences } from './consents.sql.ts'

const ROOT = '/meine-daten/einwilligungen'

/** @throws Refusal 422 if only one of two times is given */
export function preferencesFrom(body: Omit<WishBody, 'rowVersion'>): Preferences {
  const quietFrom = body.quietFrom ?? null
  const quietTo = body.quietTo ?? null
  if ((quietFrom === null) !== (quietTo === null))
    throw wrongFields([{ field: quietFrom === null ? 'quietFrom' : 'quietTo', code: 'customers.both-times' }])
  const { language, letters, notify, formOfAddress } = body
  return { language, letters, notify, formOfAddress, quietFrom, quietTo }
}

export const consentRoutes = [
  page({
    path: ROOT,
    who: ownData,
    contract: { query: z.strictObject({ erledigt: z.enum(['given', 'withdrawn']).optional() }) },
    says: 'What the customer has agreed to, in which words, and one click each to change it.',
    reads: ({ locale, now }) => [consentsStatement('session', locale, legalDay(now))],
    show: ([rows], { locale, settings, input }) =>
      consentsPage({
        states: (rows ?? []) as readonly ConsentState[],
        utility: settings.UTILITY_NAME,
        locale,
        done: input.query.erledigt,
      }),
  }),
  form({
    path: ROOT,
    who: ownData,
    contract: { body: answerBody },
    says: 'Gives a consent in the words that were shown, or withdraws it.',
    act: (tx, call) =>
      answerConsent(
        tx,
        { ...call.input.body, page: ROOT, language: call.locale, utility: call.settings.UTILITY_NAME },
        doerOf(call),
      ),
    done: (_result, { input }) => ({ to: `${ROOT}?erledigt=${input.body.given ? 'given' : 'withdrawn'}` }),
    again: async (tx, { refusal }, call) => {
      const [rows] = await sendTogether(tx, [consentsStatement('session', call.locale, legalDay(call.now))])
      return consentsPage({
        states: (rows ?? []) as readonly ConsentState[],
        utility: call.settings.UTILITY_NAME,
        locale: call.locale,
        faults: formFaults(call, refusal),
      })
    },
  }),
  page({
    path: '/meine-daten/wuensche',
    who: ownData,
    contract: {},
    says: 'How the customer likes to be written to.',
    reads: () => [preferencesStatement('session')],
    show: ([rows], { locale }) => {
      const preferences = rows?.[0] as StoredPreferences | undefined
      if (!preferences) throw notFound()
      return wishPage({ preferences, locale })
    },
  }),
  form({
    path: '/meine-daten/wuensche',
    who: ownData,
    contract: { body: wishBody },
    says: 'Changes how the customer likes to be written to.',
    act: (tx, call) => {
      const { rowVersion, ...wanted } = call.input.body
      return changePreferences(tx, preferencesFrom(wanted), rowVersion, doerOf(call))
    },
    done: () => ({ to: '/meine-daten?geaendert=wishes' }),
    again: async (tx, { refusal, typed }, call) => {
      const preferences = await preferencesOf(tx, call.who.customerId)
      if (!preferences) throw notFound()
      return wishPage({ preferences, locale: call.locale, typed, faults: formFaults(call, refusal) })
    },
  }),
]
