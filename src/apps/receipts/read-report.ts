import PostalMime, { type Email } from 'postal-mime'

/** What a mail that came back says about the message that it is about. */
export type MailReport = {
  /** Token of the return path; without it nothing is believed. */
  readonly token: string | undefined
  readonly class: 'hard' | 'soft' | 'delayed' | 'delivered' | 'unknown'
  /** Enhanced status code (RFC 3463), such as `5.1.1`. */
  readonly status: string | undefined
  readonly said: string | undefined
}

const TOKEN = /\+([0-9a-f]{32})@/
/** Headers in which mail servers leave the address that a mail was for. */
const addressHeaders = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'to']

/**
 * Reads a report of a mail server (RFC 3464), or what servers without one write in plain words. The address of the return path
 * names the message; `recipients` are those of the envelope, where a mail server hands it over directly.
 */
export async function readMailReport(raw: Buffer, recipients: readonly string[] = []): Promise<MailReport> {
  const mail = await PostalMime.parse(raw)
  const headers = new Map(mail.headers.map((header) => [header.key.toLowerCase(), header.value]))
  const addresses = [...recipients, ...addressHeaders.flatMap((name) => headers.get(name) ?? [])]
  const token = addresses.map((address) => TOKEN.exec(address)?.[1]).find((found) => found !== undefined)
  const fields = statusFields(mail)
  if (fields) return { token, ...byFields(fields) }
  // An out-of-office note is an answer of a mailbox that is there (RFC 3834).
  const isAnswer = /auto-(replied|notified)/i.test(headers.get('auto-submitted') ?? '') && !isFromDaemon(mail)
  return { token, ...(isAnswer || !isFromDaemon(mail) ? nothing : byWords(mail.text ?? '')) }
}

const nothing = { class: 'unknown', status: undefined, said: undefined } as const
type Judged = Omit<MailReport, 'token'>

const isFromDaemon = (mail: Email): boolean =>
  /mailer-daemon|postmaster|mail delivery/i.test(`${mail.from?.address ?? ''} ${mail.from?.name ?? ''}`) ||
  /undeliver|delivery (status|failure|has failed)|returned mail|unzustellbar|failure notice/i.test(mail.subject ?? '')

/** Fields of the first recipient in `message/delivery-status`; its groups are parted by blank lines. */
function statusFields(mail: Email): ReadonlyMap<string, string> | undefined {
  const part = mail.attachments.find((one) => one.mimeType === 'message/delivery-status')
  if (!part) return undefined
  const text =
    typeof part.content === 'string' ? part.content : Buffer.from(part.content as ArrayBuffer).toString('utf8')
  const unfolded = text.replaceAll('\r\n', '\n').replaceAll(/\n[ \t]+/g, ' ')
  const group = unfolded.split(/\n{2,}/).find((one) => /^action:/im.test(one))
  if (!group) return undefined
  return new Map(
    group.split('\n').flatMap((line) => {
      const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? []
      return name === undefined ? [] : [[name.toLowerCase(), value ?? ''] as const]
    }),
  )
}

function byFields(fields: ReadonlyMap<string, string>): Judged {
  const action = (fields.get('action') ?? '').toLowerCase().trim()
  const said = (fields.get('diagnostic-code') ?? '').replace(/^smtp;\s*/i, '').slice(0, 500)
  // The server that was spoken to knows better than the one that gives up: `Status: 5.0.0` beside `smtp; 550 5.1.1`.
  const own = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(said)?.[0]
  const stated = /[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0]
  const status = own ?? stated
  if (action === 'delayed') return { class: 'delayed', status, said }
  if (action === 'delivered' || action === 'relayed' || action === 'expanded')
    return { class: 'delivered', status, said }
  if (action !== 'failed') return { class: 'unknown', status, said }
  return { class: classOf(status, said), status, said }
}

/** Codes that say that there is no such mailbox (RFC 3463 section 3.2); what is full, too large or not wanted is not that. */
const GONE = /^5\.(1\.(0|1|2|3|6|10)|2\.1|4\.4)$/
const GONE_WORDS =
  /user unknown|unknown user|no such (user|recipient|mailbox|address)|does not exist|doesn't exist|mailbox (not found|unavailable|disabled|inactive)|recipient (not found|unknown|rejected)|address (rejected|unknown|not found)|account (has been )?(disabled|closed|deactivated)|invalid (recipient|mailbox)|host (or domain name )?not found|unbekannt|existiert nicht|nicht gefunden|kein postfach/i
const NOT_GONE_WORDS =
  /full|quota|over limit|too large|size limit|spam|block|blacklist|policy|denied|greylist|reputation|temporar|try again|rate limit|too many|dmarc|spf|dkim|voll/i

function classOf(status: string | undefined, said: string): 'hard' | 'soft' {
  if (NOT_GONE_WORDS.test(said) && !(status !== undefined && /^5\.1\.(1|10)$/.test(status))) return 'soft'
  if (status !== undefined && GONE.test(status)) return 'hard'
  if (status?.startsWith('4') === true) return 'soft'
  return GONE_WORDS.test(said) ? 'hard' : 'soft'
}

/** Servers that send no report write a line such as `550 no such user`. */
function byWords(text: string): Judged {
  const line = text.split('\n').find((one) => /\b[45]\d\d[ -]/.test(one) || GONE_WORDS.test(one))
  if (line === undefined) return nothing
  const said = line.trim().slice(0, 500)
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(said)?.[0]
  return { class: classOf(status, said), status, said }
}
