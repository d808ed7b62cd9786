import { Badge } from '#ui'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { moment } from '../format.ts'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { fieldWord, objectWord, systemWord } from './words.ts'

const tones = { waiting: 'note', 'taken-over': 'success', refused: 'warning', settled: 'note' } as const
/** The rest stands on the timeline. */
const SHOWN_MAX = 5

/** Whether the systems that lead have taken over what was changed here. */
export function CustomerChanges({ id }: { readonly id: string }) {
  const say = useSay()
  const locale = useLocale()
  const { answer } = useResource(endpoints.customerChanges, { params: { id } })
  if (!answer || answer.changes.length === 0) return null
  return (
    <section className="desk-tasks" aria-label={say('changes.title')}>
      <h2 className="kw-h-s">{say('changes.title')}</h2>
      <ul>
        {answer.changes.slice(0, SHOWN_MAX).map((change) => (
          <li key={`${change.changeId}/${change.system}`}>
            {change.fields.length > 0
              ? change.fields.map((field) => fieldWord(say, field)).join(', ')
              : objectWord(say, change.object)}{' '}
            <Badge tone={tones[change.state]}>
              {say(`changes.${change.state}` as ClientKey, {
                system: systemWord(say, change.system, change.systemName),
              })}
            </Badge>{' '}
            <span className="kw-quiet">{moment(change.answeredAt ?? change.occurredAt, locale)}</span>
            {change.state === 'refused' && change.reason && <p className="desk-error-text">{change.reason}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}
