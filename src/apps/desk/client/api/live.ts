import { useEffect, useEffectEvent } from 'react'
import { call } from './call.ts'
import { endpoints } from './endpoints.ts'
import { refreshAll } from './resource.ts'

/** Something has happened; the page fetches what it shows through the ordinary door. */
export type LiveFact = { readonly name: string; readonly customerId: string | null }

/** Anything may have happened. */
const everything: LiveFact = { name: 'reload', customerId: null }

/** Whether a page that cares about facts of this beginning has to look again. */
export const concerns = (fact: LiveFact, beginning: string): boolean =>
  fact.name.startsWith(beginning) || fact.name === everything.name

const channel = new BroadcastChannel('kw-desk-live')
const hearers = new Set<(fact: LiveFact) => void>()
const tell = (fact: LiveFact): void => {
  if (fact.name === everything.name) refreshAll('/desk/api/')
  for (const hear of hearers) hear(fact)
}
channel.addEventListener('message', (event) => tell(event.data as LiveFact))

/**
 * One stream for all tabs of a browser: over HTTP/1.1 it opens six connections to a host at most, and six tabs with a stream
 * each would stand still. The tab that holds the lock streams and tells the others; when it closes, the next one takes over.
 */
export function startLive(): void {
  void navigator.locks.request('kw-desk-live', () => new Promise<never>(() => stream(undefined)))
}

/** Waits before a closed stream is opened again; EventSource itself comes back from lost connections. */
const REOPEN_MS = 5_000

function stream(after: string | undefined): void {
  const source = new EventSource(after ? `/desk/api/live?after=${after}` : '/desk/api/live')
  let last = after
  source.addEventListener('fact', (event) => {
    last = event.lastEventId
    const fact = JSON.parse(event.data as string) as LiveFact
    tell(fact)
    channel.postMessage(fact)
  })
  // Away for longer than the server remembers: everything that is shown is fetched again.
  source.addEventListener('reload', (event) => {
    last = event.lastEventId
    tell(everything)
    channel.postMessage(everything)
  })
  source.addEventListener('error', () => {
    if (source.readyState !== EventSource.CLOSED) return
    // Closed for good: the session has ended (asking who we are opens the dialog), or the server refuses for now.
    const again = () => setTimeout(() => stream(last), REOPEN_MS)
    call(endpoints.me, {}).then(again, again)
  })
}

/** Hears of every fact while the component is shown. */
export function useLive(hear: (fact: LiveFact) => void): void {
  const heard = useEffectEvent(hear)
  useEffect(() => {
    const hearer = (fact: LiveFact) => heard(fact)
    hearers.add(hearer)
    return () => {
      hearers.delete(hearer)
    }
  }, [])
}
