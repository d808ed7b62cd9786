import type { Locale } from '#platform/i18n/web'
import {
  Button,
  Confirmation,
  DateField,
  type DateParts,
  ErrorSummary,
  Form,
  type FormError,
  Heading,
  Lead,
  LinkButton,
  Stack,
  Text,
  TextField,
  TextLink,
} from '#ui'
import { readingTexts } from '../texts.ts'

export type GuestEntryProps = {
  readonly locale: Locale
  readonly errors: readonly FormError[]
  /** What was typed, by form name. */
  readonly typed: (name: string) => string | undefined
  readonly day: DateParts
  readonly ageDaysMax: number
  readonly submission: string
}

const labelsOf = (t: ReturnType<typeof readingTexts>) => ({
  meter: t('guest.meter'),
  contract: t('guest.contract'),
  value: t('guest.value'),
  second: t('guest.second'),
})

/** A reading without an account: two numbers from the bill, one or two values, the day. */
export function GuestEntryPage({ locale, errors, typed, day, ageDaysMax, submission }: GuestEntryProps) {
  const t = readingTexts(locale)
  const field = (name: string) => {
    const error = errors.find((one) => one.name === name)?.message
    const value = typed(name)
    return { name, ...(value !== undefined && { value }), ...(error !== undefined && { error }) }
  }
  const dayError = errors.find((one) => one.name === 'day')?.message
  return (
    <Stack gap={32}>
      <ErrorSummary errors={errors} labels={labelsOf(t)} />
      <div>
        <Heading size="xl">{t('guest.title')}</Heading>
        <Lead>{t('guest.lead')}</Lead>
        <Text quiet>
          {t('guest.hasAccount')} <TextLink href="/zaehlerstand">{t('guest.signIn')}</TextLink>
        </Text>
      </div>
      <Form action="/zaehlerstand/gast" hidden={{ submission }}>
        <TextField
          {...field('meter')}
          label={t('guest.meter')}
          hint={t('guest.meterHint')}
          width={20}
          autoComplete="off"
        />
        <TextField
          {...field('contract')}
          label={t('guest.contract')}
          hint={t('guest.contractHint')}
          width={20}
          autoComplete="off"
        />
        <DateField
          name="day"
          label={t('guest.day')}
          hint={t('guest.dayHint', { ageDaysMax })}
          value={day}
          {...(dayError !== undefined && { error: dayError })}
        />
        {(['value', 'second'] as const).map((name) => (
          <TextField
            key={name}
            {...field(name)}
            label={t(`guest.${name}`)}
            hint={t(`guest.${name}Hint`)}
            optional={name === 'second'}
            width={10}
            inputMode="decimal"
            autoComplete="off"
          />
        ))}
        <Button>{t('guest.send')}</Button>
      </Form>
    </Stack>
  )
}

/** The same whatever was typed. */
export function GuestDonePage({ locale, reference }: { readonly locale: Locale; readonly reference: string }) {
  const t = readingTexts(locale)
  return (
    <Stack gap={32}>
      <Confirmation heading={t('guest.doneTitle')} reference={reference} />
      <div>
        <Heading level={2} size="m">
          {t('done.nextTitle')}
        </Heading>
        <Text>{t('guest.doneText')}</Text>
        <Text>{t('guest.doneNext')}</Text>
      </div>
      <LinkButton href="/zugang-freischalten" tone="secondary">
        {t('guest.activate')}
      </LinkButton>
    </Stack>
  )
}
