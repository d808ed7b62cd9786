import { z } from '#platform/contract'
import type { HandedOver, PrintHouse, PrintItem, PrintState } from './print-house.ts'

const ANSWER_MS_MAX = 30_000
/** At once: a print house takes some 100 ms for each. */
const TOGETHER_MAX = 6

const taken = z.object({ id: z.string().min(1).max(100) })
const looked = z.object({
  state: z.enum(['queued', 'printed', 'posted', 'returned', 'refused']),
  /** When it changed to this state. */
  at: z.iso.datetime({ offset: true }),
  proof: z.string().max(100).optional(),
  reason: z.string().max(300).optional(),
})

export type HttpHouse = { readonly url: string; readonly token: string | undefined }

/**
 * A print house over HTTP, in the usual shape: `GET /letters?key=` asks whether it knows a key, `POST /letters` with an
 * `Idempotency-Key` hands one over, `GET /letters/ID` says what became of it, `DELETE /letters/ID` takes it back. 422 is a refusal
 * with its reason, 409 means that the key is known; all else, silence included, is asked again later.
 */
export function httpHouse(house: HttpHouse): PrintHouse {
  return {
    handOver: async (items) => {
      const outcomes: HandedOver[] = []
      for (let at = 0; at < items.length; at += TOGETHER_MAX)
        outcomes.push(
          ...(await Promise.all(items.slice(at, at + TOGETHER_MAX).map((item) => handOverOne(house, item)))),
        )
      return outcomes
    },
    look: async (printerRef) => stateOf(await ask(house, 'GET', `/letters/${encodeURIComponent(printerRef)}`)),
    cancel: async (printerRef) => {
      const answer = await ask(house, 'DELETE', `/letters/${encodeURIComponent(printerRef)}`)
      await answer.body?.cancel()
      if (answer.ok) return true
      if (answer.status === 409 || answer.status === 404) return false
      throw new Error(`The print house answered ${answer.status}.`)
    },
  }
}

async function handOverOne(house: HttpHouse, item: PrintItem): Promise<HandedOver> {
  const { jobKey } = item
  try {
    // Asked by its key first: what was taken before we died is not sent again.
    const known = item.attempts > 1 ? await find(house, jobKey) : undefined
    if (known) return { jobKey, outcome: 'taken', printerRef: known }
    const answer = await ask(house, 'POST', '/letters', item)
    if (answer.status === 422) {
      const { reason } = z
        .object({ reason: z.string() })
        .catch({ reason: 'refused' })
        .parse(await bodyOf(answer))
      return { jobKey, outcome: 'refused', why: reason.slice(0, 300) }
    }
    if (answer.status === 409) {
      await answer.body?.cancel()
      const there = await find(house, jobKey)
      if (there) return { jobKey, outcome: 'taken', printerRef: there }
    } else if (answer.ok) return { jobKey, outcome: 'taken', printerRef: taken.parse(await bodyOf(answer)).id }
    else await answer.body?.cancel()
    return { jobKey, outcome: 'unknown', why: `The print house answered ${answer.status}.` }
  } catch (error) {
    return { jobKey, outcome: 'unknown', why: error instanceof Error ? error.message : String(error) }
  }
}

async function find(house: HttpHouse, jobKey: string): Promise<string | undefined> {
  const answer = await ask(house, 'GET', `/letters?key=${encodeURIComponent(jobKey)}`)
  if (answer.status === 404) {
    await answer.body?.cancel()
    return undefined
  }
  if (!answer.ok) throw new Error(`The print house answered ${answer.status}.`)
  return taken.parse(await bodyOf(answer)).id
}

async function stateOf(answer: Response): Promise<PrintState> {
  if (!answer.ok) {
    await answer.body?.cancel()
    throw new Error(`The print house answered ${answer.status}.`)
  }
  const { state, at, proof, reason } = looked.parse(await bodyOf(answer))
  const moment = Temporal.Instant.from(at)
  if (state === 'posted') return { state, at: moment, proof: proof ?? null }
  if (state === 'returned') return { state, at: moment, why: reason ?? 'unknown' }
  if (state === 'refused') return { state, why: reason ?? 'unknown' }
  return { state: 'at-printer' }
}

const bodyOf = (answer: Response): Promise<unknown> => answer.json()

function ask(house: HttpHouse, method: string, path: string, item?: PrintItem): Promise<Response> {
  return fetch(`${house.url.replace(/\/$/, '')}${path}`, {
    method,
    redirect: 'error',
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
    headers: {
      ...(house.token && { authorization: `Bearer ${house.token}` }),
      ...(item && { 'content-type': 'application/json', 'idempotency-key': item.jobKey }),
    },
    ...(item && {
      body: JSON.stringify({
        key: item.jobKey,
        address: item.recipient,
        product: item.product,
        registered: item.registered,
        pages: item.pages,
        duplex: true,
        colour: true,
        files: item.pdfs.map((pdf) => pdf.toString('base64')),
      }),
    }),
  })
}
