import { createHash } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { CannotEverArrive, type Carrier } from './carrier.ts'

const ANSWER_MS_MAX = 20_000

export type Smtp = { readonly carry: Carrier; readonly close: () => void }

/** Message-ID from the key: a second try of the same message is the same message for every mail server on the way. */
export const messageId = (key: string, from: string): string =>
  `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${from.split('@').at(-1) ?? 'localhost'}>`

export type SmtpWishes = {
  /** Signs each mail, so that its domain answers for it (RFC 6376). */
  readonly dkim?: { readonly domain: string; readonly selector: string; readonly privateKey: string } | undefined
  /** `bounce@mail.example`: reports of failure go to `bounce+TOKEN@mail.example`. */
  readonly bounceAddress?: string | undefined
}

/**
 * What DKIM signs. nodemailer's own list leaves List-Unsubscribe-Post out, but RFC 8058 (section 4) asks for both to be signed, and large
 * mailbox providers check it.
 */
const SIGNED_HEADERS =
  'from:to:subject:date:message-id:mime-version:content-type:content-transfer-encoding:auto-submitted:list-unsubscribe:list-unsubscribe-post'

const returnPathOf = (bounceAddress: string, token: string): string => bounceAddress.replace('@', `+${token}@`)

/** RFC 8058: the mailbox provider shows a button and posts to this address when it is pressed. */
const farewellHeaders = (url: string | null): Record<string, string> =>
  url === null ? {} : { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }

/** Sends mails over SMTP, some connections kept open. `url` as in SMTP_URL. */
export function smtpCarrier(url: string, from: string, { dkim, bounceAddress }: SmtpWishes = {}): Smtp {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 4,
    connectionTimeout: ANSWER_MS_MAX,
    greetingTimeout: ANSWER_MS_MAX,
    socketTimeout: ANSWER_MS_MAX,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim && {
      dkim: {
        domainName: dkim.domain,
        keySelector: dkim.selector,
        privateKey: dkim.privateKey,
        headerFieldNames: SIGNED_HEADERS,
      },
    }),
  } as Parameters<typeof createTransport>[0])
  return {
    carry: async (message) => {
      try {
        await transport.sendMail({
          from,
          ...(bounceAddress && {
            envelope: { from: returnPathOf(bounceAddress, message.returnToken), to: message.recipient },
          }),
          to: { name: '', address: message.recipient },
          subject: message.subject,
          text: message.text,
          html: message.html ?? undefined,
          messageId: messageId(message.key, from),
          // RFC 3834: no out-of-office note shall answer us.
          headers: { 'Auto-Submitted': 'auto-generated', ...farewellHeaders(message.farewellUrl) },
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
