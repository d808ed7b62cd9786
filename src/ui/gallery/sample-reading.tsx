import {
  AnswerList,
  BackLink,
  Button,
  ButtonRow,
  Confirmation,
  DateField,
  Details,
  ErrorSummary,
  FileField,
  Form,
  Heading,
  LinkButton,
  MeterFace,
  MeterField,
  Notice,
  type PageAssets,
  Points,
  RadioCards,
  Section,
  Stack,
  Steps,
  Text,
  TextArea,
  TextLink,
} from '../index.ts'
import { SamplePage } from './sample-shell.tsx'

const DIGITS = { before: 6, after: 1 } as const

/** One question on one page, as asked and as sent back with mistakes. */
export function SampleReading({ assets, wrong }: { readonly assets: PageAssets; readonly wrong?: boolean }) {
  const error = 'Tippen Sie nur Ziffern und ein Komma, zum Beispiel 42317,5'
  const dateError = 'Das Datum liegt in der Zukunft. Wann haben Sie abgelesen?'
  return (
    <SamplePage
      assets={assets}
      flow
      title="Zählerstand eingeben"
      hasErrors={wrong === true}
      before={<BackLink href="/home.html" />}
    >
      {wrong && (
        <ErrorSummary
          errors={[
            { name: 'value', message: error },
            { name: 'date', message: dateError },
          ]}
        />
      )}
      <Steps current={1} of={2} name="Stand und Tag" />
      <Form action="/reading" hidden={{ csrf: 'sample' }}>
        <MeterField
          question
          name="value"
          label="Was zeigt Ihr Stromzähler?"
          hint="Zähler 1 EBZ 0101 2345, im Keller links. Am 3. Dezember 2025 stand er auf 39.904,1 kWh."
          digits={DIGITS}
          unit="kWh"
          {...(wrong ? { value: '4231l,5', error } : {})}
        />
        <DateField
          name="date"
          label="Wann haben Sie abgelesen?"
          hint="Heute ist der 22. November 2026."
          {...(wrong
            ? { value: { day: '22', month: '12', year: '2026' }, error: dateError, wrongParts: ['month'] as const }
            : { value: { day: '22', month: '11', year: '2026' } })}
        />
        <Details summary="Wo finde ich die Zahl?">
          <Text>
            Die Zahl steht hinter dem Glas. Zeigt der Zähler nacheinander mehrere Zahlen, warten Sie auf die mit 1.8.0
            davor.
          </Text>
        </Details>
        <ButtonRow>
          <Button>Weiter</Button>
        </ButtonRow>
      </Form>
    </SamplePage>
  )
}

/** The value is unusual: says why, and offers every way on. */
export function SampleUnusual({ assets }: { readonly assets: PageAssets }) {
  return (
    <SamplePage assets={assets} flow title="Das ist mehr als erwartet" before={<BackLink href="/reading.html" />}>
      <Form action="/reading/unusual" hidden={{ csrf: 'sample' }} upload>
        <Stack gap={24}>
          <Heading above="Strom, Bahnhofstraße 12">Das ist dreimal so viel wie letztes Jahr</Heading>
          <MeterFace value="047317,5" digits={DIGITS} unit="kWh" spoken="47.317,5 Kilowattstunden" />
          <Text>
            Mit diesem Stand hätten Sie in 11 Monaten 7.413 kWh verbraucht. Erwartet hatten wir 1.950 bis 2.400 kWh.
            Vielleicht sind zwei Ziffern vertauscht: <strong>42.317,5</strong> würde passen.
          </Text>
        </Stack>
        <RadioCards
          name="answer"
          label="Was trifft zu?"
          choices={[
            {
              value: 'correct',
              label: 'Ich habe mich vertippt',
              hint: 'Sie können den Stand gleich ändern.',
              icon: 'edit',
            },
            {
              value: 'explain',
              label: 'Der Stand stimmt, es gibt einen Grund',
              icon: 'message',
              inside: (
                <TextArea
                  name="reason"
                  label="Was ist anders als sonst?"
                  hint="Zum Beispiel Wärmepumpe, Auto, mehr Personen."
                  rows={3}
                />
              ),
            },
            {
              value: 'photo',
              label: 'Der Stand stimmt, ich schicke ein Foto',
              icon: 'camera',
              inside: <FileField name="photo" label="Foto des Zählers" accept="image/*" capture />,
            },
          ]}
        />
        <ButtonRow>
          <Button>Weiter</Button>
        </ButtonRow>
      </Form>
    </SamplePage>
  )
}

/** Everything once more before it is sent. */
export function SampleAnswers({ assets }: { readonly assets: PageAssets }) {
  return (
    <SamplePage assets={assets} flow title="Angaben prüfen" before={<BackLink href="/reading.html" />}>
      <Steps current={2} of={2} name="Prüfen und absenden" />
      <Form action="/reading/send" hidden={{ csrf: 'sample' }}>
        <Heading>Stimmt das so?</Heading>
        <AnswerList
          answers={[
            { label: 'Zähler', value: 'Strom, 1 EBZ 0101 2345' },
            {
              label: 'Zählerstand',
              value: <MeterFace value="042317,5" digits={DIGITS} unit="kWh" spoken="42.317,5 Kilowattstunden" small />,
              changeHref: '/reading.html#field-value',
            },
            {
              label: 'Abgelesen am',
              value: '22. November 2026',
              changeHref: '/reading.html#field-date',
              what: 'das Datum',
            },
            { label: 'Verbrauch seit 3. Dezember 2025', value: '2.413,4 kWh' },
          ]}
        />
        <Notice tone="success" title="Das passt zu Ihren letzten Jahren">
          Erwartet hatten wir 2.250 bis 2.700 kWh.
        </Notice>
        <ButtonRow>
          <Button>Zählerstand absenden</Button>
        </ButtonRow>
      </Form>
    </SamplePage>
  )
}

/** Done: reference, what happens next and by when, and what to do if not. */
export function SampleDone({ assets }: { readonly assets: PageAssets }) {
  return (
    <SamplePage assets={assets} title="Ihr Zählerstand ist da" current="reading">
      <Confirmation heading="Ihr Zählerstand ist da" reference="MS-7K4-2Q9">
        <p>42.317,5 kWh am 22. November 2026. Eine Bestätigung ist unterwegs an e.mustermann@example.de.</p>
      </Confirmation>
      <Section id="next" heading="Wie es weitergeht">
        <Points
          numbered
          items={[
            'Wir rechnen Ihr Jahr mit diesem Stand ab.',
            <>
              Ihre Rechnung kommt <strong>bis 31. Januar 2027</strong>.
            </>,
            'Ein Guthaben überweisen wir innerhalb von zwei Wochen danach.',
          ]}
        />
        <Text quiet>
          Stimmt etwas nicht? Sie können den Stand bis 30. November <TextLink href="/reading.html">ändern</TextLink>.
        </Text>
      </Section>
      <ButtonRow>
        <LinkButton href="/usage.html">Verbrauch ansehen</LinkButton>
        <LinkButton href="/home.html" tone="quiet">
          Zur Startseite
        </LinkButton>
      </ButtonRow>
    </SamplePage>
  )
}
