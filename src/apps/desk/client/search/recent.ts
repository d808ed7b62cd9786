import { useSyncExternalStore } from 'react'
import { useMe } from '../me.tsx'

/** As many as fit on a short list. */
const RECENT_MAX = 8
const listeners = new Set<() => void>()
const keyOf = (staffId: string): string => `kw-desk-recent-${staffId}`

/** Ids only, by person: names are asked for anew, so nobody's name stays on a shared computer. */
function read(staffId: string): string {
  return localStorage.getItem(keyOf(staffId)) ?? ''
}

/** Remembers that a customer was opened. */
export function rememberCustomer(staffId: string, customerId: string): void {
  const others = read(staffId)
    .split(',')
    .filter((id) => id !== '' && id !== customerId)
  localStorage.setItem(keyOf(staffId), [customerId, ...others].slice(0, RECENT_MAX).join(','))
  for (const listener of listeners) listener()
}

/** Customers that this person opened last on this computer, the newest first. */
export function useRecentCustomers(): readonly string[] {
  const { staffId } = useMe()
  const list = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      window.addEventListener('storage', listener)
      return () => {
        listeners.delete(listener)
        window.removeEventListener('storage', listener)
      }
    },
    () => read(staffId),
  )
  return list.split(',').filter((id) => id !== '')
}
