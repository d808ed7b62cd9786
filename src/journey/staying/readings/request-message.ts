import type { customerOnFile } from '#company/customers'
import type { Tx } from '#platform/database'
import { putIntoOutbox } from '#platform/mail'
import { qrOf } from './qr.ts'
import { readingTexts } from './texts.ts'

export type RequestMessage = {
  /** The same key again is the same message. */
  readonly key: string
  readonly kind: string
  readonly customer: NonNullable<Awaited<ReturnType<typeof customerOnFile>>>
  /** Anybody may read a subject over a shoulder: it names neither the person nor the meter. */
  readonly subject: string
  readonly why: string
  readonly link: string
  /** Until when the link works, as people write it. */
  readonly ends: string
  readonly now: Temporal.Instant
}

/** Writes to a customer about readings: by e-mail, or on paper with a QR code where there is no address for mail. */
export async function sendRequestMessage(tx: Tx, message: RequestMessage): Promise<'e-mail' | 'print' | 'nothing'> {
  const { customer, link, now, key, kind, subject } = message
  const t = readingTexts(customer.language)
  const words = { why: message.why, link, ends: message.ends }
  const shared = { key, kind, subject, customerId: customer.id, holdsSecret: true }
  if (customer.email) {
    const mail = { channel: 'e-mail', recipient: customer.email, text: t('request.text', words) } as const
    await putIntoOutbox(tx, { ...shared, ...mail }, now)
    return 'e-mail'
  }
  if (customer.addressLines.length > 0) {
    const page = { channel: 'print', recipient: customer.addressLines.join('\n') } as const
    await putIntoOutbox(tx, { ...shared, ...page, text: t('request.printText', words), html: qrOf(link) }, now)
    return 'print'
  }
  return 'nothing'
}
