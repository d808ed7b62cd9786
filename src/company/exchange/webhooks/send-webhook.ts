import { Agent as HttpAgent, type IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { type AddressRule, checkedLookup, ClosedAddress, type Resolve } from './receiver-address.ts'

/** A receiver stores what it gets and answers; who works on it first answers too late. */
export const ANSWER_MS_MAX = 10_000
/** An answer is read to its end so that the connection can be used again, but not for ever. */
export const ANSWER_BYTES_MAX = 65_536

/** What one attempt came to. `problem` is our own word; nothing of the receiver's answer is kept. */
export type SendOutcome = { readonly status: number | null; readonly problem: SendProblem | null }
export type SendProblem =
  | 'closed-address'
  | 'no-connection'
  | 'no-tls'
  | 'timeout'
  | 'redirect'
  | 'answer-too-large'
  | 'answer-not-2xx'

export type Line = {
  readonly send: (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<SendOutcome>
  readonly close: () => void
}

/**
 * The line to one receiver: connections of its own that stay open, at most `connectionsMax` at once, each to an address that was
 * checked when it was opened. Redirects are not followed, certificates are checked.
 */
export function openLine(options: {
  readonly rule: AddressRule
  readonly connectionsMax: number
  readonly answerMsMax?: number
  readonly resolve?: Resolve
  /** For tests with a certificate of their own. */
  readonly ca?: string
}): Line {
  const { rule, connectionsMax, answerMsMax = ANSWER_MS_MAX } = options
  const shared = { keepAlive: true, maxSockets: connectionsMax, maxFreeSockets: connectionsMax, timeout: 30_000 }
  const agents = {
    'http:': new HttpAgent(shared),
    'https:': new HttpsAgent({ ...shared, ...(options.ca && { ca: options.ca }) }),
  }
  const lookup = checkedLookup(rule, options.resolve) as never
  return {
    send: (text, headers, body) => {
      const url = new URL(text)
      const literal = url.hostname.replace(/^\[|\]$/g, '')
      if (isIP(literal) > 0 && !rule(literal)) return Promise.resolve({ status: null, problem: 'closed-address' })
      const agent = agents[url.protocol as keyof typeof agents]
      return post(url, { agent, lookup, headers, method: 'POST' }, body, answerMsMax)
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

function post(url: URL, options: RequestOptions, body: string, answerMsMax: number): Promise<SendOutcome> {
  const { promise, resolve } = Promise.withResolvers<SendOutcome>()
  const bytes = Buffer.from(body)
  const headers = {
    ...options.headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
    'user-agent': 'Kundenwerk-Webhooks/1',
  }
  const call = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, { ...options, headers })
  const timer = setTimeout(() => {
    resolve({ status: null, problem: 'timeout' })
    call.destroy()
  }, answerMsMax)
  call.on('response', (answer) => void readToEnd(answer).then(resolve))
  call.on('error', (error) => resolve({ status: null, problem: problemOf(error) }))
  call.end(bytes)
  return promise.finally(() => clearTimeout(timer))
}

async function readToEnd(answer: IncomingMessage): Promise<SendOutcome> {
  const status = answer.statusCode ?? 0
  let bytes = 0
  try {
    for await (const piece of answer) {
      bytes += (piece as Buffer).length
      if (bytes <= ANSWER_BYTES_MAX) continue
      answer.destroy()
      return { status, problem: 'answer-too-large' }
    }
  } catch {
    return { status, problem: 'no-connection' }
  }
  if (status >= 300 && status < 400) return { status, problem: 'redirect' }
  return { status, problem: status >= 200 && status < 300 ? null : 'answer-not-2xx' }
}

function problemOf(error: Error & { code?: string }): SendProblem {
  if (error instanceof ClosedAddress) return 'closed-address'
  return /^(CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(error.code ?? '')
    ? 'no-tls'
    : 'no-connection'
}
