import { useMemo, useState } from 'react'
import { Badge, Icon } from '#ui'
import {
  ActionBar,
  announce,
  type DataColumn,
  DataTable,
  DeskButton,
  DeskSelect,
  FreshBar,
  Pane,
  useShortcut,
} from '#ui/desk'
import { call } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { shortDay } from '../format.ts'
import { go, hrefOf, useFilter } from '../router.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { isViewName, Load, SavedViews, type ViewName, Views, views } from './basket-views.tsx'
import { useGroupName } from './groups.ts'
import { useNames } from './names.ts'
import { NewTask } from './new-task.tsx'
import { kindName, stateOfDue } from './words.ts'
import { type BasketFilter, type BasketRow, useBasket } from './use-basket.ts'

const ANY = 'any'

/** All open work: filters stay in the address, rows keep their places, what is new waits behind a bar. */
export function BasketPage() {
  const say = useSay()
  const [viewed, setView] = useFilter('view')
  const [group, setGroup] = useFilter('group')
  const [kind, setKind] = useFilter('kind')
  const view: ViewName = isViewName(viewed) ? viewed : 'all'
  const filter: BasketFilter = { ...views[view], ...(group && { group }), ...(kind && { kind }) }
  const basket = useBasket(filter)
  return (
    <Pane
      heading={say('nav.basket')}
      aside={
        <>
          <FreshBar count={basket.fresh} onShow={() => void basket.start()} />
          <BasketActions group={group} />
        </>
      }
      flush
    >
      <div className="desk-basket">
        <div className="desk-filters">
          <Views view={view} onView={setView} />
          <KindFilter kind={kind} onKind={setKind} />
          <Load selected={group} onSelect={setGroup} />
          <SavedViews filter={filter} />
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

/** Take the next one (x), open a new one (a). */
function BasketActions({ group }: { readonly group: string | undefined }) {
  const say = useSay()
  const [isNew, setNew] = useState(false)
  const takeNext = async () => {
    const { taskId } = await call(endpoints.takeNext, { body: group ? { group } : {} })
    refreshAll('/desk/api/tasks/load')
    if (taskId) return go(hrefOf('task', taskId))
    announce({ tone: 'note', title: say('basket.nothingNext') })
  }
  useShortcut({ key: 'x' }, () => void takeNext())
  useShortcut({ key: 'a' }, () => setNew(true))
  return (
    <>
      <ActionBar label={say('basket.actions')}>
        <DeskButton icon="next" tone="primary" shortcut={{ key: 'x' }} onPress={() => void takeNext()}>
          {say('basket.takeNext')}
        </DeskButton>
        <DeskButton icon="add" shortcut={{ key: 'a' }} onPress={() => setNew(true)}>
          {say('newTask.open')}
        </DeskButton>
      </ActionBar>
      <NewTask isOpen={isNew} onOpenChange={setNew} />
    </>
  )
}

/** Kinds of which something is open, the most first. */
function KindFilter(props: { readonly kind: string | undefined; readonly onKind: (kind?: string) => void }) {
  const say = useSay()
  const { answer } = useResource(endpoints.load, {})
  const kinds = (answer?.kinds ?? []).map((one) => ({
    id: one.kind,
    label: `${kindName(say, one.kind)} (${one.open})`,
  }))
  const chosen = props.kind
  const all =
    chosen && !kinds.some((one) => one.id === chosen) ? [...kinds, { id: chosen, label: kindName(say, chosen) }] : kinds
  return (
    <DeskSelect
      label={say('basket.kind')}
      value={chosen ?? ANY}
      onChange={(value) => props.onKind(value === ANY ? undefined : value)}
      choices={[{ id: ANY, label: say('basket.anyKind') }, ...all]}
    />
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
  const groupName = useGroupName()
  return useMemo(
    () => [
      {
        key: 'kind',
        label: say('task.what'),
        width: '2fr',
        minWidth: 180,
        cell: (row) => (
          <>
            {row.priority === 1 && <Icon name="warning" label={say('priority.1')} />}{' '}
            {row.gone ? <s>{whatOf(say, row)}</s> : whatOf(say, row)}
          </>
        ),
      },
      {
        key: 'customer',
        label: say('task.customer'),
        width: '2fr',
        minWidth: 140,
        cell: (row) => row.customerName,
      },
      { key: 'group', label: say('task.group'), width: '1fr', minWidth: 110, cell: (row) => groupName(row.group) },
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
            {row.waitsUntil && say('task.waitsShort', { day: shortDay(row.waitsUntil, locale) })}
            {!row.waitsUntil && shortDay(row.dueOn, locale)} <DueBadge dueOn={row.dueOn} />
          </>
        ),
      },
    ],
    [say, locale, groupName],
  )
}

/** What it is about: what somebody wrote where it was opened by hand, else its kind. */
const whatOf = (say: ReturnType<typeof useSay>, row: BasketRow): string => {
  const { title } = row.subject
  return typeof title === 'string' && title !== '' ? title : kindName(say, row.kind)
}

/** Late, today or soon; nothing where there is time. */
export function DueBadge({ dueOn }: { readonly dueOn: string }) {
  const say = useSay()
  const state = stateOfDue(dueOn)
  if (state === 'later') return null
  return <Badge tone={state === 'late' ? 'danger' : 'warning'}>{say(`due.${state}` as ClientKey)}</Badge>
}
