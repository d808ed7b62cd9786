import { useRef, useState } from 'react'
import { announce, SearchBox, type SearchHit, useSettled } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { moment } from '../format.ts'
import { mayDo, useMe } from '../me.tsx'
import { go, hrefOf } from '../router.ts'
import { useNames } from '../tasks/names.ts'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { useRecentCustomers } from './recent.ts'

type Hit = AnswerOf<typeof endpoints.search>['hits'][number]
type Work = AnswerOf<typeof endpoints.searchWork>['hits'][number]

/** Shorter words stand in too much of what people write. */
const WORK_CHARS_MIN = 4
/** Shown while typing; who needs more types more. */
const HITS_SHOWN = 12

/** Customers, tasks and contacts for what is typed; an answer that comes too late is thrown away. */
function useHits(query: string) {
  const [hits, setHits] = useState<readonly Hit[]>([])
  const [work, setWork] = useState<readonly Work[]>([])
  const me = useMe()
  const running = useRef<AbortController>(undefined)
  useSettled(query.trim(), (typed) => {
    running.current?.abort()
    setWork([])
    if (typed.length < 2) return setHits([])
    const controller = new AbortController()
    running.current = controller
    if (typed.length >= WORK_CHARS_MIN && mayDo(me, 'contacts'))
      call(endpoints.searchWork, { query: { q: typed } }, controller.signal).then(
        (answer) => setWork(answer.hits),
        // Customers are what is mostly looked for; they say what is wrong.
        () => undefined,
      )
    call(endpoints.search, { query: { q: typed, limit: HITS_SHOWN } }, controller.signal).then(
      (answer) => setHits(answer.hits),
      (error: unknown) => {
        if (controller.signal.aborted) return
        if (!(error instanceof CallRefused)) throw error
        announce({ tone: 'danger', title: error.problem.detail })
      },
    )
  })
  const clear = () => {
    setHits([])
    setWork([])
  }
  return { hits, work: useWorkHits(query, work), clear }
}

function useWorkHits(query: string, work: readonly Work[]): readonly SearchHit[] {
  const say = useSay()
  const locale = useLocale()
  if (query.trim() === '') return []
  return work
    .filter((one) => one.kind === 'task' || one.customerId !== null)
    .map((one) => ({
      id: `${one.kind}:${one.kind === 'task' ? one.id : (one.customerId ?? '')}:${one.id}`,
      title: one.title,
      subtitle: say(`search.${one.kind}`),
      icon: one.kind === 'task' ? ('tasks' as const) : ('phone' as const),
      aside: moment(one.at, locale),
    }))
}

/** One field for everything that a caller can say: name, street, any number. Empty, it offers those opened last. */
export function CustomerSearch() {
  const say = useSay()
  const [query, setQuery] = useState('')
  const { hits, work, clear } = useHits(query)
  const recent = useRecentCustomers()
  const names = useNames(recent)
  const shown: readonly SearchHit[] =
    query.trim() === ''
      ? recent.map((id) => ({
          id,
          title: names.get(id) ?? '…',
          subtitle: say('search.recent'),
          icon: 'clock' as const,
        }))
      : hits.map((hit) => ({
          id: hit.id,
          title: hit.name || say('search.closed'),
          subtitle: hit.matched
            ? `${hit.address} · ${matchedText(say(`matched.${hit.matched.kind}` as ClientKey), hit)}`
            : hit.isProtected
              ? say('search.protected')
              : hit.address,
          icon: hit.kind === 'company' ? ('people' as const) : ('person' as const),
          aside: hit.customerNumber,
        }))
  return (
    <SearchBox
      label={say('search.label')}
      query={query}
      onQuery={setQuery}
      hits={[...shown, ...work]}
      onOpen={(id) => {
        // First away from the field, or the list would open again with those opened last.
        document.getElementById('desk-content')?.focus()
        setQuery('')
        clear()
        const [kind, target = ''] = id.split(':')
        if (kind === 'task') return go(hrefOf('task', target))
        go(target === '' && kind !== 'contact' ? hrefOf('customer', id) : hrefOf('customer', target))
      }}
    />
  )
}

const matchedText = (kind: string, hit: Hit): string => `${kind} ${hit.matched?.shown ?? ''}`
