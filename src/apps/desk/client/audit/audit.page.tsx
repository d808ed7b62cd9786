import { parseDate } from '@internationalized/date'
import { useState } from 'react'
import { DeskButton, DeskDateField, DeskSelect, Pane } from '#ui/desk'
import { call } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { moment } from '../format.ts'
import { hrefOf, useFilter } from '../router.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { useNames } from '../tasks/names.ts'
import { type ClientKey, sayOr, useLocale, useSay } from '../texts.tsx'

type Line = AnswerOf<typeof endpoints.audit>['lines'][number]

const actions = ['seen', 'changed', 'searched', 'read-audit', 'refused'] as const
const ANY = 'any'

/** Who of the staff saw and changed what: filters stay in the address, older lines follow, all of it goes into a file. */
export function AuditPage() {
  const say = useSay()
  const [customer, setCustomer] = useFilter('customer')
  const [staff, setStaff] = useFilter('staff')
  const [action, setAction] = useFilter('action')
  const [from, setFrom] = useFilter('from')
  const [until, setUntil] = useFilter('until')
  const query = {
    ...(customer && { customer }),
    ...(staff && { staff }),
    ...(action && { action: action as (typeof actions)[number] }),
    ...(from && { from }),
    ...(until && { until }),
  }
  const { answer, problem, reload } = useResource(endpoints.audit, { query })
  const key = new URLSearchParams(query).toString()
  return (
    <Pane
      heading={say('audit.title')}
      aside={
        <a className="kw-link" href={`/desk/api/audit.csv?${key}`} download>
          {say('audit.file')}
        </a>
      }
    >
      <div className="desk-filters">
        <DeskSelect
          label={say('audit.action')}
          value={action ?? ANY}
          onChange={(value) => setAction(value === ANY ? undefined : value)}
          choices={[
            { id: ANY, label: say('audit.any') },
            ...actions.map((one) => ({ id: one, label: say(`audit.action.${one}`) })),
          ]}
        />
        <Day label={say('audit.from')} value={from} onChange={setFrom} />
        <Day label={say('audit.until')} value={until} onChange={setUntil} />
        {customer && (
          <DeskButton icon="close" onPress={() => setCustomer(undefined)}>
            {say('audit.oneCustomer')}
          </DeskButton>
        )}
        {staff && (
          <DeskButton icon="close" onPress={() => setStaff(undefined)}>
            {say('audit.onePerson')}
          </DeskButton>
        )}
      </div>
      {problem && <Problem problem={problem} retry={() => void reload()} />}
      {!answer && !problem && <Loading />}
      {answer && <Lines key={key} first={answer} query={query} onStaff={setStaff} onCustomer={setCustomer} />}
    </Pane>
  )
}

function Day(props: {
  readonly label: string
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}) {
  return (
    <DeskDateField
      label={props.label}
      value={props.value ? parseDate(props.value) : null}
      onChange={(value) => props.onChange(value?.toString().slice(0, 10))}
    />
  )
}

type LinesProps = {
  readonly first: AnswerOf<typeof endpoints.audit>
  readonly query: object
  readonly onStaff: (id: string) => void
  readonly onCustomer: (id: string) => void
}

function Lines({ first, query, onStaff, onCustomer }: LinesProps) {
  const say = useSay()
  const [older, setOlder] = useState<{ lines: readonly Line[]; next: string | null }>()
  const lines = [...first.lines, ...(older?.lines ?? [])]
  const next = older ? older.next : first.next
  const names = useNames([...new Set(lines.flatMap((line) => line.customerId ?? []))].slice(0, 100))
  if (lines.length === 0) return <Empty title={say('audit.none')} />
  const more = async () => {
    const answer = await call(endpoints.audit, { query: { ...query, after: next as string } })
    setOlder({ lines: [...(older?.lines ?? []), ...answer.lines], next: answer.next })
  }
  return (
    <>
      <div className="desk-scroll" role="region" aria-label={say('audit.title')} tabIndex={0}>
        <table className="desk-readings">
          <thead>
            <tr>
              {(['when', 'who', 'action', 'customer', 'where', 'detail', 'from-where'] as const).map((column) => (
                <th key={column} scope="col">
                  {say(`audit.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <LineRow key={line.id} line={line} names={names} onStaff={onStaff} onCustomer={onCustomer} />
            ))}
          </tbody>
        </table>
      </div>
      {next && <DeskButton onPress={() => void more()}>{say('audit.more')}</DeskButton>}
    </>
  )
}

function LineRow(props: {
  readonly line: Line
  readonly names: ReadonlyMap<string, string>
  readonly onStaff: (id: string) => void
  readonly onCustomer: (id: string) => void
}) {
  const { line, names } = props
  const say = useSay()
  const locale = useLocale()
  const { customerId } = line
  return (
    <tr>
      <td>{moment(line.happenedAt, locale)}</td>
      <td>
        <button type="button" className="kw-link" onClick={() => props.onStaff(line.staffId)}>
          {line.staffName ?? line.staffId}
        </button>
      </td>
      <td>{say(line.actorKind === 'viewing' ? 'audit.viewing' : (`audit.action.${line.action}` as ClientKey))}</td>
      <td>
        {customerId && (
          <>
            <a className="kw-link" href={hrefOf('customer', customerId)}>
              {names.get(customerId) ?? customerId}
            </a>{' '}
            <button type="button" className="kw-link" onClick={() => props.onCustomer(customerId)}>
              {say('audit.only')}
            </button>
          </>
        )}
      </td>
      <td>
        {sayOr(say, `audit.subject.${line.subject}`, line.subject ?? '')} <span className="kw-quiet">{line.route}</span>
      </td>
      <td>{line.detail}</td>
      <td className="kw-quiet">{line.address}</td>
    </tr>
  )
}
