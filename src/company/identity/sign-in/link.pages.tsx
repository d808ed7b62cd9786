import { Button, ButtonRow, ErrorSummary, Form, Heading, Lead, LinkButton, Stack, Text, TextField, TextLink } from '#ui'
import type { FormFault, PageContent } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import de from './link.de.json' with { type: 'json' }
import en from './link.en.json' with { type: 'json' }

export const signInLinkTexts = defineTexts(de, en)

/** NIST SP 800-63B 3.1.3.2 allows ten minutes for what is sent out of band; mails are slower than text messages. */
export const SIGN_IN_LINK_MINUTES = 15
export const SIGN_IN_LINK_PATH = '/anmelden/link'
const minutes = SIGN_IN_LINK_MINUTES

export function askPage(locale: Locale, email = '', faults: readonly FormFault[] = []): PageContent {
  const say = signInLinkTexts(locale)
  return {
    title: say('askTitle'),
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <ErrorSummary errors={faults} labels={{ email: say('email') }} />
        <Heading>{say('askTitle')}</Heading>
        <Lead>{say('askLead')}</Lead>
        <Form action={SIGN_IN_LINK_PATH}>
          <TextField
            name="email"
            label={say('email')}
            inputMode="email"
            autoComplete="username webauthn"
            spellCheck={false}
            value={email}
            error={faults.find((fault) => fault.name === 'email')?.message}
          />
          <ButtonRow>
            <Button>{say('ask')}</Button>
            <TextLink href="/anmelden">{say('withPassword')}</TextLink>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  }
}

/** The same for every address, whether there is an account or not. */
export function sentPage(locale: Locale, email: string): PageContent {
  const say = signInLinkTexts(locale)
  return {
    title: say('sentTitle'),
    body: (
      <Stack>
        <Heading>{say('sentTitle')}</Heading>
        <Lead>{say('sentText', { email, minutes })}</Lead>
        <Text quiet>{say('sentNothing')}</Text>
        <LinkButton tone="secondary" href={SIGN_IN_LINK_PATH}>
          {say('again')}
        </LinkButton>
      </Stack>
    ),
  }
}

export function usePage(locale: Locale, token: string): PageContent {
  const say = signInLinkTexts(locale)
  return {
    title: say('useTitle'),
    body: (
      <Stack>
        <Heading>{say('useTitle')}</Heading>
        <Lead>{say('useLead')}</Lead>
        <Form action={`${SIGN_IN_LINK_PATH}/${token}`}>
          <Button>{say('use')}</Button>
        </Form>
      </Stack>
    ),
  }
}

export function endedPage(locale: Locale): PageContent {
  const say = signInLinkTexts(locale)
  return {
    title: say('endedTitle'),
    status: 422,
    body: (
      <Stack>
        <Heading>{say('endedTitle')}</Heading>
        <Lead>{say('endedText', { minutes })}</Lead>
        <LinkButton href={SIGN_IN_LINK_PATH}>{say('again')}</LinkButton>
      </Stack>
    ),
  }
}
