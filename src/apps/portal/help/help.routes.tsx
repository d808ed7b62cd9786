import { dangerIn } from '#journey/staying'
import { line, z } from '#platform/contract'
import { anyRight, type Call, customer, nobody, page, type PageContent, type Route } from '#platform/http'
import { HelpPage, helpTexts } from './help.page.tsx'
import { findTopics } from './topics.ts'

const query = z.strictObject({ q: line(200).optional() })

const shown = (call: Pick<Call, 'locale' | 'settings'>, typed: string, action: string): PageContent => ({
  title: helpTexts(call.locale)('title'),
  section: 'help',
  body: (
    <HelpPage
      locale={call.locale}
      action={action}
      typed={typed}
      danger={dangerIn(typed)}
      topics={findTopics(typed)}
      emergencyPhone={call.settings.EMERGENCY_PHONE}
      servicePhone={call.settings.SERVICE_PHONE}
    />
  ),
})

/** Help for everybody and, with the portal's own navigation around it, for who is signed in. */
export const helpRoutes: readonly Route[] = [
  page({
    path: '/hilfe',
    who: nobody('Who smells gas, or has forgotten the password, must not have to sign in to find help.'),
    contract: { query },
    says: 'Finds pages by what somebody types; the emergency number stands first where that speaks of a danger.',
    reads: () => [],
    show: (_rows, call) => shown(call, call.input.query.q ?? '', '/hilfe'),
  }),
  page({
    path: '/meine-hilfe',
    who: customer(anyRight, 'readings', 'part'),
    contract: { query },
    says: 'The same for who is signed in.',
    reads: () => [],
    show: (_rows, call) => shown(call, call.input.query.q ?? '', '/meine-hilfe'),
  }),
]
