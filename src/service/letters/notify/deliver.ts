import type { Clock } from '#platform/clock'
import { bringToPost, followPost, type PostOptions } from '../post/bring-to-post.ts'
import { handOverNotices, type HandOverOptions } from './hand-over.ts'
import { takeSteps } from './take-steps.ts'

const POLL_MS = 500
/** Paper waits for hours; it need not be looked for twice a second. */
const POST_EVERY_MS = 10_000

export type DeliverOptions = PostOptions & HandOverOptions

/** Does all that is due: steps of ladders, messages, paper. @returns how much was done */
export async function deliverDue(options: DeliverOptions, now: Temporal.Instant): Promise<number> {
  const steps = await takeSteps(options.pool, now)
  const messages = await handOverNotices(options, now)
  return steps + messages
}

export async function postDue(options: DeliverOptions, now: Temporal.Instant): Promise<number> {
  const brought = await bringToPost(options, now)
  return brought + (await followPost(options, now))
}

export type Delivering = { readonly stop: () => Promise<void> }

/** Looks for what is due twice a second (index probes when there is nothing) and does it. */
export function startDelivering(options: DeliverOptions & { readonly clock: Clock }): Delivering {
  const stopping = new AbortController()
  const running = [
    loop(options, () => deliverDue(options, options.clock.now()), POLL_MS, stopping.signal),
    loop(options, () => postDue(options, options.clock.now()), POST_EVERY_MS, stopping.signal),
  ]
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(running)
    },
  }
}

async function loop(
  { onError }: DeliverOptions,
  work: () => Promise<number>,
  pauseMs: number,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    let done = 0
    try {
      done = await work()
    } catch (error) {
      if (!stop.aborted) onError(error)
    }
    if (done === 0) await pause(pauseMs, stop)
  }
}

const pause = (ms: number, stop: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (stop.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    stop.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true })
  })
