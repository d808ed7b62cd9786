import type { FormFault, PageContent } from '#platform/http'
import type { Locale } from '#platform/i18n'
import { BackLink, Button, ErrorSummary, Form, Heading, Lead, RadioCards, Select, Stack, TextField } from '#ui'
import type { CustomerAnswer } from '../customer/customer-view.contract.ts'
import { type Typed, typedOr } from './typed.ts'
import { personTexts } from './texts.ts'

export type EditPage = {
  readonly customer: CustomerAnswer
  readonly locale: Locale
  readonly typed?: Typed | undefined
  readonly faults?: readonly FormFault[]
}

const faultOf = (faults: readonly FormFault[] | undefined, name: string) =>
  faults?.find((fault) => fault.name === name)?.message

/** The name as it stands on file, to be changed. */
export function namePage({ customer, locale, typed, faults }: EditPage): PageContent {
  const say = personTexts(locale)
  const field = (name: 'title' | 'firstName' | 'lastName' | 'companyName', autoComplete: string, optional = false) => (
    <TextField
      name={name}
      label={say(name)}
      autoComplete={autoComplete}
      optional={optional}
      value={typedOr(typed, name, customer[name])}
      error={faultOf(faults, name)}
      lengthMax={name === 'companyName' ? 200 : 100}
    />
  )
  return {
    title: say('nameTitle'),
    section: 'data',
    hasErrors: (faults ?? []).length > 0,
    body: (
      <Stack>
        <BackLink href="/meine-daten">{say('back')}</BackLink>
        <ErrorSummary errors={faults ?? []} />
        <Heading>{say('nameTitle')}</Heading>
        <Lead>{say('nameLead')}</Lead>
        <Form action="/meine-daten/name" hidden={{ rowVersion: String(customer.rowVersion) }}>
          {customer.kind === 'company' ? (
            field('companyName', 'organization')
          ) : (
            <>
              <RadioCards
                name="salutation"
                label={say('salutation')}
                columns
                value={typedOr(typed, 'salutation', customer.salutation)}
                error={faultOf(faults, 'salutation')}
                choices={(['ms', 'mr', 'none'] as const).map((value) => ({ value, label: say(`salutation.${value}`) }))}
              />
              {field('title', 'honorific-prefix', true)}
              {field('firstName', 'given-name', true)}
              {field('lastName', 'family-name')}
            </>
          )}
          <Button>{say('nameSave')}</Button>
        </Form>
      </Stack>
    ),
  }
}

/** Neighbours and the rest of the European Union; letters elsewhere are for the customer service. */
const COUNTRIES =
  'DE AT CH BE BG CY CZ DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK TR UA US'.split(' ')

const countryChoices = (locale: Locale, present: string) => {
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  return [...new Set([...COUNTRIES, present])].map((value) => ({ value, label: names.of(value) ?? value }))
}

/** The postal address as it stands on file, to be changed. */
export function addressPage({ customer, locale, typed, faults }: EditPage): PageContent {
  const say = personTexts(locale)
  const { address } = customer
  const country = typedOr(typed, 'country', address.country) || 'DE'
  return {
    title: say('addressTitle'),
    section: 'data',
    hasErrors: (faults ?? []).length > 0,
    body: (
      <Stack>
        <BackLink href="/meine-daten">{say('back')}</BackLink>
        <ErrorSummary errors={faults ?? []} />
        <Heading>{say('addressTitle')}</Heading>
        <Lead>{say('addressLead')}</Lead>
        <Form action="/meine-daten/anschrift" hidden={{ rowVersion: String(customer.rowVersion) }}>
          <AddressFields locale={locale} typed={typed} faults={faults} address={address} />
          <Select
            name="country"
            label={say('country')}
            value={/^[A-Z]{2}$/.test(country) ? country : 'DE'}
            choices={countryChoices(locale, /^[A-Z]{2}$/.test(country) ? country : 'DE')}
            error={faultOf(faults, 'country')}
          />
          <Button>{say('addressSave')}</Button>
        </Form>
      </Stack>
    ),
  }
}

/** Street, number, postal code and city, for every form that asks for an address. */
export function AddressFields(props: {
  readonly locale: Locale
  readonly typed?: Typed | undefined
  readonly faults?: readonly FormFault[] | undefined
  readonly address?: CustomerAnswer['address'] | undefined
}) {
  const { locale, typed, faults, address } = props
  const say = personTexts(locale)
  const field = (
    name: 'street' | 'houseNumber' | 'postalCode' | 'city',
    autoComplete: string,
    width: 6 | 10 | 'full',
    optional = false,
  ) => (
    <TextField
      name={name}
      label={say(name)}
      autoComplete={autoComplete}
      width={width}
      optional={optional}
      value={typedOr(typed, name, address?.[name])}
      error={faultOf(faults, name)}
      lengthMax={100}
    />
  )
  return (
    <>
      {field('street', 'address-line1', 'full')}
      {field('houseNumber', 'address-line2', 6, true)}
      {field('postalCode', 'postal-code', 6)}
      {field('city', 'address-level2', 'full')}
    </>
  )
}
