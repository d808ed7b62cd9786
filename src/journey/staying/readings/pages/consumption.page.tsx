import type { ReactNode } from 'react'
import { formatNumber, type Locale } from '#platform/i18n/web'
import {
  Badge,
  BarChart,
  type BarSlot,
  Details,
  EmptyState,
  Figures,
  Heading,
  LinkButton,
  Measure,
  Section,
  Stack,
  Table,
  TabLinks,
  Text,
  TextLink,
} from '#ui'
import { readingTexts } from '../texts.ts'

export type ChartView = {
  readonly title: string
  /** Against the year before; undefined where there is nothing to compare. */
  readonly percent: number | undefined
  readonly span: string
  readonly total: number
  readonly monthsKnown: number
  readonly estimated: boolean
  readonly slots: readonly BarSlot[]
}
export type CostView = {
  readonly total: string
  readonly base: string
  readonly unitPrice: string | undefined
  readonly basePrice: string | undefined
  readonly since: string | undefined
}
export type GasPart = {
  readonly span: string
  readonly weight: string
  readonly volumeConversion: string
  readonly calorific: string
}
export type GasLine = Omit<GasPart, 'weight'> & {
  readonly volume: string
  readonly kwh: string
  /** The month's calorific value is not published yet. */
  readonly provisional: boolean
  readonly parts: readonly GasPart[]
}
export type ListedReading = {
  readonly readingId: string
  readonly day: string
  readonly value: string
  readonly usage: string | undefined
  readonly source: string
  readonly reason: string | undefined
  readonly substitute: boolean
  readonly estimate: string | undefined
  readonly state: 'in-check' | 'refused' | undefined
  readonly formerly: readonly string[]
  readonly correctHref: string | undefined
}
export type RegisterList = {
  readonly registerId: string
  readonly label: string
  readonly unit: string
  /** Values of each quarter hour, where a smart meter sends them. */
  readonly seriesHref: string | undefined
  /** Transformer factor, where it is not 1. */
  readonly factor: string | undefined
  readonly removedOn: string | undefined
  /** Newest first. */
  readonly readings: readonly ListedReading[]
}
export type ConsumptionFigures = {
  readonly id: string
  readonly title: string
  readonly unit: string
  readonly chart: ChartView | undefined
  readonly cost: CostView | undefined
  readonly gas: readonly GasLine[]
}
export type GroupView = ConsumptionFigures & { readonly registers: readonly RegisterList[] }
export type PlaceTab = { readonly href: string; readonly label: string; readonly current: boolean }

export type ConsumptionProps = {
  readonly locale: Locale
  readonly places: readonly PlaceTab[]
  readonly groups: readonly GroupView[]
}

/** How much was used, what it cost about, and every reading behind it. */
export function ConsumptionPage({ locale, places, groups }: ConsumptionProps) {
  const t = readingTexts(locale)
  return (
    <Stack gap={48}>
      <Stack gap={24}>
        <Heading size="xl">{t('list.title')}</Heading>
        {places.length > 1 && <TabLinks items={places} label={t('list.places')} />}
      </Stack>
      {groups.length === 0 ? (
        <EmptyState icon="reading" title={t('list.noMeter')}>
          {t('list.noMeterText')}
        </EmptyState>
      ) : (
        groups.map((group) => <Group key={group.id} group={group} locale={locale} />)
      )}
      {groups.length > 0 && <LinkButton href="/zaehlerstand">{t('list.enter')}</LinkButton>}
    </Stack>
  )
}

function Group({ group, locale }: { readonly group: GroupView; readonly locale: Locale }) {
  const t = readingTexts(locale)
  const isEmpty = group.registers.every((register) => register.readings.length === 0)
  return (
    <Section id={`group-${group.id}`} heading={group.title}>
      {isEmpty ? (
        <EmptyState icon="reading" title={t('list.none')} action={{ href: '/zaehlerstand', label: t('list.enter') }}>
          {t('list.noneText')}
        </EmptyState>
      ) : (
        <Stack gap={32}>
          {group.chart ? (
            <>
              <Sums group={group} chart={group.chart} locale={locale} />
              <Months group={group} chart={group.chart} locale={locale} />
            </>
          ) : (
            <Text quiet>{t('list.noChartText')}</Text>
          )}
          {group.gas.length > 0 && <GasCalculation lines={group.gas} locale={locale} />}
          {group.registers
            .filter((register) => register.readings.length > 0)
            .map((register) => (
              <Readings key={register.registerId} register={register} locale={locale} />
            ))}
        </Stack>
      )}
    </Section>
  )
}

/** Two figures and a sentence each: how much, and what it cost about. */
function Sums({
  group,
  chart,
  locale,
}: {
  readonly group: GroupView
  readonly chart: ChartView
  readonly locale: Locale
}) {
  const t = readingTexts(locale)
  const { cost } = group
  const kind = chart.estimated ? 'estimated' : 'measured'
  const word = chart.estimated ? { word: t('sum.estimated') } : {}
  const total = formatNumber(chart.total, locale)
  const items = [
    {
      label: t('sum.months', { months: chart.monthsKnown }),
      figure: <Measure value={total} unit={group.unit} size="large" kind={kind} {...word} />,
      children: <Text quiet>{chart.estimated ? t('sum.estimatedWhy') : t('sum.measured')}</Text>,
    },
  ]
  if (cost)
    items.push({
      label: t('sum.cost'),
      figure: <Measure value={cost.total} unit="EUR" size="large" kind={kind} />,
      children: <Text quiet>{costSentence(cost, group.unit, locale)}</Text>,
    })
  return <Figures items={items} />
}

function costSentence(cost: CostView, unit: string, locale: Locale): string {
  const t = readingTexts(locale)
  const base = t('sum.costBase', { base: cost.base })
  if (!cost.unitPrice || !cost.basePrice || !cost.since) return base
  return `${base} ${t('sum.price', { unitPrice: cost.unitPrice, unit, basePrice: cost.basePrice, since: cost.since })}`
}

function Months({
  group,
  chart,
  locale,
}: {
  readonly group: GroupView
  readonly chart: ChartView
  readonly locale: Locale
}) {
  const t = readingTexts(locale)
  const compared = chart.slots.some((slot) => slot.before !== null)
  return (
    <BarChart
      id={`chart-${group.id}`}
      title={chart.title}
      subject={t('chart.subject', { title: group.title, unit: group.unit, span: chart.span })}
      description={`${chart.title}. ${t('chart.text')}`}
      slots={chart.slots}
      slotName={t('chart.month')}
      valueName={t('chart.last')}
      {...(compared && { beforeName: t('chart.before') })}
      unit={group.unit}
      format={(value) => formatNumber(value, locale)}
    />
  )
}

/** Cubic metres become kilowatt-hours: every factor, as the law asks. */
function GasCalculation({ lines, locale }: { readonly lines: readonly GasLine[]; readonly locale: Locale }) {
  const t = readingTexts(locale)
  return (
    <Details summary={t('gas.summary')}>
      <Stack gap={24}>
        <Text>{t('gas.text')}</Text>
        {lines.map((line) => (
          <Stack key={line.span} gap={8}>
            <Heading level={3} size="s">
              {line.span}
            </Heading>
            <Text>
              {t('gas.line', {
                volume: line.volume,
                volumeConversion: line.volumeConversion,
                calorific: line.calorific,
                kwh: line.kwh,
              })}
            </Text>
            {line.provisional && <Text quiet>{t('gas.provisional')}</Text>}
            {line.parts.length > 1 && <GasParts line={line} locale={locale} />}
          </Stack>
        ))}
      </Stack>
    </Details>
  )
}

function GasParts({ line, locale }: { readonly line: GasLine; readonly locale: Locale }) {
  const t = readingTexts(locale)
  return (
    <Table
      id={`gas-${line.span.replaceAll(/\D/g, '')}`}
      caption={t('gas.parts', { span: line.span })}
      columns={[
        { key: 'span', label: t('gas.span') },
        { key: 'weight', label: t('gas.weight'), kind: 'number', unit: '%' },
        { key: 'volumeConversion', label: t('gas.volumeConversion'), kind: 'number' },
        { key: 'calorific', label: t('gas.calorific'), kind: 'number', unit: 'kWh/m³' },
      ]}
      rows={line.parts.map((part) => ({
        key: part.span,
        cells: {
          span: part.span,
          weight: part.weight,
          volumeConversion: part.volumeConversion,
          calorific: part.calorific,
        },
      }))}
    />
  )
}

/** Readings that stand open; older ones are one click away. */
const ROWS_OPEN = 8

function Readings({ register, locale }: { readonly register: RegisterList; readonly locale: Locale }) {
  const t = readingTexts(locale)
  const { readings, label, removedOn } = register
  const heading = removedOn ? t('list.removed', { register: label, day: removedOn }) : label
  const older = readings.slice(ROWS_OPEN)
  return (
    <Stack gap={16}>
      <Heading level={3} size="s">
        {heading}
      </Heading>
      {register.factor && <Text quiet>{t('list.factor', { factor: register.factor, unit: register.unit })}</Text>}
      {register.seriesHref && <TextLink href={register.seriesHref}>{t('series.link')}</TextLink>}
      <ReadingTable part="new" readings={readings.slice(0, ROWS_OPEN)} register={register} locale={locale} />
      {older.length > 0 && (
        <Details summary={t('list.older', { count: older.length })}>
          <ReadingTable part="old" readings={older} register={register} locale={locale} />
        </Details>
      )}
    </Stack>
  )
}

function ReadingTable(props: {
  readonly part: 'new' | 'old'
  readonly readings: readonly ListedReading[]
  readonly register: RegisterList
  readonly locale: Locale
}) {
  const { register, locale } = props
  const t = readingTexts(locale)
  return (
    <Table
      id={`readings-${register.registerId}-${props.part}`}
      caption={t('list.caption', { register: register.label })}
      captionUnseen
      columns={[
        { key: 'day', label: t('list.day') },
        { key: 'value', label: t('list.value'), kind: 'number', unit: register.unit },
        { key: 'usage', label: t('list.usage'), kind: 'number', unit: register.unit },
      ]}
      rows={props.readings.map((reading) => ({
        key: reading.readingId,
        cells: {
          day: <Origin reading={reading} locale={locale} />,
          value: <Value reading={reading} locale={locale} />,
          usage: reading.usage ?? '–',
        },
        ...(reading.substitute && { mark: 'estimated' as const }),
      }))}
    />
  )
}

/** The day, who read it and why, what state it is in, and the way to correct it. */
function Origin({ reading, locale }: { readonly reading: ListedReading; readonly locale: Locale }): ReactNode {
  const t = readingTexts(locale)
  return (
    <>
      {reading.day}
      <br />
      <small className="kw-quiet">{[reading.source, reading.reason].filter(Boolean).join(', ')}</small>
      {reading.estimate && (
        <>
          <br />
          <small className="kw-quiet">{reading.estimate}</small>
        </>
      )}
      {reading.state && (
        <>
          <br />
          <Badge tone={reading.state === 'in-check' ? 'note' : 'warning'}>{t(`list.state.${reading.state}`)}</Badge>
        </>
      )}
      {reading.correctHref && (
        <>
          <br />
          <TextLink href={reading.correctHref}>{t('list.correct')}</TextLink>
        </>
      )}
    </>
  )
}

function Value({ reading, locale }: { readonly reading: ListedReading; readonly locale: Locale }): ReactNode {
  const t = readingTexts(locale)
  return (
    <>
      {reading.value}
      {reading.formerly.map((former) => (
        <small key={former} className="kw-quiet">
          <br />
          {t('list.formerly', { value: former })}
        </small>
      ))}
    </>
  )
}
