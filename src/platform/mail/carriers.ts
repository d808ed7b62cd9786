import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '#platform/config'
import { keptStore } from '#platform/files'
import type { Carrier } from './carrier.ts'
import type { OutboxChannel } from './outbox.sql.ts'
import { printCarrier } from './print-folder.ts'
import { smsCarrier } from './sms.ts'
import { smtpCarrier } from './smtp.ts'

/** Takes a message as delivered: the demo's mailbox page reads it from the outbox. */
const intoDemoMailbox: Carrier = async () => {}

export type Carriers = {
  readonly carriers: Readonly<Partial<Record<OutboxChannel, Carrier>>>
  readonly close: () => void
}

/**
 * Who carries what by the settings. Without SMTP_URL or SMS_URL the messages stay in the outbox, in the demo they are
 * shown on the mailbox page instead.
 */
export function carriersOf(settings: Settings): Carriers {
  const smtp = settings.SMTP_URL
    ? smtpCarrier(settings.SMTP_URL, settings.MAIL_FROM, {
        dkim: settings.DKIM_KEY_FILE
          ? {
              domain: settings.MAIL_FROM.split('@').at(-1) ?? '',
              selector: settings.DKIM_SELECTOR,
              privateKey: readFileSync(settings.DKIM_KEY_FILE, 'utf8'),
            }
          : undefined,
        bounceAddress: settings.BOUNCE_ADDRESS,
      })
    : undefined
  const demo = settings.KW_DEMO ? intoDemoMailbox : undefined
  const mail = smtp?.carry ?? demo
  const sms = settings.SMS_URL
    ? smsCarrier({ url: settings.SMS_URL, token: settings.SMS_TOKEN, from: settings.SMS_FROM })
    : demo
  return {
    carriers: {
      ...(mail && { 'e-mail': mail }),
      ...(sms && { sms }),
      print: printCarrier(join(settings.KW_FILES, 'print'), settings.UTILITY_NAME, keptStore(settings)),
    },
    close: () => smtp?.close(),
  }
}
