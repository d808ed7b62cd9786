import { formatNumber } from '#platform/i18n/web'
import { Badge, Notice } from '#ui'
import { Pane } from '#ui/desk'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { moment, shortDay } from '../format.ts'
import { Loading, Problem } from '../states.tsx'
import { sayOr, useLocale, useSay } from '../texts.tsx'

type Archive = AnswerOf<typeof endpoints.letterArchive>

/** For whoever must vouch for the letters: is all there as it was, since when is it proved, by whom. */
export function LetterArchivePage() {
  const say = useSay()
  const { answer, problem, reload } = useResource(endpoints.letterArchive, {})
  return (
    <Pane heading={say('nav.letterArchive')}>
      {problem && !answer && <Problem problem={problem} retry={() => void reload()} />}
      {!answer && !problem && <Loading />}
      {answer && (
        <div className="desk-check">
          <Verdict archive={answer} />
          {answer.findings.length > 0 && <Findings findings={answer.findings} />}
          <Checks checks={answer.checks} />
          <Roots archive={answer} />
        </div>
      )}
    </Pane>
  )
}

function Verdict({ archive }: { readonly archive: Archive }) {
  const say = useSay()
  const locale = useLocale()
  const [last] = archive.checks
  if (!last) return <Notice tone="note">{say('archive.never')}</Notice>
  const found = archive.findings.length > 0
  return (
    <Notice
      tone={found ? 'danger' : 'success'}
      title={say(found ? 'archive.broken' : 'archive.whole', { when: moment(last.begunAt, locale) })}
    >
      <p>{say('archive.how')}</p>
    </Notice>
  )
}

function Findings({ findings }: Pick<Archive, 'findings'>) {
  const say = useSay()
  return (
    <section aria-labelledby="archive-findings">
      <h3 id="archive-findings" className="kw-h-s">
        {say('archive.findings')}
      </h3>
      <ul className="desk-lines">
        {findings.map((one, at) => (
          <li key={at}>
            <strong>{sayOr(say, `archive.what.${one.what}`, one.what)}</strong>{' '}
            {one.letterId && say('archive.letter', { id: one.letterId })}{' '}
            {one.seq && say('archive.link', { seq: one.seq })}{' '}
            <span className="kw-quiet kw-breakable" lang="en">
              {one.detail}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Checks({ checks }: Pick<Archive, 'checks'>) {
  const say = useSay()
  const locale = useLocale()
  const number = (value: number) => formatNumber(value, locale)
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('archive.checks')}>
      <table className="desk-readings">
        <caption className="kw-h-s">{say('archive.checks')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('archive.when')}</th>
            <th scope="col">{say('archive.scope')}</th>
            {(['links', 'letters', 'files', 'stamps', 'seconds', 'found'] as const).map((key) => (
              <th key={key} scope="col" className="kw-number">
                {say(`archive.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {checks.map((one) => (
            <tr key={one.id}>
              <th scope="row">{moment(one.begunAt, locale)}</th>
              <td>{say(`archive.scope.${one.scope}`)}</td>
              <td className="kw-number">{number(one.records)}</td>
              <td className="kw-number">{number(one.letters)}</td>
              <td className="kw-number">{number(one.files)}</td>
              <td className="kw-number">{say('archive.stampsOf', { stamps: one.stamps, roots: one.roots })}</td>
              <td className="kw-number">{formatNumber(one.seconds, locale, 1)}</td>
              <td className="kw-number">
                {one.findings > 0 ? <Badge tone="danger">{number(one.findings)}</Badge> : '0'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Roots({ archive }: { readonly archive: Archive }) {
  const say = useSay()
  const locale = useLocale()
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('archive.roots')}>
      <table className="desk-readings">
        <caption className="kw-h-s">{say('archive.roots')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('archive.day')}</th>
            <th scope="col">{say('archive.covers')}</th>
            <th scope="col">{say('archive.root')}</th>
            <th scope="col">{say('archive.stamp')}</th>
          </tr>
        </thead>
        <tbody>
          {archive.roots.map((root) => (
            <tr key={root.number}>
              <th scope="row">{shortDay(root.closedOn, locale)}</th>
              <td>{say('archive.fromTo', { from: root.firstSeq, to: root.lastSeq })}</td>
              <td>
                <code>{root.root.slice(0, 16)}…</code>
              </td>
              <td>
                {root.stampedAt ? (
                  <>
                    {moment(root.stampedAt, locale)} <span className="kw-quiet">{root.authority}</span>
                  </>
                ) : (
                  <Badge tone="warning">{root.lastError ?? say('archive.unstamped')}</Badge>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {archive.unrooted > 0 && <p className="kw-quiet">{say('archive.unrooted', { count: archive.unrooted })}</p>}
    </div>
  )
}
