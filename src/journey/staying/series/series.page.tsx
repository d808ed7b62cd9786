import { formatNumber, type Locale } from '#platform/i18n/web'
import {
  BackLink,
  BarChart,
  ButtonRow,
  Details,
  EmptyState,
  Heading,
  Lead,
  LinkButton,
  Notice,
  Points,
  Stack,
  Text,
  TextLink,
} from '#ui'
import { readingTexts } from '../readings/texts.ts'
import type { SeriesView, Step } from './series-view.ts'

/** A day by hours or a month by days: the sum first, then the picture, then the way on. */
export function SeriesPage({ view, locale }: { readonly view: SeriesView; readonly locale: Locale }) {
  const t = readingTexts(locale)
  return (
    <Stack gap={32}>
      <Stack gap={16}>
        <BackLink href="/verbrauch">{t('series.back')}</BackLink>
        <Heading size="xl">{view.title}</Heading>
        <Lead>{view.register}</Lead>
      </Stack>
      <Steps label={t('series.steps')} steps={view.steps} />
      {view.slots.length === 0 ? (
        <EmptyState icon="chart" title={t(view.isEmpty ? 'series.none' : 'series.noneDay')}>
          {t('series.noneText')}
        </EmptyState>
      ) : (
        <Values view={view} locale={locale} />
      )}
    </Stack>
  )
}

function Values({ view, locale }: { readonly view: SeriesView; readonly locale: Locale }) {
  const t = readingTexts(locale)
  return (
    <>
      {view.notes.map((note) => (
        <Notice key={note} tone="note">
          {note}
        </Notice>
      ))}
      <BarChart
        id={view.id}
        title={view.sum}
        subject={t('series.subject', { register: view.register, unit: view.unit })}
        description={`${view.sum}. ${view.highest ?? ''} ${t('series.text')}`}
        slots={view.slots}
        slotName={view.slotName}
        valueName={view.unit}
        unit={view.unit}
        format={(value) => formatNumber(value, locale, view.digits)}
      />
      {view.highest && <Text>{view.highest}</Text>}
      <Text quiet>{t('series.text')}</Text>
      {view.days.length > 0 && (
        <Details summary={t('series.days')}>
          <Points
            items={view.days.map((day) => (
              <TextLink key={day.href} href={day.href}>
                {day.label}
              </TextLink>
            ))}
          />
        </Details>
      )}
    </>
  )
}

function Steps({ label, steps }: { readonly label: string; readonly steps: readonly Step[] }) {
  if (steps.length === 0) return null
  return (
    <nav aria-label={label}>
      <ButtonRow>
        {steps.map((step) => (
          <LinkButton key={step.href} href={step.href} tone="quiet">
            {step.label}
          </LinkButton>
        ))}
      </ButtonRow>
    </nav>
  )
}
