import { z } from 'zod'

/**
 * All settings, from environment variables, once. `docs/running.md` lists them; a wrong one is refused at start with its
 * name and the reason, because a server that runs on a misread setting fails later and somewhere else.
 */
const text = (fallback: string, meaning: string) => z.string().default(fallback).describe(meaning)
const whole = (fallback: number, minimum: number, maximum: number, meaning: string) =>
  z.coerce.number().int().min(minimum).max(maximum).default(fallback).describe(meaning)
const yesNo = (fallback: boolean, meaning: string) =>
  z
    .enum(['yes', 'no', 'true', 'false', '1', '0'])
    .transform((value) => value === 'yes' || value === 'true' || value === '1')
    .default(fallback)
    .describe(meaning)

export const settingsSchema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
    .describe(
      'Owner connection (needs CREATEROLE), direct and not through a transaction pooler, because LISTEN is used',
    ),
  KW_ROLE_PREFIX: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,30}$/, 'lower case letters, digits and underscores, 31 at most')
    .default('kundenwerk')
    .describe('Prefix of the database roles, so that two installations may share one server'),
  KW_ROLE_PASSWORD: z
    .string()
    .min(16, 'at least 16 characters')
    .optional()
    .describe('Password of the login roles; without it they connect without one (embedded database only)'),
  PORT: whole(3000, 0, 65535, 'Port of the web server; 0 takes a free one'),
  HOST: text('127.0.0.1', 'Address to listen on'),
  PUBLIC_URL: z.url().optional().describe('Address of the portal as customers see it, https in production'),
  STAFF_URL: z.url().optional().describe('Address of desk, planboard and steering; another host name in production'),
  TRUST_PROXY: text('', 'Addresses or networks of reverse proxies whose X-Forwarded-For is believed, commas between'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Lowest level that is logged'),
  KW_DEMO: yesNo(false, 'Demo utility with demo sign-ins; every page says so'),
  UTILITY_NAME: text('Stadtwerke Musterstadt', 'Name of the utility on every page'),
  UTILITY_BRAND: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'a colour such as #0b6e99')
    .default('#0b6e99')
    .describe('Brand colour; the palette is computed from it'),
  UTILITY_IMPRINT: text('', 'Address, representatives, register and VAT number for the imprint, | between lines'),
  UTILITY_CREDITOR_ID: text(
    'DE98ZZZ09999999999',
    'Creditor identifier (Gläubiger-ID) for direct debits; the default is the example of the Bundesbank',
  ),
  UTILITY_FORM: z.enum(['sie', 'du']).default('sie').describe('How letters address a customer in German'),
  LETTER_RETURN_ADDRESS: text('', 'Street and city of the sender, in one line above the address of a letter'),
  LETTER_FOOT: text('', 'Foot of letters: up to four columns between ||, lines between |; empty takes the imprint'),
  LETTERS_IN: z
    .string()
    .optional()
    .describe('Folder into which other systems deliver finished letters, a folder with an index each'),
  PRINT_URL: z
    .url()
    .optional()
    .describe('Print house that takes letters over HTTP; without it they lie in the folder `print` of KW_FILES'),
  PRINT_TOKEN: z.string().optional().describe('Bearer token for the print house'),
  EMERGENCY_PHONE: text('0800 1234567', 'Emergency number (smell of gas, burst pipe, no power)'),
  SERVICE_PHONE: text('0123 456-0', 'Phone number of the customer service'),
  KW_FILES: text('./data/files', 'Folder of uploaded files'),
  READING_COST_MAIL_CENTS: whole(1, 0, 100_000, 'What a mail of a reading campaign is reckoned to cost, in cents'),
  READING_COST_LETTER_CENTS: whole(95, 0, 100_000, 'The same for a letter: paper, print, handling, postage'),
  READING_COST_COMPANY_CENTS: whole(450, 0, 100_000, 'The same for a visit of a reading company'),
  PHOTOS_A_DAY_MAX: whole(
    40,
    1,
    10_000,
    'Photos that one customer may send in a day; three times as many from one address by links',
  ),
  UPLOAD_KEPT_HOURS: whole(48, 1, 720, 'Photos of a form that never became a reading are deleted after so many hours'),
  FEED_KEPT_DAYS: whole(
    30,
    1,
    365,
    'Days for which open pages are told what they missed, and listeners remember what they heard; the journal stays',
  ),
  SMTP_URL: z.string().optional().describe('smtp://user:password@host:port; without it mail stays in the outbox'),
  MAIL_FROM: text('kundenservice@stadtwerke-musterstadt.example', 'Sender of mails'),
  DKIM_KEY_FILE: z
    .string()
    .optional()
    .describe('File with the private key (PEM) that signs mails for the domain of MAIL_FROM'),
  DKIM_SELECTOR: text('kundenwerk', 'Selector of the DKIM key: its public half stands at SELECTOR._domainkey.DOMAIN'),
  BOUNCE_ADDRESS: z
    .string()
    .regex(/^[^@\s+]+@[^@\s]+$/, 'an address such as bounce@mail.example')
    .optional()
    .describe('Mails that do not arrive come back to this address, with a token after a plus sign'),
  BOUNCE_FOLDER: z
    .string()
    .optional()
    .describe('Folder into which the mail server puts what comes back, one file per mail (maildir `new`)'),
  BOUNCE_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe('Port of this machine on which reports of failure are taken by LMTP'),
  SMS_URL: z.url().optional().describe('Gateway that takes text messages by POST; without it they stay in the outbox'),
  SMS_TOKEN: z.string().optional().describe('Bearer token for the SMS gateway'),
  SMS_RECEIPT_TOKEN: z
    .string()
    .min(16, 'at least 16 characters')
    .optional()
    .describe('Bearer token with which the SMS gateway reports deliveries to /anbieter/sms/zustellung'),
  SMS_FROM: text('Stadtwerke', 'Sender of text messages, 11 letters at most'),
  OIDC_ISSUER: z.url().optional().describe('OpenID Connect issuer for staff'),
  OIDC_CLIENT_ID: text('kundenwerk', 'Client id at the issuer'),
  OIDC_CLIENT_SECRET: z.string().optional().describe('Client secret at the issuer'),
  OIDC_SCOPES: text('openid profile email', 'Scopes to ask the issuer for, blanks between'),
  OIDC_ROLES_CLAIM: text('roles', 'Claim of the ID token that names the roles; a dot goes into an object'),
  OIDC_ROLES: z
    .string()
    .regex(
      /^(\s*(agent|dispatcher|technician|manager|editor|administrator|auditor)\s*=[^;]*(;|$))*\s*$/,
      'role=value,value;role=value with the roles agent, dispatcher, technician, manager, editor, administrator, auditor',
    )
    .default('')
    .describe('Values of that claim per role: agent=Kundenservice,Backoffice;administrator=IT'),
  STAFF_SESSION_IDLE_MINUTES: whole(60, 1, 1440, 'A session of staff ends after so many minutes without a request'),
  STAFF_SESSION_MAX_HOURS: whole(10, 1, 72, 'A session of staff ends after so many hours at the latest'),
  API_PER_MINUTE: whole(
    6_000,
    1,
    1_000_000,
    'Calls that one client of machines may make in a minute, if it has no limit of its own',
  ),
  EXCHANGE_FOLDER: z
    .string()
    .optional()
    .describe('Folder of the exchange by files: out/ for changes, in/ for receipts'),
  EXCHANGE_SYSTEM: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,30}$/)
    .default('billing')
    .describe('The system on the other side of that folder'),
  EXCHANGE_EVERY_MS: whole(30_000, 20, 86_400_000, 'Milliseconds between two rounds of that exchange'),
  WEBHOOK_NETWORKS: z
    .string()
    .regex(/^[0-9a-fA-F.:/, ]*$/, 'addresses or networks with commas between, such as 10.20.0.0/16')
    .default('')
    .describe(
      "Networks of the utility's own that webhooks may be sent to, also without TLS; else only the open internet",
    ),
  CUSTOMER_OIDC_ISSUER: z
    .url()
    .optional()
    .describe('OpenID Connect issuer where customers may sign in, such as an existing portal'),
  LETTERS_S3_URL: z
    .url()
    .optional()
    .describe('Bucket with object lock for the letters, https://s3.example/bucket; without it a folder'),
  LETTERS_S3_REGION: text('eu-central-1', 'Region of that bucket, as its signatures name it'),
  LETTERS_S3_KEY_ID: z.string().optional().describe('Access key for that bucket'),
  LETTERS_S3_SECRET: z.string().optional().describe('Secret of that access key'),
  LETTERS_S3_LOCK_DAYS: whole(365, 1, 3650, 'Days for which a file cannot be deleted; extended as long as it is kept'),
  TSA_URL: z.url().optional().describe('Time stamp authority (RFC 3161) for the daily root of the letters'),
  TSA_CA: z.string().optional().describe('File with the certificates (PEM) that the authority must lead to'),
  CUSTOMER_OIDC_CLIENT_ID: text('kundenwerk-portal', 'Client id at that issuer'),
  CUSTOMER_OIDC_CLIENT_SECRET: z.string().optional().describe('Client secret at that issuer'),
  CUSTOMER_OIDC_NAME: text('Kundenkonto', 'What that issuer is called on pages'),
  SECRETS_KEY: z
    .string()
    .min(32, 'at least 32 characters')
    .optional()
    .describe('Seals secrets that must be read again (codes of apps); without it a key file is made in KW_FILES'),
  NEW_BROWSER: z
    .enum(['code', 'tell'])
    .default('code')
    .describe('A password in a browser that is new to the account: ask for a mailed code, or only tell by mail'),
  DB_POOL_MAX: whole(10, 1, 200, 'Connections per pool and process'),
  SESSION_IDLE_MINUTES: whole(30, 1, 1440, 'A customer session ends after so many minutes without a request'),
  SESSION_MAX_HOURS: whole(12, 1, 720, 'A customer session ends after so many hours at the latest'),
})

export type Settings = z.infer<typeof settingsSchema>

/** Thrown with every wrong setting on a line of its own. */
export class SettingsRefused extends Error {
  override name = 'SettingsRefused'
}

/**
 * Reads and checks the environment; with NODE_ENV=production the addresses, too.
 * @throws SettingsRefused naming each wrong variable and what it must be
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const known = Object.fromEntries(
    Object.keys(settingsSchema.shape)
      .map((key) => [key, environment[key]] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = settingsSchema.safeParse(known)
  const lines = parsed.success
    ? [...pairFaults(parsed.data), ...(environment['NODE_ENV'] === 'production' ? addressFaults(parsed.data) : [])]
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  if (parsed.success && lines.length === 0) return parsed.data
  throw new SettingsRefused(['These settings are wrong:', ...lines.map((line) => `  ${line}`)].join('\n'))
}

/** Settings that are worth nothing without another. */
function pairFaults(settings: Settings): string[] {
  const { TSA_URL, TSA_CA, LETTERS_S3_URL, LETTERS_S3_KEY_ID, LETTERS_S3_SECRET } = settings
  const faults: string[] = []
  if (TSA_URL && !TSA_CA) faults.push('TSA_CA: is missing, so no time stamp of TSA_URL could be believed')
  if (LETTERS_S3_URL && !(LETTERS_S3_KEY_ID && LETTERS_S3_SECRET))
    faults.push('LETTERS_S3_KEY_ID, LETTERS_S3_SECRET: are missing, and LETTERS_S3_URL takes nothing without them')
  return faults
}

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1|\[::1\])$/.test(host)

/**
 * Where somebody from another machine can come, or a message leaves the house, the addresses must be set: links are made from them
 * and never from what a request claims, sign-in cookies need https, and a script on one host must not read the other's pages
 * (ASVS 3.5.4).
 */
function addressFaults(settings: Settings): string[] {
  const { PUBLIC_URL, STAFF_URL, HOST, TRUST_PROXY, SMTP_URL, SMS_URL, KW_DEMO } = settings
  const isReached = !isLoopback(HOST) || TRUST_PROXY !== ''
  if (!isReached && SMTP_URL === undefined && SMS_URL === undefined) return []
  if (PUBLIC_URL === undefined)
    return [
      `PUBLIC_URL: is missing, and ${isReached ? 'other machines reach this server' : 'messages leave the house'}. Set it to the portal's address as customers type it, for example https://portal.example`,
    ]
  const addresses = Object.entries({ PUBLIC_URL, STAFF_URL })
  const faults = addresses.flatMap(([name, address]) => {
    const { protocol, hostname } = new URL(address ?? PUBLIC_URL)
    return protocol === 'https:' || isLoopback(hostname)
      ? []
      : [`${name}: must begin with https://, because browsers keep the sign-in cookie for nothing else`]
  })
  if (faults.length > 0 || KW_DEMO || !isReached || isLoopback(new URL(PUBLIC_URL).hostname)) return faults
  if (STAFF_URL === undefined)
    return ['STAFF_URL: is missing. Set it to the address of the desk, for example https://desk.example']
  return new URL(STAFF_URL).host === new URL(PUBLIC_URL).host
    ? ['STAFF_URL: must have another host name than PUBLIC_URL, so that no page of one can read the other']
    : []
}
