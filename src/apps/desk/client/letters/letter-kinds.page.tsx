import { Badge } from '#ui'
import { Pane } from '#ui/desk'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { shortDay } from '../format.ts'
import { hrefOf } from '../router.ts'
import { Loading, Problem } from '../states.tsx'
import { useLocale } from '../texts.tsx'
import { ClassifyKind, type Kind } from './classify-kind.tsx'
import { NewKind } from './new-kind.tsx'
import { type LetterDeskKey, useLetterSay } from './texts.ts'

type Written = AnswerOf<typeof endpoints.designs>['kinds'][number]

/** The editors' place: what waits, the kinds that are written here, and what other systems bring. */
export function LetterKindsPage() {
  const say = useLetterSay()
  const { answer: written, problem, reload } = useResource(endpoints.designs, {})
  const { answer: all } = useResource(endpoints.letterKinds, {})
  if (!written || !all) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  const unknown = all.kinds.filter((one) => !one.confirmed)
  return (
    <Pane heading={say('kinds')} aside={<NewKind />}>
      <div className="desk-design-text">
        <Waiting kinds={written.kinds} />
        {unknown.length > 0 && <Unknown kinds={unknown} />}
        <p className="kw-quiet">{say('kinds.text')}</p>
        <WrittenKinds kinds={written.kinds} />
        <details className="desk-rules">
          <summary>{say('classified')}</summary>
          <ClassTable kinds={all.kinds.filter((one) => one.confirmed)} />
        </details>
      </div>
    </Pane>
  )
}

function Waiting({ kinds }: { readonly kinds: readonly Written[] }) {
  const say = useLetterSay()
  const locale = useLocale()
  const waiting = kinds.filter((one) => one.open === 'proposed')
  if (waiting.length === 0) return null
  return (
    <section className="desk-decision" aria-label={say('todo')}>
      <h3 className="kw-h-s">{say('todo')}</h3>
      <ul>
        {waiting.map((one) => (
          <li key={one.code}>
            {say('todo.proposed')}:{' '}
            <a href={hrefOf('letterDesign', one.code)}>{locale === 'de' ? one.titleDe : one.titleEn}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Unknown({ kinds }: { readonly kinds: readonly Kind[] }) {
  const say = useLetterSay()
  return (
    <section className="desk-decision" aria-label={say('unknown')}>
      <h3 className="kw-h-s">{say('unknown')}</h3>
      <p className="kw-quiet">{say('unknown.text')}</p>
      <ul className="desk-lines">
        {kinds.map((kind) => (
          <li key={kind.code} className="desk-aside">
            <strong>{kind.titleDe}</strong> <code>{kind.code}</code> <ClassifyKind kind={kind} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function WrittenKinds({ kinds }: { readonly kinds: readonly Written[] }) {
  const say = useLetterSay()
  const locale = useLocale()
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('kinds')}>
      <table className="desk-readings desk-wrapped">
        <caption className="kw-unseen">{say('kinds')}</caption>
        <thead>
          <tr>
            {(['kind', 'version', 'next', 'open'] as const).map((head) => (
              <th key={head} scope="col">
                {say(`kinds.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind.code}>
              <th scope="row">
                <a href={hrefOf('letterDesign', kind.code)}>{locale === 'de' ? kind.titleDe : kind.titleEn}</a>
              </th>
              <td>{kind.version === null ? say('kinds.noVersion') : say('kinds.v', { version: kind.version })}</td>
              <td>{kind.nextFrom ? shortDay(kind.nextFrom, locale) : '–'}</td>
              <td>
                {kind.open ? (
                  <Badge tone={kind.open === 'proposed' ? 'warning' : 'plain'}>{say(`kinds.${kind.open}`)}</Badge>
                ) : (
                  '–'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ClassTable({ kinds }: { readonly kinds: readonly Kind[] }) {
  const say = useLetterSay()
  const locale = useLocale()
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('classified')}>
      <table className="desk-readings desk-wrapped">
        <thead>
          <tr>
            {(['kinds.kind', 'classify.importance', 'classify.category', 'classify.topic', 'classify'] as const).map(
              (key) => (
                <th key={key} scope="col">
                  {say(key)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind.code}>
              <th scope="row">{locale === 'de' ? kind.titleDe : kind.titleEn}</th>
              <td>{say(`importance.${kind.importance}` as LetterDeskKey)}</td>
              <td>{say(`category.${kind.category}` as LetterDeskKey)}</td>
              <td>{say(`topic.${kind.topic}` as LetterDeskKey)}</td>
              <td>{kind.importance === 'action' ? '–' : <ClassifyKind kind={kind} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
