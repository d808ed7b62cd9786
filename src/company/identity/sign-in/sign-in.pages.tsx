import {
  Button,
  ButtonRow,
  ErrorSummary,
  Form,
  Heading,
  Lead,
  LinkButton,
  Notice,
  Stack,
  Text,
  TextField,
  TextLink,
} from '#ui'
import type { FormFault, PageContent } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import { PasskeyForm, SIGN_IN_OPTIONS } from '../passkeys/passkey-form.tsx'
import de from './sign-in.de.json' with { type: 'json' }
import en from './sign-in.en.json' with { type: 'json' }

export const signInTexts = defineTexts(de, en)

type SignInPage = {
  readonly next?: string | undefined
  readonly hint?: 'abgemeldet' | 'passwort-neu' | 'freigeschaltet' | undefined
  readonly email?: string | undefined
  /** What the issuer of the utility is called, where there is one. */
  readonly issuer?: string | undefined
  readonly faults?: readonly FormFault[]
}

const hints = { abgemeldet: 'signedOut', 'passwort-neu': 'passwordNew', freigeschaltet: 'activated' } as const

export function signInPage(locale: Locale, page: SignInPage): PageContent {
  const say = signInTexts(locale)
  const fault = (name: string) => page.faults?.find((one) => one.name === name)?.message
  return {
    title: say('title'),
    hasErrors: (page.faults ?? []).length > 0,
    islands: ['passkey'],
    body: (
      <Stack>
        <ErrorSummary errors={page.faults ?? []} labels={{ email: say('email'), password: say('password') }} />
        {page.hint && (
          <Notice tone="success" announce>
            {say(hints[page.hint])}
          </Notice>
        )}
        <Heading>{say('title')}</Heading>
        <Lead>{say('lead')}</Lead>
        <Form action="/anmelden" hidden={page.next ? { next: page.next } : {}}>
          <TextField
            name="email"
            label={say('email')}
            inputMode="email"
            autoComplete="username webauthn"
            spellCheck={false}
            value={page.email}
            error={fault('email')}
          />
          <TextField
            name="password"
            type="password"
            label={say('password')}
            autoComplete="current-password"
            error={fault('password')}
          />
          <ButtonRow>
            <Button>{say('submit')}</Button>
            <TextLink href="/passwort-vergessen">{say('forgotten')}</TextLink>
            <TextLink href="/anmelden/link">{say('byLink')}</TextLink>
          </ButtonRow>
        </Form>
        <PasskeyForm
          action="/anmelden/passkey"
          options={SIGN_IN_OPTIONS}
          next={page.next}
          autofill
          button={say('withPasskey')}
          failed={say('passkeyFailed')}
        />
        {page.issuer && (
          <LinkButton tone="secondary" href="/anmelden/extern/weiter">
            {say('withIssuer', { name: page.issuer })}
          </LinkButton>
        )}
        <Text>
          {say('noAccount')} <TextLink href="/zugang-freischalten">{say('activate')}</TextLink>
        </Text>
      </Stack>
    ),
  }
}

export function signOutPage(locale: Locale): PageContent {
  const say = signInTexts(locale)
  return {
    title: say('signOutTitle'),
    body: (
      <Stack>
        <Heading>{say('signOutTitle')}</Heading>
        <Lead>{say('signOutLead')}</Lead>
        <Form action="/abmelden">
          <ButtonRow>
            <Button>{say('signOut')}</Button>
            <TextLink href="/">{say('stay')}</TextLink>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  }
}
