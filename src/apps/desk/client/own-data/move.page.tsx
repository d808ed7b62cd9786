import { parseDate } from '@internationalized/date'
import { Badge } from '#ui'
import { DeskCheckbox, DeskDateField } from '#ui/desk'
import { call } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { longDay } from '../format.ts'
import { useLocale } from '../texts.tsx'
import { ChangeFlow } from './change-flow.tsx'
import { OwnDataPage } from './page.tsx'
import { AddressFields } from './person.pages.tsx'
import { useOwnSay } from './texts.ts'
import type { OnFile } from './undo.tsx'

/** A customer moves house: taken down once, for the contracts and for letters. */
export function MovePage({ id }: { readonly id: string }) {
  const say = useOwnSay()
  const locale = useLocale()
  return (
    <OwnDataPage id={id} title={say('move.title')} lead={say('move.lead')}>
      {(data) => (
        <>
          {data.moves.length > 0 && (
            <ul className="own-list" aria-label={say('move.known')}>
              {data.moves.map((move) => (
                <li key={move.id}>
                  {say('move.item', { day: longDay(move.movesOn, locale), address: move.address })}{' '}
                  {move.lettersToo && (
                    <Badge tone={move.appliedAt ? 'success' : 'note'}>
                      {say(move.appliedAt ? 'move.applied' : 'move.waits')}
                    </Badge>
                  )}
                </li>
              ))}
            </ul>
          )}
          <Announce id={id} data={data} />
        </>
      )}
    </OwnDataPage>
  )
}

function Announce({ id, data }: { readonly id: string; readonly data: OnFile }) {
  const say = useOwnSay()
  const locale = useLocale()
  const start = { movesOn: '', street: '', houseNumber: '', postalCode: '', city: '', lettersToo: true }
  const before = [
    [data.customer.address.street, data.customer.address.houseNumber].filter(Boolean).join(' '),
    [data.customer.address.postalCode, data.customer.address.city].filter(Boolean).join(' '),
  ]
  return (
    <ChangeFlow
      id={id}
      start={start}
      rowVersion={data.customer.rowVersion}
      rows={(draft) =>
        draft.movesOn === ''
          ? []
          : [
              { label: say('move.day'), before: '', after: longDay(draft.movesOn, locale) },
              {
                label: say('move.to'),
                before: before.filter(Boolean).join(', '),
                after: [`${draft.street} ${draft.houseNumber}`.trim(), `${draft.postalCode} ${draft.city}`.trim()].join(
                  ', ',
                ),
              },
              {
                label: say('move.letters'),
                before: '',
                after: say(draft.lettersToo ? 'move.lettersYes' : 'move.lettersNo'),
              },
            ]
      }
      then={say('then.move')}
      save={say('move.save')}
      done={say('move.done')}
      fields={(draft, set, fault) => (
        <>
          <DeskDateField
            label={say('move.day')}
            value={draft.movesOn ? parseDate(draft.movesOn) : null}
            onChange={(day) => set({ ...draft, movesOn: day?.toString().slice(0, 10) ?? '' })}
            error={fault('movesOn')}
          />
          <AddressFields draft={draft} set={set} fault={fault} />
          <DeskCheckbox
            label={say('move.lettersToo')}
            isSelected={draft.lettersToo}
            onChange={(lettersToo) => set({ ...draft, lettersToo })}
          />
        </>
      )}
      send={(draft, asked) => call(endpoints.announceMove, { params: { id }, body: { ...asked, ...draft } })}
    />
  )
}
