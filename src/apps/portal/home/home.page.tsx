import { formatDay } from '#platform/calendar/web'
import { formatNumber, type Locale } from '#platform/i18n/web'
import {
  Figures,
  Heading,
  Lead,
  LinkButton,
  Measure,
  MonthBars,
  Notice,
  Section,
  Stack,
  TaskCard,
  Text,
  TextLink,
  Timeline,
  type TimelineItem,
} from '#ui'
import { maskedAddress, type OwnReachability } from '#company/customers'
import type { LettersAtHome } from '#service/letters'
import { type ConsumptionGlance, type NoticeRow, OwnOutages } from '#journey/staying'
import { portalTexts } from '../texts.ts'

export type HomeProps = {
  readonly now: Temporal.Instant
  /** Outages at the own places; they stand before everything else. */
  readonly outages: readonly NoticeRow[]
  readonly locale: Locale
  readonly name: string | undefined
  readonly readingDue: Temporal.PlainDate | undefined
  readonly readingOverdue: boolean
  /** Undefined for who may not read letters. */
  readonly letters: LettersAtHome | undefined
  /** Undefined for who may not say how the customer is reached. */
  readonly reach: OwnReachability | undefined
  readonly usage: ConsumptionGlance
  readonly happened: readonly TimelineItem[]
}

/** Answers in this order: is anything to be done, how am I doing, and what happened last. */
export function HomePage(props: HomeProps) {
  const { now, outages, locale, name, usage, happened } = props
  const t = portalTexts(locale)
  return (
    <Stack gap={48}>
      <Heading size="xl">{name ? `${t('home.title')}, ${name}` : t('home.title')}</Heading>
      <OwnOutages notices={outages} locale={locale} now={now} />
      <Section id="todo" heading={t('home.todo')}>
        <ToDo {...props} />
      </Section>
      <Usage usage={usage} locale={locale} />
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

/** One card each, the most urgent first. */
function ToDo({ locale, readingDue, readingOverdue, letters, reach }: HomeProps) {
  const t = portalTexts(locale)
  const unread = letters?.unread ?? 0
  const isAnything = readingDue !== undefined || unread > 0 || reach?.bouncedValue != null
  return (
    <Stack gap={16}>
      {readingDue && (
        <TaskCard
          icon="reading"
          title={t('home.reading')}
          due={t(readingOverdue ? 'home.readingOverdue' : 'home.readingDue', { day: formatDay(readingDue, locale) })}
          action={{ href: '/zaehlerstand', label: t('home.readingAction') }}
          first
        >
          {t('home.readingText')}
        </TaskCard>
      )}
      {unread > 0 && (
        <TaskCard
          icon="mail"
          title={t('home.letters', { count: unread })}
          due={letters?.dueOn && t('home.lettersDue', { day: formatDay(letters.dueOn, locale) })}
          action={{ href: '/briefe?ungelesen=ja', label: t('home.lettersAction') }}
          first={!readingDue}
        >
          {t('home.lettersText')}
        </TaskCard>
      )}
      {!isAnything && <Notice tone="success">{t('home.todoNone')}</Notice>}
      <Reach reach={reach} locale={locale} />
      {!readingDue && (
        <LinkButton href="/zaehlerstand" tone="secondary">
          {t('home.enter')}
        </LinkButton>
      )}
    </Stack>
  )
}

/** Who is not reached by messages is asked for an address, at every visit until there is one. */
function Reach({ reach, locale }: Pick<HomeProps, 'reach' | 'locale'>) {
  const t = portalTexts(locale)
  if (!reach || (reach.isConfirmed && !reach.bouncedKind)) return null
  const { bouncedKind, bouncedValue } = reach
  const isBounced = bouncedKind !== null && bouncedValue !== null
  return (
    <TaskCard
      icon="person"
      title={t(isBounced ? 'home.reachBounced' : 'home.reachNone')}
      action={{ href: '/meine-daten/erreichbarkeit', label: t('home.reachAction') }}
    >
      {isBounced
        ? t('home.reachBouncedText', { address: maskedAddress(bouncedKind, bouncedValue) })
        : t('home.reachNoneText')}
    </TaskCard>
  )
}

/** How am I doing: for each meter how much, whether that is more than before, and about what it cost. */
function Usage({ usage, locale }: { readonly usage: ConsumptionGlance; readonly locale: Locale }) {
  const t = portalTexts(locale)
  const items = usage.figures.flatMap(({ title, unit, chart, cost }) => {
    if (!chart) return []
    const word = chart.estimated ? { kind: 'estimated' as const, word: t('home.usageEstimated') } : {}
    const sentence = `${chart.title}.${cost ? ` ${t('home.usageCost', { cost: cost.total })}` : ''}`
    return {
      label: t('home.usageSpan', { title, months: chart.monthsKnown }),
      figure: <Measure value={formatNumber(chart.total, locale)} unit={unit} size="large" {...word} />,
      children: (
        <>
          <MonthBars slots={chart.slots} label={`${title}, ${chart.span}: ${chart.title}`} />
          {sentence}
        </>
      ),
    }
  })
  return (
    <Section
      id="usage"
      heading={usage.place ? t('home.usageAt', { place: usage.place }) : t('home.usage')}
      aside={<TextLink href="/verbrauch">{t('home.usageMore')}</TextLink>}
    >
      {items.length > 0 ? <Figures items={items} /> : <Text quiet>{t('home.usageNone')}</Text>}
    </Section>
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
        <Lead>{t('landing.lead')}</Lead>
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
