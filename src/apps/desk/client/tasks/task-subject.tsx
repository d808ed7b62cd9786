import { DefinitionList } from '#ui'
import type { TaskAnswer } from '#company/tasks/web'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { decimal, longDay, moment, shortDay } from '../format.ts'
import { hrefOf } from '../router.ts'
import { Loading, Problem } from '../states.tsx'
import { sayOr, useLocale, useSay } from '../texts.tsx'
import { Conflicts } from '../exchange/conflicts.tsx'
import { CheckExchange } from './check-exchange.tsx'
import { CheckErasure } from './check-erasure.tsx'
import { ReadingRequest } from './reading-request.tsx'

/** What a task is about beyond its own fields, for kinds that have more to show. */
export function TaskSubject({ task }: { readonly task: TaskAnswer }) {
  const { erasureId, exchangeReportId, guestReadingId, listId, questionId, requestId, batchId, changeId, system } =
    task.subject
  if (task.kind === 'letters.question' && typeof questionId === 'string') return <LetterQuestion id={questionId} />
  if (task.kind === 'exchange.import-conflicts' && typeof batchId === 'string')
    return <Conflicts query={{ batch: batchId }} />
  if (task.kind === 'exchange.change-refused' && typeof changeId === 'string' && typeof system === 'string')
    return <Conflicts query={{ change: changeId, system }} />
  if (typeof exchangeReportId === 'string') return <CheckExchange id={exchangeReportId} />
  if (typeof erasureId === 'string') return <CheckErasure id={erasureId} />
  if (typeof requestId === 'string') return <ReadingRequest id={requestId} />
  if (typeof guestReadingId === 'string') return <GuestReading id={guestReadingId} />
  if (typeof listId === 'string') return <ReadingList id={listId} />
  if (task.kind === 'staying.fault-report') return <FaultReports taskId={task.id} />
  return null
}

/** What a customer asked about a letter, with the letter itself. */
function LetterQuestion({ id }: { readonly id: string }) {
  const say = useSay()
  const locale = useLocale()
  const { answer, problem, reload } = useResource(endpoints.letterQuestion, { params: { id } })
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return (
    <section className="desk-check" aria-label={say('letterQuestion.title')}>
      <h3 className="kw-h-s">{say('letterQuestion.title')}</h3>
      <p>{answer.words}</p>
      <p className="kw-quiet">{moment(answer.askedAt, locale)}</p>
      <a href={`/desk/api/letters/${answer.letterId}/file`} target="_blank" rel="noreferrer">
        {answer.letterTitle} ({say('letters.pdf')})
      </a>
    </section>
  )
}

/** What somebody typed who was not signed in: to be compared with what is on file. */
function GuestReading({ id }: { readonly id: string }) {
  const say = useSay()
  const locale = useLocale()
  const { answer, problem, reload } = useResource(endpoints.guestReading, { params: { id } })
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return (
    <section className="desk-check" aria-label={say('guest.title')}>
      <h3 className="kw-h-s">{say('guest.title')}</h3>
      <DefinitionList
        items={[
          { label: say('subject.meterNumber'), value: answer.meterNumber },
          { label: say('subject.contractNumber'), value: answer.contractNumber },
          { label: say('guest.values'), value: answer.values.join(' / ') },
          ...answer.known.map((one) => ({
            label: say('guest.known', { day: shortDay(one.day, locale) }),
            value: `${decimal(one.value, locale)} (${one.meterNumber}, ${one.obis})`,
          })),
          { label: say('reading.day'), value: longDay(answer.day, locale) },
          { label: say('check.at'), value: moment(answer.receivedAt, locale) },
          { label: say('subject.reference'), value: answer.reference },
          ...(answer.because
            ? [{ label: say('subject.because'), value: sayOr(say, `because.${answer.because}`, answer.because) }]
            : []),
        ]}
      />
      <p className="kw-quiet">{say(answer.known.length > 0 ? 'guest.hintKnown' : 'guest.hint')}</p>
    </section>
  )
}

/** What was implausible in one batch, each with the customer it belongs to. */
function ReadingList({ id }: { readonly id: string }) {
  const say = useSay()
  const locale = useLocale()
  const { answer, problem, reload } = useResource(endpoints.readingList, { params: { id } })
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return (
    <section>
      <h3 className="kw-h-s">{say('list.of', { shown: answer.readings.length, total: answer.total })}</h3>
      <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('list.title')}>
        <table className="desk-readings">
          <thead>
            <tr>
              <th scope="col">{say('subject.meterNumber')}</th>
              <th scope="col">{say('reading.day')}</th>
              <th scope="col" className="kw-number">
                {say('reading.value')}
              </th>
              <th scope="col">{say('subject.cause')}</th>
            </tr>
          </thead>
          <tbody>
            {answer.readings.map((reading) => (
              <tr key={reading.readingId}>
                <td>
                  {reading.customerId ? (
                    <a className="kw-link" href={hrefOf('customer', reading.customerId)}>
                      {reading.meterNumber}
                    </a>
                  ) : (
                    reading.meterNumber
                  )}{' '}
                  <span className="kw-quiet">{reading.obis}</span>
                </td>
                <td>{shortDay(reading.day, locale)}</td>
                <td className="kw-number">{decimal(reading.value, locale)}</td>
                <td>{reading.causes.map((cause) => sayOr(say, `cause.${cause}`, cause)).join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** Everybody who reported it: where, what they see, and where they can be asked. */
function FaultReports({ taskId }: { readonly taskId: string }) {
  const say = useSay()
  const locale = useLocale()
  const { answer, problem, reload } = useResource(endpoints.faultReports, { params: { id: taskId } })
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return (
    <section className="desk-check" aria-label={say('faults.title')}>
      <h3 className="kw-h-s">{say('faults.count', { count: answer.reports.length })}</h3>
      <ul className="desk-lines">
        {answer.reports.map((report) => (
          <li key={report.id}>
            <strong>{sayOr(say, `faultKind.${report.kind}`, report.kind)}</strong>{' '}
            {[report.street, report.houseNumber].filter(Boolean).join(' ')}, {report.postalCode} {report.city}{' '}
            <span className="kw-quiet">{moment(report.reportedAt, locale)}</span>
            {report.phone && <p>{report.phone}</p>}
            {report.description && <p>{report.description}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}
