import { useCallback, useEffect, useEffectEvent, useMemo, useState } from 'react'
import type { TaskAnswer } from '#company/tasks/web'
import { call, CallRefused, type Problem } from '../api/call.ts'
import type { Sent } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { concerns, useLive } from '../api/live.ts'

export type BasketFilter = NonNullable<Sent<typeof endpoints.basket>['query']>

/** A row of the basket. `gone`: somebody has dealt with it since it was shown; it stays where it was until asked. */
export type BasketRow = TaskAnswer & { readonly gone: boolean }

const PAGE = 200
/** Facts can be missed while a connection is lost, so the basket also looks by itself. */
const LOOK_MS = 30_000

type Shown = { readonly tasks: readonly BasketRow[]; readonly next: string | null }

/**
 * The basket as somebody reads it: rows keep their places. What others do changes a row where it stands; what is new waits
 * behind "4 new".
 */
export function useBasket(filter: BasketFilter) {
  const key = JSON.stringify(filter)
  const [shown, setShown] = useState<Shown>()
  const [latest, setLatest] = useState<readonly TaskAnswer[]>([])
  const [problem, setProblem] = useState<Problem>()
  const read = useCallback(
    (after?: string) => {
      const query = { ...(JSON.parse(key) as BasketFilter), limit: PAGE, ...(after && { after }) }
      return call(endpoints.basket, { query })
    },
    [key],
  )
  const start = useCallback(async () => {
    try {
      const answer = await read()
      setProblem(undefined)
      setLatest(answer.tasks)
      setShown({ tasks: answer.tasks.map((task) => ({ ...task, gone: false })), next: answer.next })
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error
      setProblem(error.problem)
    }
  }, [read])
  const look = useEffectEvent(async () => {
    try {
      const answer = await read()
      setLatest(answer.tasks)
      setShown((before) => before && { ...before, tasks: changedInPlace(before.tasks, answer.tasks, answer.next) })
    } catch (error) {
      // What is shown stays; the next look or the next click says what is wrong.
      if (!(error instanceof CallRefused)) throw error
    }
  })
  const more = async () => {
    if (!shown?.next) return
    const answer = await read(shown.next)
    setShown({
      tasks: [...shown.tasks, ...answer.tasks.map((task) => ({ ...task, gone: false }))],
      next: answer.next,
    })
  }
  useEffect(() => void start(), [start])
  useLive((fact) => {
    if (concerns(fact, 'tasks.')) void look()
  })
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void look()
    }, LOOK_MS)
    return () => clearInterval(timer)
  }, [])
  const fresh = useMemo(() => countNew(shown?.tasks ?? [], latest, shown?.next ?? null), [shown, latest])
  return { rows: shown?.tasks, next: shown?.next ?? null, fresh, problem, more, start }
}

const keyOf = (task: TaskAnswer): string => `${task.priority}.${task.dueOn}.${task.id.padStart(19, '0')}`

/** Rows with what is known now; who is no longer there although its place was read is gone. */
function changedInPlace(
  rows: readonly BasketRow[],
  latest: readonly TaskAnswer[],
  next: string | null,
): readonly BasketRow[] {
  const known = new Map(latest.map((task) => [task.id, task]))
  const last = latest.at(-1)
  return rows.map((row) => {
    const now = known.get(row.id)
    if (now) return { ...now, gone: false }
    const wasRead = next === null || (last !== undefined && keyOf(row) <= keyOf(last))
    return wasRead ? { ...row, gone: true } : row
  })
}

/** Tasks that would stand among the shown rows and do not yet. */
function countNew(rows: readonly BasketRow[], latest: readonly TaskAnswer[], next: string | null): number {
  const ids = new Set(rows.map((row) => row.id))
  const last = rows.at(-1)
  return latest.filter(
    (task) => !ids.has(task.id) && (next === null || (last !== undefined && keyOf(task) <= keyOf(last))),
  ).length
}
