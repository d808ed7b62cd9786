import {
  Button,
  ButtonRow,
  Card,
  DefinitionList,
  ErrorSummary,
  Form,
  Heading,
  Lead,
  Notice,
  Stack,
  Text,
  TextField,
  TextLink,
} from '#ui'
import { formatDay, legalDay } from '#platform/calendar'
import type { FormFault, PageContent } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import { PasskeyForm, REGISTER_OPTIONS } from './passkey-form.tsx'
import type { OwnPasskey } from './passkey.sql.ts'
import de from './passkeys.de.json' with { type: 'json' }
import en from './passkeys.en.json' with { type: 'json' }

export const passkeyTexts = defineTexts(de, en)

export type Done = 'neu' | 'umbenannt' | 'geloescht'
const doneTexts = { neu: 'added', umbenannt: 'renamed', geloescht: 'deleted' } as const

const dayOf = (instant: Temporal.Instant, locale: Locale) => formatDay(legalDay(instant), locale)

function useText(passkey: OwnPasskey, locale: Locale): string {
  const say = passkeyTexts(locale)
  return passkey.lastUsedAt ? say('lastUsed', { day: dayOf(passkey.lastUsedAt, locale) }) : say('neverUsed')
}

export function passkeysPage(
  locale: Locale,
  page: {
    readonly passkeys: readonly OwnPasskey[]
    readonly done?: Done | undefined
    readonly faults?: readonly FormFault[]
  },
): PageContent {
  const say = passkeyTexts(locale)
  const { faults = [] } = page
  return {
    title: say('title'),
    section: 'account',
    hasErrors: faults.length > 0,
    islands: ['passkey'],
    body: (
      <Stack>
        <ErrorSummary errors={faults} />
        {page.done && (
          <Notice tone="success" announce>
            {say(doneTexts[page.done])}
          </Notice>
        )}
        <Heading>{say('title')}</Heading>
        <Lead>{say('lead')}</Lead>
        {page.passkeys.length === 0 && <Text>{say('none')}</Text>}
        {page.passkeys.map((passkey) => (
          <Card key={passkey.id} label={passkey.name}>
            <Heading level={2}>{passkey.name}</Heading>
            <Text>
              {say('madeOn', { day: dayOf(passkey.madeAt, locale) })} {useText(passkey, locale)}{' '}
              {say(passkey.synced ? 'synced' : 'oneDevice')}
            </Text>
            <TextLink href={`/konto/passkeys/${passkey.id}`} more={passkey.name}>
              {say('change')}
            </TextLink>
          </Card>
        ))}
        <noscript>
          <Notice>{say('needsScript')}</Notice>
        </noscript>
        <PasskeyForm
          action="/konto/passkeys"
          options={REGISTER_OPTIONS}
          makes
          button={say('add')}
          failed={say('addFailed')}
        />
        <TextLink href="/konto">{say('back')}</TextLink>
      </Stack>
    ),
  }
}

export function passkeyPage(locale: Locale, passkey: OwnPasskey, faults: readonly FormFault[] = []): PageContent {
  const say = passkeyTexts(locale)
  const path = `/konto/passkeys/${passkey.id}`
  return {
    title: passkey.name,
    section: 'account',
    hasErrors: faults.length > 0,
    body: (
      <Stack gap={32}>
        <ErrorSummary errors={faults} labels={{ name: say('name') }} />
        <Heading>{passkey.name}</Heading>
        <DefinitionList
          items={[
            { label: say('made'), value: dayOf(passkey.madeAt, locale) },
            { label: say('use'), value: useText(passkey, locale) },
            { label: say('where'), value: say(passkey.synced ? 'synced' : 'oneDevice') },
          ]}
        />
        <Form action={`${path}/name`}>
          <TextField
            name="name"
            label={say('name')}
            hint={say('nameHint')}
            value={passkey.name}
            autoComplete="off"
            error={faults.find((fault) => fault.name === 'name')?.message}
          />
          <Button tone="secondary">{say('rename')}</Button>
        </Form>
        <Form action={`${path}/loeschen`}>
          <Text>{say('deleteText')}</Text>
          <ButtonRow>
            <Button tone="danger">{say('delete')}</Button>
            <TextLink href="/konto/passkeys">{say('backToList')}</TextLink>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  }
}
