import { Button, ButtonRow, ErrorSummary, Form, Heading, Lead, LinkButton, Notice, Stack, TextLink } from '#ui'
import type { PageContent } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import de from './staff.de.json' with { type: 'json' }
import en from './staff.en.json' with { type: 'json' }

const texts = defineTexts(de, en)

export function staffSignInPage(
  locale: Locale,
  page: { readonly next?: string | undefined; readonly signedOut: boolean; readonly issuerSet: boolean },
): PageContent {
  const say = texts(locale)
  const href = `/desk/anmelden/weiter${page.next ? `?next=${encodeURIComponent(page.next)}` : ''}`
  return {
    title: say('title'),
    body: (
      <Stack>
        {page.signedOut && (
          <Notice tone="success" announce>
            {say('signedOut')}
          </Notice>
        )}
        <Heading>{say('title')}</Heading>
        <Lead>{say('lead')}</Lead>
        {page.issuerSet ? (
          <LinkButton href={href}>{say('continue')}</LinkButton>
        ) : (
          <Notice tone="warning">{say('noIssuer')}</Notice>
        )}
      </Stack>
    ),
  }
}

export function staffSignOutPage(locale: Locale): PageContent {
  const say = texts(locale)
  return {
    title: say('signOutTitle'),
    body: (
      <Stack>
        <Heading>{say('signOutTitle')}</Heading>
        <Lead>{say('signOutLead')}</Lead>
        <Form action="/desk/abmelden">
          <ButtonRow>
            <Button>{say('signOut')}</Button>
            <TextLink href="/desk">{say('stay')}</TextLink>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  }
}

export function invitePage(locale: Locale, token: string, fault?: string): PageContent {
  const say = texts(locale)
  return {
    title: say('inviteTitle'),
    hasErrors: fault !== undefined,
    body: (
      <Stack>
        <ErrorSummary errors={fault === undefined ? [] : [{ message: fault }]} />
        <Heading>{say('inviteTitle')}</Heading>
        <Lead>{say('inviteLead')}</Lead>
        <Form action={`/desk/einladung/${token}`}>
          <Button>{say('invite')}</Button>
        </Form>
      </Stack>
    ),
  }
}
