import { formatDay } from '#platform/calendar'
import type { FormFault, PageContent } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import {
  BackLink,
  Button,
  Card,
  DefinitionList,
  ErrorSummary,
  Form,
  Heading,
  Notice,
  RadioCards,
  Section,
  Stack,
  Steps,
  Text,
  TextField,
} from '#ui'
import { type Typed, typedOr } from '../own-data/typed.ts'
import de from './bank.de.json' with { type: 'json' }
import en from './bank.en.json' with { type: 'json' }
import type { BankDetails } from './bank.sql.ts'
import { groupedIban } from './iban.ts'

export const bankTexts = defineTexts(de, en)

export type BankPage = {
  readonly bank: BankDetails
  readonly locale: Locale
  readonly typed?: Typed | undefined
  readonly faults?: readonly FormFault[]
}

const faultOf = (faults: readonly FormFault[] | undefined, name: string) =>
  faults?.find((fault) => fault.name === name)?.message

/** How an account is paid now, as lines to look at. */
export function bankItems(bank: BankDetails, locale: Locale) {
  const say = bankTexts(locale)
  return [
    { label: say('account'), value: bank.contractAccountNumber },
    { label: say('way'), value: bank.way ? say(`way.${bank.way}`) : say('unknown') },
    ...(bank.iban ? [{ label: say('iban'), value: groupedIban(bank.iban) }] : []),
    ...(bank.bankName ? [{ label: say('bankName'), value: bank.bankName }] : []),
    ...(bank.holder ? [{ label: say('holder'), value: bank.holder }] : []),
    ...(bank.mandateReference ? [{ label: say('mandateReference'), value: bank.mandateReference }] : []),
    ...(bank.creditorId ? [{ label: say('creditorId'), value: bank.creditorId }] : []),
    ...(bank.signedOn
      ? [{ label: say('signedOn'), value: formatDay(Temporal.PlainDate.from(bank.signedOn), locale) }]
      : []),
  ]
}

/** Step 1: which way, which account. */
export function bankPage({ bank, locale, typed, faults = [] }: BankPage): PageContent {
  const say = bankTexts(locale)
  const account = (
    <Stack gap={16}>
      <TextField
        name="iban"
        label={say('iban')}
        hint={say('ibanHint')}
        value={typedOr(typed, 'iban', bank.iban ? groupedIban(bank.iban) : '')}
        error={faultOf(faults, 'iban')}
        autoComplete="off"
        spellCheck={false}
        lengthMax={60}
      />
      <TextField
        name="holder"
        label={say('holder')}
        hint={say('holderHint')}
        value={typedOr(typed, 'holder', bank.holder)}
        error={faultOf(faults, 'holder')}
        autoComplete="name"
        lengthMax={70}
      />
    </Stack>
  )
  return {
    title: say('title'),
    section: 'data',
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <BackLink href="/meine-daten">{say('back')}</BackLink>
        <ErrorSummary errors={faults} />
        <Steps current={1} of={2} name={say('stepAccount')} />
        <Heading above={say('forAccount', { number: bank.contractAccountNumber })}>{say('title')}</Heading>
        <Form
          action={`/meine-daten/bank/${bank.contractAccountId}`}
          hidden={{ rowVersion: String(bank.rowVersion), step: 'ask' }}
        >
          <RadioCards
            name="way"
            label={say('wayQuestion')}
            value={typedOr(typed, 'way', bank.way ?? 'direct-debit')}
            error={faultOf(faults, 'way')}
            choices={[
              { value: 'direct-debit', label: say('way.direct-debit'), hint: say('directDebitHint'), icon: 'bank' },
              { value: 'transfer', label: say('way.transfer'), hint: say('transferHint'), icon: 'money' },
            ]}
          />
          {account}
          <Button>{say('toCheck')}</Button>
        </Form>
        {bank.mandateReference && <Revoke bank={bank} locale={locale} />}
      </Stack>
    ),
  }
}

function Revoke({ bank, locale }: { readonly bank: BankDetails; readonly locale: Locale }) {
  const say = bankTexts(locale)
  return (
    <Section id="revoke" heading={say('revokeTitle')}>
      <Stack gap={16}>
        <Text>{say('revokeText', { reference: bank.mandateReference ?? '' })}</Text>
        <Form action={`/meine-daten/bank/${bank.contractAccountId}/widerruf`}>
          <Button tone="danger">{say('revoke')}</Button>
        </Form>
      </Stack>
    </Section>
  )
}

/** Step 2: what is agreed to, in its full wording, and the proof of who agrees. */
export function signPage(
  props: Pick<BankPage, 'bank' | 'locale'> & {
    readonly wanted: {
      readonly way: string
      readonly iban?: string | undefined
      readonly holder?: string | undefined
      readonly rowVersion: number
    }
    readonly wording: string | undefined
    readonly bankName: string | undefined
  },
): PageContent {
  const { bank, locale, wanted, wording, bankName } = props
  const say = bankTexts(locale)
  const debit = wanted.way === 'direct-debit'
  return {
    title: say(debit ? 'signTitle' : 'checkTitle'),
    section: 'data',
    body: (
      <Stack>
        <BackLink href={`/meine-daten/bank/${bank.contractAccountId}`}>{say('backToAccount')}</BackLink>
        <Steps current={2} of={2} name={say('stepCheck')} />
        <Heading>{say(debit ? 'signTitle' : 'checkTitle')}</Heading>
        <DefinitionList
          items={[
            { label: say('way'), value: say(debit ? 'way.direct-debit' : 'way.transfer') },
            ...(wanted.iban ? [{ label: say('iban'), value: groupedIban(wanted.iban) }] : []),
            ...(bankName ? [{ label: say('bankName'), value: bankName }] : []),
            ...(wanted.holder ? [{ label: say('holder'), value: wanted.holder }] : []),
          ]}
        />
        {wording && (
          <Card label={say('mandate')}>
            {wording.split('\n\n').map((part) => (
              <Text key={part}>
                {part.split('\n').map((one, at) => (
                  <span key={one}>
                    {at > 0 && <br />}
                    {one}
                  </span>
                ))}
              </Text>
            ))}
          </Card>
        )}
        {!debit && <Notice>{say('transferNote')}</Notice>}
        <Form
          action={`/meine-daten/bank/${bank.contractAccountId}`}
          hidden={{
            step: 'sign',
            way: wanted.way,
            rowVersion: String(wanted.rowVersion),
            ...(wanted.iban && { iban: wanted.iban }),
            ...(wanted.holder && { holder: wanted.holder }),
          }}
        >
          <Button>{say(debit ? 'sign' : 'save')}</Button>
        </Form>
      </Stack>
    ),
  }
}
