import { facts, recordFact } from '#company/journal'
import { id, z } from '#platform/contract'
import { flight, sendTogether } from '#platform/database'
import { form, formFaults, freshly, page, raw, takeLimits } from '#platform/http'
import { notFound } from '#platform/refusal'
import { doerOf, ownData } from '../own-data/typed.ts'
import { copyStore } from './copy-store.ts'
import { copiesPage, copyPage } from './copies.pages.tsx'
import {
  copyOfStatement,
  type CopyShown,
  insertCopy,
  ownCopiesStatement,
  ownCopyStatement,
  type PersonalCopy,
} from './copies.sql.ts'

const ROOT = '/meine-daten/kopie'
/** All that is known of somebody in one file: only for who has just shown who it is. */
const freshOwner = freshly(ownData)
const copyPath = z.strictObject({ id: id() })
const DAY_SECONDS = 86_400

export const copyRoutes = [
  page({
    path: ROOT,
    who: freshOwner,
    contract: { query: z.strictObject({ erledigt: z.enum(['asked']).optional() }) },
    says: 'Copies of all personal data that the account asked for.',
    reads: () => [ownCopiesStatement()],
    show: ([rows], { locale, input }) =>
      copiesPage({
        copies: (rows ?? []) as readonly PersonalCopy[],
        locale,
        asked: input.query.erledigt === 'asked',
      }),
  }),
  form({
    path: ROOT,
    who: freshOwner,
    contract: {},
    says: 'Asks for a copy of all personal data; a job makes it.',
    prepare: (call, pools) =>
      takeLimits(pools.worker, [{ name: 'personal-copy', key: call.who.accountId, max: 5, seconds: DAY_SECONDS }]),
    act: async (tx, call) => {
      const { customerId, accountId } = call.who
      const copy = await insertCopy(tx, { customerId, accountId, language: call.locale }, call.now)
      if (copy.isNew) await recordFact(tx, facts.copyAsked, { copyId: copy.id }, doerOf(call))
    },
    done: () => ({ to: `${ROOT}?erledigt=asked` }),
    again: async (tx, { refusal }, call) => {
      const [rows] = await sendTogether(tx, [ownCopiesStatement()])
      return copiesPage({
        copies: (rows ?? []) as readonly PersonalCopy[],
        locale: call.locale,
        faults: formFaults(call, refusal),
      })
    },
  }),
  page({
    path: `${ROOT}/:id`,
    who: freshOwner,
    contract: { params: copyPath },
    says: 'What a copy holds, to be read.',
    reads: ({ input }) => [ownCopyStatement(input.params.id)],
    show: ([rows], { locale }) => {
      const copy = rows?.[0] as CopyShown | undefined
      if (copy?.state !== 'ready') throw notFound()
      return copyPage(copy, locale)
    },
  }),
  raw({
    method: 'GET',
    path: `${ROOT}/:id/datei`,
    who: freshOwner,
    contract: { params: copyPath },
    says: 'The copy as a zip of JSON and CSV.',
    handler: async ({ input, settings, who, now }, pools, _request, reply) => {
      // As worker, because no session is open here; customer and account of the checked session stand in the condition.
      const [rows] = await flight(pools.worker, [copyOfStatement(input.params.id, who.customerId, who.accountId)])
      const copy = rows?.[0] as CopyShown | undefined
      const over = copy?.endsAt && Temporal.Instant.compare(now, copy.endsAt) > 0
      const bytes = copy?.fileSha256 && !over ? await copyStore(settings.KW_FILES).get(copy.fileSha256) : undefined
      if (!copy || !bytes) throw notFound()
      return reply
        .header('content-type', 'application/zip')
        .header('content-disposition', `attachment; filename="meine-daten-${copy.id}.zip"`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cache-control', 'private, no-store')
        .send(bytes)
    },
  }),
]
