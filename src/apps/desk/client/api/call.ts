import { addressOf, type AnswerOf, type Endpoint, type Sent } from './endpoint.ts'
import { signInAgain } from './session.ts'

/** A refusal as the server says it (RFC 9457), in the user's language. */
export type Problem = {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly requestId?: string
  readonly fields?: readonly {
    readonly field: string
    readonly code: string
    readonly detail: string
    readonly figures?: Readonly<Record<string, string | number>>
  }[]
  /** For 409: what stands there now. */
  readonly current?: unknown
}

/** The server said no, or could not be reached (status 0). */
export class CallRefused extends Error {
  override name = 'CallRefused'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
  /** What the server says about one field. */
  field(name: string): string | undefined {
    return this.problem.fields?.find((fault) => fault.field === name)?.detail
  }
}

/** What went wrong, for a person; anything but a refusal is a fault of the page itself and stays one. */
export function problemOf(error: unknown): Problem {
  if (error instanceof CallRefused) return error.problem
  throw error
}

let unreachable = 'Der Server ist nicht erreichbar.'
/** Says in the user's language that there is no connection. */
export const setUnreachable = (text: string): void => {
  unreachable = text
}

/**
 * Calls a route. When the session has ended it asks to sign in again and then repeats the call: a refused call has changed
 * nothing, and what was typed stays where it is.
 * @throws CallRefused
 */
export async function call<E extends Endpoint>(endpoint: E, sent: Sent<E>, signal?: AbortSignal): Promise<AnswerOf<E>> {
  const parts = sent as { readonly params?: unknown; readonly query?: unknown; readonly body?: unknown }
  const address = addressOf(endpoint, parts)
  for (;;) {
    const response = await send(endpoint.method, address, parts.body, signal)
    if (response.status === 401) {
      await signInAgain()
      continue
    }
    if (response.ok) return (await response.json()) as AnswerOf<E>
    throw new CallRefused(await problemIn(response))
  }
}

async function send(method: string, address: string, body: unknown, signal: AbortSignal | undefined) {
  try {
    return await fetch(address, {
      method,
      headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new CallRefused({ status: 0, code: 'desk.unreachable', detail: unreachable })
  }
}

async function problemIn(response: Response): Promise<Problem> {
  const isProblem = response.headers.get('content-type')?.includes('problem+json')
  if (isProblem) return (await response.json()) as Problem
  return { status: response.status, code: 'desk.unknown-answer', detail: `${response.status} ${response.statusText}` }
}

/** Sends a CSV file as it is; the session is looked after as by `call`. @throws CallRefused */
export async function sendFile(address: string, file: File): Promise<void> {
  for (;;) {
    const response = await fetch(address, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'text/csv' },
      body: file,
    }).catch(() => undefined)
    if (!response) throw new CallRefused({ status: 0, code: 'desk.unreachable', detail: unreachable })
    if (response.ok) return
    if (response.status !== 401) throw new CallRefused(await problemIn(response))
    await signInAgain()
  }
}
