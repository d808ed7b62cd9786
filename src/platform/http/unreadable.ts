import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'

/** What Node's parser says about bytes that are no request. */
const statusOf = (code: string | undefined): number => {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
}

/**
 * Answers bytes that are no request (two lengths, bare line feeds, headers without end) and closes the connection: nothing that
 * follows on it may be taken for another request. There is no request to take a language from, so it is said in English.
 */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const status = statusOf(error.code)
  const title = STATUS_CODES[status] ?? 'Bad Request'
  const body = JSON.stringify({
    type: 'urn:kundenwerk:refusal:platform.unreadable',
    title,
    status,
    code: 'platform.unreadable',
    detail: `This is not a request that we can read (${title}).`,
  })
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    'Connection: close',
  ]
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  socket.destroy()
}
