import { formatDay, formatTime, legalDay } from '#platform/calendar'
import type { FormFault, PageContent } from '#platform/http'
import type { Locale } from '#platform/i18n'
import {
  BackLink,
  Badge,
  Button,
  Card,
  DefinitionList,
  ErrorSummary,
  Form,
  Heading,
  Lead,
  LinkButton,
  Notice,
  Stack,
  Text,
  TextLink,
  Unseen,
} from '#ui'
import { type Change, whyNotUndone } from './change.ts'
import { shownValues } from './confirm-change.ts'
import { changeTexts } from './texts.ts'

const dayOf = (instant: Temporal.Instant, locale: Locale) => formatDay(legalDay(instant), locale)

/** The list of changes, each with a button while it can be taken back. */
export function changesPage(props: {
  readonly changes: readonly Change[]
  readonly locale: Locale
  readonly now: Temporal.Instant
  readonly faults?: readonly FormFault[]
}): PageContent {
  const { changes, locale, now, faults = [] } = props
  const say = changeTexts(locale)
  return {
    title: say('listTitle'),
    section: 'data',
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <BackLink href="/meine-daten" />
        <ErrorSummary errors={faults} />
        <Heading>{say('listTitle')}</Heading>
        <Lead>{say('listLead')}</Lead>
        {changes.length === 0 && <Text quiet>{say('listNone')}</Text>}
        {changes.map((change) => (
          <ChangeCard key={change.id} change={change} locale={locale} now={now} />
        ))}
        {changes.length >= 100 && <Text quiet>{say('listMore')}</Text>}
      </Stack>
    ),
  }
}

function ChangeCard(props: { readonly change: Change; readonly locale: Locale; readonly now: Temporal.Instant }) {
  const { change, locale, now } = props
  const say = changeTexts(locale)
  const what = say(`kind.${change.kind}`)
  const open = whyNotUndone(change, now) === undefined && change.undoUntil !== null
  return (
    <Card>
      <Heading
        level={2}
        size="s"
        above={`${dayOf(change.changedAt, locale)}, ${formatTime(change.changedAt, locale)}, ${say(`by.${change.actorKind}`)}`}
      >
        {what.charAt(0).toLocaleUpperCase(locale) + what.slice(1)}
      </Heading>
      {change.undoneAt && <Badge>{say('undone')}</Badge>}
      {change.undoOf && <Badge>{say('undoOf')}</Badge>}
      <Text>{say('from', { before: shownValues(change, change.before, locale, true) })}</Text>
      <Text>{say('to', { after: shownValues(change, change.after, locale, true) })}</Text>
      {open && change.undoUntil && (
        <>
          <Text quiet>{say('undoUntil', { until: dayOf(change.undoUntil, locale) })}</Text>
          <Form action={`/meine-daten/aenderungen/${change.id}/zuruecknehmen`}>
            <Button tone="secondary" icon="undo">
              {say('undo')}
              <Unseen> {say('undoWhat', { what, day: dayOf(change.changedAt, locale) })}</Unseen>
            </Button>
          </Form>
        </>
      )}
    </Card>
  )
}

/** What a link from a message takes back, to be confirmed: opening a link changes nothing, because mail scanners open links. */
export function undoPage(
  change: Change,
  token: string,
  locale: Locale,
  faults: readonly FormFault[] = [],
): PageContent {
  const say = changeTexts(locale)
  return {
    title: say('undoTitle'),
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <ErrorSummary errors={faults} />
        <Heading above={say('undoWhat', { what: say(`kind.${change.kind}`), day: dayOf(change.changedAt, locale) })}>
          {say('undoTitle')}
        </Heading>
        <Lead>{say('undoLead')}</Lead>
        <DefinitionList
          items={[
            { label: say('undoGoesBack'), value: shownValues(change, change.before, locale) },
            { label: say('undoGoesAway'), value: shownValues(change, change.after, locale) },
          ]}
        />
        {faults.length === 0 && (
          <Form action={`/aenderung/${token}`}>
            <Button icon="undo">{say('undoTitle')}</Button>
          </Form>
        )}
      </Stack>
    ),
  }
}

export function undonePage(locale: Locale): PageContent {
  const say = changeTexts(locale)
  return {
    title: say('undoDoneTitle'),
    body: (
      <Stack>
        <Heading>{say('undoDoneTitle')}</Heading>
        <Lead>{say('undoDoneText')}</Lead>
        <Notice>
          <Text>{say('undoNotMe')}</Text>
          <TextLink href="/passwort-vergessen">{say('undoPassword')}</TextLink>
        </Notice>
        <LinkButton tone="secondary" href="/meine-daten">
          {say('toOwnData')}
        </LinkButton>
      </Stack>
    ),
  }
}

export function linkEndedPage(locale: Locale): PageContent {
  const say = changeTexts(locale)
  return {
    title: say('linkEndedTitle'),
    status: 422,
    body: (
      <Stack>
        <Heading>{say('linkEndedTitle')}</Heading>
        <Lead>{say('linkEndedText')}</Lead>
        <LinkButton href="/meine-daten">{say('toOwnData')}</LinkButton>
      </Stack>
    ),
  }
}
