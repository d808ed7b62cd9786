import { useState } from 'react'
import { formatNumber } from '#platform/i18n/web'
import { Badge, Notice } from '#ui'
import { announce, DeskButton, DeskSelect, DeskTextField, Pane } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { moment } from '../format.ts'
import { mayDo, useMe } from '../me.tsx'
import { hrefOf } from '../router.ts'
import { Loading, Problem } from '../states.tsx'
import { useLocale, useSay } from '../texts.tsx'

type Retention = AnswerOf<typeof endpoints.letterRetention>
type Reload = { readonly reload: () => Promise<void> }

/** What both clocks have let go, the two steps of its deletion, and what is held whatever the clocks say. */
export function LetterRetentionPage() {
  const say = useSay()
  const { answer, problem, reload } = useResource(endpoints.letterRetention, {})
  return (
    <Pane heading={say('nav.letterRetention')}>
      {problem && !answer && <Problem problem={problem} retry={() => void reload()} />}
      {!answer && !problem && <Loading />}
      {answer && (
        <div className="desk-check">
          <Notice tone="note" title={say('retention.twoClocks')}>
            <p>{say('retention.view', { months: answer.viewMonths, days: answer.noticeDays })}</p>
            <p>{say('retention.company')}</p>
          </Notice>
          <Due kinds={answer.kinds} reload={reload} />
          <Deletions deletions={answer.deletions} reload={reload} />
          <Holds holds={answer.holds} reload={reload} />
        </div>
      )}
    </Pane>
  )
}

async function attempt(done: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
    announce({ tone: 'success', title: done })
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error
    const [field] = error.problem.fields ?? []
    announce({ tone: 'danger', title: field?.detail ?? error.problem.detail })
  }
}

function Due({ kinds, reload }: Pick<Retention, 'kinds'> & Reload) {
  const say = useSay()
  const locale = useLocale()
  const propose = (kind: string) =>
    void attempt(say('retention.proposed'), async () => {
      await call(endpoints.proposeDeletion, { body: { kind } })
      await reload()
    })
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('retention.due')}>
      <table className="desk-readings desk-wrapped">
        <caption className="kw-h-s">{say('retention.due')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('retention.kind')}</th>
            <th scope="col">{say('retention.term')}</th>
            <th scope="col" className="kw-number">
              {say('retention.dueNow')}
            </th>
            <th scope="col" className="kw-number">
              {say('retention.held')}
            </th>
            <th scope="col">{say('retention.step')}</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((row) => (
            <tr key={row.kind}>
              <th scope="row">{locale === 'de' ? row.titleDe : row.titleEn}</th>
              <td>
                {say('retention.years', { years: row.years })} <span className="kw-quiet">{row.statute}</span>
              </td>
              <td className="kw-number">{formatNumber(row.due, locale)}</td>
              <td className="kw-number">{formatNumber(row.held, locale)}</td>
              <td>
                {row.due > 0 && (
                  <DeskButton onPress={() => propose(row.kind)}>
                    {say('retention.propose')}
                    <span className="kw-unseen"> {locale === 'de' ? row.titleDe : row.titleEn}</span>
                  </DeskButton>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const deletionTone = { proposed: 'warning', released: 'note', refused: 'plain', done: 'success' } as const

function Deletions({ deletions, reload }: Pick<Retention, 'deletions'> & Reload) {
  const say = useSay()
  const locale = useLocale()
  return (
    <section aria-labelledby="retention-deletions">
      <h3 id="retention-deletions" className="kw-h-s">
        {say('retention.deletions')}
      </h3>
      {deletions.length === 0 && <p className="kw-quiet">{say('retention.noDeletions')}</p>}
      <ul className="desk-jobs">
        {deletions.map((one) => (
          <li key={one.id} className="desk-job">
            <p>
              <strong>{locale === 'de' ? one.titleDe : one.titleEn}</strong>{' '}
              {say('retention.letters', { count: one.letters })}{' '}
              <Badge tone={deletionTone[one.state]}>{say(`retention.state.${one.state}`)}</Badge>
            </p>
            <p className="kw-quiet">
              {say('retention.proposedBy', { name: one.proposedBy, when: moment(one.proposedAt, locale) })}
              {one.decidedBy &&
                one.decidedAt &&
                ` ${say('retention.decidedBy', { name: one.decidedBy, when: moment(one.decidedAt, locale), because: one.because ?? '' })}`}
              {one.state === 'done' && ` ${say('retention.result', { erased: one.erased, left: one.left })}`}
            </p>
            {one.state === 'proposed' && <Decide deletion={one} reload={reload} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Decide({ deletion, reload }: { readonly deletion: Retention['deletions'][number] } & Reload) {
  const say = useSay()
  const me = useMe()
  const [because, setBecause] = useState('')
  if (deletion.proposedByMe || !mayDo(me, 'releaseLetters'))
    return <p className="kw-quiet">{say('retention.byAnother')}</p>
  const decide = (decision: 'released' | 'refused') =>
    void attempt(say(`retention.${decision}`), async () => {
      const body = { decision, because: because.trim(), rowVersion: deletion.rowVersion }
      await call(endpoints.decideDeletion, { params: { id: deletion.id }, body })
      await reload()
    })
  return (
    <div className="desk-decision">
      <DeskTextField label={say('retention.because')} value={because} onChange={setBecause} />
      <div className="desk-aside">
        <DeskButton tone="danger" onPress={() => decide('released')}>
          {say('retention.release')}
        </DeskButton>
        <DeskButton onPress={() => decide('refused')}>{say('retention.refuse')}</DeskButton>
      </div>
    </div>
  )
}

function Holds({ holds, reload }: Pick<Retention, 'holds'> & Reload) {
  const say = useSay()
  const locale = useLocale()
  const [lifting, setLifting] = useState<string>()
  const [because, setBecause] = useState('')
  const lift = (id: string) =>
    void attempt(say('retention.lifted'), async () => {
      await call(endpoints.liftLetterHold, { params: { id }, body: { because: because.trim() } })
      setLifting(undefined)
      setBecause('')
      await reload()
    })
  return (
    <section aria-labelledby="retention-holds">
      <h3 id="retention-holds" className="kw-h-s">
        {say('retention.holds')}
      </h3>
      <p className="kw-quiet">{say('retention.holdsText')}</p>
      <ul className="desk-jobs">
        {holds.map((one) => (
          <li key={one.id} className="desk-job">
            <p>
              {one.customerId ? (
                <a className="kw-link" href={hrefOf('customer', one.customerId)}>
                  {say('retention.ofCustomer')}
                </a>
              ) : (
                say('archive.letter', { id: one.letterId ?? '' })
              )}
              : {one.reason}{' '}
              <span className="kw-quiet">
                {say('retention.setBy', { name: one.setBy, when: moment(one.setAt, locale) })}
              </span>
            </p>
            {lifting === one.id ? (
              <div className="desk-decision">
                <DeskTextField label={say('retention.liftBecause')} value={because} onChange={setBecause} autoFocus />
                <div className="desk-aside">
                  <DeskButton tone="primary" onPress={() => lift(one.id)}>
                    {say('retention.lift')}
                  </DeskButton>
                  <DeskButton onPress={() => setLifting(undefined)}>{say('retention.keep')}</DeskButton>
                </div>
              </div>
            ) : (
              <DeskButton onPress={() => setLifting(one.id)}>{say('retention.liftOpen')}</DeskButton>
            )}
          </li>
        ))}
      </ul>
      <NewHold reload={reload} />
    </section>
  )
}

function NewHold({ reload }: Reload) {
  const say = useSay()
  const [what, setWhat] = useState('customer')
  const [number, setNumber] = useState('')
  const [reason, setReason] = useState('')
  const set = () =>
    void attempt(say('retention.holdSet'), async () => {
      await call(endpoints.holdLetters, {
        body: { what: what as 'customer' | 'letter', number: number.trim(), reason: reason.trim() },
      })
      setNumber('')
      setReason('')
      await reload()
    })
  return (
    <div className="desk-decision">
      <div className="desk-row">
        <DeskSelect
          label={say('retention.holdWhat')}
          value={what}
          onChange={setWhat}
          choices={[
            { id: 'customer', label: say('retention.holdCustomer') },
            { id: 'letter', label: say('retention.holdLetter') },
          ]}
        />
        <DeskTextField label={say('retention.holdNumber')} value={number} onChange={setNumber} />
      </div>
      <DeskTextField label={say('retention.holdReason')} value={reason} onChange={setReason} />
      <div className="desk-aside">
        <DeskButton tone="primary" onPress={set}>
          {say('retention.hold')}
        </DeskButton>
      </div>
    </div>
  )
}
