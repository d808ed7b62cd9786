import { formatDay, legalDay } from '#platform/calendar'
import { defineTexts, formatNumber, type Locale } from '#platform/i18n'
import { AnswerList, Card, DefinitionList, Heading, Lead, Notice, Points, Section, Stack, Text, TextLink } from '#ui'
import { bankItems } from '../bank/bank.pages.tsx'
import type { BankDetails } from '../bank/bank.sql.ts'
import type { AccountAnswer, ContractAnswer, CustomerAnswer } from '../customer/customer-view.contract.ts'
import de from './own-data.de.json' with { type: 'json' }
import en from './own-data.en.json' with { type: 'json' }

export const ownDataTexts = defineTexts(de, en)

export type OwnData = {
  readonly customer: CustomerAnswer
  readonly accounts: readonly AccountAnswer[]
  readonly contracts: readonly ContractAnswer[]
  readonly banks: readonly BankDetails[]
}

/** What was just done, so that the page says it. */
export const doneKinds = ['name', 'address', 'bank', 'mandate', 'undone', 'wishes', 'move'] as const
export type DoneKind = (typeof doneKinds)[number]

type Address = CustomerAnswer['address']

const joined = (...parts: readonly (string | null)[]): string => parts.filter(Boolean).join(' ')
const addressText = (address: Address): string =>
  [joined(address.street, address.houseNumber), joined(address.postalCode, address.city)].filter(Boolean).join(', ')
const dayText = (day: string, locale: Locale): string => formatDay(Temporal.PlainDate.from(day), locale)

/** An exact decimal as people of the language write it; the figure itself is not touched. */
/** An exact decimal with its thousands and at least two digits after the comma, as prices are written; nothing is rounded. */
function figureText(figure: string, locale: Locale): string {
  const [whole = '0', fraction = ''] = figure.split('.')
  const cents = fraction.padEnd(2, '0')
  return `${formatNumber(Number(whole), locale)}${locale === 'de' ? ',' : '.'}${cents}`
}

/** What stands in the books about the customer, each part with its way to change it. */
export function OwnDataPage(props: {
  readonly data: OwnData
  readonly locale: Locale
  readonly now: Temporal.Instant
  readonly done?: DoneKind | undefined
}) {
  const { data, locale, now, done } = props
  const say = ownDataTexts(locale)
  const today = legalDay(now).toString()
  const running = data.contracts.filter((contract) => contract.endsOn === null || contract.endsOn >= today)
  const ended = data.contracts.filter((contract) => !running.includes(contract))
  return (
    <Stack>
      <Heading>{say('title')}</Heading>
      <Lead>{say('lead')}</Lead>
      {done && (
        <Notice tone="success" title={say('doneTitle')} announce>
          {say(`done.${done}`)}
        </Notice>
      )}
      <Section id="customer" heading={say('customer')} aside={<ChangesLink label={say('changes')} />}>
        <AnswerList answers={customerItems(data.customer, locale)} />
      </Section>
      <Section id="contact" heading={say('contact')}>
        <Points
          items={[
            <TextLink key="move" href="/meine-daten/umzug">
              {say('toMove')}
            </TextLink>,
            <TextLink key="reach" href="/meine-daten/erreichbarkeit">
              {say('toReach')}
            </TextLink>,
            <TextLink key="consents" href="/meine-daten/einwilligungen">
              {say('toConsents')}
            </TextLink>,
            <TextLink key="wishes" href="/meine-daten/wuensche">
              {say('toWishes')}
            </TextLink>,
          ]}
        />
      </Section>
      {data.banks.length > 0 && (
        <Section id="payment" heading={say('payment')}>
          {data.banks.map((bank) => (
            <Card key={bank.contractAccountId}>
              <DefinitionList items={bankItems(bank, locale)} />
              <TextLink href={`/meine-daten/bank/${bank.contractAccountId}`} icon="edit">
                {say('changePayment', { number: bank.contractAccountNumber })}
              </TextLink>
            </Card>
          ))}
        </Section>
      )}
      <Section id="contracts" heading={say('contracts')}>
        {running.length === 0 && <Text quiet>{say('noContracts')}</Text>}
        <ContractCards contracts={running} accounts={data.accounts} locale={locale} />
      </Section>
      <Section id="rights" heading={say('rights')}>
        <Text quiet>{say('rightsText')}</Text>
        <Points
          items={[
            <TextLink key="copy" href="/meine-daten/kopie">
              {say('toCopy')}
            </TextLink>,
            <TextLink key="erasure" href="/meine-daten/loeschen">
              {say('toErasure')}
            </TextLink>,
          ]}
        />
      </Section>
      {ended.length > 0 && (
        <Section id="earlier" heading={say('earlier')}>
          <ContractCards contracts={ended} accounts={data.accounts} locale={locale} />
        </Section>
      )}
    </Stack>
  )
}

const ChangesLink = ({ label }: { readonly label: string }) => (
  <TextLink href="/meine-daten/aenderungen">{label}</TextLink>
)

function customerItems(customer: CustomerAnswer, locale: Locale) {
  const say = ownDataTexts(locale)
  const known = (value: string | null): string => (value === null || value === '' ? say('unknown') : value)
  return [
    {
      label: say('name'),
      value: customer.companyName ?? joined(customer.title, customer.firstName, customer.lastName),
      changeHref: '/meine-daten/name',
    },
    { label: say('customerNumber'), value: customer.customerNumber },
    { label: say('address'), value: known(addressText(customer.address)), changeHref: '/meine-daten/anschrift' },
    { label: say('email'), value: known(customer.email), changeHref: '/meine-daten/erreichbarkeit' },
    { label: say('phone'), value: known(customer.phone) },
    { label: say('mobile'), value: known(customer.mobile), changeHref: '/meine-daten/erreichbarkeit' },
    ...(customer.birthDate ? [{ label: say('birthDate'), value: dayText(customer.birthDate, locale) }] : []),
  ]
}

function ContractCards(props: {
  contracts: readonly ContractAnswer[]
  accounts: readonly AccountAnswer[]
  locale: Locale
}) {
  const say = ownDataTexts(props.locale)
  return (
    <Stack gap={16}>
      {props.contracts.map((contract) => {
        const { commodity, direction } = contract.marketLocation
        const kind = direction === 'feed-in' ? say('feedIn') : say(commodity)
        return (
          <Card key={contract.id}>
            <Heading level={3} above={addressText(contract.site.address)}>
              {kind}
            </Heading>
            <DefinitionList items={contractItems(contract, props.accounts, props.locale)} />
          </Card>
        )
      })}
    </Stack>
  )
}

function contractItems(contract: ContractAnswer, accounts: readonly AccountAnswer[], locale: Locale) {
  const say = ownDataTexts(locale)
  const { commodity, code } = contract.marketLocation
  const price = contract.prices[0]
  const account = accounts.find((one) => one.id === contract.contractAccountId)
  const period = contract.endsOn
    ? say('ended', { from: dayText(contract.startsOn, locale), to: dayText(contract.endsOn, locale) })
    : say('since', { day: dayText(contract.startsOn, locale) })
  const lawful = commodity === 'power' || commodity === 'gas'
  return [
    { label: say('contractNumber'), value: contract.contractNumber },
    ...(account ? [{ label: say('account'), value: account.contractAccountNumber }] : []),
    ...(price ? [{ label: say('product'), value: price.productName }] : []),
    ...(price?.unitPriceCt
      ? [
          {
            label: say('unitPrice'),
            value: say(commodity === 'water' ? 'perM3' : 'perKwh', { price: figureText(price.unitPriceCt, locale) }),
          },
        ]
      : []),
    ...(price?.basePriceEurYear
      ? [{ label: say('basePrice'), value: say('perYear', { price: figureText(price.basePriceEurYear, locale) }) }]
      : []),
    { label: say('period'), value: period },
    { label: say(lawful ? 'marketLocation' : 'connection'), value: code },
  ]
}
