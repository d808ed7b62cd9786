import { useState } from 'react'
import { Badge } from '#ui'
import { ActionBar, announce, DeskButton, DeskCheckbox, DeskDialog, DeskTextField, IconButton } from '#ui/desk'
import { call } from '../api/call.ts'
import { addressOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { useMe } from '../me.tsx'
import { go, hrefOf } from '../router.ts'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import type { BasketFilter } from './use-basket.ts'

/** Queues that everybody has; each is a filter of the one basket. */
export const views = {
  all: {},
  'my-groups': { myGroups: 'yes' },
  mine: { mine: 'yes' },
  free: { free: 'yes' },
  overdue: { overdue: 'yes' },
  'to-check': { toCheck: 'yes' },
  waiting: { waiting: 'yes' },
} as const satisfies Readonly<Record<string, BasketFilter>>
export type ViewName = keyof typeof views
export const isViewName = (name: string | undefined): name is ViewName => name !== undefined && name in views

export function Views({ view, onView }: { readonly view: ViewName; readonly onView: (view?: string) => void }) {
  const say = useSay()
  const { answer: load } = useResource(endpoints.load, {})
  return (
    <div className="desk-views" role="group" aria-label={say('basket.views')}>
      {(Object.keys(views) as ViewName[]).map((one) => (
        <button
          key={one}
          type="button"
          className="desk-view"
          aria-pressed={view === one}
          onClick={() => onView(one === 'all' ? undefined : one)}
        >
          {say(`basket.view.${one}` as ClientKey)}
          {one === 'mine' && load && <span className="kw-d-count">{load.mine.open}</span>}
        </button>
      ))}
    </div>
  )
}

/** How much each group has, and how much of it is late; a press filters by it. */
export function Load(props: { readonly selected: string | undefined; readonly onSelect: (group?: string) => void }) {
  const say = useSay()
  const locale = useLocale()
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
          {locale === 'de' ? one.nameDe : one.nameEn} <span className="kw-d-count">{one.open}</span>
          {one.overdue > 0 && <Badge tone="warning">{say('basket.overdue', { count: one.overdue })}</Badge>}
        </button>
      ))}
    </div>
  )
}

/** Filters with a name: own ones and those of the team; a saved one is an address like any other. */
export function SavedViews({ filter }: { readonly filter: BasketFilter }) {
  const say = useSay()
  const me = useMe()
  const { answer, reload } = useResource(endpoints.taskViews, {})
  const isFiltered = Object.keys(filter).length > 0
  const drop = async (id: string) => {
    await call(endpoints.dropView, { params: { id } })
    announce({ tone: 'success', title: say('view.dropped') })
    await reload()
  }
  return (
    <div className="desk-views" role="group" aria-label={say('view.saved')}>
      {answer?.views.map((view) => (
        <span key={view.id} className="desk-saved">
          <a className="kw-link" href={hrefOfFilter(view.filter)}>
            {view.name}
          </a>
          {(!view.shared || me.roles.includes('manager')) && (
            <IconButton icon="close" label={say('view.drop', { name: view.name })} onPress={() => void drop(view.id)} />
          )}
        </span>
      ))}
      {isFiltered && <SaveView filter={filter} onSaved={() => void reload()} />}
    </div>
  )
}

/** The address of the basket that shows a filter. */
function hrefOfFilter(filter: BasketFilter): string {
  const { group, kind, ...rest } = filter
  const named = Object.entries(views).find(
    ([, one]) => Object.keys(one).length > 0 && Object.keys(one).every((key) => key in rest),
  )
  return hrefOf('basket', '', { ...(named && { view: named[0] }), ...(group && { group }), ...(kind && { kind }) })
}

function SaveView({ filter, onSaved }: { readonly filter: BasketFilter; readonly onSaved: () => void }) {
  const say = useSay()
  const mayShare = useMe().roles.includes('manager')
  const [isOpen, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const save = async () => {
    await call(endpoints.saveView, { body: { name, filter, shared } })
    setOpen(false)
    setName('')
    announce({ tone: 'success', title: say('view.done') })
    onSaved()
    go(addressOf({ method: 'GET', path: location.pathname }) + location.search, { replace: true })
  }
  return (
    <DeskDialog
      trigger={
        <DeskButton tone="quiet" icon="add">
          {say('view.save')}
        </DeskButton>
      }
      isOpen={isOpen}
      onOpenChange={setOpen}
      title={say('view.title')}
    >
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (name.trim() !== '') void save().then(close)
          }}
        >
          <DeskTextField label={say('view.name')} value={name} onChange={setName} autoFocus />
          {mayShare && <DeskCheckbox label={say('view.shared')} isSelected={shared} onChange={setShared} />}
          <ActionBar label={say('view.title')}>
            <DeskButton tone="primary" type="submit" isDisabled={name.trim() === ''}>
              {say('view.title')}
            </DeskButton>
          </ActionBar>
        </form>
      )}
    </DeskDialog>
  )
}
