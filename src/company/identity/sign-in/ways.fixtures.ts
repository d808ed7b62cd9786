import { sql } from 'kysely'
import type { TestHouse } from '../../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'
import { formBody, formHeaders } from '../identity.fixtures.ts'

export const ORIGIN = 'http://localhost:3000'

/** A browser without script: it keeps cookies and sends forms. */
export class TestBrowser {
  readonly #house: TestHouse
  readonly #cookies = new Map<string, string>()
  readonly #address: string
  constructor(house: TestHouse, address = '::1') {
    this.#house = house
    this.#address = address
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(`__Host-kw-${name}`)
  }
  forget(name: string): void {
    this.#cookies.delete(`__Host-kw-${name}`)
  }
  /** Takes over what another browser keeps, as a thief does. */
  steal(name: string, from: TestBrowser): void {
    const value = from.cookie(name)
    if (value) this.#cookies.set(`__Host-kw-${name}`, value)
  }

  #keep<Answer extends { cookies: unknown[] }>(answer: Answer): Answer {
    for (const { name, value } of answer.cookies as { name: string; value: string }[])
      if (value === '') this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    return answer
  }
  get #headers(): Record<string, string> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return { ...formHeaders, ...(cookie && { cookie }) }
  }
  async open(url: string) {
    return this.#keep(await this.#house.server.inject({ url, headers: this.#headers, remoteAddress: this.#address }))
  }
  async send(url: string, fields: Record<string, string> = {}) {
    return this.#keep(
      await this.#house.server.inject({
        method: 'POST',
        url,
        headers: this.#headers,
        remoteAddress: this.#address,
        payload: formBody(fields),
      }),
    )
  }
  async isIn(): Promise<boolean> {
    return (await this.open('/konto')).statusCode === 200
  }
}

export type Mail = { readonly subject: string; readonly text: string }

/** What was mailed to an address, the newest last, after all listeners have heard. */
export async function mailsTo(house: TestHouse, recipient: string): Promise<readonly Mail[]> {
  await house.settle()
  const query = sql<Mail>`select subject, body_text as text from outbox where recipient = ${recipient} order by id`
  return (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
}

/** The path of our link in a mail. */
const linkIn = (mail: Mail | undefined): string =>
  /http:\/\/localhost:3000(\/[\w/-]+)/.exec(mail?.text ?? '')?.[1] ?? ''

/** The newest link that was mailed to an address; other mails may have come later. */
export const newestLink = async (house: TestHouse, recipient: string): Promise<string> =>
  linkIn((await mailsTo(house, recipient)).findLast((mail) => linkIn(mail) !== ''))
