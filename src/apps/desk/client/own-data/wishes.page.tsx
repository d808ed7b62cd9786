import { DeskSelect, DeskTextField } from '#ui/desk'
import { call } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { ChangeFlow } from './change-flow.tsx'
import { OwnDataPage } from './page.tsx'
import { type OwnDataKey, useOwnSay } from './texts.ts'
import type { OnFile } from './undo.tsx'

const choices = {
  language: ['de', 'en'],
  letters: ['portal', 'post'],
  notify: ['e-mail', 'sms', 'none'],
  formOfAddress: ['sie', 'du'],
} as const
type Wish = keyof typeof choices
const wishes = Object.keys(choices) as readonly Wish[]
type Preferences = OnFile['preferences']
type Draft = Pick<Preferences, Wish> & { readonly quietFrom: string; readonly quietTo: string }

/** How a customer likes to be written to. */
export function WishesPage({ id }: { readonly id: string }) {
  const say = useOwnSay()
  return (
    <OwnDataPage id={id} title={say('wishes.title')} lead={say('wishes.lead')}>
      {(data) => <ChangeWishes id={id} preferences={data.preferences} />}
    </OwnDataPage>
  )
}

function ChangeWishes({ id, preferences }: { readonly id: string; readonly preferences: Preferences }) {
  const say = useOwnSay()
  const { rowVersion, ...rest } = preferences
  const start: Draft = { ...rest, quietFrom: rest.quietFrom ?? '', quietTo: rest.quietTo ?? '' }
  const word = (wish: Wish, value: string) => say(`wish.${wish}.${value}` as OwnDataKey)
  return (
    <ChangeFlow
      id={id}
      start={start}
      rowVersion={rowVersion}
      rows={(draft) => [
        ...wishes
          .filter((wish) => draft[wish] !== start[wish])
          .map((wish) => ({
            label: say(`wish.${wish}`),
            before: word(wish, start[wish]),
            after: word(wish, draft[wish]),
          })),
        ...(['quietFrom', 'quietTo'] as const)
          .filter((time) => draft[time].trim() !== start[time])
          .map((time) => ({ label: say(`wish.${time}`), before: start[time], after: draft[time].trim() })),
      ]}
      then={say('then.wishes')}
      save={say('wishes.save')}
      done={say('wishes.done')}
      fields={(draft, set, fault) => (
        <>
          {wishes.map((wish) => (
            <DeskSelect
              key={wish}
              label={say(`wish.${wish}`)}
              value={draft[wish]}
              onChange={(value) => set({ ...draft, [wish]: value } as Draft)}
              choices={choices[wish].map((value) => ({ id: value, label: word(wish, value) }))}
            />
          ))}
          <div className="desk-row">
            {(['quietFrom', 'quietTo'] as const).map((time) => (
              <DeskTextField
                key={time}
                label={say(`wish.${time}`)}
                value={draft[time]}
                onChange={(value) => set({ ...draft, [time]: value })}
                error={fault(time)}
              />
            ))}
          </div>
        </>
      )}
      send={(draft, asked, version) => {
        const quiet = { quietFrom: draft.quietFrom.trim(), quietTo: draft.quietTo.trim() }
        return call(endpoints.changeWishes, {
          params: { id },
          body: { ...asked, ...draft, ...quiet, rowVersion: version },
        })
      }}
    />
  )
}
