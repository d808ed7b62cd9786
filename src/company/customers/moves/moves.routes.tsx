import { form, formFaults, type FormFault, page, type PageContent } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import { BackLink, Button, Checkbox, DateField, ErrorSummary, Form, Heading, Lead, Stack } from '#ui'
import { AddressFields } from '../own-data/person.pages.tsx'
import { doerOf, ownData, type Typed, typedOr } from '../own-data/typed.ts'
import { announceMove } from './announce-move.ts'
import de from './moves.de.json' with { type: 'json' }
import en from './moves.en.json' with { type: 'json' }
import { moveBody } from './moves.contract.ts'

const moveTexts = defineTexts(de, en)

function movePage(locale: Locale, typed?: Typed, faults: readonly FormFault[] = []): PageContent {
  const say = moveTexts(locale)
  const fault = (name: string) => faults.find((one) => one.name === name)?.message
  return {
    title: say('title'),
    section: 'data',
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <BackLink href="/meine-daten">{say('back')}</BackLink>
        <ErrorSummary errors={faults} />
        <Heading>{say('title')}</Heading>
        <Lead>{say('lead')}</Lead>
        <Form action="/meine-daten/umzug">
          <DateField
            name="movesOn"
            label={say('movesOn')}
            hint={say('movesOnHint')}
            value={{
              day: typedOr(typed, 'movesOn.day', ''),
              month: typedOr(typed, 'movesOn.month', ''),
              year: typedOr(typed, 'movesOn.year', ''),
            }}
            error={fault('movesOn')}
          />
          <AddressFields locale={locale} typed={typed} faults={faults} />
          <Checkbox
            name="lettersToo"
            label={say('lettersToo')}
            chosen={typed === undefined || typed['lettersToo'] === 'yes'}
          />
          <Button>{say('announce')}</Button>
        </Form>
      </Stack>
    ),
  }
}

export const moveRoutes = [
  page({
    path: '/meine-daten/umzug',
    who: ownData,
    contract: {},
    says: 'Asks when and where somebody moves.',
    reads: () => [],
    show: (_rows, { locale }) => movePage(locale),
  }),
  form({
    path: '/meine-daten/umzug',
    who: ownData,
    contract: { body: moveBody },
    says: 'Takes a move down: a task for the contracts, and the postal address from that day on.',
    act: (tx, call) => announceMove(tx, call.input.body, doerOf(call)),
    done: () => ({ to: '/meine-daten?geaendert=move' }),
    again: async (_tx, { refusal, typed }, call) => movePage(call.locale, typed, formFaults(call, refusal)),
  }),
]
