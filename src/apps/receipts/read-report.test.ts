import { describe, expect, test } from 'vitest'
import { readMailReport } from './read-report.ts'

const TOKEN = '0123456789abcdef0123456789abcdef'
type Fields = { readonly action?: string; readonly status?: string; readonly said?: string; readonly to?: string }

/** A report as Postfix writes it: words, status, and the head of the mail that came back. */
const report = ({ action = 'failed', status = '5.0.0', said = '', to = `bounce+${TOKEN}@mail.example` }: Fields) =>
  Buffer.from(
    [
      'From: MAILER-DAEMON@mx.example (Mail Delivery System)',
      'Subject: Undelivered Mail Returned to Sender',
      `To: ${to}`,
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain; charset=us-ascii',
      '',
      'This is the mail system at host mx.example.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example',
      'Arrival-Date: Sun, 22 Nov 2026 09:00:00 +0100',
      '',
      'Final-Recipient: rfc822; erika@post.example',
      `Action: ${action}`,
      `Status: ${status}`,
      `Diagnostic-Code: smtp; ${said}`,
      '',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      'Subject: Ein neuer Brief in Ihrem Kundenportal',
      '',
      '--b--',
      '',
    ].join('\r\n'),
  )

describe('a report of a mail server', () => {
  test.each([
    // Forms of the large providers and of the common servers, by what they say of the address.
    [
      'hard',
      '5.1.1',
      '550 5.1.1 <erika@post.example>: Recipient address rejected: User unknown in virtual mailbox table',
    ],
    ['hard', '5.1.1', '550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking'],
    ['hard', '5.0.0', '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found'],
    ['hard', '5.1.10', '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'],
    ['hard', '5.0.0', '550 Requested action not taken: mailbox unavailable'],
    ['hard', '5.0.0', '550 Unbekannter Empfänger: Postfach existiert nicht'],
    ['hard', '5.2.1', '550 5.2.1 The email account that you tried to reach is disabled'],
    ['hard', '5.1.2', '550 5.1.2 Host or domain name not found. Name service error for name=post.example'],
    ['hard', '5.4.4', 'Host not found, no MX'],
    ['hard', '5.0.0', "554 delivery error: dd This user doesn't have a post.example account - no such user"],
    ['soft', '5.2.2', '552 5.2.2 The email account that you tried to reach is over quota'],
    ['soft', '4.2.2', '452 4.2.2 Mailbox full'],
    ['soft', '5.7.1', '550 5.7.1 Our system has detected that this message is likely unsolicited mail (spam)'],
    ['soft', '5.7.26', "550-5.7.26 Unauthenticated email is not accepted due to domain's DMARC policy"],
    ['soft', '5.3.4', '552 5.3.4 Message size exceeds fixed limit: too large'],
    ['soft', '4.4.1', 'connect to mx.post.example[192.0.2.1]:25: Connection timed out'],
    ['soft', '4.7.1', '451 4.7.1 Greylisting in action, please come back later'],
    ['soft', '5.0.0', '554 Blocked: see https://lists.example/192.0.2.1'],
    ['soft', '5.0.0', '550 Postfach voll'],
  ])('%s: %s %s', async (expected, status, said) => {
    expect(await readMailReport(report({ status, said }))).toMatchObject({ token: TOKEN, class: expected })
  })

  test('that it is only late, or has arrived, is no failure', async () => {
    expect(await readMailReport(report({ action: 'delayed', status: '4.4.1' }))).toMatchObject({ class: 'delayed' })
    expect(await readMailReport(report({ action: 'delivered', status: '2.0.0' }))).toMatchObject({ class: 'delivered' })
  })

  test('without our token is not believed', async () => {
    expect((await readMailReport(report({ to: 'bounce@mail.example' }))).token).toBeUndefined()
    expect((await readMailReport(report({ to: `bounce+${TOKEN.slice(1)}@mail.example` }))).token).toBeUndefined()
  })

  test('names the message by the envelope as well', async () => {
    const read = await readMailReport(report({ to: 'postmaster@mail.example' }), [`bounce+${TOKEN}@mail.example`])
    expect(read.token).toBe(TOKEN)
  })
})

const plain = (head: readonly string[], text: string) =>
  Buffer.from([...head, `To: bounce+${TOKEN}@mail.example`, '', text, ''].join('\r\n'))

test.each([
  ['hard', ['From: Mailer-Daemon@qmail.example', 'Subject: failure notice'], '<erika@post.example>:\n550 no such user'],
  [
    'unknown',
    ['From: erika@post.example', 'Subject: Abwesend', 'Auto-Submitted: auto-replied'],
    'Ich bin im Urlaub. Kollege nicht gefunden.',
  ],
  ['unknown', ['From: erika@post.example', 'Subject: Danke'], '550 Euro habe ich schon bezahlt'],
])('what is no report is %s', async (expected, head, text) => {
  expect((await readMailReport(plain(head, text))).class).toBe(expected)
})
