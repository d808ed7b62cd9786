import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

export type ReceivedMail = {
  readonly messageId: string
  readonly from: string
  readonly to: string
  readonly raw: string
}

/** A mail server that keeps what it gets, refuses who does not exist, and is slow or broken at times. */
export class FakeMailServer {
  readonly mails: ReceivedMail[] = []
  /** Refuses for good (550) or for now (451), by the address. */
  refuses: (address: string) => 550 | 451 | undefined = () => undefined
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) => {
      const code = this.refuses(address)
      done(
        code
          ? Object.assign(new Error(code === 550 ? '5.1.1 no such user' : '4.7.1 later'), { responseCode: code })
          : null,
      )
    },
    onData: (stream, session, done) => {
      void text(stream).then((raw) => {
        const messageId = /^Message-ID:\s*(<[^>]*>)/im.exec(raw)?.[1] ?? ''
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
        this.mails.push({ messageId, from, to: session.envelope.rcptTo[0]?.address ?? '', raw })
        done(null)
      })
    },
  })

  static async start(): Promise<FakeMailServer> {
    const mail = new FakeMailServer()
    // A client that is killed resets the line; that is what it is there for.
    mail.server.on('error', () => undefined)
    await new Promise<void>((resolve) => mail.server.listen(0, '127.0.0.1', () => resolve()))
    return mail
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()))
  }
}
