import { formatDay } from '#platform/calendar/web'
import type { Locale } from '#platform/i18n/web'
import {
  Button,
  Card,
  Checkbox,
  DateField,
  type DateParts,
  EmptyState,
  ErrorSummary,
  FileField,
  Form,
  type FormError,
  Heading,
  Lead,
  MeterField,
  Notice,
  Section,
  Select,
  Stack,
  Text,
  TextField,
  TextLink,
} from '#ui'
import type { QuestionView, RegisterView } from '../entry-view.ts'
import { exchangeReportTexts } from '../../exchange-reports/texts.ts'
import { meterListTexts } from '../../meter-list/texts.ts'
import { customerReasons, ENTRIES_MAX, explanations } from '../readings.contract.ts'
import { readingTexts } from '../texts.ts'

export type EnterReadingProps = {
  readonly locale: Locale
  /** Where the form goes: the portal's page, or the link of one request. */
  readonly action: string
  readonly registers: readonly RegisterView[]
  readonly rules: { readonly ageDaysMax: number; readonly distanceDaysMin: number }
  readonly due: Temporal.PlainDate | undefined
  readonly day: DateParts
  readonly submission: string
  /** What was typed, by form name. */
  readonly typed?: Readonly<Record<string, string | readonly string[]>>
  readonly errors?: readonly FormError[]
  readonly questions?: readonly QuestionView[]
  readonly fixedReason?: string
  /** The day whose readings are corrected, in words. */
  readonly corrects?: string
  /** Photos of this form that are here already. */
  readonly photosKept?: number
  /** For a link: who is asked, and where. No sign-in stands behind it. */
  readonly lead?: string
}

/** All registers of a home on one page: type what stands there, be told at once whether it can be right. */
export function EnterReadingPage(props: EnterReadingProps) {
  const { locale, registers, errors = [], questions = [] } = props
  const t = readingTexts(locale)
  const isSignedIn = props.lead === undefined
  return (
    <Stack gap={32}>
      <ErrorSummary errors={errors} labels={labelsOf(registers)} />
      <div>
        <Heading size="xl">{t('title')}</Heading>
        <Lead>{leadOf(props)}</Lead>
      </div>
      {isSignedIn && registers.length > MANY && <ManyMeters {...props} />}
      {isSignedIn && registers.length > ENTRIES_MAX ? null : registers.length === 0 ? (
        <EmptyState icon="reading" title={t('none.title')}>
          {t('none.text')}
        </EmptyState>
      ) : (
        <Form action={props.action} hidden={{ submission: props.submission }} upload>
          {questions.length > 0 && <Places {...props} />}
          <DateField
            name="day"
            label={t('day')}
            hint={`${t('dayHint')} ${t('rules', { ...props.rules })}`}
            value={props.day}
            {...errorOf(errors, 'day')}
          />
          {questions.length === 0 && <Places {...props} />}
          <Select
            name="reason"
            label={t('reason')}
            value={textOf(props.typed?.['reason']) ?? props.fixedReason ?? 'regular'}
            choices={customerReasons.map((reason) => ({ value: reason, label: t(`reason.${reason}`) }))}
          />
          <PhotoField {...props} />
          <Button>{t(questions.length > 0 ? 'sendAgain' : 'send')}</Button>
        </Form>
      )}
      {isSignedIn && registers.length > 0 && (
        <TextLink href="/zaehlerwechsel">{exchangeReportTexts(locale)('link')}</TextLink>
      )}
    </Stack>
  )
}

/** From here on the list is quicker; more than one form holds are entered there only. */
const MANY = 8

function ManyMeters({ locale, registers }: EnterReadingProps) {
  const t = meterListTexts(locale)
  return (
    <Notice title={t('manyLink')}>
      <p>{t('many', { count: registers.length })}</p>
      <TextLink href="/zaehlerliste" icon="next">
        {t('manyLink')}
      </TextLink>
    </Notice>
  )
}

/** Nothing is chosen for the person: an explanation that nobody gave would stand beside the value for years. */
const chosenOf = (value: string | undefined): { value?: string } => (value ? { value } : {})

/** Two wrong values have the same message: the summary says which meter each is about. */
const labelsOf = (registers: readonly RegisterView[]) =>
  Object.fromEntries(registers.map((register, index) => [`entries.${index}.value`, register.label]))

function leadOf({ locale, corrects, due, lead }: EnterReadingProps): string {
  const t = readingTexts(locale)
  if (lead) return lead
  if (corrects) return t('corrects', { day: corrects })
  return due ? t('due', { day: formatDay(due, locale) }) : t('lead')
}

/** A photo helps where a value surprises; nobody has to send one. */
function PhotoField(props: EnterReadingProps) {
  const t = readingTexts(props.locale)
  const { photosKept = 0, errors = [] } = props
  return (
    <Stack gap={8}>
      {photosKept > 0 && <Notice tone="success">{t('photo.kept', { count: photosKept })}</Notice>}
      <FileField
        name="photo"
        label={t('photo')}
        hint={t('photo.hint')}
        optional
        accept="image/jpeg,image/png,image/webp"
        several
        {...errorOf(errors, 'photo')}
      />
    </Stack>
  )
}

const textOf = (typed: string | readonly string[] | undefined): string | undefined =>
  typeof typed === 'string' ? typed : typed?.at(-1)

const errorOf = (errors: readonly FormError[], name: string): { error?: string } => {
  const found = errors.find((error) => error.name === name)
  return found ? { error: found.message } : {}
}

/** One group per place, so that the owner of two flats knows where to look. */
function Places(props: EnterReadingProps) {
  const t = readingTexts(props.locale)
  const places = [...Map.groupBy(props.registers, (register) => register.place)]
  return (
    <Stack gap={32}>
      {props.registers.length > 1 && <Text quiet>{t('empty')}</Text>}
      {places.map(([place, registers]) => (
        <Section key={place} id={`place-${registers[0]?.registerId}`} heading={place}>
          <Stack gap={32}>
            {registers.map((register) => (
              <RegisterEntry key={register.registerId} register={register} {...props} />
            ))}
          </Stack>
        </Section>
      ))}
    </Stack>
  )
}

function RegisterEntry(props: EnterReadingProps & { readonly register: RegisterView }) {
  const { register, locale, typed, errors = [] } = props
  const t = readingTexts(locale)
  const index = props.registers.indexOf(register)
  const name = `entries.${index}.value`
  const question = props.questions?.find((one) => one.registerId === register.registerId)
  const last = register.last
  return (
    <Stack gap={16}>
      <MeterField
        name={name}
        label={register.label}
        hint={
          last
            ? t('last', { value: last.value, unit: register.unit, day: last.day, source: last.source })
            : t('lastNone')
        }
        digits={register.digits}
        unit={register.unit}
        value={textOf(typed?.[name])}
        {...errorOf(errors, name)}
      />
      {question && <QuestionCard question={question} register={register} index={index} locale={locale} typed={typed} />}
      <input type="hidden" name={`entries.${index}.registerId`} value={register.registerId} />
    </Stack>
  )
}

/** What is odd, with the figures, and three ways on: correct, explain, or send as it is. */
function QuestionCard(props: {
  readonly question: QuestionView
  readonly register: RegisterView
  readonly index: number
  readonly locale: Locale
  readonly typed: EnterReadingProps['typed']
}) {
  const { question, register, index, locale, typed } = props
  const t = readingTexts(locale)
  const { usage } = question
  return (
    <Card label={t('question.title', { meter: register.label })}>
      <Stack gap={16}>
        <Notice tone="warning" title={t(`cause.${question.cause}` as 'cause.far-too-high')}>
          {usage && (
            <p>
              {t('question.usage', {
                usage: usage.amount,
                unit: register.unit,
                low: usage.low,
                high: usage.high,
                days: usage.days,
              })}
            </p>
          )}
          {question.ratio && <p>{t('question.ratio', { ratio: question.ratio })}</p>}
          {question.candidate && <p>{t('question.candidate', { value: question.candidate, unit: register.unit })}</p>}
          {question.withoutWeather && <p>{t('question.withoutWeather')}</p>}
        </Notice>
        <Text>{t('question.what')}</Text>
        <Checkbox
          name={`entries.${index}.confirmed`}
          value="true"
          label={t('question.confirm')}
          chosen={textOf(typed?.[`entries.${index}.confirmed`]) === 'true'}
        />
        <Select
          name={`entries.${index}.explanation`}
          label={t('question.why')}
          optional
          {...chosenOf(textOf(typed?.[`entries.${index}.explanation`]))}
          choices={explanations.map((value) => ({ value, label: t(`explanation.${value}`) }))}
        />
        <TextField
          name={`entries.${index}.note`}
          label={t('question.note')}
          optional
          lengthMax={300}
          value={textOf(typed?.[`entries.${index}.note`]) ?? ''}
        />
      </Stack>
    </Card>
  )
}
