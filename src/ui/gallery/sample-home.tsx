import {
  BarChart,
  type BarSlot,
  Columns,
  Heading,
  Measure,
  type PageAssets,
  Section,
  TaskCard,
  TextLink,
  Timeline,
  Card,
  Figures,
} from '../index.ts'
import { SamplePage } from './sample-shell.tsx'

const MONTHS = [
  'Januar',
  'Februar',
  'März',
  'April',
  'Mai',
  'Juni',
  'Juli',
  'August',
  'September',
  'Oktober',
  'November',
  'Dezember',
]
const BEFORE = [286, 251, 238, 202, 181, 164, 158, 161, 178, 214, 249, 281]
const THIS = [254, 229, 221, 181, 158, 143, 139, 142, 151, 186, 214]

/** A year by month against the year before; the last two months are not read yet. */
export const SAMPLE_SLOTS: readonly BarSlot[] = MONTHS.map((month, index) => ({
  short: month.slice(0, 3),
  long: `${month} 2026`,
  value: THIS[index] ?? null,
  before: BEFORE[index] ?? null,
  estimated: index === 9 || index === 10,
}))

const number = new Intl.NumberFormat('de-DE', { maximumFractionDigits: 2 })

/** The consumption chart that several sample pages show. */
export function SampleChart() {
  return (
    <BarChart
      id="usage"
      title="12 % weniger Strom als im Vorjahr"
      subject="Strom in kWh je Monat, Januar bis November 2026"
      description="Jeder Monat liegt unter dem Vorjahr, am deutlichsten November mit 214 statt 249 Kilowattstunden. Oktober und November sind geschätzt."
      slots={SAMPLE_SLOTS}
      valueName="2026"
      beforeName="2025"
      unit="kWh"
      format={(value) => number.format(value)}
    />
  )
}

/** Start page: what is to be done, how am I doing, what happened last. */
export function SampleHome({ assets }: { readonly assets: PageAssets }) {
  return (
    <SamplePage assets={assets} title="Start" width="wide" current="start">
      <Heading above="Bahnhofstraße 12, Musterstadt">Guten Tag, Frau Mustermann</Heading>
      <Section id="todo" heading="Das ist zu tun">
        <TaskCard
          first
          icon="reading"
          title="Zählerstand für Strom ablesen"
          due="Bis Dienstag, 15. Dezember 2026"
          action={{ href: '/reading.html', label: 'Zählerstand eingeben' }}
        >
          Sonst schätzen wir, und Ihre Rechnung wird ungenauer.
        </TaskCard>
        <TaskCard
          icon="visit"
          title="Wir tauschen Ihren Gaszähler"
          due="Mittwoch, 9. Dezember, 8:00 bis 10:00 Uhr"
          action={{ href: '/visit.html', label: 'Termin ansehen' }}
        >
          Bitte halten Sie den Keller zugänglich. Das dauert etwa 30 Minuten.
        </TaskCard>
      </Section>
      <Columns
        main={
          <Section
            id="usage-section"
            heading="So läuft Ihr Jahr"
            aside={<TextLink href="/usage.html">Alle Verbräuche</TextLink>}
          >
            <Card>
              <SampleChart />
            </Card>
            <SampleFigures />
          </Section>
        }
        side={
          <Section id="last" heading="Zuletzt">
            <SampleTimeline />
          </Section>
        }
      />
    </SamplePage>
  )
}

function SampleFigures() {
  return (
    <Figures
      items={[
        {
          label: 'Abschlag, nächster am 1. Dezember',
          figure: <Measure value="84,00" unit="EUR" size="large" />,
          children: 'Passt. Sie bekommen voraussichtlich 61 EUR zurück.',
        },
        {
          label: 'Verbrauch seit Januar',
          figure: <Measure value="2.018" unit="kWh" size="large" kind="estimated" />,
          children: 'Oktober und November sind geschätzt.',
        },
      ]}
    />
  )
}

function SampleTimeline() {
  return (
    <Timeline
      label="Zuletzt geschehen"
      items={[
        {
          state: 'next',
          icon: 'bill',
          when: 'bis 31. Januar 2027',
          title: 'Ihre Jahresrechnung kommt',
          body: 'Wir brauchen dafür Ihren Zählerstand.',
        },
        {
          state: 'now',
          icon: 'visit',
          time: '2026-12-09',
          when: '9. Dezember',
          title: 'Zählertausch Gas ist vereinbart',
        },
        { icon: 'money', time: '2026-11-02', when: '2. November', title: 'Abschlag von 84,00 EUR abgebucht' },
        {
          icon: 'letter',
          time: '2026-10-19',
          when: '19. Oktober',
          title: 'Neuer Preis ab 1. Januar',
          body: <TextLink href="/letter.html">Brief lesen</TextLink>,
        },
      ]}
    />
  )
}
