import { useState } from 'react'
import { Badge, Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskTextField, Pane, SplitView } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { useFilter } from '../router.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { type ClientKey, sayOr, useSay } from '../texts.tsx'

type Pair = AnswerOf<typeof endpoints.duplicates>['pairs'][number]
type SideBySide = AnswerOf<typeof endpoints.duplicate>
type Customer = SideBySide['a']

/** Records that may be one person: the list, and two side by side for a person to decide. */
export function DuplicatesPage() {
  const say = useSay()
  const { answer, problem, reload } = useResource(endpoints.duplicates, {})
  const [chosen, choose] = useFilter('paar')
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  const { pairs } = answer
  const open = pairs.find((pair) => pair.id === chosen) ?? pairs[0]
  return (
    <SplitView
      fixed="first"
      width={380}
      first={
        <Pane heading={say('duplicates.title')}>
          {pairs.length === 0 && <Empty title={say('duplicates.none')}>{say('duplicates.noneText')}</Empty>}
          <ul className="desk-jobs">
            {pairs.map((pair) => (
              <li key={pair.id}>
                <DeskButton tone={pair.id === open?.id ? 'primary' : 'quiet'} onPress={() => choose(pair.id)}>
                  {`${pair.aName} / ${pair.bName}`}
                </DeskButton>{' '}
                <Badge>{say('duplicates.score', { score: pair.score })}</Badge>
              </li>
            ))}
          </ul>
        </Pane>
      }
      second={open ? <Decide key={open.id} pair={open} reload={reload} /> : null}
    />
  )
}

const fields = [
  'salutation',
  'title',
  'firstName',
  'lastName',
  'companyName',
  'street',
  'houseNumber',
  'postalCode',
  'city',
  'country',
  'email',
  'phone',
  'mobile',
  'language',
] as const
type Field = (typeof fields)[number]

const valueOf = (customer: Customer, field: Field): string => {
  const flat = { ...customer, ...customer.address } as unknown as Readonly<Record<string, string | null>>
  return flat[field] ?? ''
}

/** Both records with a choice per field; the first one stays, unless they are exchanged. */
function Decide({ pair, reload }: { readonly pair: Pair; readonly reload: () => Promise<void> }) {
  const say = useSay()
  const { answer, problem, reload: again } = useResource(endpoints.duplicate, { params: { id: pair.id } })
  const [swapped, setSwapped] = useState(false)
  const [taken, setTaken] = useState<readonly Field[]>([])
  const [reason, setReason] = useState('')
  const [refused, setRefused] = useState<CallRefused>()
  if (!answer) return problem ? <Problem problem={problem} retry={() => void again()} /> : <Loading />
  const [stays, goes] = swapped ? [answer.b, answer.a] : [answer.a, answer.b]
  const attempt = async (work: () => Promise<unknown>, done: ClientKey) => {
    try {
      await work()
      announce({ tone: 'success', title: say(done) })
      await reload()
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error
      setRefused(error)
      await again()
    }
  }
  const merge = () =>
    attempt(async () => {
      const versions = { survivor: stays.rowVersion, merged: goes.rowVersion }
      const body = {
        survivorId: stays.id,
        mergedId: goes.id,
        takeFromMerged: [...taken],
        versions,
        reason: reason.trim(),
      }
      const { mergeId } = await call(endpoints.merge, { body })
      announce({ tone: 'success', title: say('duplicates.mergedAs', { number: mergeId }) })
    }, 'duplicates.merged')
  const dismiss = () =>
    attempt(() => call(endpoints.dismissDuplicate, { params: { id: pair.id } }), 'duplicates.dismissed')
  const swap = () => {
    setSwapped(!swapped)
    setTaken([])
  }
  return (
    <Pane heading={`${pair.aName} / ${pair.bName}`}>
      <p>{pair.reasons.map((one) => sayOr(say, `duplicates.reason.${one}`, one)).join(', ')}</p>
      {refused && <Refused refused={refused} />}
      <Fields stays={stays} goes={goes} taken={taken} setTaken={setTaken} />
      <DeskTextField label={say('duplicates.why')} value={reason} onChange={setReason} />
      <ActionBar label={say('duplicates.title')}>
        <DeskButton tone="primary" onPress={() => void merge()}>
          {say('duplicates.merge', { number: stays.customerNumber })}
        </DeskButton>
        <DeskButton onPress={swap}>{say('duplicates.swap')}</DeskButton>
        <DeskButton onPress={() => void dismiss()}>{say('duplicates.dismiss')}</DeskButton>
      </ActionBar>
    </Pane>
  )
}

function Refused({ refused }: { readonly refused: CallRefused }) {
  return (
    <Notice tone="danger" title={refused.problem.detail} announce>
      {refused.field('reason')}
    </Notice>
  )
}

function Fields(props: {
  readonly stays: Customer
  readonly goes: Customer
  readonly taken: readonly Field[]
  readonly setTaken: (fields: readonly Field[]) => void
}) {
  const { stays, goes, taken, setTaken } = props
  const say = useSay()
  const shown = fields.filter((field) => valueOf(stays, field) !== '' || valueOf(goes, field) !== '')
  const choice = (field: Field, fromGone: boolean, value: string) => (
    <label>
      <input
        type="radio"
        name={`field-${field}`}
        checked={taken.includes(field) === fromGone}
        onChange={() => setTaken(fromGone ? [...taken, field] : taken.filter((one) => one !== field))}
      />{' '}
      {value || '–'}
    </label>
  )
  return (
    <table className="desk-both">
      <thead>
        <tr>
          <td />
          <th scope="col">{say('duplicates.stays', { number: stays.customerNumber })}</th>
          <th scope="col">{say('duplicates.goes', { number: goes.customerNumber })}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((field) => {
          const [here, there] = [valueOf(stays, field), valueOf(goes, field)]
          return (
            <tr key={field}>
              <th scope="row">{say(`duplicates.field.${field}` as ClientKey)}</th>
              {here === there ? (
                <td colSpan={2}>{here}</td>
              ) : (
                <>
                  <td>{choice(field, false, here)}</td>
                  <td>{choice(field, true, there)}</td>
                </>
              )}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
