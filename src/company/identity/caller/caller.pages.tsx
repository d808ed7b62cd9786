import { Button, ErrorSummary, Form, Heading, Lead, Notice, Stack, Text, TextField, TextLink } from '#ui'
import { formatDay, legalDay } from '#platform/calendar'
import type { FormFault, PageContent } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import type { PinState } from './caller.sql.ts'
import de from './caller.de.json' with { type: 'json' }
import en from './caller.en.json' with { type: 'json' }
import { WRONG_MAX } from './pin-rule.ts'

const texts = defineTexts(de, en)

type PinPage = {
  readonly pin: PinState | undefined
  readonly done?: 'gesetzt' | 'geloescht' | undefined
  readonly faults?: readonly FormFault[]
}

export function pinPage(locale: Locale, { pin, done, faults = [] }: PinPage): PageContent {
  const say = texts(locale)
  return {
    title: say('title'),
    section: 'account',
    hasErrors: faults.length > 0,
    body: (
      <Stack gap={32}>
        <ErrorSummary errors={faults} labels={{ pin: say('pin') }} />
        {done && (
          <Notice tone="success" announce>
            {say(done === 'gesetzt' ? 'set' : 'deleted')}
          </Notice>
        )}
        <Heading>{say('title')}</Heading>
        <Lead>{say('lead')}</Lead>
        {pin && pin.wrong >= WRONG_MAX && <Notice tone="warning">{say('locked')}</Notice>}
        {pin && <Text>{say('since', { day: formatDay(legalDay(pin.setAt), locale) })}</Text>}
        <Form action="/konto/telefon-pin">
          <TextField
            name="pin"
            type="password"
            label={say(pin ? 'newPin' : 'pin')}
            hint={say('hint')}
            width={10}
            inputMode="numeric"
            autoComplete="off"
            error={faults.find((fault) => fault.name === 'pin')?.message}
          />
          <Button>{say('save')}</Button>
        </Form>
        {pin && (
          <Form action="/konto/telefon-pin/loeschen">
            <Button tone="danger">{say('delete')}</Button>
          </Form>
        )}
        <TextLink href="/konto">{say('back')}</TextLink>
      </Stack>
    ),
  }
}
