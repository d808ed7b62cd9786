import { powerKinds, proofTypes } from '#company/identity'
import type { FormFault, PageContent } from '#platform/http'
import type { Locale } from '#platform/i18n'
import {
  Button,
  Confirmation,
  DateField,
  ErrorSummary,
  FileField,
  Form,
  Heading,
  Lead,
  LinkButton,
  RadioCards,
  Stack,
  Text,
  TextArea,
  TextField,
} from '#ui'
import { powersTexts as texts } from './texts.ts'

type Typed = Readonly<Record<string, string | readonly string[]>>

const fields = ['customerNumber', 'customerName', 'personName', 'email', 'note', 'proof', 'kind', 'until'] as const

/** Asks for everything that a check needs, and for nothing else. */
export function askPowerPage(locale: Locale, typed: Typed = {}, faults: readonly FormFault[] = []): PageContent {
  const say = texts(locale)
  return {
    title: say('title'),
    hasErrors: faults.length > 0,
    body: (
      <Stack gap={32}>
        <ErrorSummary errors={faults} labels={Object.fromEntries(fields.map((name) => [name, say(name)]))} />
        <Heading>{say('title')}</Heading>
        <Lead>{say('lead')}</Lead>
        <Form action="/vollmacht" upload>
          <PowerFields locale={locale} typed={typed} faults={faults} />
          <Button>{say('send')}</Button>
        </Form>
      </Stack>
    ),
  }
}

function PowerFields(props: { readonly locale: Locale; readonly typed: Typed; readonly faults: readonly FormFault[] }) {
  const say = texts(props.locale)
  const value = (name: string): string => {
    const one = props.typed[name]
    return typeof one === 'string' ? one : ''
  }
  const at = (name: string) => props.faults.find((fault) => fault.name === name)?.message
  const field = (name: (typeof fields)[number]) => ({ name, label: say(name), value: value(name), error: at(name) })
  const until = { day: value('until.day'), month: value('until.month'), year: value('until.year') }
  return (
    <>
      <RadioCards
        {...field('kind')}
        choices={powerKinds.map((kind) => ({ value: kind, label: say(`kind.${kind}`) }))}
      />
      <Heading level={2}>{say('forWhom')}</Heading>
      <TextField
        {...field('customerNumber')}
        hint={say('customerNumberHint')}
        width={20}
        autoComplete="off"
        spellCheck={false}
      />
      <TextField {...field('customerName')} autoComplete="off" />
      <Heading level={2}>{say('aboutYou')}</Heading>
      <TextField {...field('personName')} autoComplete="name" />
      <TextField {...field('email')} inputMode="email" autoComplete="email" spellCheck={false} />
      <DateField name="until" label={say('until')} hint={say('untilHint')} optional error={at('until')} value={until} />
      <FileField
        name="proof"
        label={say('proof')}
        hint={say('proofHint')}
        accept={proofTypes.join(',')}
        error={at('proof')}
      />
      <TextArea {...field('note')} optional />
    </>
  )
}

/** The same whether there is such a customer or not. */
export function powerSentPage(locale: Locale, email: string): PageContent {
  const say = texts(locale)
  return {
    title: say('sentTitle'),
    body: (
      <Stack>
        <Confirmation heading={say('sentTitle')}>
          <Text>{say('sentText', { email })}</Text>
        </Confirmation>
        <Text>{say('sentNext')}</Text>
        <LinkButton tone="secondary" href="/start">
          {say('toStart')}
        </LinkButton>
      </Stack>
    ),
  }
}
