import { useSyncExternalStore } from 'react'
import { deskPlaces } from '../../places.ts'

/** Tabs tell each other that somebody has signed in again. */
const channel = new BroadcastChannel('kw-desk-session')
const SIGNED_IN = 'signed-in'

type Waiting = { readonly done: Promise<void>; readonly resolve: () => void }
let waiting: Waiting | undefined
const listeners = new Set<() => void>()

function change(next: Waiting | undefined): void {
  waiting = next
  for (const listener of listeners) listener()
}

/** Resolves when somebody has signed in again in another window; all calls that were refused meanwhile wait together. */
export function signInAgain(): Promise<void> {
  if (!waiting) {
    const { promise, resolve } = Promise.withResolvers<void>()
    change({ done: promise, resolve })
  }
  return (waiting as unknown as Waiting).done
}

/** The session works again: calls that waited are repeated. */
export function signedInAgain(): void {
  const ended = waiting
  change(undefined)
  ended?.resolve()
}

channel.addEventListener('message', (event) => {
  if (event.data === SIGNED_IN) signedInAgain()
})

/** Said by the page that the sign-in comes back to, before it closes itself. */
export const tellSignedIn = (): void => channel.postMessage(SIGNED_IN)

/** Where to sign in again; it ends in a page of the desk that tells the others and closes. */
export const signInAgainHref = `/desk/anmelden?next=${encodeURIComponent(deskPlaces.signedInAgain)}`

/** Whether the desk waits for somebody to sign in again. */
export const useSignInNeeded = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => waiting !== undefined,
  )
