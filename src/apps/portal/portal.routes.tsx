import {
  ownCustomerStatement,
  type OwnCustomerRow,
  type OwnReachability,
  ownReachabilityStatement,
} from '#company/customers'
import { safeNext } from '#company/identity'
import { factsOf, ownTimelineStatement } from '#company/journal'
import {
  consumptionGlance,
  consumptionStatements,
  type NoticeRow,
  type OpenRequestRow,
  openRequestsStatement,
  ownNoticesStatement,
} from '#journey/staying'
import { type LettersAtHome, lettersAtHomeStatement } from '#service/letters'
import { legalDay } from '#platform/calendar'
import { z } from '#platform/contract'
import { cookieNames, customer, type CustomerWho, nobody, page, type Route, raw } from '#platform/http'
import { HomePage, LandingPage, TimelinePage } from './home/home.page.tsx'
import { helpRoutes } from './help/help.routes.tsx'
import { legalRoutes } from './legal/legal.routes.tsx'
import { portalTexts } from './texts.ts'
import { webAppRoutes } from './web-app.routes.ts'
import { timelineItemOf, timelineNames } from './timeline-view.ts'

const HOME_FACTS = 6
const TIMELINE_FACTS = 30

const start = raw({
  method: 'GET',
  path: '/',
  who: nobody('The front door: sends the signed-in on and greets everybody else.'),
  contract: {},
  says: 'To the overview if there is a session, else to the greeting.',
  handler: async (_call, _pools, request, reply) =>
    reply.redirect(request.cookies[cookieNames.portal] ? '/uebersicht' : '/start', 303),
})

const landing = page({
  path: '/start',
  who: nobody('The greeting shows no data of anybody.'),
  contract: {},
  says: 'Greeting for who is not signed in.',
  reads: () => [],
  show: (_rows, call) => ({
    title: portalTexts(call.locale)('landing.title'),
    body: <LandingPage locale={call.locale} />,
  }),
})

const home = page({
  path: '/uebersicht',
  who: customer('see', 'readings', 'part'),
  contract: {},
  says: 'What is to be done, how much was used at what cost, and what happened last.',
  reads: ({ now }) => [
    ownCustomerStatement({}),
    openRequestsStatement('session'),
    ownTimelineStatement(timelineNames, HOME_FACTS),
    ownNoticesStatement(now),
    lettersAtHomeStatement(legalDay(now)),
    ownReachabilityStatement(),
    ...consumptionStatements(now),
  ],
  show: ([own, requests, facts, notices, letters, reach, ...consumption], call) => ({
    title: portalTexts(call.locale)('nav.home'),
    section: 'home',
    body: (
      <HomePage
        locale={call.locale}
        now={call.now}
        outages={(notices ?? []) as readonly NoticeRow[]}
        name={(own?.[0] as OwnCustomerRow | undefined)?.shown_name}
        readingDue={dueOf(requests)}
        readingOverdue={isPast(dueOf(requests), call.now)}
        letters={may(call.who, 'letters') ? (letters?.[0] as LettersAtHome | undefined) : undefined}
        reach={mayChangeData(call.who) ? (reach?.[0] as OwnReachability | undefined) : undefined}
        usage={consumptionGlance(consumption, call)}
        happened={factsOf(facts ?? []).map((fact) => timelineItemOf(fact, call.locale))}
      />
    ),
  }),
})

const may = ({ rights }: CustomerWho, right: string): boolean => rights.includes('all') || rights.includes(right)
/** Only who may change the addresses is asked for one. */
const mayChangeData = (who: CustomerWho): boolean =>
  who.scope === 'all' && who.level === 'open' && who.viewerStaffId === undefined && may(who, 'data')

const dueOf = (requests: readonly unknown[] | undefined) => (requests as OpenRequestRow[])[0]?.due_on
const isPast = (day: Temporal.PlainDate | undefined, now: Temporal.Instant): boolean =>
  day !== undefined && Temporal.PlainDate.compare(day, legalDay(now)) < 0

const timeline = page({
  path: '/verlauf',
  who: customer('see', 'readings', 'part'),
  contract: {
    query: z.strictObject({
      vor: z
        .string()
        .regex(/^\d{1,18}$/)
        .optional(),
    }),
  },
  says: 'All that happened, newest first.',
  reads: ({ input }) => [ownTimelineStatement(timelineNames, TIMELINE_FACTS + 1, input.query.vor)],
  show: ([rows], call) => {
    const facts = factsOf(rows ?? [])
    const shown = facts.slice(0, TIMELINE_FACTS)
    return {
      title: portalTexts(call.locale)('timeline.title'),
      section: 'home',
      body: (
        <TimelinePage
          locale={call.locale}
          items={shown.map((fact) => timelineItemOf(fact, call.locale))}
          olderHref={facts.length > TIMELINE_FACTS ? `/verlauf?vor=${shown.at(-1)?.id}` : undefined}
        />
      ),
    }
  },
})

const language = raw({
  method: 'GET',
  path: '/sprache/:locale',
  who: nobody('Chooses the language of this browser.'),
  contract: {
    params: z.strictObject({ locale: z.enum(['de', 'en']) }),
    query: z.strictObject({ zurueck: z.string().max(500).optional() }),
  },
  says: 'Chooses the language and goes back to the page.',
  handler: async (call, _pools, _request, reply) => {
    reply.setCookie(cookieNames.lang, call.input.params.locale, { path: '/', sameSite: 'lax', maxAge: 31_536_000 })
    return reply.redirect(safeNext(call.input.query.zurueck, '/'), 303)
  },
})

/** Pages of the portal that join several rooms. */
export const portalRoutes: readonly Route[] = [
  start,
  landing,
  home,
  timeline,
  language,
  ...helpRoutes,
  ...legalRoutes,
  ...webAppRoutes,
]
