import type { Generated } from 'kysely'

type Instant = Temporal.Instant

/** One person's login (Zugang). */
type Account = {
  readonly id: Generated<string>
  email: string | null
  email_confirmed_at: Instant | null
  name: string | null
  password_hash: string | null
  language: Generated<'de' | 'en'>
  disabled_at: Instant | null
  passkey_handle: string | null
  readonly created_at: Generated<Instant>
}

/** For which customer an account acts, with rights and dates (Berechtigung). */
type AccountGrant = {
  readonly id: Generated<string>
  account_id: string
  customer_id: string
  rights: Generated<string[]>
  level: 'readings' | 'open'
  valid_from: Generated<Instant>
  valid_to: Instant | null
  shown_as: string | null
  kind: Generated<'own' | 'person' | 'attorney'>
  /** Places and contracts that it is for; both null for all of the customer. */
  site_ids: string[] | null
  contract_ids: string[] | null
  given_by_account_id: string | null
  ended_by: 'self' | 'people' | 'staff' | 'time' | null
  power_id: string | null
  row_version: Generated<number>
}

/** An invitation to act for a customer (Einladung). */
type GrantInvite = {
  readonly id: Generated<string>
  customer_id: string
  shown_as: string
  invited_by_account_id: string | null
  email: string
  person_name: string
  rights: string[]
  site_ids: string[] | null
  contract_ids: string[] | null
  grant_valid_to: Instant | null
  kind: Generated<'person' | 'attorney'>
  origin: string
  language: 'de' | 'en'
  readonly made_at: Generated<Instant>
  token_hash: Buffer | null
  ends_at: Instant
  accepted_at: Instant | null
  account_id: string | null
  withdrawn_at: Instant | null
}

/** Staff that sees the portal as a customer does (Kundensicht). */
type Viewing = {
  readonly id: Generated<string>
  staff_id: string
  customer_id: string
  reason: string
  readonly begun_at: Generated<Instant>
  ends_at: Instant
  ended_at: Instant | null
  link_hash: Buffer | null
  link_ends_at: Instant
  token_hash: Buffer | null
}

/** How a person has proved who it is, the last time in a session. */
export type ProvedBy = 'password' | 'link' | 'passkey' | 'second-factor' | 'issuer' | 'activation'

type Session = {
  readonly id: Generated<string>
  token_hash: Buffer
  account_id: string
  customer_id: string
  readonly created_at: Generated<Instant>
  last_seen_at: Generated<Instant>
  expires_at: Instant
  idle_seconds: number
  ended_at: Instant | null
  user_agent: string | null
  proved_at: Generated<Instant>
  proved_by: Generated<ProvedBy>
}

/** A link that somebody asked for by e-mail address: for a new password, or to sign in. */
type PasswordRequest = {
  readonly id: Generated<string>
  purpose: Generated<'password' | 'sign-in'>
  email: string | null
  browser_hash: Buffer
  origin: string
  language: 'de' | 'en'
  readonly asked_at: Generated<Instant>
  account_id: string | null
  token_hash: Buffer | null
  ends_at: Instant | null
  used_at: Instant | null
}

type ActivationRequest = {
  readonly id: Generated<string>
  customer_number_typed: string | null
  meter_number_typed: string | null
  email: string | null
  password_hash: string | null
  browser_hash: Buffer
  origin: string
  language: 'de' | 'en'
  readonly asked_at: Generated<Instant>
  customer_id: string | null
  shown_as: string | null
  email_on_file: Generated<boolean>
  letter_id: string | null
  token_hash: Buffer | null
  ends_at: Instant | null
  used_at: Instant | null
}

type Passkey = {
  readonly id: Generated<string>
  account_id: string
  credential_id: string
  public_key: Buffer
  counter: string
  transports: string[]
  synced: boolean
  name: string
  readonly made_at: Generated<Instant>
  last_used_at: Instant | null
}

type PasskeyChallenge = {
  challenge_hash: Buffer
  purpose: 'register' | 'sign-in' | 'confirm'
  session_id: string | null
  ends_at: Instant
  used_at: Instant | null
}

type AccountTotp = {
  account_id: string
  secret_sealed: string
  begun_at: Generated<Instant>
  confirmed_at: Instant | null
  last_step: Generated<string>
}

type RecoveryCode = {
  readonly id: Generated<string>
  account_id: string
  selector: string
  code_hash: string
  readonly made_at: Generated<Instant>
  used_at: Instant | null
}

type SignInStep = {
  readonly id: Generated<string>
  token_hash: Buffer
  account_id: string
  proved_by: 'password' | 'link' | 'issuer'
  wants: 'totp' | 'mail-code'
  code_mac: Buffer | null
  attempts: Generated<number>
  next: string | null
  readonly made_at: Generated<Instant>
  ends_at: Instant
  used_at: Instant | null
}

type KnownBrowser = {
  account_id: string
  token_hash: Buffer
  readonly first_seen_at: Generated<Instant>
  last_seen_at: Generated<Instant>
  user_agent: string | null
}

type CallerPin = {
  customer_id: string
  pin_hash: string
  set_at: Generated<Instant>
  set_by_account_id: string
  wrong: Generated<number>
}

type CallerCheckRow = {
  readonly id: Generated<string>
  customer_id: string
  staff_id: string
  level: 'pin' | 'questions' | 'failed'
  readonly checked_at: Generated<Instant>
}

type AccountIdentity = {
  readonly id: Generated<string>
  account_id: string
  issuer: string
  subject: string
  shown_as: string | null
  readonly linked_at: Generated<Instant>
  last_used_at: Instant | null
}

type IssuerArrival = {
  token_hash: Buffer
  issuer: string
  subject: string
  shown_as: string | null
  ends_at: Instant
  used_at: Instant | null
}

type ActivationLetter = {
  readonly id: Generated<string>
  customer_number_typed: string | null
  postal_code_typed: string | null
  code_plain: string | null
  code_hash: string
  origin: string
  language: 'de' | 'en'
  ordered_by_kind: 'guest' | 'staff'
  ordered_by_id: string | null
  readonly asked_at: Generated<Instant>
  customer_id: string | null
  attempts: Generated<number>
  ends_at: Instant
  used_at: Instant | null
}

type AccountOpening = {
  readonly id: Generated<string>
  account_id: string
  customer_id: string
  way: 'e-mail' | 'post'
  token_hash: Buffer | null
  code_hash: string | null
  attempts: Generated<number>
  readonly asked_at: Generated<Instant>
  ends_at: Instant
  used_at: Instant | null
}

/** The tables of customers' logins; staff and machines have their own lists beside their SQL. */
export type AccountTables = {
  readonly account: Account
  readonly account_grant: AccountGrant
  readonly session: Session
  readonly password_request: PasswordRequest
  readonly activation_request: ActivationRequest
  readonly passkey: Passkey
  readonly passkey_challenge: PasskeyChallenge
  readonly account_totp: AccountTotp
  readonly recovery_code: RecoveryCode
  readonly sign_in_step: SignInStep
  readonly known_browser: KnownBrowser
  readonly caller_pin: CallerPin
  readonly caller_check: CallerCheckRow
  readonly account_identity: AccountIdentity
  readonly issuer_arrival: IssuerArrival
  readonly activation_letter: ActivationLetter
  readonly account_opening: AccountOpening
  readonly grant_invite: GrantInvite
  readonly viewing: Viewing
}
