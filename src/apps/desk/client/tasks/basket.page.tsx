import { useMemo } from 'react'
import { Badge } from '#ui'
import { type DataColumn, DataTable, DeskButton, DeskSelect, FreshBar, Pane } from '#ui/desk'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { shortDay } from '../format.ts'
import { go, hrefOf, useFilter } from '../router.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { useNames } from './names.ts'
import { groupName, kindName, stateOfDue } from './words.ts'
import { type BasketFilter, type BasketRow, useBasket } from './use-basket.ts'

const views = ['all', 'free', 'mine'] as const
/** Kinds that can be picked; others are found without this filter. */
const kinds = [
  'staying.check-reading',
  'staying.check-reading-list',
  'staying.guest-reading-unmatched',
  'staying.request-without-address',
  'staying.reading-overdue',
] as const
const ANY = 'any'

/** All open work: filters stay in the address, rows keep their places, what is new waits behind a bar. */
export function BasketPage() {
  const say = useSay()
  const [view, setView] = useFilter('view')
  const [group, setGroup] = useFilter('group')
  const [kind, setKind] = useFilter('kind')
  const filter: BasketFilter = {
    ...(view === 'mine' && { mine: 'yes' }),
    ...(view === 'free' && { free: 'yes' }),
    ...(group && { group: group as NonNullable<BasketFilter['group']> }),
    ...(kind && { kind }),
  }
  const basket = useBasket(filter)
  return (
    <Pane
      heading={say('nav.basket')}
      aside={<FreshBar count={basket.fresh} onShow={() => void basket.start()} />}
      flush
    >
      <div className="desk-basket">
        <div className="desk-filters">
          <Views view={view} onView={setView} />
          <DeskSelect
            label={say('basket.kind')}
            value={kind ?? ANY}
            onChange={(value) => setKind(value === ANY ? undefined : value)}
            choices={[
              { id: ANY, label: say('basket.anyKind') },
              ...kinds.map((one) => ({ id: one, label: kindName(say, one) })),
            ]}
          />
          <Load selected={group} onSelect={setGroup} />
        </div>
        {basket.problem && <Problem problem={basket.problem} retry={() => void basket.start()} />}
        {!basket.rows && !basket.problem && <Loading />}
        {basket.rows && <BasketTable rows={basket.rows} />}
        {basket.next && (
          <div className="desk-more">
            <DeskButton onPress={() => void basket.more()}>{say('basket.more')}</DeskButton>
          </div>
        )}
      </div>
    </Pane>
  )
}

function Views({ view, onView }: { readonly view: string | undefined; readonly onView: (view?: string) => void }) {
  const say = useSay()
  return (
    <div className="desk-views" role="group" aria-label={say('basket.views')}>
      {views.map((one) => (
        <button
          key={one}
          type="button"
          className="desk-view"
          aria-pressed={(view ?? 'all') === one}
          onClick={() => onView(one === 'all' ? undefined : one)}
        >
          {say(`basket.view.${one}` as ClientKey)}
        </button>
      ))}
    </div>
  )
}

/** How much each group has, and how much of it is late; a press filters by it. */
function Load(props: { readonly selected: string | undefined; readonly onSelect: (group?: string) => void }) {
  const say = useSay()
  const { answer } = useResource(endpoints.load, {})
  return (
    <div className="desk-load" role="group" aria-label={say('basket.load')}>
      {answer?.groups.map((one) => (
        <button
          key={one.group}
          type="button"
          className="desk-view"
          aria-pressed={props.selected === one.group}
          onClick={() => props.onSelect(props.selected === one.group ? undefined : one.group)}
        >
          {groupName(say, one.group)} <span className="kw-d-count">{one.open}</span>
          {one.overdue > 0 && <Badge tone="warning">{say('basket.overdue', { count: one.overdue })}</Badge>}
        </button>
      ))}
    </div>
  )
}

/** With the name in the row: a table of a million draws a row again only when the row itself is another. */
type NamedRow = BasketRow & { readonly customerName: string }

function BasketTable({ rows }: { readonly rows: readonly BasketRow[] }) {
  const say = useSay()
  const names = useNames(rows.map((row) => row.customerId))
  const named = useMemo(
    () => rows.map((row) => ({ ...row, customerName: row.customerId ? (names.get(row.customerId) ?? '…') : '–' })),
    [rows, names],
  )
  return (
    <div className="desk-grow">
      <DataTable
        label={say('nav.basket')}
        columns={useColumns()}
        rows={named}
        onOpen={(id) => go(hrefOf('task', id))}
        empty={<Empty title={say('basket.empty')}>{say('basket.emptyText')}</Empty>}
      />
    </div>
  )
}

function useColumns(): readonly DataColumn<NamedRow>[] {
  const say = useSay()
  const locale = useLocale()
  return useMemo(
    () => [
      {
        key: 'kind',
        label: say('task.what'),
        width: '2fr',
        minWidth: 180,
        cell: (row) => (row.gone ? <s>{kindName(say, row.kind)}</s> : kindName(say, row.kind)),
      },
      {
        key: 'customer',
        label: say('task.customer'),
        width: '2fr',
        minWidth: 140,
        cell: (row) => row.customerName,
      },
      { key: 'group', label: say('task.group'), width: '1fr', minWidth: 110, cell: (row) => groupName(say, row.group) },
      {
        key: 'owner',
        label: say('task.owner'),
        width: '1fr',
        minWidth: 120,
        cell: (row) => (row.gone ? say('task.gone') : (row.ownerName ?? say('task.nobody'))),
      },
      {
        key: 'due',
        label: say('task.due'),
        width: 190,
        cell: (row) => (
          <>
            {shortDay(row.dueOn, locale)} <DueBadge dueOn={row.dueOn} />
          </>
        ),
      },
    ],
    [say, locale],
  )
}

/** Late, today or soon; nothing where there is time. */
export function DueBadge({ dueOn }: { readonly dueOn: string }) {
  const say = useSay()
  const state = stateOfDue(dueOn)
  if (state === 'later') return null
  return <Badge tone={state === 'late' ? 'danger' : 'warning'}>{say(`due.${state}` as ClientKey)}</Badge>
}
