import { useEffect, useRef, useState } from 'react'
import type { Say } from '#platform/i18n/web'
import { type IconName, Timeline } from '#ui'
import { DeskButton, FreshBar, Pane } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useLive } from '../api/live.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { kindName } from '../tasks/words.ts'
import { type ClientKey, useSay } from '../texts.tsx'

type Item = AnswerOf<typeof endpoints.timeline>['items'][number]

/** Several facts of one act arrive together and are fetched together. */
const TOGETHER_MS = 300

/** What happened to a customer. What comes in while somebody reads waits behind "2 new" and then glides in. */
export function CustomerTimeline({ id }: { readonly id: string }) {
  const say = useSay()
  const { answer, problem, reload } = useResource(endpoints.timeline, { params: { id } })
  const [shown, setShown] = useState<readonly Item[]>()
  const [older, setOlder] = useState<readonly Item[]>([])
  const [hasOlder, setHasOlder] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    // The first answer is shown as it comes; later ones only add to the count.
    if (!answer || shown) return
    setShown(answer.items)
    setHasOlder(answer.hasOlder)
  }, [answer, shown])
  useLive((fact) => {
    if (fact.customerId !== id) return
    clearTimeout(timer.current)
    timer.current = setTimeout(() => refreshAll(`/desk/api/customers/${id}`), TOGETHER_MS)
  })
  const known = new Set(shown?.map((item) => item.id))
  const fresh = shown ? (answer?.items.filter((item) => !known.has(item.id)) ?? []) : []
  const more = async () => {
    const before = (older.at(-1) ?? shown?.at(-1))?.id
    if (!before) return
    try {
      const next = await call(endpoints.timeline, { params: { id }, query: { before } })
      setOlder([...older, ...next.items])
      setHasOlder(next.hasOlder)
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
    }
  }
  const items = [...(shown ?? []), ...older]
  return (
    <Pane
      heading={say('timeline.title')}
      isRead
      aside={<FreshBar count={fresh.length} onShow={() => setShown([...fresh, ...(shown ?? [])])} />}
    >
      {problem && !shown && <Problem problem={problem} retry={() => void reload()} />}
      {!shown && !problem && <Loading />}
      {shown && items.length === 0 && <Empty title={say('timeline.none')} />}
      {items.length > 0 && <Timeline label={say('timeline.title')} items={items.map((item) => itemOf(item, say))} />}
      {hasOlder && (
        <DeskButton tone="quiet" onPress={() => void more()}>
          {say('timeline.older')}
        </DeskButton>
      )}
    </Pane>
  )
}

const itemOf = (item: Item, say: Say<ClientKey>) => ({
  time: item.time,
  when: `${item.when} · ${item.channel}`,
  title: item.title,
  icon: item.icon as IconName,
  ...(item.body && { body: kindName(say, item.body) }),
})
