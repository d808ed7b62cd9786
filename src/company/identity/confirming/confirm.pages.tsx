import { Button, ButtonRow, ErrorSummary, Form, Heading, Lead, Stack, TextField, TextLink } from '#ui'
import type { FormFault, PageContent } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import { CONFIRM_OPTIONS, PasskeyForm } from '../passkeys/passkey-form.tsx'
import de from './confirm.de.json' with { type: 'json' }
import en from './confirm.en.json' with { type: 'json' }
import { CONFIRM_PATH } from './fresh.ts'

const texts = defineTexts(de, en)

type ConfirmPage = {
  readonly next?: string | undefined
  /** True if the account has an app whose code is owed, too. */
  readonly withCode?: boolean
  readonly faults?: readonly FormFault[]
}

export function confirmPage(locale: Locale, { next, withCode, faults = [] }: ConfirmPage): PageContent {
  const say = texts(locale)
  return {
    title: say('title'),
    section: 'account',
    islands: ['passkey'],
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <ErrorSummary errors={faults} labels={{ password: say('password'), code: say('code') }} />
        <Heading>{say('title')}</Heading>
        <Lead>{say('lead')}</Lead>
        <Form action={CONFIRM_PATH} hidden={next ? { next } : {}}>
          <TextField
            name="password"
            type="password"
            label={say('password')}
            autoComplete="current-password"
            error={faults.find((fault) => fault.name === 'password')?.message}
          />
          {withCode && (
            <TextField
              name="code"
              label={say('code')}
              width={20}
              autoComplete="one-time-code"
              error={faults.find((fault) => fault.name === 'code')?.message}
            />
          )}
          <ButtonRow>
            <Button>{say('submit')}</Button>
            <TextLink href="/konto">{say('back')}</TextLink>
          </ButtonRow>
        </Form>
        <PasskeyForm
          action={`${CONFIRM_PATH}/passkey`}
          options={CONFIRM_OPTIONS}
          next={next}
          button={say('withPasskey')}
          failed={say('passkeyFailed')}
        />
      </Stack>
    ),
  }
}
