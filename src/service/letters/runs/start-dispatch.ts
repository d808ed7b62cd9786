import type pg from 'pg'
import type { Clock } from '#platform/clock'
import { dispatchDue } from './dispatch.ts'

const POLL_MS = 2_000

/** Looks for letters of runs that may go out now; what it did not get to is done by whoever looks next. */
export function startDispatch(options: {
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController()
  const running = (async () => {
    while (!stopping.signal.aborted) {
      let dealt = 0
      try {
        dealt = await dispatchDue(options.pool, options.clock.now())
      } catch (error) {
        if (!stopping.signal.aborted) options.onError(error)
      }
      if (dealt === 0) await pause(stopping.signal)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

const pause = (stop: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (stop.aborted) return resolve()
    const timer = setTimeout(resolve, POLL_MS)
    stop.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true })
  })
