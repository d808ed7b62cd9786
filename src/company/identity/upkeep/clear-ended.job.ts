import { sql } from 'kysely'
import type pg from 'pg'
import { tables, transaction } from '#platform/database'
import type { Job } from '#platform/jobs'
import { BROWSER_KEPT_DAYS } from '../sign-in/known-browser.sql.ts'

/** What has ended is kept so long for questions about it, and then deleted (GDPR article 5 (1) e: no longer than needed). */
const KEPT_DAYS = 90
/** The longest window of a limit is 30 days (letters with a code). */
const LIMITS_KEPT_DAYS = 31

const clearings = [
  sql`delete from session where coalesce(ended_at, expires_at) < now() - make_interval(days => ${KEPT_DAYS})`,
  sql`delete from staff_session where coalesce(ended_at, expires_at) < now() - make_interval(days => ${KEPT_DAYS})`,
  sql`delete from machine_token where expires_at < now()`,
  sql`delete from password_request where asked_at < now() - make_interval(days => ${KEPT_DAYS})`,
  sql`delete from activation_request where asked_at < now() - make_interval(days => ${KEPT_DAYS})`,
  // An e-mail address and a password hash that nobody confirmed are forgotten with the link.
  sql`update activation_request set email = null, password_hash = null, token_hash = null
       where used_at is null and email is not null and coalesce(ends_at, asked_at + interval '2 days') < now()`,
  sql`delete from passkey_challenge where ends_at < now()`,
  sql`delete from sign_in_step where ends_at < now() - make_interval(days => ${KEPT_DAYS})`,
  sql`delete from known_browser where last_seen_at < now() - make_interval(days => ${BROWSER_KEPT_DAYS})`,
  sql`delete from account_totp where confirmed_at is null and begun_at < now() - interval '1 day'`,
  sql`delete from caller_check where checked_at < now() - make_interval(days => ${KEPT_DAYS})`,
  sql`delete from openid_code where ends_at < now() - interval '1 day'`,
  sql`delete from openid_token where ends_at < now() - interval '1 day'`,
  sql`delete from issuer_arrival where ends_at < now()`,
  sql`delete from activation_letter where ends_at < now() - make_interval(days => ${KEPT_DAYS})`,
  sql`delete from account_opening where ends_at < now() - make_interval(days => ${KEPT_DAYS})`,
  sql`delete from rate_limit where window_start < now() - make_interval(days => ${LIMITS_KEPT_DAYS})`,
]

/** Deletes what has ended long ago. Each statement commits by itself, so that none holds locks for all. */
export async function clearEnded(pool: pg.Pool): Promise<void> {
  for (const clearing of clearings) await transaction(pool, (tx) => clearing.execute(tables<Record<string, never>>(tx)))
}

/** Every night at 02:20 UTC. */
export const clearEndedJob = (pool: pg.Pool): Job => ({
  name: 'identity.clear-ended',
  cron: '20 2 * * *',
  run: () => clearEnded(pool),
})
