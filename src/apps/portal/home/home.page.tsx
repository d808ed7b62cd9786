import { formatDay } from '#platform/calendar/web'
import type { Locale } from '#platform/i18n/web'
import { Heading, LinkButton, Notice, Section, Stack, TaskCard, Text, TextLink, Timeline, type TimelineItem } from '#ui'
import { portalTexts } from '../texts.ts'

export type HomeProps = {
  readonly locale: Locale
  readonly name: string | undefined
  readonly readingDue: Temporal.PlainDate | undefined
  readonly readingOverdue: boolean
  readonly happened: readonly TimelineItem[]
}

/** Answers in this order: is anything to be done, and what happened last. */
export function HomePage({ locale, name, readingDue, readingOverdue, happened }: HomeProps) {
  const t = portalTexts(locale)
  return (
    <Stack gap={48}>
      <Heading size="xl">{name ? `${t('home.title')}, ${name}` : t('home.title')}</Heading>
      <Section id="todo" heading={t('home.todo')}>
        {readingDue ? (
          <TaskCard
            icon="reading"
            title={t('home.reading')}
            due={t(readingOverdue ? 'home.readingOverdue' : 'home.readingDue', { day: formatDay(readingDue, locale) })}
            action={{ href: '/zaehlerstand', label: t('home.readingAction') }}
            first
          >
            {t('home.readingText')}
          </TaskCard>
        ) : (
          <Stack gap={16}>
            <Notice tone="success">{t('home.todoNone')}</Notice>
            <LinkButton href="/zaehlerstand" tone="secondary">
              {t('home.enter')}
            </LinkButton>
          </Stack>
        )}
      </Section>
      <Section id="happened" heading={t('home.happened')} aside={<TextLink href="/verlauf">{t('home.more')}</TextLink>}>
        {happened.length > 0 ? (
          <Timeline items={happened} label={t('home.happened')} />
        ) : (
          <Text quiet>{t('home.happenedNone')}</Text>
        )}
      </Section>
    </Stack>
  )
}

/** All that happened, newest first, page by page. */
export function TimelinePage(props: {
  readonly locale: Locale
  readonly items: readonly TimelineItem[]
  readonly olderHref: string | undefined
}) {
  const t = portalTexts(props.locale)
  return (
    <Stack gap={32}>
      <Heading size="xl">{t('timeline.title')}</Heading>
      {props.items.length > 0 ? (
        <Timeline items={props.items} label={t('timeline.title')} />
      ) : (
        <Text quiet>{t('home.happenedNone')}</Text>
      )}
      {props.olderHref && <TextLink href={props.olderHref}>{t('timeline.older')}</TextLink>}
    </Stack>
  )
}

/** For who is not signed in: the three things that people come for. */
export function LandingPage({ locale }: { readonly locale: Locale }) {
  const t = portalTexts(locale)
  return (
    <Stack gap={32}>
      <div>
        <Heading size="xl">{t('landing.title')}</Heading>
        <Text>{t('landing.lead')}</Text>
      </div>
      <Stack gap={16}>
        <LinkButton href="/anmelden">{t('landing.signIn')}</LinkButton>
        <LinkButton href="/zaehlerstand/gast" tone="secondary">
          {t('landing.guest')}
        </LinkButton>
      </Stack>
      <div>
        <Text>{t('landing.activateText')}</Text>
        <TextLink href="/zugang-freischalten">{t('landing.activate')}</TextLink>
      </div>
    </Stack>
  )
}
