import { Button, ButtonRow, ErrorSummary, Form, Heading, Lead, LinkButton, Stack, TextField, TextLink } from '#ui'
import type { FormFault, PageContent } from '#platform/http'
import type { Locale } from '#platform/i18n'
import type { StepWants } from './sign-in-step.sql.ts'
import { STEP_PATH } from './sign-in.ts'
import { stepTexts } from './step.texts.ts'

export function stepPage(locale: Locale, wants: StepWants, faults: readonly FormFault[] = []): PageContent {
  const say = stepTexts(locale)
  const kind = wants === 'totp' ? 'App' : 'Mail'
  return {
    title: say('title'),
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <ErrorSummary errors={faults} labels={{ code: say('code') }} />
        <Heading>{say('title')}</Heading>
        <Lead>{say(`lead${kind}`)}</Lead>
        <Form action={STEP_PATH}>
          <TextField
            name="code"
            label={say('code')}
            hint={say(`hint${kind}`)}
            width={20}
            autoComplete="one-time-code"
            spellCheck={false}
            error={faults.find((fault) => fault.name === 'code')?.message}
          />
          <ButtonRow>
            <Button>{say('submit')}</Button>
            <TextLink href="/anmelden">{say('again')}</TextLink>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  }
}

export function stepEndedPage(locale: Locale): PageContent {
  const say = stepTexts(locale)
  return {
    title: say('endedTitle'),
    status: 422,
    body: (
      <Stack>
        <Heading>{say('endedTitle')}</Heading>
        <Lead>{say('endedText')}</Lead>
        <LinkButton href="/anmelden">{say('again')}</LinkButton>
      </Stack>
    ),
  }
}
