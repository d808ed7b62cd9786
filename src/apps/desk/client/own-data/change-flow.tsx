import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Asked } from '#company/customers/web'
import { Notice } from '#ui'
import { ActionBar, DeskButton } from '#ui/desk'
import { CallRefused, type Problem } from '../api/call.ts'
import { refreshAll } from '../api/resource.ts'
import { go, hrefOf } from '../router.ts'
import { AskedFields, askedOf, useAsked } from './asked.tsx'
import { UndoLatest } from './undo.tsx'
import { type OwnDataKey, useOwnSay } from './texts.ts'

/** One thing that would be different: what stands there and what shall. */
export type Row = { readonly label: string; readonly before: string; readonly after: string }

export type Fault = (field: string) => string | undefined

export type Change<Draft> = {
  readonly id: string
  readonly start: Draft
  /** The version that was on the page when it was opened. */
  readonly rowVersion: number
  readonly fields: (draft: Draft, set: (draft: Draft) => void, fault: Fault) => ReactNode
  readonly rows: (draft: Draft) => readonly Row[]
  /** Words to be read out or shown before it is saved. */
  readonly words?: (draft: Draft, asked: Asked, rowVersion: number) => Promise<ReactNode>
  /** What happens then: who is told, until when it can be taken back. */
  readonly then: string
  readonly save: string
  readonly done: string
  readonly send: (draft: Draft, asked: Asked, rowVersion: number) => Promise<unknown>
  /** How the list of changes calls it, where it can be taken back. */
  readonly undoKind?: string
}

type Step = 'form' | 'check' | 'done'

/** First what shall be, then what changes by it, then that it is done and how to take it back. Each step is announced by its heading. */
export function ChangeFlow<Draft>(change: Change<Draft>) {
  const flow = useFlow(change)
  if (flow.step === 'done') return <Done change={change} />
  if (flow.step === 'check') return <Check change={change} flow={flow} />
  return <Edit change={change} flow={flow} />
}

function useFlow<Draft>(change: Change<Draft>) {
  const [step, setStep] = useState<Step>('form')
  const [draft, setDraft] = useState(change.start)
  const [asked, setAsked] = useAsked(change.id)
  const [seen] = useState(change.rowVersion)
  const [refused, setRefused] = useState<CallRefused>()
  const [words, setWords] = useState<ReactNode>(null)
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true)
    try {
      await work()
      setRefused(undefined)
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error
      setRefused(error)
      if (error.problem.status === 422) setStep('form')
    } finally {
      setBusy(false)
    }
  }
  const check = async () => {
    setTried(true)
    const how = askedOf(asked)
    if (!how || change.rows(draft).length === 0) return
    await attempt(async () => {
      if (change.words) setWords(await change.words(draft, how, seen))
      setStep('check')
    })
  }
  const save = (rowVersion = seen) =>
    attempt(async () => {
      await change.send(draft, askedOf(asked) as Asked, rowVersion)
      refreshAll(`/desk/api/customers/${change.id}`)
      setStep('done')
    })
  return { step, setStep, draft, setDraft, asked, setAsked, refused, words, isTried, isBusy, check, save }
}

type Flow<Draft> = Omit<ReturnType<typeof useFlow>, 'draft' | 'setDraft'> & {
  readonly draft: Draft
  readonly setDraft: (draft: Draft) => void
}

function Edit<Draft>({ change, flow }: { readonly change: Change<Draft>; readonly flow: Flow<Draft> }) {
  const say = useOwnSay()
  const { refused, isTried } = flow
  const isSame = isTried && change.rows(flow.draft).length === 0
  return (
    <form
      className="own-form"
      onSubmit={(event) => {
        event.preventDefault()
        void flow.check()
      }}
    >
      {refused && <Refused refused={refused} flow={flow} id={change.id} />}
      {isSame && (
        <Notice tone="note" announce>
          {say('flow.nothing')}
        </Notice>
      )}
      {change.fields(flow.draft, flow.setDraft, (field) => refused?.field(field))}
      <AskedFields draft={flow.asked} set={flow.setAsked} isTried={isTried} />
      <ActionBar label={say('flow.check')}>
        <DeskButton tone="primary" type="submit" isDisabled={flow.isBusy}>
          {say('flow.check')}
        </DeskButton>
        <DeskButton tone="quiet" onPress={() => go(hrefOf('customerData', change.id))}>
          {say('flow.leave')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}

function Check<Draft>({ change, flow }: { readonly change: Change<Draft>; readonly flow: Flow<Draft> }) {
  const say = useOwnSay()
  const heading = useFocused()
  return (
    <div className="own-form">
      <h3 className="kw-h-s" tabIndex={-1} ref={heading}>
        {say('flow.checkTitle')}
      </h3>
      {flow.refused && <Refused refused={flow.refused} flow={flow} id={change.id} />}
      <Difference rows={change.rows(flow.draft)} />
      {flow.words}
      <p>{change.then}</p>
      <p className="kw-quiet">
        {flow.asked.toldBy && say(`toldBy.${flow.asked.toldBy}`)}: {flow.asked.reason}
      </p>
      <ActionBar label={say('flow.checkTitle')}>
        <DeskButton tone="primary" isDisabled={flow.isBusy} onPress={() => void flow.save()}>
          {change.save}
        </DeskButton>
        <DeskButton onPress={() => flow.setStep('form')}>{say('flow.back')}</DeskButton>
      </ActionBar>
    </div>
  )
}

/** What differs, side by side. */
export function Difference({ rows }: { readonly rows: readonly Row[] }) {
  const say = useOwnSay()
  return (
    <div className="desk-scroll">
      <table className="desk-both">
        <thead>
          <tr>
            <td />
            <th scope="col">{say('flow.before')}</th>
            <th scope="col">{say('flow.after')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <th scope="row">{row.label}</th>
              <td>{row.before || '–'}</td>
              <td>
                <strong>{row.after || '–'}</strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What the server refused; if somebody was quicker, both versions, and the person decides. */
function Refused<Draft>(props: { readonly refused: CallRefused; readonly flow: Flow<Draft>; readonly id: string }) {
  const say = useOwnSay()
  const { problem } = props.refused
  const version = versionIn(problem)
  return (
    <>
      <Notice tone="warning" title={problem.detail} announce>
        {version !== undefined && <Meanwhile problem={problem} />}
      </Notice>
      {version !== undefined && (
        <ActionBar label={problem.detail}>
          <DeskButton tone="primary" onPress={() => void props.flow.save(version)}>
            {say('flow.mine')}
          </DeskButton>
          <DeskButton
            onPress={() => {
              refreshAll(`/desk/api/customers/${props.id}`)
              go(hrefOf('customerData', props.id))
            }}
          >
            {say('flow.theirs')}
          </DeskButton>
        </ActionBar>
      )}
    </>
  )
}

function versionIn({ status, current }: Problem): number | undefined {
  const version = (current as { readonly rowVersion?: unknown } | undefined)?.rowVersion
  return status === 409 && typeof version === 'number' ? version : undefined
}

function Meanwhile({ problem }: { readonly problem: Problem }) {
  const say = useOwnSay()
  const rows = (problem.fields ?? []).map(({ field, figures }) => ({
    label: say(`field.${field}` as OwnDataKey),
    before: String(figures?.['current'] ?? ''),
    after: String(figures?.['wanted'] ?? ''),
  }))
  return rows.length > 0 ? <Difference rows={rows} /> : null
}

function Done<Draft>({ change }: { readonly change: Change<Draft> }) {
  const say = useOwnSay()
  const heading = useFocused()
  return (
    <div className="own-form">
      <h3 className="kw-h-s" tabIndex={-1} ref={heading}>
        {change.done}
      </h3>
      <p>{change.then}</p>
      {change.undoKind && <UndoLatest id={change.id} kind={change.undoKind} />}
      <ActionBar label={change.done}>
        <DeskButton tone="primary" onPress={() => go(hrefOf('customerData', change.id))}>
          {say('flow.more')}
        </DeskButton>
        <DeskButton onPress={() => go(hrefOf('customer', change.id))}>{say('flow.toCustomer')}</DeskButton>
      </ActionBar>
    </div>
  )
}

/** A step that has just been reached begins at its heading, for the keyboard and the screen reader. */
export function useFocused() {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return heading
}
