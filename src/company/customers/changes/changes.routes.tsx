import { id, z } from '#platform/contract'
import { sendTogether, transaction } from '#platform/database'
import { form, formFaults, freshly, nobody, ownOrigin, page } from '#platform/http'
import { notFound } from '#platform/refusal'
import { doerOf, ownData } from '../own-data/typed.ts'
import { type Change, whyNotUndone } from './change.ts'
import { changeById, changeByLink, changeByLinkStatement, changesStatement } from './changes.sql.ts'
import { changesPage, linkEndedPage, undonePage, undoPage } from './changes.pages.tsx'
import { undoChange } from './undo-change.ts'

const byLink = nobody(
  'The link went to the address on file; it takes back one change, once, within its term, and shows account numbers masked.',
)
const linkPath = z.strictObject({ token: z.string().regex(/^[\w-]{43}$/) })
const HOUR_SECONDS = 3_600

export const changeRoutes = [
  page({
    path: '/meine-daten/aenderungen',
    who: ownData,
    contract: {},
    says: 'What was changed of the own data, by whom and when.',
    reads: () => [changesStatement('session')],
    show: ([rows], { locale, now }) => changesPage({ changes: rows as readonly Change[], locale, now }),
  }),
  form({
    path: '/meine-daten/aenderungen/:id/zuruecknehmen',
    // A bank account or an e-mail address may come back by it: no less than changing them.
    who: freshly(ownData),
    contract: { params: z.strictObject({ id: id() }) },
    says: 'Takes a change back within its term.',
    // As the house: an e-mail address may come back, and no customer's session writes one. Whose it is, undoChange checks.
    prepare: (call, pools) =>
      transaction(pools.worker, async (tx) => undoChange(tx, await changeById(tx, call.input.params.id), doerOf(call))),
    act: async () => undefined,
    done: () => ({ to: '/meine-daten?geaendert=undone' }),
    again: async (tx, { refusal }, call) => {
      if (refusal.status === 404) throw notFound()
      const [rows] = await sendTogether(tx, [changesStatement('session')])
      return changesPage({
        changes: rows as readonly Change[],
        locale: call.locale,
        now: call.now,
        faults: formFaults(call, refusal),
      })
    },
  }),
  page({
    path: '/aenderung/:token',
    who: byLink,
    contract: { params: linkPath },
    limit: { name: 'change-link', max: 60, seconds: HOUR_SECONDS, by: 'address' },
    says: 'What the link in a confirmation takes back.',
    reads: ({ input }) => [changeByLinkStatement(input.params.token)],
    show: ([rows], { locale, input, now }) => {
      const change = rows?.[0] as Change | undefined
      if (!change || whyNotUndone(change, now) !== undefined) return linkEndedPage(locale)
      return undoPage(change, input.params.token, locale)
    },
  }),
  form({
    path: '/aenderung/:token',
    who: byLink,
    contract: { params: linkPath },
    limit: { name: 'change-link', max: 60, seconds: HOUR_SECONDS, by: 'address' },
    says: 'Takes the change back and uses the link up.',
    act: async (tx, call) => {
      const change = await changeByLink(tx, call.input.params.token)
      if (!change) throw notFound()
      await undoChange(tx, change, {
        customerId: change.customerId,
        channel: 'link',
        actor: { kind: 'guest' },
        occurredAt: call.now,
        origin: ownOrigin(call),
      })
    },
    done: (_result, { locale }) => ({ page: undonePage(locale) }),
    again: async (tx, { refusal }, call) => {
      const change = await changeByLink(tx, call.input.params.token)
      if (!change || refusal.code !== 'customers.changed-since') return linkEndedPage(call.locale)
      return undoPage(change, call.input.params.token, call.locale, formFaults(call, refusal))
    },
  }),
]
