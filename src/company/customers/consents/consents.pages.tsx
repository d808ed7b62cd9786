import { formatDay, legalDay } from '#platform/calendar'
import type { FormFault, PageContent } from '#platform/http'
import type { Locale } from '#platform/i18n'
import {
  BackLink,
  Badge,
  Button,
  Card,
  ErrorSummary,
  Fieldset,
  Form,
  Heading,
  Lead,
  Notice,
  RadioCards,
  Stack,
  Text,
  TextField,
  Unseen,
} from '#ui'
import { type Typed, typedOr } from '../own-data/typed.ts'
import { type ConsentState, shownWording } from './consent.ts'
import type { StoredPreferences } from './consents.sql.ts'
import { consentTexts } from './texts.ts'

const ROOT = '/meine-daten/einwilligungen'

/** Each question with its answer and the one click that changes it. */
export function consentsPage(props: {
  readonly states: readonly ConsentState[]
  readonly utility: string
  readonly locale: Locale
  readonly done?: 'given' | 'withdrawn' | undefined
  readonly faults?: readonly FormFault[]
}): PageContent {
  const { states, utility, locale, done, faults = [] } = props
  const say = consentTexts(locale)
  return {
    title: say('title'),
    section: 'data',
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <BackLink href="/meine-daten">{say('back')}</BackLink>
        <ErrorSummary errors={faults} />
        <Heading>{say('title')}</Heading>
        <Lead>{say('lead')}</Lead>
        {done && (
          <Notice tone="success" title={say('doneTitle')} announce>
            {say(`done.${done}`)}
          </Notice>
        )}
        {states.map((state) => (
          <ConsentCard key={state.purpose} state={state} utility={utility} locale={locale} />
        ))}
      </Stack>
    ),
  }
}

function ConsentCard(props: { readonly state: ConsentState; readonly utility: string; readonly locale: Locale }) {
  const { state, utility, locale } = props
  const say = consentTexts(locale)
  const name = say(`purpose.${state.purpose}`)
  const day = state.answeredAt ? formatDay(legalDay(state.answeredAt), locale) : ''
  const wording = shownWording(state.wording, utility)
  return (
    <Card>
      <Stack gap={16}>
        <Heading level={2} size="s">
          {name}
        </Heading>
        <p>
          <Badge tone={state.given ? 'success' : 'plain'}>{say(state.given ? 'given' : 'notGiven')}</Badge>
        </p>
        <Text>{wording}</Text>
        {state.given && <Text quiet>{say('givenOn', { day, wording: state.answeredWording ?? '' })}</Text>}
        {!state.given && state.answeredAt && <Text quiet>{say('withdrawnOn', { day })}</Text>}
        <Form
          action={ROOT}
          hidden={{ purpose: state.purpose, given: state.given ? 'no' : 'yes', wordingId: state.wordingId }}
        >
          <Button tone="secondary">
            {say(state.given ? 'withdraw' : 'give')}
            <Unseen>: {name}</Unseen>
          </Button>
        </Form>
      </Stack>
    </Card>
  )
}

/** How the customer likes to be written to. */
export function wishPage(props: {
  readonly preferences: StoredPreferences
  readonly locale: Locale
  readonly typed?: Typed | undefined
  readonly faults?: readonly FormFault[]
}): PageContent {
  const { preferences, locale, typed, faults = [] } = props
  const say = consentTexts(locale)
  const fault = (name: string) => faults.find((one) => one.name === name)?.message
  const choice = <Name extends 'language' | 'letters' | 'notify' | 'formOfAddress'>(
    name: Name,
    values: readonly StoredPreferences[Name][],
    hint?: string,
  ) => (
    <RadioCards
      name={name}
      label={say(name)}
      hint={hint}
      columns
      value={typedOr(typed, name, preferences[name])}
      error={fault(name)}
      choices={values.map((value) => ({ value, label: say(`${name}.${value}` as 'language.de') }))}
    />
  )
  const time = (name: 'quietFrom' | 'quietTo') => (
    <TextField
      name={name}
      label={say(name)}
      width={6}
      value={typedOr(typed, name, preferences[name])}
      error={fault(name)}
    />
  )
  return {
    title: say('wishTitle'),
    section: 'data',
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <BackLink href="/meine-daten">{say('back')}</BackLink>
        <ErrorSummary errors={faults} />
        <Heading>{say('wishTitle')}</Heading>
        <Lead>{say('wishLead')}</Lead>
        <Form action="/meine-daten/wuensche" hidden={{ rowVersion: String(preferences.rowVersion) }}>
          {choice('language', ['de', 'en'])}
          {choice('letters', ['portal', 'post'], say('lettersHint'))}
          {choice('notify', ['e-mail', 'sms', 'none'])}
          {choice('formOfAddress', ['sie', 'du'])}
          <Fieldset name="quiet" label={say('quiet')} hint={say('quietHint')} optional>
            {time('quietFrom')}
            {time('quietTo')}
          </Fieldset>
          <Button>{say('wishSave')}</Button>
        </Form>
      </Stack>
    ),
  }
}
