import { CannotEverArrive, type Carrier } from './carrier.ts'

const ANSWER_MS_MAX = 15_000

export type SmsGateway = { readonly url: string; readonly token: string | undefined; readonly from: string }

/**
 * Hands text messages to a gateway over HTTP: `POST url` with `{ id, from, to, text }` and a bearer token. `id` is the
 * message's key, also sent as `Idempotency-Key`. 2xx is taken over, 4xx but 408, 425 and 429 is final, all else is tried again.
 */
export function smsCarrier(gateway: SmsGateway): Carrier {
  return async (message) => {
    const answer = await fetch(gateway.url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': message.key,
        ...(gateway.token && { authorization: `Bearer ${gateway.token}` }),
      },
      body: JSON.stringify({ id: message.key, from: gateway.from, to: message.recipient, text: message.text }),
    })
    await answer.body?.cancel()
    if (answer.ok) return
    const said = `The SMS gateway answered ${answer.status}.`
    if (answer.status >= 400 && answer.status < 500 && ![408, 425, 429].includes(answer.status))
      throw new CannotEverArrive(said)
    throw new Error(said)
  }
}
