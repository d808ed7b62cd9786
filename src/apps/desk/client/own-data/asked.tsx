import { useState } from 'react'
import type { Asked, ToldBy } from '#company/customers/web'
import { DeskSelect, DeskTextField } from '#ui/desk'
import { useServing } from '../customer/serving.tsx'
import { useOwnSay } from './texts.ts'

const ways = ['call', 'counter', 'letter', 'e-mail'] as const satisfies readonly ToldBy[]

export type AskedDraft = { readonly toldBy: ToldBy | null; readonly reason: string }

/** In one conversation how it is said is typed once, however many things are changed. */
const remembered = new Map<string, AskedDraft>()

export function useAsked(customerId: string): [AskedDraft, (draft: AskedDraft) => void] {
  const { since } = useServing()
  const key = `${customerId}/${since}`
  const [draft, setDraft] = useState<AskedDraft>(() => remembered.get(key) ?? { toldBy: null, reason: '' })
  const keep = (next: AskedDraft) => {
    remembered.clear()
    remembered.set(key, next)
    setDraft(next)
  }
  return [draft, keep]
}

/** As the contract asks for it. */
const REASON_LENGTH_MIN = 5

export const askedOf = ({ toldBy, reason }: AskedDraft): Asked | undefined =>
  toldBy !== null && reason.trim().length >= REASON_LENGTH_MIN ? { toldBy, reason: reason.trim() } : undefined

/** How the customer said it, and how they were recognised: proof of every change by staff. */
export function AskedFields(props: {
  readonly draft: AskedDraft
  readonly set: (draft: AskedDraft) => void
  /** True once somebody tried to go on: what is missing is said then, not before. */
  readonly isTried: boolean
}) {
  const say = useOwnSay()
  const { draft, set, isTried } = props
  return (
    <fieldset className="own-asked">
      <legend className="kw-h-s">{say('asked.title')}</legend>
      <DeskSelect
        label={say('asked.toldBy')}
        value={draft.toldBy}
        onChange={(toldBy) => set({ ...draft, toldBy: toldBy as ToldBy })}
        choices={ways.map((id) => ({ id, label: say(`toldBy.${id}`) }))}
        error={isTried && draft.toldBy === null ? say('asked.toldByMissing') : undefined}
      />
      <DeskTextField
        label={say('asked.reason')}
        hint={say('asked.reasonHint')}
        value={draft.reason}
        onChange={(reason) => set({ ...draft, reason })}
        rows={2}
        error={isTried && draft.reason.trim().length < REASON_LENGTH_MIN ? say('asked.reasonMissing') : undefined}
      />
    </fieldset>
  )
}
