import {
  Button,
  Card,
  ErrorSummary,
  Form,
  Heading,
  Lead,
  LinkButton,
  Notice,
  Points,
  Stack,
  Text,
  TextField,
  TextLink,
} from '#ui'
import type { FormFault, PageContent } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import type { OwnSecondFactor } from './second-factor.sql.ts'
import de from './second-factor.de.json' with { type: 'json' }
import en from './second-factor.en.json' with { type: 'json' }

export const secondFactorTexts = defineTexts(de, en)
export const SECOND_FACTOR_PATH = '/konto/zweiter-schritt'

export function secondFactorPage(
  locale: Locale,
  own: OwnSecondFactor,
  page: { readonly turnedOff?: boolean; readonly faults?: readonly FormFault[] } = {},
): PageContent {
  const say = secondFactorTexts(locale)
  const { faults = [] } = page
  return {
    title: say('title'),
    section: 'account',
    hasErrors: faults.length > 0,
    body: (
      <Stack gap={32}>
        <ErrorSummary errors={faults} />
        {page.turnedOff && (
          <Notice tone="success" announce>
            {say('turnedOff')}
          </Notice>
        )}
        <Heading>{say('title')}</Heading>
        <Lead>{say(own.on ? 'leadOn' : 'leadOff')}</Lead>
        {own.on ? (
          <>
            <Form action={`${SECOND_FACTOR_PATH}/notfallcodes`}>
              <Text>{say('codesLeft', { count: own.codesLeft })}</Text>
              <Button tone="secondary">{say('newCodes')}</Button>
            </Form>
            <Form action={`${SECOND_FACTOR_PATH}/ausschalten`}>
              <Text>{say('offText')}</Text>
              <Button tone="danger">{say('off')}</Button>
            </Form>
          </>
        ) : (
          <Form action={`${SECOND_FACTOR_PATH}/beginnen`}>
            <Button>{say('begin')}</Button>
          </Form>
        )}
        <TextLink href="/konto">{say('back')}</TextLink>
      </Stack>
    ),
  }
}

/** What the app needs: the same key as a picture and in letters. */
export type Waiting = { readonly secret: string; readonly picture: string }

export function scanPage(locale: Locale, waiting: Waiting, faults: readonly FormFault[] = []): PageContent {
  const say = secondFactorTexts(locale)
  return {
    title: say('scanTitle'),
    section: 'account',
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <ErrorSummary errors={faults} labels={{ code: say('code') }} />
        <Heading>{say('scanTitle')}</Heading>
        <Lead>{say('scanLead')}</Lead>
        <img src={waiting.picture} alt={say('picture')} width={220} height={220} />
        <Text>
          {say('key')} <code>{(waiting.secret.match(/.{4}/g) ?? []).join(' ')}</code>
        </Text>
        <Form action={`${SECOND_FACTOR_PATH}/einschalten`}>
          <TextField
            name="code"
            label={say('code')}
            hint={say('codeHint')}
            width={10}
            inputMode="numeric"
            autoComplete="one-time-code"
            error={faults.find((fault) => fault.name === 'code')?.message}
          />
          <Button>{say('confirm')}</Button>
        </Form>
      </Stack>
    ),
  }
}

export function codesPage(locale: Locale, codes: readonly string[]): PageContent {
  const say = secondFactorTexts(locale)
  return {
    title: say('codesTitle'),
    section: 'account',
    body: (
      <Stack>
        <Heading>{say('codesTitle')}</Heading>
        <Lead>{say('codesLead')}</Lead>
        <Card label={say('codesLabel')}>
          <Points items={codes.map((code) => <code key={code}>{code}</code>)} />
        </Card>
        <LinkButton href={SECOND_FACTOR_PATH}>{say('done')}</LinkButton>
      </Stack>
    ),
  }
}
