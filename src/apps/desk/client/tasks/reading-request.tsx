import { DefinitionList } from '#ui'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { unitName } from '../customer/registers.ts'
import { decimal, longDay, moment, shortDay } from '../format.ts'
import { Loading, Problem } from '../states.tsx'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'

type Asked = AnswerOf<typeof endpoints.readingRequest>['registers'][number]

/** A request without an answer: since when, and what would be estimated. */
export function ReadingRequest({ id }: { readonly id: string }) {
  const say = useSay()
  const locale = useLocale()
  const { answer, problem, reload } = useResource(endpoints.readingRequest, { params: { id } })
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return (
    <section className="desk-check" aria-label={say('request.title')}>
      <h3 className="kw-h-s">{say('request.title')}</h3>
      <DefinitionList
        items={[
          { label: say('request.askedAt'), value: moment(answer.askedAt, locale) },
          { label: say('request.due'), value: longDay(answer.due, locale) },
          {
            label: say('request.remindedAt'),
            value: answer.remindedAt ? moment(answer.remindedAt, locale) : say('request.notReminded'),
          },
          ...(answer.answeredAt
            ? [{ label: say('request.answeredAt'), value: moment(answer.answeredAt, locale) }]
            : []),
        ]}
      />
      <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('request.registers')}>
        <table className="desk-readings">
          <caption className="kw-unseen">{say('request.registers')}</caption>
          <thead>
            <tr>
              <th scope="col">{say('subject.meterNumber')}</th>
              <th scope="col">{say('request.last')}</th>
              <th scope="col">{say('request.expected', { day: shortDay(answer.due, locale) })}</th>
              <th scope="col">{say('request.range')}</th>
            </tr>
          </thead>
          <tbody>
            {answer.registers.map((register) => (
              <RegisterRow key={register.registerId} register={register} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="kw-quiet">{say('request.hint')}</p>
    </section>
  )
}

function RegisterRow({ register }: { readonly register: Asked }) {
  const say = useSay()
  const locale = useLocale()
  const unit = unitName(register.unit)
  const { last, expected } = register
  const number = (value: string) => decimal(value, locale)
  return (
    <tr>
      <td>
        {register.meterNumber}
        <span className="kw-quiet">
          {' '}
          {say(`commodity.${register.commodity}` as ClientKey)}
          {register.rate !== 'total' && `, ${say(`rate.${register.rate}` as ClientKey)}`}
        </span>
      </td>
      <td>{last ? `${number(last.value)} ${unit}, ${shortDay(last.day, locale)}` : '–'}</td>
      <td>{expected ? <b>{`${number(expected.value)} ${unit}`}</b> : say('request.noExpected')}</td>
      <td>{expected ? `${number(expected.low)} – ${number(expected.high)}` : '–'}</td>
    </tr>
  )
}
