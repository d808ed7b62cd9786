import { createHash, timingSafeEqual } from 'node:crypto'
import { line, z } from '#platform/contract'
import { nobody, raw } from '#platform/http'
import { notFound } from '#platform/refusal'
import { noteSmsReceipt } from './note-report.ts'

const body = z.strictObject({
  /** The id under which the gateway got the message. */
  id: line(200, 1),
  state: z.enum(['delivered', 'failed', 'no-such-number']),
  reason: line(300).optional(),
})

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
/** Compared as digests, so that neither length nor place of the first difference shows in the time (ASVS 11.2.4). */
const isToken = (sent: string | undefined, known: string | undefined): boolean =>
  known !== undefined && timingSafeEqual(digest(sent ?? ''), digest(`Bearer ${known}`))

export const smsReceiptRoutes = [
  raw({
    method: 'POST',
    path: '/anbieter/sms/zustellung',
    who: nobody(
      'A gateway has no account; it proves itself by the token that both sides know, and can only say what became of a message.',
    ),
    contract: { body },
    says: 'Delivery receipts of the SMS gateway: `{ id, state, reason }`, with SMS_RECEIPT_TOKEN as bearer token.',
    limit: { name: 'sms-receipts', max: 60_000, seconds: 60, by: 'address' },
    handler: async (call, pools, request, reply) => {
      if (!isToken(request.headers.authorization, call.settings.SMS_RECEIPT_TOKEN)) throw notFound()
      const { id, state, reason } = call.input.body
      const isKnown = await noteSmsReceipt(pools.worker, { key: id, outcome: state, said: reason }, call.now)
      return reply.status(isKnown ? 204 : 404).send()
    },
  }),
]
