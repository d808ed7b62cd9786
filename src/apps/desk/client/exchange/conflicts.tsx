import { useState } from 'react'
import { Badge, Notice } from '#ui'
import { ActionBar, announce, DeskButton } from '#ui/desk'
import type { ConflictAnswer } from '#company/exchange/web'
import { call, CallRefused } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { moment } from '../format.ts'
import { hrefOf } from '../router.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { fieldWord, systemWord } from './words.ts'

type Query = { readonly batch?: string; readonly change?: string; readonly system?: string }

/** Where this house and another system differ: both values side by side, and which of them stands. */
export function Conflicts({ query }: { readonly query: Query }) {
  const say = useSay()
  const { answer, problem, reload } = useResource(endpoints.conflicts, { query })
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  if (answer.conflicts.length === 0) return <Empty title={say('conflict.none')}>{say('conflict.noneText')}</Empty>
  return (
    <section className="desk-check" aria-label={say('conflict.title')}>
      <h3 className="kw-h-s">{say('conflict.title')}</h3>
      {answer.conflicts.map((conflict) => (
        <Conflict key={conflict.id} conflict={conflict} reload={reload} />
      ))}
    </section>
  )
}

function Conflict({ conflict, reload }: { readonly conflict: ConflictAnswer; readonly reload: () => Promise<void> }) {
  const say = useSay()
  const locale = useLocale()
  const [refused, setRefused] = useState<CallRefused>()
  const [isBusy, setBusy] = useState(false)
  const decide = async (decision: 'kept' | 'taken') => {
    setBusy(true)
    setRefused(undefined)
    try {
      const ours = Object.fromEntries(conflict.fields.map((one) => [one.field, one.ours]))
      await call(endpoints.decideConflict, { params: { id: conflict.id }, body: { decision, ours } })
      announce({ tone: 'success', title: say(`conflict.${decision}.done`) })
      refreshAll('/desk/api/tasks', '/desk/api/customers')
      await reload()
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error
      setRefused(error)
      // Somebody was faster, or our value is another one: the page shows what stands there now.
      if (error.problem.status === 409) await reload()
    } finally {
      setBusy(false)
    }
  }
  return (
    <article className="desk-decision">
      <ConflictHead conflict={conflict} />
      {refused && (
        <Notice tone="danger" announce>
          {refused.problem.detail}
        </Notice>
      )}
      <BothValues conflict={conflict} />
      {conflict.state === 'open' && (
        <ActionBar label={say('conflict.title')}>
          <DeskButton tone="primary" icon="check" isPending={isBusy} onPress={() => void decide('kept')}>
            {say('conflict.keep')}
          </DeskButton>
          {conflict.canTake && (
            <DeskButton isPending={isBusy} onPress={() => void decide('taken')}>
              {say('conflict.take')}
            </DeskButton>
          )}
        </ActionBar>
      )}
      <p className="kw-quiet">{say('conflict.seen', { when: moment(conflict.seenAt, locale) })}</p>
    </article>
  )
}

function ConflictHead({ conflict }: { readonly conflict: ConflictAnswer }) {
  const say = useSay()
  return (
    <header>
      <p>
        {conflict.source === 'refusal'
          ? say('conflict.refusedBy', { system: systemWord(say, conflict.system ?? '') })
          : say('conflict.imported', { line: conflict.line ?? 0 })}{' '}
        {conflict.state !== 'open' && (
          <Badge tone="success">{say(`conflict.state.${conflict.state}` as ClientKey)}</Badge>
        )}
      </p>
      {conflict.reason && (
        <Notice tone="warning" title={say('conflict.reason')}>
          {conflict.reason}
        </Notice>
      )}
      {conflict.customerId && (
        <a className="kw-link" href={hrefOf('customer', conflict.customerId)}>
          {say('task.openCustomer')}
        </a>
      )}
    </header>
  )
}

function BothValues({ conflict }: { readonly conflict: ConflictAnswer }) {
  const say = useSay()
  return (
    <table className="desk-both">
      <thead>
        <tr>
          <th scope="col">{say('conflict.field')}</th>
          <th scope="col">{say('conflict.ours')}</th>
          <th scope="col">{say('conflict.theirs')}</th>
        </tr>
      </thead>
      <tbody>
        {conflict.fields.map((one) => (
          <tr key={one.field}>
            <th scope="row">{fieldWord(say, one.field)}</th>
            <td>{one.ours ?? '–'}</td>
            <td>
              {one.theirsKnown ? (one.theirs ?? '–') : <span className="kw-quiet">{say('conflict.unknown')}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
