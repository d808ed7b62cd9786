import { Button, Form, Heading, Lead, LinkButton, Notice, Points, Stack, Text, TextLink } from '#ui'
import type { PageContent } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import type { AuthorizeRequest } from './authorize-request.ts'
import de from './openid.de.json' with { type: 'json' }
import en from './openid.en.json' with { type: 'json' }

export const openidTexts = defineTexts(de, en)

/** Asks whether a portal may know who somebody is; what it would learn stands there in words. */
export function consentPage(locale: Locale, request: AuthorizeRequest, sent: string): PageContent {
  const say = openidTexts(locale)
  const { name } = request.client
  return {
    title: say('askTitle', { name }),
    section: 'account',
    body: (
      <Stack>
        <Heading>{say('askTitle', { name })}</Heading>
        <Lead>{say('askLead', { name })}</Lead>
        <Points items={request.scopes.map((scope) => say(`scope.${scope}`))} />
        <Text>{say('askHost', { host: new URL(request.redirectUri).host })}</Text>
        <Form action="/openid/anmelden" hidden={{ request: sent, answer: 'yes' }}>
          <Button>{say('yes', { name })}</Button>
        </Form>
        <Form action="/openid/anmelden" hidden={{ request: sent, answer: 'no' }}>
          <Button tone="secondary">{say('no')}</Button>
        </Form>
        <Text>{say('askLater')}</Text>
      </Stack>
    ),
  }
}

/**
 * Leads on to a portal. A page and not a redirect, because the policy of this host (form-action) keeps what follows a form inside, and
 * a sign-in or an answer has just been one. React moves the meta element into the head.
 */
export function onwardPage(locale: Locale, to: string, name?: string): PageContent {
  const say = openidTexts(locale)
  const portal = name ?? new URL(to).host
  return {
    title: say('onwardTitle', { name: portal }),
    section: 'account',
    body: (
      <Stack>
        <meta httpEquiv="refresh" content={`0;url=${to}`} />
        <Heading>{say('onwardTitle', { name: portal })}</Heading>
        <LinkButton href={to}>{say('onward', { name: portal })}</LinkButton>
      </Stack>
    ),
  }
}

/** What a portal asked cannot be answered, and nobody is sent anywhere. */
export function refusedPage(locale: Locale, because: string): PageContent {
  const say = openidTexts(locale)
  return {
    title: say('refusedTitle'),
    status: 400,
    body: (
      <Stack>
        <Heading>{say('refusedTitle')}</Heading>
        <Notice tone="warning">{because}</Notice>
        <TextLink href="/uebersicht">{say('home')}</TextLink>
      </Stack>
    ),
  }
}

/** Asks whether the sign-in here shall end, too. */
export function leavePage(locale: Locale, sent: string): PageContent {
  const say = openidTexts(locale)
  return {
    title: say('leaveTitle'),
    section: 'account',
    body: (
      <Stack>
        <Heading>{say('leaveTitle')}</Heading>
        <Lead>{say('leaveLead')}</Lead>
        <Form action="/openid/abmelden" hidden={{ request: sent }}>
          <Button>{say('leave')}</Button>
        </Form>
        <TextLink href="/uebersicht">{say('stay')}</TextLink>
      </Stack>
    ),
  }
}

export function leftPage(locale: Locale): PageContent {
  const say = openidTexts(locale)
  return {
    title: say('leftTitle'),
    body: (
      <Stack>
        <Heading>{say('leftTitle')}</Heading>
        <TextLink href="/anmelden">{say('signIn')}</TextLink>
      </Stack>
    ),
  }
}
