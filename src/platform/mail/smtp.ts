import { createHash } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { CannotEverArrive, type Carrier } from './carrier.ts'

const ANSWER_MS_MAX = 20_000

export type Smtp = { readonly carry: Carrier; readonly close: () => void }

/** Message-ID from the key: a second try of the same message is the same message for every mail server on the way. */
export const messageId = (key: string, from: string): string =>
  `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${from.split('@').at(-1) ?? 'localhost'}>`

/** Sends mails over SMTP, some connections kept open. `url` as in SMTP_URL. */
export function smtpCarrier(url: string, from: string): Smtp {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 4,
    connectionTimeout: ANSWER_MS_MAX,
    greetingTimeout: ANSWER_MS_MAX,
    socketTimeout: ANSWER_MS_MAX,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof createTransport>[0])
  return {
    carry: async (message) => {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: message.recipient },
          subject: message.subject,
          text: message.text,
          html: message.html ?? undefined,
          messageId: messageId(message.key, from),
          // RFC 3834: no out-of-office note shall answer us.
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
      } catch (error) {
        const { code, responseCode, message: said } = error as { code?: string; responseCode?: number; message: string }
        // RFC 5321 4.2.1: 5yz is final, 4yz and silence are not. But a server that does not let us in (wrong password, 535)
        // says nothing about this message: it waits until somebody has mended the settings.
        const aboutMessage = code === 'EENVELOPE' || code === 'EMESSAGE'
        if (aboutMessage && responseCode !== undefined && responseCode >= 500) throw new CannotEverArrive(said)
        throw error
      }
    },
    close: () => transport.close(),
  }
}
