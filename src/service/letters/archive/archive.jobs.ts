import type pg from 'pg'
import { openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import { systemClock } from '#platform/clock'
import type { Settings } from '#platform/config'
import { transaction, type Tx } from '#platform/database'
import type { Job } from '#platform/jobs'
import { closeChain, finishRoots } from './close-chain.ts'
import { archiveKit } from './kit.ts'
import { dueLocks, noteLock } from './locks.sql.ts'
import { type Verified, type Verifying, verifyLetters } from './verify.ts'
import { type ChainPart, storeCheck } from './verify.sql.ts'

/** Every letter is read once in so many days; the chain and its roots are walked whole each time. */
const SHARES = 30
const EPOCH = Temporal.PlainDate.from('2026-01-01')

/** The part whose turn it is on a day. */
export const shareOf = (day: Temporal.PlainDate): ChainPart => ({
  of: SHARES,
  index: ((EPOCH.until(day).days % SHARES) + SHARES) % SHARES,
})

/**
 * Verifies a part or all, keeps what was found, and tells staff of a finding.
 * @param ended the time when it was done, asked for afterwards
 */
export async function runCheck(
  options: Verifying,
  part: ChainPart,
  now: Temporal.Instant,
  ended: () => Temporal.Instant,
): Promise<Verified & { readonly checkId: string }> {
  const verified = await verifyLetters(options, part)
  const { findings, ...counted } = verified
  const checkId = await transaction(options.pool, async (tx) => {
    const check = { scope: part.of === 1 ? 'whole' : 'share', begunAt: now, endedAt: ended(), ...counted } as const
    const id = await storeCheck(tx, check, findings)
    if (findings.length > 0) await tellStaff(tx, id, verified, now)
    return id
  })
  return { ...verified, checkId }
}

async function tellStaff(tx: Tx, checkId: string, { findings }: Verified, now: Temporal.Instant): Promise<void> {
  const today = legalDay(now)
  await openTask(
    tx,
    {
      kind: 'letters.archive-finding',
      customerId: null,
      contractId: null,
      subject: { checkId, findings: findings.length },
      group: 'it',
      priority: 1,
      dueOn: today,
      // One task a day, however often it is checked.
      dedupeKey: `letters.archive-finding:${today}`,
    },
    { channel: 'system', actor: { kind: 'system' }, occurredAt: now },
  )
}

/** Locks are extended when they end within so many days, so that a month without a worker loses none. */
const EXTEND_BEFORE_DAYS = 90
const LOCKS_A_ROUND_MAX = 5_000

async function extendLocks(pool: pg.Pool, settings: Settings, now: Temporal.Instant): Promise<void> {
  const { archive } = await archiveKit(settings, () => now)
  if (!archive.lockUntil) return
  const today = legalDay(now)
  const until = today.add({ days: settings.LETTERS_S3_LOCK_DAYS })
  const before = today.add({ days: Math.min(EXTEND_BEFORE_DAYS, settings.LETTERS_S3_LOCK_DAYS - 1) })
  for (const sha256 of await transaction(pool, (tx) => dueLocks(tx, before, LOCKS_A_ROUND_MAX))) {
    await archive.lockUntil(sha256, until)
    await transaction(pool, (tx) => noteLock(tx, sha256, until))
  }
}

/** What the archive does by itself: a root each day, a part read each night, locks extended. */
export const archiveJobs = (pool: pg.Pool, settings: Settings): readonly Job[] => [
  {
    name: 'letters.close-chain',
    // Each hour, so that a root gets its stamp soon after an authority that was away is back.
    cron: '25 * * * *',
    run: async (_payload, now) => {
      const kit = await archiveKit(settings, systemClock.now)
      await closeChain(pool, now)
      const faults: unknown[] = []
      await finishRoots({ pool, ...kit, onError: (error) => faults.push(error) }, now)
      // A failed job is shown at the desk and tried again.
      if (faults.length > 0) throw faults[0]
    },
  },
  {
    name: 'letters.check-archive',
    cron: '10 4 * * *',
    run: async (_payload, now) => {
      const kit = await archiveKit(settings, systemClock.now)
      await runCheck({ pool, ...kit }, shareOf(legalDay(now)), now, systemClock.now)
    },
  },
  {
    name: 'letters.extend-locks',
    cron: '50 4 * * *',
    run: (_payload, now) => extendLocks(pool, settings, now),
  },
]
