import { Button, ButtonRow, ErrorSummary, Form, Heading, Lead, LinkButton, Stack, Text, TextField, TextLink } from '#ui'
import { type FormFault, messageAt, type PageContent, type Typed, typedText } from '#platform/http'
import type { Locale } from '#platform/i18n'
import { activationTexts as texts } from './texts.ts'

/** Asks for the two things that a letter needs; both stand on every letter of ours. */
export function orderLetterPage(locale: Locale, typed?: Typed, faults: readonly FormFault[] = []): PageContent {
  const say = texts(locale)
  const field = (name: 'customerNumber' | 'postalCode') => ({
    name,
    label: say(name),
    hint: say(`${name}Hint`),
    error: messageAt(faults, name),
    value: typedText(typed, name),
  })
  return {
    title: say('letterTitle'),
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <ErrorSummary
          errors={faults}
          labels={{ customerNumber: say('customerNumber'), postalCode: say('postalCode') }}
        />
        <Heading>{say('letterTitle')}</Heading>
        <Lead>{say('letterLead')}</Lead>
        <Form action="/zugang-freischalten/brief">
          <TextField {...field('customerNumber')} width={20} autoComplete="off" spellCheck={false} />
          <TextField {...field('postalCode')} width={10} inputMode="numeric" autoComplete="postal-code" />
          <ButtonRow>
            <Button>{say('byPostButton')}</Button>
            <TextLink href="/zugang-freischalten/code">{say('haveLetter')}</TextLink>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  }
}

/** The same for all numbers. */
export function letterOrderedPage(locale: Locale, day: string): PageContent {
  const say = texts(locale)
  return {
    title: say('letterOrderedTitle'),
    body: (
      <Stack>
        <Heading>{say('letterOrderedTitle')}</Heading>
        <Lead>{say('letterOrderedText', { day })}</Lead>
        <Text quiet>{say('letterOrderedNothing')}</Text>
        <LinkButton tone="secondary" href="/start">
          {say('toStart')}
        </LinkButton>
      </Stack>
    ),
  }
}

/** Asks for the code of a letter and for what an account needs; behind the QR code number and code stand there already. */
export function letterCodePage(locale: Locale, typed?: Typed, faults: readonly FormFault[] = []): PageContent {
  const say = texts(locale)
  const field = (name: 'customerNumber' | 'code' | 'email' | 'password') => ({
    name,
    label: say(name),
    hint: say(`${name}Hint`),
    error: messageAt(faults, name),
    ...(name !== 'password' && { value: typedText(typed, name) }),
  })
  return {
    title: say('letterCodeTitle'),
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <ErrorSummary
          errors={faults}
          labels={{
            customerNumber: say('customerNumber'),
            code: say('code'),
            email: say('email'),
            password: say('password'),
          }}
        />
        <Heading>{say('letterCodeTitle')}</Heading>
        <Lead>{say('letterCodeLead')}</Lead>
        <Form action="/zugang-freischalten/code">
          <TextField {...field('customerNumber')} width={20} autoComplete="off" spellCheck={false} />
          <TextField {...field('code')} width={10} autoComplete="one-time-code" spellCheck={false} />
          <TextField {...field('email')} inputMode="email" autoComplete="username webauthn" spellCheck={false} />
          <TextField {...field('password')} type="password" autoComplete="new-password" />
          <ButtonRow>
            <Button>{say('confirm')}</Button>
            <TextLink href="/zugang-freischalten/brief">{say('noLetter')}</TextLink>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  }
}
