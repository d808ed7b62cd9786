import { z } from '#platform/contract'
import {
  addressKey,
  type Again,
  type Call,
  fieldErrors,
  form,
  nobody,
  page,
  type PageContent,
  type Route,
  takeLimits,
} from '#platform/http'
import { stayingRefusals } from '../refusals.ts'
import { reportBody } from './outages.contract.ts'
import { type NoticeRow, noticesStatement } from './outages.sql.ts'
import { EmergencyPage } from './pages/emergency.page.tsx'
import { NoticesPage } from './pages/notices.tsx'
import { ReportedPage, ReportPage } from './pages/report.page.tsx'
import { reportFault } from './report-fault.ts'
import { outageTexts } from './texts.ts'

const everybody = nobody('Who smells gas must not have to sign in; notices of outages are public.')

const emergency = page({
  path: '/notfall',
  who: everybody,
  contract: {
    query: z.strictObject({
      grund: z.enum(['gas', 'water', 'power']).optional(),
      // Only a path of this portal: the link leads on to what was entered.
      weiter: z
        .string()
        .max(300)
        .regex(/^\/([\w\-.?=&%+][\w\-./?=&%+]*)?$/)
        .optional(),
    }),
  },
  says: 'The emergency number, and what to do until somebody comes.',
  reads: () => [],
  show: (_rows, { locale, settings, input }) => ({
    title: outageTexts(locale)('emergency.title'),
    body: (
      <EmergencyPage
        locale={locale}
        phone={settings.EMERGENCY_PHONE}
        because={input.query.grund}
        goOn={input.query.weiter}
      />
    ),
  }),
})

const notices = page({
  path: '/stoerungen',
  who: everybody,
  contract: {},
  says: 'Outages that run, are planned or have just ended.',
  reads: ({ now }) => [noticesStatement(now)],
  show: ([rows], { locale, now }) => ({
    title: outageTexts(locale)('notices.title'),
    body: <NoticesPage notices={rows as NoticeRow[]} locale={locale} now={now} />,
  }),
})

function reportPage(call: Pick<Call, 'locale' | 'settings'>, again?: Again): PageContent {
  const errors = again ? fieldErrors(again.refusal, call.locale, stayingRefusals) : []
  const typed = (name: string): string | undefined => {
    const value = again?.typed[name]
    return typeof value === 'string' ? value : value?.at(-1)
  }
  return {
    title: outageTexts(call.locale)('report.title'),
    hasErrors: errors.length > 0,
    body: <ReportPage locale={call.locale} phone={call.settings.EMERGENCY_PHONE} errors={errors} typed={typed} />,
  }
}

const showReport = page({
  path: '/stoerung',
  who: everybody,
  contract: {},
  says: 'Form on which anybody reports a fault.',
  reads: () => [],
  show: (_rows, call) => reportPage(call),
})

/** A street reports at once; a program that reports without end is held back. */
const REPORTS_MAX = 10
const TEN_MINUTES = 600

const sendReport = form({
  path: '/stoerung',
  who: everybody,
  contract: { body: reportBody },
  says: 'Keeps a report of a fault and opens an urgent task for its place.',
  prepare: (call, pools) =>
    takeLimits(pools.worker, [
      { name: 'fault-report', key: addressKey(call.address), max: REPORTS_MAX, seconds: TEN_MINUTES },
    ]),
  act: async (tx, call) => reportFault(tx, call.input.body, call.now),
  done: ({ reportId }) => ({ to: `/stoerung/danke?nr=${reportId}` }),
  again: async (_tx, again, call) => reportPage(call, again),
})

const reported = page({
  path: '/stoerung/danke',
  who: everybody,
  contract: { query: z.strictObject({ nr: z.string().regex(/^\d{1,18}$/) }) },
  says: 'Says that a report is here, with its number.',
  reads: () => [],
  show: (_rows, { locale, settings, input }) => ({
    title: outageTexts(locale)('report.doneTitle'),
    body: <ReportedPage locale={locale} phone={settings.EMERGENCY_PHONE} number={input.query.nr} />,
  }),
})

export const outageRoutes: readonly Route[] = [emergency, notices, showReport, sendReport, reported]
