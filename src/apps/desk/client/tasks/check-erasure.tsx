import { useState } from 'react'
import { Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskTextField } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { shortDay } from '../format.ts'
import { useMe } from '../me.tsx'
import { Loading, Problem } from '../states.tsx'
import { type ClientKey, sayOr, useLocale, useSay } from '../texts.tsx'

/** What would happen to each part of a customer's data, and the release by a team lead. */
export function CheckErasure({ id }: { readonly id: string }) {
  const say = useSay()
  const me = useMe()
  const { answer, problem, reload } = useResource(endpoints.erasure, { params: { id } })
  const [reason, setReason] = useState('')
  const [refused, setRefused] = useState<CallRefused>()
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  const decide = async (decision: 'released' | 'refused') => {
    try {
      const body = { decision, reason: reason.trim(), rowVersion: answer.rowVersion }
      await call(endpoints.decideErasure, { params: { id }, body })
      announce({ tone: 'success', title: say(`erasure.${decision}`) })
      refreshAll('/desk/api/tasks', '/desk/api/tasks/load')
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error
      setRefused(error)
    }
    await reload()
  }
  return (
    <section className="desk-check" aria-label={say('erasure.title')}>
      <h3 className="kw-h-s">{say('erasure.title')}</h3>
      <table className="desk-both">
        <tbody>
          {answer.parts.map((part) => (
            <tr key={part.part}>
              <th scope="row">{say(`erasure.part.${part.part}` as ClientKey)}</th>
              <td>
                <Act part={part} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {refused && (
        <Notice tone="danger" title={refused.problem.detail} announce>
          {refused.field('reason')}
        </Notice>
      )}
      {answer.state === 'asked' && me.roles.includes('manager') ? (
        <>
          <DeskTextField label={say('erasure.reason')} value={reason} onChange={setReason} />
          <ActionBar label={say('erasure.title')}>
            <DeskButton tone="primary" onPress={() => void decide('released')}>
              {say('erasure.release')}
            </DeskButton>
            <DeskButton tone="danger" onPress={() => void decide('refused')}>
              {say('erasure.refuse')}
            </DeskButton>
          </ActionBar>
        </>
      ) : (
        <p className="kw-quiet">{say(answer.state === 'asked' ? 'erasure.byLead' : 'erasure.decided')}</p>
      )}
    </section>
  )
}

/** What happens to one part, in words. */
function Act({ part }: { readonly part: AnswerOf<typeof endpoints.erasure>['parts'][number] }) {
  const say = useSay()
  const locale = useLocale()
  if (part.act === 'erase') return say('erasure.erase')
  const because = sayOr(say, `erasure.because.${part.because}`, part.because ?? '')
  if (part.act === 'keep') return say('erasure.keep', { because })
  return say('erasure.restrict', { until: shortDay(part.until ?? '', locale), statute: part.statute ?? '' })
}
