import { Badge, DefinitionList, Notice } from '#ui'
import type { TaskAnswer } from '#company/tasks/web'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { ReadingsTable } from '../customer/register-view.tsx'
import { registerName, unitName } from '../customer/registers.ts'
import { decimal, longDay, moment } from '../format.ts'
import { Loading, Problem } from '../states.tsx'
import { type ClientKey, sayOr, useLocale, useSay } from '../texts.tsx'
import { Decision } from './decision.tsx'
import { ReadingChart } from './reading-chart.tsx'

export type Check = AnswerOf<typeof endpoints.reading>

/** A questionable reading with all that is needed to decide: value, band, causes, what the customer says, past, photo. */
export function CheckReading(props: {
  readonly readingId: string
  readonly task: TaskAnswer
  readonly reload: () => Promise<void>
}) {
  const { answer, problem, reload } = useResource(endpoints.reading, { params: { id: props.readingId } })
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return (
    <div className="desk-check">
      <Verdict check={answer} />
      <div className="desk-two">
        <Facts check={answer} />
        <ReadingChart check={answer} />
      </div>
      {answer.reading.status === 'in-check' && (
        <Decision
          check={answer}
          task={props.task}
          reload={async () => {
            await Promise.all([reload(), props.reload()])
          }}
        />
      )}
      <Photos check={answer} />
      <ReadingsTable register={answer.register} />
    </div>
  )
}

/** The one sentence: what was entered, and what is strange about it. */
function Verdict({ check }: { readonly check: Check }) {
  const say = useSay()
  const locale = useLocale()
  const unit = unitName(check.register.unit)
  const { reading, judgement } = check
  const causes = judgement?.causes ?? []
  return (
    <Notice
      tone={reading.status === 'in-check' ? 'warning' : 'note'}
      title={say('check.entered', {
        value: decimal(reading.value, locale),
        unit,
        day: longDay(reading.day, locale),
      })}
    >
      <p>
        {judgement?.band && judgement.usage !== null
          ? say('check.usage', {
              usage: decimal(Math.round(judgement.usage), locale),
              low: decimal(Math.round(judgement.band.low), locale),
              high: decimal(Math.round(judgement.band.high), locale),
              unit,
            })
          : say('check.noBand')}
        {judgement?.ratio != null && ` ${say('check.ratio', { ratio: decimal(judgement.ratio.toFixed(1), locale) })}`}
      </p>
      {causes.length > 0 && (
        <ol className="desk-causes">
          {causes.map((cause, index) => (
            <li key={cause}>
              {sayOr(say, `cause.${cause}`, cause)}
              {index === 0 && check.candidate && (
                <b> {say('check.candidate', { value: decimal(check.candidate, locale), unit })}</b>
              )}
            </li>
          ))}
        </ol>
      )}
    </Notice>
  )
}

function Facts({ check }: { readonly check: Check }) {
  const say = useSay()
  const locale = useLocale()
  const { reading, register } = check
  return (
    <DefinitionList
      items={[
        { label: say('check.register'), value: registerName(say, register) },
        { label: say('check.place'), value: register.place },
        {
          label: say('check.source'),
          value: `${say(`source.${reading.source}` as ClientKey)}, ${sayOr(say, `channel.${check.channel}`, check.channel)}`,
        },
        { label: say('check.at'), value: moment(reading.enteredAt, locale) },
        {
          label: say('check.explanation'),
          value: reading.explanation
            ? sayOr(say, `explanation.${reading.explanation}`, reading.explanation)
            : say('check.noExplanation'),
        },
        ...(reading.status === 'in-check'
          ? []
          : [{ label: say('check.state'), value: <Badge>{say(`status.${reading.status}` as ClientKey)}</Badge> }]),
      ]}
    />
  )
}

function Photos({ check }: { readonly check: Check }) {
  const say = useSay()
  if (check.photos.length === 0) return null
  return (
    <section aria-label={say('check.photos')}>
      <h3 className="kw-h-s">{say('check.photos')}</h3>
      <ul className="desk-photos">
        {check.photos.map((photo, index) => (
          <li key={photo.photoId}>
            <a href={photo.href} target="_blank" rel="noreferrer">
              <img
                src={photo.href}
                alt={say('check.photo', { number: index + 1, meter: check.register.meterNumber })}
              />
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
