import { Button, Form, Heading, Lead, LinkButton, Stack } from '#ui'
import { z } from '#platform/contract'
import { apiAct, form, nobody, page, type PageContent, staffMay } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import { Refusal } from '#platform/refusal'
import { linkToken } from '../password-reset/password-reset.routes.ts'
import { VIEWING_MINUTES, viewAsCustomer } from './view-as-customer.ts'
import { viewingAnswer, viewingBody, viewingParams } from './viewing.contract.ts'
import { endViewing, goodViewingStatement, takeViewingLink } from './viewing.sql.ts'
import de from './viewing.de.json' with { type: 'json' }
import en from './viewing.en.json' with { type: 'json' }

export const viewingTexts = defineTexts(de, en)
const byLink = nobody('The link from the desk is the proof: single-use, good for a minute.')
const whoLooks = nobody('Ends only the view whose token the browser sends, and must work when it has run out.')

function plain(title: string, lead: string, action: React.ReactNode, status?: number): PageContent {
  return {
    title,
    ...(status !== undefined && { status }),
    body: (
      <Stack>
        <Heading>{title}</Heading>
        <Lead>{lead}</Lead>
        {action}
      </Stack>
    ),
  }
}

function openPage(locale: Locale, token: string): PageContent {
  const say = viewingTexts(locale)
  return plain(
    say('openTitle'),
    say('openLead', { minutes: VIEWING_MINUTES }),
    <Form action={`/ansicht/${token}`}>
      <Button>{say('open')}</Button>
    </Form>,
  )
}

const overPage = (locale: Locale, status: 200 | 422): PageContent => {
  const say = viewingTexts(locale)
  const action = <LinkButton href="/start">{say('toStart')}</LinkButton>
  return status === 200
    ? plain(say('endedTitle'), say('endedLead'), action)
    : plain(say('linkOverTitle'), say('linkOverLead'), action, 422)
}

export const viewingRoutes = [
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/viewing',
    who: staffMay('customers.view-as'),
    contract: { params: viewingParams, body: viewingBody },
    answer: viewingAnswer,
    says: 'Lets staff see the portal as a customer does: reading only, for 15 minutes, with a reason that stays.',
    act: async (tx, call) => {
      const { link, endsAt } = await viewAsCustomer(tx, call, call.input.params.id, call.input.body.reason)
      return { link, endsAt: endsAt.toString() }
    },
  }),
  page({
    path: '/ansicht/:token',
    who: byLink,
    contract: { params: z.strictObject({ token: linkToken() }) },
    says: 'Shows the button that opens the view of a customer; opening the link changes nothing.',
    reads: ({ input }) => [goodViewingStatement(input.params.token)],
    show: ([good], { locale, input }) =>
      good && good.length > 0 ? openPage(locale, input.params.token) : overPage(locale, 422),
  }),
  form({
    path: '/ansicht/:token',
    who: byLink,
    contract: { params: z.strictObject({ token: linkToken() }), body: z.strictObject({}) },
    limit: { name: 'viewing-link', max: 60, seconds: 3_600, by: 'address' },
    says: 'Opens the view of a customer in this browser.',
    act: async (tx, { input }) => {
      const token = await takeViewingLink(tx, input.params.token)
      if (!token) throw new Refusal(422, 'identity.link-ended')
      return token
    },
    done: (token) => ({
      to: '/uebersicht',
      cookies: [{ name: 'portal', value: token, maxAgeSeconds: VIEWING_MINUTES * 60 }],
    }),
    again: async (_tx, _again, { locale }) => overPage(locale, 422),
  }),
  form({
    path: '/ansicht-beenden',
    who: whoLooks,
    contract: { body: z.strictObject({}) },
    says: 'Ends the view of a customer in this browser.',
    act: (tx, { browser }) => endViewing(tx, browser.cookies.portal),
    done: (_result, { locale }) => ({ page: overPage(locale, 200), cookies: [{ name: 'portal', value: '' }] }),
    again: async (_tx, _again, { locale }) => overPage(locale, 200),
  }),
]
