import { Button, ErrorSummary, Form, Heading, Lead, LinkButton, Stack, Text, TextField } from '#ui'
import type { FormFault, PageContent } from '#platform/http'
import type { Locale } from '#platform/i18n'
import { passwordResetTexts as texts } from './on-password-link-asked.ts'

export function askForLinkPage(locale: Locale, email?: string, faults: readonly FormFault[] = []): PageContent {
  const say = texts(locale)
  return {
    title: say('askTitle'),
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <ErrorSummary errors={faults} labels={{ email: say('email') }} />
        <Heading>{say('askTitle')}</Heading>
        <Lead>{say('askLead')}</Lead>
        <Form action="/passwort-vergessen">
          <TextField
            name="email"
            label={say('email')}
            inputMode="email"
            autoComplete="username webauthn"
            spellCheck={false}
            value={email ?? ''}
            error={faults.find((fault) => fault.name === 'email')?.message}
          />
          <Button>{say('ask')}</Button>
        </Form>
      </Stack>
    ),
  }
}

/** The same for every address, whether there is an account or not. */
export function linkSentPage(locale: Locale, email: string): PageContent {
  const say = texts(locale)
  return {
    title: say('sentTitle'),
    body: (
      <Stack>
        <Heading>{say('sentTitle')}</Heading>
        <Lead>{say('sentText', { email })}</Lead>
        <Text quiet>{say('sentNothing')}</Text>
        <LinkButton tone="secondary" href="/passwort-vergessen">
          {say('askAgain')}
        </LinkButton>
      </Stack>
    ),
  }
}

export function newPasswordPage(locale: Locale, token: string, faults: readonly FormFault[] = []): PageContent {
  const say = texts(locale)
  return {
    title: say('newTitle'),
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <ErrorSummary errors={faults} labels={{ wanted: say('wanted') }} />
        <Heading>{say('newTitle')}</Heading>
        <Lead>{say('newLead')}</Lead>
        <Form action={`/passwort-neu/${token}`}>
          <TextField
            name="wanted"
            type="password"
            label={say('wanted')}
            hint={say('wantedHint')}
            autoComplete="new-password"
            error={faults.find((fault) => fault.name === 'wanted')?.message}
          />
          <Button>{say('save')}</Button>
        </Form>
      </Stack>
    ),
  }
}

export function linkEndedPage(locale: Locale): PageContent {
  const say = texts(locale)
  return {
    title: say('endedTitle'),
    status: 422,
    body: (
      <Stack>
        <Heading>{say('endedTitle')}</Heading>
        <Lead>{say('endedText')}</Lead>
        <LinkButton href="/passwort-vergessen">{say('askAgain')}</LinkButton>
      </Stack>
    ),
  }
}
