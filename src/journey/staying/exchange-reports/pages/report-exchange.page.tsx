import type { Locale } from '#platform/i18n/web'
import {
  Button,
  DateField,
  type DateParts,
  EmptyState,
  ErrorSummary,
  Form,
  type FormError,
  Heading,
  Lead,
  Notice,
  Points,
  RadioCards,
  Section,
  Stack,
  TextField,
  TextLink,
} from '#ui'
import { exchangeReportTexts } from '../texts.ts'

export type ExchangePageProps = {
  readonly locale: Locale
  readonly meters: readonly { readonly meterId: string; readonly label: string; readonly place: string }[]
  /** The one that was chosen, with its registers. */
  readonly chosen?:
    | {
        readonly meterId: string
        readonly label: string
        readonly registers: readonly { readonly registerId: string; readonly label: string; readonly unit: string }[]
      }
    | undefined
  readonly day: DateParts
  readonly submission: string
  readonly typed: (name: string) => string
  readonly errors: readonly FormError[]
  readonly sent: boolean
  /** What was reported before, in words, with its state. */
  readonly reports: readonly string[]
}

/** Which meter, then its values and those of the new one; below, what was reported and how it stands. */
export function ReportExchangePage(props: ExchangePageProps) {
  const { locale, meters, chosen, errors, sent, reports } = props
  const t = exchangeReportTexts(locale)
  return (
    <Stack gap={32}>
      <ErrorSummary errors={errors} />
      {sent && (
        <Notice tone="success" title={t('sent.title')} announce>
          {t('sent.text')}
        </Notice>
      )}
      <div>
        <Heading size="xl">{t('title')}</Heading>
        <Lead>{t('lead')}</Lead>
      </div>
      {meters.length === 0 && (
        <EmptyState icon="reading" title={t('none')}>
          {t('noneText')}
        </EmptyState>
      )}
      {!chosen && meters.length > 0 && (
        <Form action="/zaehlerwechsel" method="get">
          <RadioCards
            name="zaehler"
            label={t('which')}
            choices={meters.map((meter) => ({ value: meter.meterId, label: meter.label, hint: meter.place }))}
          />
          <Button>{t('choose')}</Button>
        </Form>
      )}
      {chosen && <ExchangeFields {...props} chosen={chosen} />}
      {reports.length > 0 && (
        <Section id="reports" heading={t('reports')}>
          <Points items={reports} />
        </Section>
      )}
    </Stack>
  )
}

function ExchangeFields(props: ExchangePageProps & { readonly chosen: NonNullable<ExchangePageProps['chosen']> }) {
  const { locale, chosen, typed, errors, meters } = props
  const t = exchangeReportTexts(locale)
  const errorOf = (name: string) => {
    const found = errors.find((error) => error.name === name)
    return found ? { error: found.message } : {}
  }
  return (
    <Form action="/zaehlerwechsel" hidden={{ submission: props.submission, meterId: chosen.meterId }}>
      <div>
        <Heading level={2}>{t('old', { meter: chosen.label })}</Heading>
        {meters.length > 1 && <TextLink href="/zaehlerwechsel">{t('other')}</TextLink>}
      </div>
      <DateField name="day" label={t('day')} value={props.day} {...errorOf('day')} />
      {chosen.registers.map((register, at) => (
        <Stack key={register.registerId} gap={16}>
          <TextField
            name={`registers.${at}.finalValue`}
            label={t('final', { register: register.label })}
            value={typed(`registers.${at}.finalValue`)}
            inputMode="decimal"
            width={10}
            unit={register.unit}
            lengthMax={24}
            {...errorOf(`registers.${at}.finalValue`)}
          />
          <TextField
            name={`registers.${at}.firstValue`}
            label={t('first', { register: register.label })}
            value={typed(`registers.${at}.firstValue`)}
            inputMode="decimal"
            width={10}
            unit={register.unit}
            lengthMax={24}
            {...errorOf(`registers.${at}.firstValue`)}
          />
          <input type="hidden" name={`registers.${at}.registerId`} value={register.registerId} />
        </Stack>
      ))}
      <TextField
        name="newMeterNumber"
        label={t('number')}
        hint={t('numberHint')}
        value={typed('newMeterNumber')}
        width={20}
        lengthMax={40}
        {...errorOf('newMeterNumber')}
      />
      <TextField name="note" label={t('note')} optional value={typed('note')} lengthMax={300} {...errorOf('note')} />
      <Button>{t('send')}</Button>
    </Form>
  )
}
