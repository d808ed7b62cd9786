import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { call, CallRefused, type Problem, problemOf } from './call.ts'
import { addressOf, type AnswerOf, type Endpoint, type Sent } from './endpoint.ts'

/** What a page knows of a thing on the server: the last answer stays while a newer one is fetched. */
export type Resource<Answer> = {
  readonly answer: Answer | undefined
  readonly problem: Problem | undefined
  readonly isLoading: boolean
}

type Entry = {
  state: Resource<unknown>
  readonly fetch: () => Promise<unknown>
  /** Asked and not yet answered: parts of one page that show the same thing ask once. */
  isAsked: boolean
  readonly listeners: Set<() => void>
}

const nothing: Resource<never> = { answer: undefined, problem: undefined, isLoading: true }
const entries = new Map<string, Entry>()
/** Answers that are kept so that going back is instant; the oldest that nobody looks at go first. */
const ENTRIES_MAX = 100

function entryOf(key: string, fetch: () => Promise<unknown>): Entry {
  const known = entries.get(key)
  if (known) return known
  const entry: Entry = { state: nothing, fetch, isAsked: false, listeners: new Set() }
  entries.set(key, entry)
  if (entries.size > ENTRIES_MAX) {
    const idle = [...entries].find(([, one]) => one.listeners.size === 0 && one !== entry)
    if (idle) entries.delete(idle[0])
  }
  return entry
}

function put(entry: Entry, state: Resource<unknown>): void {
  entry.state = state
  for (const listener of entry.listeners) listener()
}

async function refresh(entry: Entry): Promise<void> {
  entry.isAsked = true
  put(entry, { ...entry.state, isLoading: true })
  try {
    put(entry, { answer: await entry.fetch(), problem: undefined, isLoading: false })
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error
    put(entry, { answer: entry.state.answer, problem: problemOf(error), isLoading: false })
  } finally {
    entry.isAsked = false
  }
}

/** Reads from the server; undefined as endpoint reads nothing. `reload` asks again. */
export function useResource<E extends Endpoint>(
  endpoint: E | undefined,
  sent: Sent<E>,
): Resource<AnswerOf<E>> & { readonly reload: () => Promise<void> } {
  const key = endpoint ? addressOf(endpoint, sent as never) : ''
  const entry = endpoint ? entryOf(key, () => call(endpoint, sent)) : undefined
  const subscribe = useCallback(
    (listener: () => void) => {
      entry?.listeners.add(listener)
      return () => entry?.listeners.delete(listener)
    },
    [entry],
  )
  const state = useSyncExternalStore(subscribe, () => entry?.state ?? nothing) as Resource<AnswerOf<E>>
  useEffect(() => {
    if (entry && !entry.isAsked) void refresh(entry)
  }, [entry])
  const reload = useCallback(async () => {
    if (entry) await refresh(entry)
  }, [entry])
  return { ...state, reload }
}

/** Fetches again what open pages show of addresses that begin so; what nobody looks at is forgotten. */
export function refreshAll(...beginnings: readonly string[]): void {
  for (const [key, entry] of entries) {
    if (!beginnings.some((beginning) => key.startsWith(beginning))) continue
    if (entry.listeners.size > 0) void refresh(entry)
    else entries.delete(key)
  }
}
