import { Badge, Card, EmptyState, Heading, LinkButton, Stack, Text } from '#ui'
import { formatDay, formatTime, legalDay } from '#platform/calendar/web'
import type { Locale } from '#platform/i18n/web'
import type { NoticeRow } from '../outages.sql.ts'
import { outageTexts } from '../texts.ts'

const whenOf = (at: Temporal.Instant, locale: Locale): string =>
  `${formatDay(legalDay(at), locale)}, ${formatTime(at, locale)}`

/** One notice: what, why, since when, until when, where, and what was said meanwhile. */
export function OutageNotice(props: {
  readonly notice: NoticeRow
  readonly locale: Locale
  readonly now: Temporal.Instant
}) {
  const { notice, locale, now } = props
  const t = outageTexts(locale)
  const cause = (locale === 'en' && notice.causeEn) || notice.causeDe
  const isComing = Temporal.Instant.compare(notice.startsAt, now) > 0
  const state = notice.endedAt ? 'over' : isComing || notice.planned ? 'planned' : 'running'
  const end = notice.endedAt
    ? t('notice.ended', { when: whenOf(notice.endedAt, locale) })
    : notice.expectedEndAt
      ? t('notice.expected', { when: whenOf(notice.expectedEndAt, locale) })
      : t('notice.unknown')
  const areas = notice.areas.map(({ postalCode: code, street }) =>
    street ? t('notice.street', { street, code }) : t('notice.whole', { code }),
  )
  return (
    <Card>
      <Heading level={2} size="m">
        {t('notice.title', { what: t(`what.${notice.commodity}`), cause })}
      </Heading>
      <Badge tone={state === 'over' ? 'success' : 'warning'}>{t(`notices.${state}`)}</Badge>
      <Text>
        {t(isComing ? 'notice.from' : 'notice.since', { when: whenOf(notice.startsAt, locale) })}. {end}.
      </Text>
      <Text quiet>
        {t('notice.area')}: {areas.join(', ')}
      </Text>
      {notice.updates.map((update) => (
        <Text key={update.saidAt}>
          {t('notice.update', {
            when: whenOf(Temporal.Instant.from(update.saidAt), locale),
            text: (locale === 'en' && update.textEn) || update.textDe,
          })}
        </Text>
      ))}
    </Card>
  )
}

/** The public page of outages. */
export function NoticesPage(props: {
  readonly notices: readonly NoticeRow[]
  readonly locale: Locale
  readonly now: Temporal.Instant
}) {
  const { notices, locale, now } = props
  const t = outageTexts(locale)
  return (
    <Stack gap={32}>
      <Heading size="xl">{t('notices.title')}</Heading>
      {notices.length === 0 && (
        <EmptyState icon="outage" title={t('notices.none')}>
          {t('notices.noneText')}
        </EmptyState>
      )}
      {notices.map((notice) => (
        <OutageNotice key={notice.id} notice={notice} locale={locale} now={now} />
      ))}
      <LinkButton href="/stoerung" tone="secondary">
        {t('report.title')}
      </LinkButton>
    </Stack>
  )
}

/** On the customer's home: outages at the own places, before everything else. */
export function OwnOutages(props: {
  readonly notices: readonly NoticeRow[]
  readonly locale: Locale
  readonly now: Temporal.Instant
}) {
  if (props.notices.length === 0) return null
  return (
    <Stack gap={16}>
      {props.notices.map((notice) => (
        <OutageNotice key={notice.id} notice={notice} locale={props.locale} now={props.now} />
      ))}
    </Stack>
  )
}
