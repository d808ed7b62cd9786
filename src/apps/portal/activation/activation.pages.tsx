import type { ReactNode } from 'react'
import {
  Button,
  ErrorSummary,
  Form,
  Heading,
  Lead,
  LinkButton,
  Notice,
  Section,
  Stack,
  Text,
  TextField,
  TextLink,
} from '#ui'
import { type FormFault, messageAt, type PageContent, type Typed, typedText } from '#platform/http'
import type { Locale } from '#platform/i18n'
import { activationTexts as texts } from './texts.ts'

export function askPage(locale: Locale, typed?: Typed, faults: readonly FormFault[] = []): PageContent {
  const say = texts(locale)
  const field = (name: 'customerNumber' | 'meterNumber' | 'email' | 'password') => ({
    name,
    label: say(name),
    hint: say(`${name}Hint`),
    error: messageAt(faults, name),
    ...(name !== 'password' && { value: typedText(typed, name) }),
  })
  return {
    title: say('title'),
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <ErrorSummary
          errors={faults}
          labels={{
            customerNumber: say('customerNumber'),
            meterNumber: say('meterNumber'),
            email: say('email'),
            password: say('password'),
          }}
        />
        <Heading>{say('title')}</Heading>
        <Lead>{say('lead')}</Lead>
        <Form action="/zugang-freischalten">
          <TextField {...field('customerNumber')} width={20} autoComplete="off" spellCheck={false} />
          <TextField {...field('meterNumber')} width={20} autoComplete="off" spellCheck={false} />
          <TextField {...field('email')} inputMode="email" autoComplete="username webauthn" spellCheck={false} />
          <TextField {...field('password')} type="password" autoComplete="new-password" />
          <Button>{say('submit')}</Button>
        </Form>
        <Text>
          {say('otherWay')} <TextLink href="/zugang-freischalten/brief">{say('orderLetter')}</TextLink>
        </Text>
        <Text>
          <TextLink href="/zugang-freischalten/code">{say('haveLetter')}</TextLink>
        </Text>
      </Stack>
    ),
  }
}

/** One sentence, what happens next, and a way out. */
function plain(title: string, lead: string, rest: ReactNode, status?: number): PageContent {
  return {
    title,
    ...(status !== undefined && { status }),
    body: (
      <Stack>
        <Heading>{title}</Heading>
        <Lead>{lead}</Lead>
        {rest}
      </Stack>
    ),
  }
}

/** The same for all numbers and addresses. */
export function sentPage(locale: Locale, email: string): PageContent {
  const say = texts(locale)
  return plain(
    say('sentTitle'),
    say('sentText', { email }),
    <>
      <Text quiet>{say('sentNothing')}</Text>
      <LinkButton tone="secondary" href="/zugang-freischalten">
        {say('again')}
      </LinkButton>
    </>,
  )
}

export function confirmPage(locale: Locale, token: string): PageContent {
  const say = texts(locale)
  return plain(
    say('confirmTitle'),
    say('confirmLead'),
    <Form action={`/zugang-bestaetigen/${token}`}>
      <Button>{say('confirm')}</Button>
    </Form>,
  )
}

export function endedPage(locale: Locale): PageContent {
  const say = texts(locale)
  const again = <LinkButton href="/zugang-freischalten">{say('again')}</LinkButton>
  return plain(say('endedTitle'), say('endedText'), again, 422)
}

export function openLinkPage(locale: Locale, token: string): PageContent {
  const say = texts(locale)
  return plain(
    say('openLinkTitle'),
    say('openLinkLead'),
    <Form action={`/zugang-oeffnen/${token}`}>
      <Button>{say('openLinkButton')}</Button>
    </Form>,
  )
}

export function openLinkEndedPage(locale: Locale): PageContent {
  const say = texts(locale)
  const again = <LinkButton href="/konto/freischalten">{say('openTitle')}</LinkButton>
  return plain(say('endedTitle'), say('openLinkEnded'), again, 422)
}

export function openedPage(locale: Locale): PageContent {
  const say = texts(locale)
  return plain(say('opened'), say('openedLead'), <LinkButton href="/">{say('toHome')}</LinkButton>)
}

export function openingPage(
  locale: Locale,
  page: {
    readonly note?: string
    readonly code?: string | undefined
    readonly faults?: readonly FormFault[]
  } = {},
): PageContent {
  const say = texts(locale)
  const { note, faults = [] } = page
  return {
    title: say('openTitle'),
    section: 'account',
    hasErrors: faults.length > 0,
    body: (
      <Stack gap={32}>
        <ErrorSummary errors={faults} />
        {note !== undefined && (
          <Notice tone="success" announce>
            {note}
          </Notice>
        )}
        <Heading>{say('openTitle')}</Heading>
        <Lead>{say('openLead')}</Lead>
        <Section id="by-mail" heading={say('byMail')}>
          <Stack gap={16}>
            <Text>{say('byMailText')}</Text>
            <Form action="/konto/freischalten/link">
              <Button>{say('byMailButton')}</Button>
            </Form>
          </Stack>
        </Section>
        <Section id="by-post" heading={say('byPost')}>
          <Stack gap={16}>
            <Text>{say('byPostText')}</Text>
            <Form action="/konto/freischalten/brief">
              <Button tone="secondary">{say('byPostButton')}</Button>
            </Form>
          </Stack>
        </Section>
        <Section id="with-code" heading={say('haveCode')}>
          <Form action="/konto/freischalten/code">
            <TextField
              name="code"
              label={say('code')}
              hint={say('codeHint')}
              value={page.code}
              width={10}
              autoComplete="one-time-code"
              spellCheck={false}
              error={messageAt(faults, 'code')}
            />
            <Button tone="secondary">{say('codeButton')}</Button>
          </Form>
        </Section>
      </Stack>
    ),
  }
}
