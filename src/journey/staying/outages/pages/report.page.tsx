import {
  Button,
  Confirmation,
  ErrorSummary,
  Form,
  type FormError,
  Heading,
  Lead,
  LinkButton,
  RadioCards,
  Stack,
  Text,
  TextArea,
  TextField,
  TextLink,
} from '#ui'
import type { Locale } from '#platform/i18n/web'
import { faultKinds } from '../outages.contract.ts'
import { outageTexts } from '../texts.ts'

/** Where and what: the place is what the crew needs, a name is not. */
export function ReportPage(props: {
  readonly locale: Locale
  readonly phone: string
  readonly errors: readonly FormError[]
  readonly typed: (name: string) => string | undefined
}) {
  const { locale, phone, errors, typed } = props
  const t = outageTexts(locale)
  const field = (name: string) => {
    const error = errors.find((one) => one.name === name)?.message
    const value = typed(name)
    return { name, ...(value !== undefined && { value }), ...(error !== undefined && { error }) }
  }
  const labels = {
    kind: t('report.kind'),
    street: t('report.street'),
    houseNumber: t('report.houseNumber'),
    postalCode: t('report.postalCode'),
    city: t('report.city'),
    description: t('report.description'),
    phone: t('report.phone'),
  }
  return (
    <Stack gap={32}>
      <ErrorSummary errors={errors} labels={labels} />
      <div>
        <Heading size="xl">{t('report.title')}</Heading>
        <Lead>
          {t('report.lead')} <a href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}>{phone}</a>
        </Lead>
      </div>
      <Form action="/stoerung">
        <RadioCards
          {...field('kind')}
          label={labels.kind}
          choices={faultKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        />
        <TextField {...field('street')} label={labels.street} autoComplete="address-line1" />
        <TextField {...field('houseNumber')} label={labels.houseNumber} width={6} autoComplete="off" optional />
        <TextField
          {...field('postalCode')}
          label={labels.postalCode}
          width={6}
          autoComplete="postal-code"
          inputMode="numeric"
        />
        <TextField {...field('city')} label={labels.city} autoComplete="address-level2" optional />
        <TextArea {...field('description')} label={labels.description} lengthMax={1000} rows={4} optional />
        <TextField
          {...field('phone')}
          label={labels.phone}
          hint={t('report.phoneHint')}
          width={20}
          autoComplete="tel"
          optional
        />
        <Button>{t('report.send')}</Button>
      </Form>
    </Stack>
  )
}

export function ReportedPage(props: { readonly locale: Locale; readonly phone: string; readonly number: string }) {
  const t = outageTexts(props.locale)
  return (
    <Stack gap={32}>
      <Confirmation heading={t('report.doneTitle')} reference={t('report.reference', { number: props.number })} />
      <Text>
        {t('report.doneText')} <a href={`tel:${props.phone.replaceAll(/[^+\d]/g, '')}`}>{props.phone}</a>
      </Text>
      <LinkButton href="/stoerungen" tone="secondary">
        {t('notices.link')}
      </LinkButton>
      <Text>
        <TextLink href="/">{t('back')}</TextLink>
      </Text>
    </Stack>
  )
}
