import {
  Badge,
  Button,
  ButtonRow,
  CheckboxCards,
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
import { formatDay, formatTime, legalDay } from '#platform/calendar'
import type { FormFault, PageContent } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import { deviceOf } from './device-name.ts'
import type { OwnSession } from './own-sessions.sql.ts'
import de from './sessions.de.json' with { type: 'json' }
import en from './sessions.en.json' with { type: 'json' }

const texts = defineTexts(de, en)

type SessionsPage = {
  readonly sessions: readonly OwnSession[]
  readonly ownId: string
  readonly ended?: number | undefined
  readonly passwordSaved?: boolean
  readonly chosen?: readonly string[]
  readonly faults?: readonly FormFault[]
}

const moment = (instant: Temporal.Instant, locale: Locale) =>
  `${formatDay(legalDay(instant), locale)}, ${formatTime(instant, locale)}`

/** "Firefox auf Windows", as far as the browser says so. */
function deviceText(session: OwnSession, locale: Locale): string {
  const { browser, system } = deviceOf(session.userAgent ?? '')
  if (browser && system) return texts(locale)('device', { browser, system })
  return browser ?? system ?? texts(locale)('unknownDevice')
}

const timesText = (session: OwnSession, locale: Locale) =>
  texts(locale)('times', { since: moment(session.createdAt, locale), last: moment(session.lastSeenAt, locale) })

export function sessionsPage(locale: Locale, page: SessionsPage): PageContent {
  const say = texts(locale)
  const own = page.sessions.find((session) => session.id === page.ownId)
  const others = page.sessions.filter((session) => session.id !== page.ownId)
  return {
    title: say('title'),
    hasErrors: (page.faults ?? []).length > 0,
    section: 'account',
    body: (
      <Stack>
        <ErrorSummary errors={page.faults ?? []} labels={{ sessions: say('choose'), password: say('password') }} />
        {page.ended !== undefined && (
          <Notice tone="success" announce>
            {say('ended', { count: page.ended })}
          </Notice>
        )}
        {page.passwordSaved && (
          <Notice tone="success" announce>
            {say('passwordSaved')}
          </Notice>
        )}
        <Heading>{say('title')}</Heading>
        <Lead>{say('lead')}</Lead>
        {own && (
          <DefinitionList
            items={[
              {
                label: deviceText(own, locale),
                value: (
                  <>
                    <Badge tone="live">{say('thisOne')}</Badge> {timesText(own, locale)}
                  </>
                ),
              },
            ]}
          />
        )}
        {others.length > 0 ? (
          <OtherSessions {...page} sessions={others} locale={locale} />
        ) : (
          <Text>{say('onlyThis')}</Text>
        )}
        <ButtonRow>
          <TextLink href="/konto/passwort">{say('changePassword')}</TextLink>
          <TextLink href="/abmelden">{say('signOut')}</TextLink>
        </ButtonRow>
      </Stack>
    ),
  }
}

function OtherSessions(page: SessionsPage & { readonly locale: Locale }) {
  const { locale } = page
  const say = texts(locale)
  const fault = (name: string) => page.faults?.find((one) => one.name === name)?.message
  return (
    <Form action="/konto/sitzungen">
      <CheckboxCards
        name="sessions"
        label={say('choose')}
        error={fault('sessions')}
        values={page.chosen ?? page.sessions.map((session) => session.id)}
        choices={page.sessions.map((session) => ({
          value: session.id,
          label: deviceText(session, locale),
          hint: timesText(session, locale),
        }))}
      />
      <TextField
        name="password"
        type="password"
        label={say('password')}
        hint={say('passwordHint')}
        autoComplete="current-password"
        error={fault('password')}
      />
      <ButtonRow>
        <Button>{say('end')}</Button>
      </ButtonRow>
    </Form>
  )
}

export function changePasswordPage(locale: Locale, faults: readonly FormFault[] = []): PageContent {
  const say = texts(locale)
  const fault = (name: string) => faults.find((one) => one.name === name)?.message
  return {
    title: say('passwordTitle'),
    hasErrors: faults.length > 0,
    section: 'account',
    body: (
      <Stack>
        <ErrorSummary errors={faults} labels={{ current: say('current'), wanted: say('wanted') }} />
        <Heading>{say('passwordTitle')}</Heading>
        <Lead>{say('passwordLead')}</Lead>
        <Form action="/konto/passwort">
          <TextField
            name="current"
            type="password"
            label={say('current')}
            autoComplete="current-password"
            error={fault('current')}
          />
          <TextField
            name="wanted"
            type="password"
            label={say('wanted')}
            hint={say('wantedHint')}
            autoComplete="new-password"
            error={fault('wanted')}
          />
          <Button>{say('savePassword')}</Button>
        </Form>
      </Stack>
    ),
  }
}
