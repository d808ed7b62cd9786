import { legalDay } from '#platform/calendar'
import { sendTogether } from '#platform/database'
import { form, formFaults, freshly, page } from '#platform/http'
import { doerOf, ownData } from '../own-data/typed.ts'
import { askForErasure } from './erase.ts'
import { erasurePage } from './erasure.pages.tsx'
import {
  type ErasureCaseRow,
  erasureCaseStatement,
  type ErasureRequest,
  erasureRequestsStatement,
  retentionRulesStatement,
  toErasureCase,
} from './erasure.sql.ts'
import { planErasure, type RetentionRule } from './plan-erasure.ts'

/** Being forgotten cannot be taken back: only for who has just shown who it is. */
const freshOwner = freshly(ownData)
const reads = () => [erasureCaseStatement('session'), retentionRulesStatement(), erasureRequestsStatement('session')]

const shownOf = (rows: readonly (readonly unknown[])[], now: Temporal.Instant) => ({
  plan: planErasure(
    toErasureCase(rows[0]?.[0] as ErasureCaseRow),
    (rows[1] ?? []) as readonly RetentionRule[],
    legalDay(now),
  ),
  requests: (rows[2] ?? []) as readonly ErasureRequest[],
})

export const erasureRoutes = [
  page({
    path: '/meine-daten/loeschen',
    who: freshOwner,
    contract: {},
    says: 'What would be erased at once, blocked until when, and kept why.',
    reads,
    show: (rows, { locale, now }) => erasurePage({ ...shownOf(rows, now), locale }),
  }),
  form({
    path: '/meine-daten/loeschen',
    who: freshOwner,
    contract: {},
    says: 'Asks to be forgotten; a person releases it.',
    act: (tx, call) => askForErasure(tx, doerOf(call)),
    done: () => ({ to: '/meine-daten/loeschen' }),
    again: async (tx, { refusal }, call) =>
      erasurePage({
        ...shownOf(await sendTogether(tx, reads()), call.now),
        locale: call.locale,
        faults: formFaults(call, refusal),
      }),
  }),
]
