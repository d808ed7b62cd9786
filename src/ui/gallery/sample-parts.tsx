import {
  Badge,
  Breadcrumb,
  Button,
  ButtonRow,
  Card,
  Checkbox,
  CheckboxCards,
  DefinitionList,
  Details,
  EmptyState,
  FileField,
  Form,
  Heading,
  Lead,
  LineChart,
  LinkButton,
  MeterFace,
  Notice,
  type PageAssets,
  Pagination,
  RadioCards,
  Section,
  Select,
  Sparkline,
  Stack,
  Table,
  TabLinks,
  TextArea,
  TextField,
  TextLink,
} from '../index.ts'
import { SamplePage } from './sample-shell.tsx'
import { SAMPLE_SLOTS } from './sample-home.tsx'

/** Every part that the sample pages leave out. */
export function SampleParts({ assets }: { readonly assets: PageAssets }) {
  return (
    <SamplePage
      assets={assets}
      title="Alle Teile"
      current="usage"
      before={
        <Breadcrumb
          items={[
            { href: '/home.html', label: 'Start' },
            { href: '/contracts.html', label: 'Verträge' },
            { href: '/parts.html', label: 'Strom' },
          ]}
        />
      }
    >
      <Heading above="Vertrag 1000 2345">Strom Musterstadt Natur</Heading>
      <Lead>Sie zahlen 84 EUR im Monat. Ihr Preis ist bis 31. Dezember 2027 fest.</Lead>
      <PartsOfReading />
      <PartsOfForms />
      <PartsOfSpeech />
    </SamplePage>
  )
}

function PartsOfReading() {
  return (
    <>
      <Section id="views" heading="Verbrauch">
        <TabLinks
          label="Zeitraum"
          items={[
            { href: '?day', label: 'Tag', current: true },
            { href: '?month', label: 'Monat' },
            { href: '?year', label: 'Jahr' },
          ]}
        />
        <SampleDay />
      </Section>
      <Section id="table" heading="Zählerstände">
        <Table
          id="readings"
          caption="Zählerstände Strom"
          captionUnseen
          columns={[
            { key: 'day', label: 'Tag' },
            { key: 'source', label: 'Woher' },
            { key: 'value', label: 'Stand', unit: 'kWh', kind: 'number' },
            { key: 'usage', label: 'Verbrauch', unit: 'kWh', kind: 'number' },
          ]}
          rows={[
            { key: 'a', cells: { day: '22. November 2026', source: 'von Ihnen', value: '42.317,5', usage: '2.413,4' } },
            {
              key: 'b',
              mark: 'estimated',
              cells: { day: '3. Dezember 2025', source: 'geschätzt', value: '39.904,1', usage: '2.747,0' },
            },
            {
              key: 'c',
              cells: { day: '5. Dezember 2024', source: 'Netzbetreiber', value: '37.157,1', usage: '2.801,6' },
            },
            { key: 'd', mark: 'sum', cells: { day: 'Zusammen', source: '', value: '', usage: '7.962,0' } },
          ]}
        />
        <Pagination current={4} count={9} hrefOf={(page) => `?page=${page}`} />
      </Section>
      <Section
        id="contract"
        heading="Vertrag"
        aside={
          <Badge tone="success" icon="check">
            läuft
          </Badge>
        }
      >
        <Card>
          <DefinitionList
            items={[
              { label: 'Arbeitspreis', value: '31,42 ct/kWh' },
              {
                label: 'Verlauf',
                value: (
                  <Sparkline
                    values={[254, 229, 221, 181, 158, 143, 139, 142, 151, 186, 214]}
                    label="Sinkt von 254 kWh im Januar bis Juli und steigt wieder auf 214 kWh"
                  />
                ),
              },
              { label: 'Grundpreis', value: '142,80 EUR im Jahr' },
              {
                label: 'Zähler',
                value: (
                  <MeterFace value="042317,5" digits={{ before: 6, after: 1 }} unit="kWh" spoken="42.317,5 kWh" small />
                ),
              },
              { label: 'Kündigen', value: <TextLink href="/cancel.html">Vertrag kündigen</TextLink> },
            ]}
          />
        </Card>
      </Section>
    </>
  )
}

function SampleDay() {
  const values = Array.from({ length: 96 }, (_, index) => {
    const hour = index / 4
    const bump = (at: number, width: number, height: number) => height * Math.exp(-(((hour - at) / width) ** 2))
    return 0.12 + bump(7.3, 1, 0.55) + bump(12.5, 1.4, 0.4) + bump(18.25, 1.8, 1.05) + 0.03 * Math.sin(index)
  })
  const clock = (index: number) => `${Math.floor(index / 4)}:${String((index % 4) * 15).padStart(2, '0')}`
  const number = new Intl.NumberFormat('de-DE', { maximumFractionDigits: 2 })
  return (
    <LineChart
      id="day"
      title="Am meisten Strom brauchen Sie am Abend"
      subject="Leistung in kW am 21. November 2026, je Viertelstunde"
      description="Nachts liegt die Leistung um 0,1 kW, morgens bei 0,7 kW, am höchsten um 18:15 Uhr mit 1,2 kW."
      points={values.map((value, index) => ({ label: clock(index), value, estimated: index >= 60 && index < 68 }))}
      tablePoints={values.flatMap((value, index) => (index % 4 === 0 ? [{ label: `${clock(index)} Uhr`, value }] : []))}
      ticks={[0, 24, 48, 72, 95].map((at) => ({ at, label: at === 95 ? '24 Uhr' : `${at / 4}` }))}
      valueName="Leistung"
      pointName="Uhrzeit"
      unit="kW"
      format={(value) => number.format(value)}
      peakLabel="1,2 kW um 18:15"
    />
  )
}

function PartsOfForms() {
  return (
    <Section id="forms" heading="Eingaben">
      <Form action="/parts" label="Muster">
        <TextField
          name="email"
          label="E-Mail-Adresse"
          hint="Wir schreiben nur, wenn etwas für Sie da ist."
          inputMode="email"
          autoComplete="username webauthn"
        />
        <TextField name="password" label="Passwort" type="password" autoComplete="current-password" />
        <TextField
          name="amount"
          label="Neuer Abschlag"
          unit="EUR im Monat"
          width={6}
          inputMode="decimal"
          value="84,00"
          error="Mindestens 71 EUR, sonst müssten Sie nachzahlen"
        />
        <Select
          name="title"
          label="Anrede"
          optional
          width={20}
          choices={[
            { value: 'f', label: 'Frau' },
            { value: 'm', label: 'Herr' },
          ]}
        />
        <RadioCards
          name="kind"
          label="Worum geht es?"
          columns
          value="gas"
          choices={[
            { value: 'power', label: 'Strom', icon: 'power' },
            { value: 'gas', label: 'Gas', icon: 'gas' },
            { value: 'water', label: 'Wasser', icon: 'water' },
            { value: 'heat', label: 'Fernwärme', icon: 'heat' },
          ]}
        />
        <CheckboxCards
          name="channels"
          label="Wie dürfen wir Bescheid geben?"
          values={['mail']}
          choices={[
            { value: 'mail', label: 'E-Mail', hint: 'e.mustermann@example.de' },
            { value: 'sms', label: 'SMS', hint: '0151 2345678' },
          ]}
        />
        <TextArea name="message" label="Ihre Nachricht" hint="Bitte keine Passwörter." />
        <FileField
          name="file"
          label="Datei anhängen"
          hint="PDF oder Bild, bis 10 MB."
          accept="application/pdf,image/*"
          optional
        />
        <Checkbox name="terms" label="Ich habe die Vertragsbedingungen gelesen und bin einverstanden." />
        <ButtonRow>
          <Button>Nachricht senden</Button>
          <Button tone="secondary" name="draft">
            Für später merken
          </Button>
          <LinkButton tone="danger" href="/delete.html">
            Entwurf löschen
          </LinkButton>
        </ButtonRow>
      </Form>
    </Section>
  )
}

function PartsOfSpeech() {
  return (
    <Section id="speech" heading="Hinweise und Zustände">
      <Stack gap={16}>
        <Notice>Ihre Rechnung kommt dieses Jahr eine Woche später.</Notice>
        <Notice tone="success" title="Gespeichert">
          Ihr neuer Abschlag gilt ab Januar.
        </Notice>
        <Notice tone="warning">
          Ihr Zählerstand fehlt. Ab 16. Dezember schätzen wir. <TextLink href="/reading.html">Jetzt eingeben</TextLink>
        </Notice>
        <Notice tone="danger" title="Ihre Lastschrift kam zurück">
          84,00 EUR sind offen. Überweisen Sie bis 5. Dezember oder vereinbaren Sie Raten.
        </Notice>
        <p className="kw-badges">
          <Badge>offen</Badge> <Badge tone="note">in Arbeit</Badge>{' '}
          <Badge tone="success" icon="check">
            bezahlt
          </Badge>{' '}
          <Badge tone="warning" icon="clock">
            fällig
          </Badge>{' '}
          <Badge tone="danger" icon="danger">
            überfällig
          </Badge>{' '}
          <Badge tone="live">jetzt</Badge>
        </p>
        <EmptyState
          icon="letter"
          title="Noch keine Briefe"
          action={{ href: '/channel.html', label: 'Zustellweg wählen' }}
        >
          Hier liegt alles, was wir Ihnen schreiben, sobald Ihr erster Brief da ist.
        </EmptyState>
        <Details summary="Warum geschätzte Werte?">
          Bis zu Ihrer Ablesung rechnen wir mit {SAMPLE_SLOTS.length} typischen Monaten.
        </Details>
      </Stack>
    </Section>
  )
}
