import { useEffect, useSyncExternalStore } from 'react'
import { call, CallRefused } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'

/** Names that this page has asked for; a name changes rarely, and the customer's own page shows the newest. */
let known: ReadonlyMap<string, string> = new Map()
const listeners = new Set<() => void>()
/** The route takes so many ids at once. */
const ASKED_MAX = 100

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

async function ask(key: string): Promise<void> {
  try {
    const { names } = await call(endpoints.names, { query: { customers: key } })
    // Also for those that do not exist any more, or they would be asked for again and again.
    const missing = key.split(',').map((id) => [id, '–'] as const)
    known = new Map([...known, ...missing, ...names.map((one) => [one.customerId, one.name] as const)])
    for (const listener of listeners) listener()
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error
  }
}

/** Names of customers by id, asked for in few calls; until they are there the caller shows dots. */
export function useNames(ids: readonly (string | null)[]): ReadonlyMap<string, string> {
  const names = useSyncExternalStore(subscribe, () => known)
  const missing = [...new Set(ids)].filter((id): id is string => id !== null && !names.has(id)).slice(0, ASKED_MAX)
  const key = missing.join(',')
  useEffect(() => {
    if (key !== '') void ask(key)
  }, [key])
  return names
}
