import { useRef, useState } from 'react'
import { Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskTextField, ShortcutHint, useShortcut } from '#ui/desk'
import type { TaskAnswer } from '#company/tasks/web'
import { call, CallRefused } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll } from '../api/resource.ts'
import { go, hrefOf } from '../router.ts'
import { useSay } from '../texts.tsx'
import type { Check } from './check-reading.tsx'

/** Brings the focus here from anywhere on the page; deciding itself takes Enter, never a single letter. */
const DECIDE = { key: 'e' } as const

/** Accept or refuse, with a note; then the next reading that waits. */
export function Decision(props: {
  readonly check: Check
  readonly task: TaskAnswer
  readonly reload: () => Promise<void>
}) {
  const { check, task, reload } = props
  const say = useSay()
  const [note, setNote] = useState('')
  const [refused, setRefused] = useState<CallRefused>()
  const [isBusy, setBusy] = useState(false)
  const frame = useRef<HTMLDivElement>(null)
  useShortcut(DECIDE, () => frame.current?.querySelector('button')?.focus())
  const decide = async (decision: 'accepted' | 'refused') => {
    setBusy(true)
    try {
      const body = { decision, rowVersion: check.rowVersion, ...(note.trim() && { note: note.trim() }) }
      await call(endpoints.decideReading, { params: { id: check.reading.readingId }, body })
      announce({ tone: 'success', title: say(`decision.${decision}.done`) })
      refreshAll('/desk/api/tasks/load', '/desk/api/customers')
      await goToNext(task)
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error
      setRefused(error)
      // Somebody was faster: the page then shows what they decided.
      if (error.problem.status === 409) await reload()
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="desk-decision" aria-label={say('decision.title')}>
      <h3 className="kw-h-s">
        {say('decision.title')} <ShortcutHint shortcut={DECIDE} />
      </h3>
      {refused && (
        <Notice tone="danger" title={refused.problem.detail} announce>
          {refused.problem.status === 409 ? say('decision.faster') : undefined}
        </Notice>
      )}
      <div ref={frame}>
        <ActionBar label={say('decision.title')}>
          <DeskButton tone="primary" icon="check" isPending={isBusy} onPress={() => void decide('accepted')}>
            {say('decision.accept')}
          </DeskButton>
          <DeskButton tone="danger" icon="close" isPending={isBusy} onPress={() => void decide('refused')}>
            {say('decision.refuse')}
          </DeskButton>
        </ActionBar>
      </div>
      <DeskTextField
        label={say('decision.note')}
        hint={say('decision.hint')}
        value={note}
        onChange={setNote}
        rows={2}
      />
    </section>
  )
}

/** The next reading in the same group that is free or one's own; the basket if there is none. */
async function goToNext(done: TaskAnswer): Promise<void> {
  const query = { kind: done.kind, limit: 20 }
  const [mine, free] = await Promise.all([
    call(endpoints.basket, { query: { ...query, mine: 'yes' } }),
    call(endpoints.basket, { query: { ...query, free: 'yes' } }),
  ])
  const next = [...mine.tasks, ...free.tasks].find((task) => task.id !== done.id)
  go(next ? hrefOf('task', next.id) : hrefOf('basket', '', { kind: done.kind }))
}
