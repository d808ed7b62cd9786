import { useState } from 'react'
import { DeskSelect } from '#ui/desk'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { shortDay } from '../format.ts'
import { Loading, Problem } from '../states.tsx'
import { useLocale } from '../texts.tsx'
import type { Design } from './draft.ts'
import { type LetterDeskKey, partWord, useLetterSay } from './texts.ts'

type Row = AnswerOf<typeof endpoints.compareDesigns>['rows'][number]

/** Every version that there was, and what changed between two of them. */
export function DesignVersions({ design }: { readonly design: Design }) {
  const say = useLetterSay()
  const [newest, before] = design.versions
  const [from, setFrom] = useState(String(before?.version ?? newest?.version ?? 1))
  const [to, setTo] = useState(String(newest?.version ?? 1))
  const choices = design.versions.map((one) => ({
    id: String(one.version),
    label: `${say('kinds.v', { version: one.version })}, ${say(`state.${one.state}`)}`,
  }))
  return (
    <>
      <VersionTable design={design} />
      {design.versions.length > 1 && (
        <div className="desk-design-text">
          <h3 className="kw-h-s">{say('compare')}</h3>
          <div className="desk-row">
            <DeskSelect label={say('compare.from')} value={from} onChange={setFrom} choices={choices} />
            <DeskSelect label={say('compare.to')} value={to} onChange={setTo} choices={choices} />
          </div>
          <Compared key={`${from}-${to}-${design.open?.rowVersion}`} code={design.code} from={from} to={to} />
        </div>
      )}
    </>
  )
}

function VersionTable({ design }: { readonly design: Design }) {
  const say = useLetterSay()
  const locale = useLocale()
  const heads = ['version', 'state', 'from', 'by', 'checked', 'letters', 'note'] as const
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('versions')}>
      <table className="desk-readings desk-wrapped">
        <caption className="kw-unseen">{say('versions')}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col" className={head === 'letters' ? 'kw-number' : undefined}>
                {say(`versions.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {design.versions.map((one) => (
            <tr key={one.version}>
              <th scope="row">{one.version}</th>
              <td>{say(`state.${one.state}`)}</td>
              <td>{one.validFrom ? shortDay(one.validFrom, locale) : '–'}</td>
              <td>{one.authors.join(', ') || '–'}</td>
              <td>{one.checkedBy ?? '–'}</td>
              <td className="kw-number">{one.letters}</td>
              <td>{one.note}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Compared({ code, from, to }: { readonly code: string; readonly from: string; readonly to: string }) {
  const say = useLetterSay()
  const query = { from: Number(from), to: Number(to) }
  const { answer, problem, reload } = useResource(endpoints.compareDesigns, { params: { code }, query })
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  const changed = answer.rows.filter((row) => row.change !== 'same')
  if (changed.length === 0) return <p className="kw-quiet">{say('compare.same')}</p>
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('compare')}>
      <table className="desk-readings desk-wrapped desk-compared">
        <caption className="kw-unseen">{say('compare')}</caption>
        <thead>
          <tr>
            {(['place', 'before', 'after'] as const).map((head) => (
              <th key={head} scope="col">
                {say(`compare.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changed.map((row, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- lines are compared by their order
            <ComparedRow key={at} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ComparedRow({ row }: { readonly row: Row }) {
  const say = useLetterSay()
  const place = [
    row.module,
    partWord(say, row.part),
    row.language && say(`language.${row.language}` as LetterDeskKey),
  ].filter(Boolean)
  return (
    <tr>
      <th scope="row">
        {place.join(' · ')}
        <br />
        <span className="kw-quiet">{say(`compare.change.${row.change}` as LetterDeskKey)}</span>
      </th>
      <td>
        {row.before.map((piece, at) =>
          // oxlint-disable-next-line react/no-array-index-key -- pieces of one text
          piece.isMarked ? <del key={at}>{piece.text}</del> : <span key={at}>{piece.text}</span>,
        )}
      </td>
      <td>
        {row.after.map((piece, at) =>
          // oxlint-disable-next-line react/no-array-index-key -- pieces of one text
          piece.isMarked ? <ins key={at}>{piece.text}</ins> : <span key={at}>{piece.text}</span>,
        )}
      </td>
    </tr>
  )
}
