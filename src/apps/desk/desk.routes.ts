import { type ShownNameRow, shownNamesStatement } from '#company/customers'
import { factsOf, timelineStatement } from '#company/journal'
import { z } from '#platform/contract'
import { apiRead, raw, type Route, staff, staffRoles, staffMay, rightsOfRoles, withIncluded } from '#platform/http'
import { appPage } from '../built/app-page.tsx'
import { customerParams, meAnswer, namesAnswer, namesQuery, timelineAnswer, timelineQuery } from './desk.contract.ts'
import { deskPlaces } from './places.ts'
import { staffTimelineItem, staffTimelineNames } from './staff-timeline.ts'
import { deskTexts } from './texts.ts'

const anyStaff = staff(...staffRoles)
const TIMELINE_FACTS = 30

/** Every address of the desk is the same page; its filters stand behind the question mark and are the app's own. */
const placeRoute = (path: string): Route =>
  raw({
    method: 'GET',
    path,
    who: anyStaff,
    contract: path.includes(':id') ? { params: z.strictObject({ id: z.string().max(60) }) } : {},
    says: 'The desk, which shows this address in the browser.',
    handler: async (call, _pools, _request, reply) => {
      const t = deskTexts(call.locale)
      const page = {
        entry: 'src/apps/desk/client/main.tsx',
        title: `${t('app.title')} – ${call.settings.UTILITY_NAME}`,
        locale: call.locale,
        needsScript: t('app.needsScript'),
        notBuilt: t('app.notBuilt'),
      }
      const { html, headers } = appPage(page, call.settings)
      return reply.headers(headers).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html)
    },
  })

const me = apiRead({
  path: '/desk/api/me',
  who: anyStaff,
  contract: {},
  answer: meAnswer,
  says: 'Who is signed in at the desk.',
  reads: () => [],
  give: (_rows, { who }) => ({
    staffId: who.staffId,
    name: who.name,
    roles: [...withIncluded(who.roles)],
    rights: [...rightsOfRoles(who.roles)],
  }),
})

const workers = staffMay('customers.names')

const names = apiRead({
  path: '/desk/api/names',
  who: workers,
  contract: { query: namesQuery },
  answer: namesAnswer,
  says: 'Names of customers, for lists that know only their ids.',
  reads: ({ input }) => [shownNamesStatement(input.query.customers.split(','))],
  give: ([rows]) => ({
    names: (rows as ShownNameRow[]).map((row) => ({ customerId: row.id, name: row.shown_name })),
  }),
})

const timeline = apiRead({
  path: '/desk/api/customers/:id/timeline',
  who: workers,
  contract: { params: customerParams, query: timelineQuery },
  answer: timelineAnswer,
  says: 'What happened to a customer, newest first, in words.',
  reads: ({ input }) => [
    timelineStatement(input.params.id, staffTimelineNames, TIMELINE_FACTS + 1, input.query.before),
  ],
  give: ([rows], call) => {
    const facts = factsOf(rows ?? [])
    return {
      items: facts.slice(0, TIMELINE_FACTS).map((fact) => staffTimelineItem(fact, call.locale)),
      hasOlder: facts.length > TIMELINE_FACTS,
    }
  },
})

/** Pages of the desk, and what it composes from several rooms. */
export const deskRoutes: readonly Route[] = [...Object.values(deskPlaces).map(placeRoute), me, names, timeline]
