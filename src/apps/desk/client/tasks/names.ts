import { useEffect, useMemo, useState } from 'react'
import { call, CallRefused } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'

/** Names that this page has asked for; a name changes rarely, and the customer's own page shows the newest. */
const known = new Map<string, string>()
/** The route takes so many ids at once. */
const ASKED_MAX = 100

/** Names of customers by id, asked for in few calls; rows show a dash until they are there. */
export function useNames(ids: readonly (string | null)[]): ReadonlyMap<string, string> {
  const missing = [...new Set(ids)].filter((id): id is string => id !== null && !known.has(id)).slice(0, ASKED_MAX)
  const key = missing.join(',')
  const [version, setVersion] = useState(0)
  useEffect(() => {
    if (key === '') return
    call(endpoints.names, { query: { customers: key } }).then(
      ({ names }) => {
        // Also for those that do not exist any more, or they would be asked for again and again.
        for (const id of key.split(',')) known.set(id, '–')
        for (const { customerId, name } of names) known.set(customerId, name)
        setVersion((before) => before + 1)
      },
      (error: unknown) => {
        if (!(error instanceof CallRefused)) throw error
      },
    )
  }, [key, version])
  return useMemo(() => new Map(known), [version])
}
