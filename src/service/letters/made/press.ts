import type pg from 'pg'
import { facts, type NewEntry, recordFacts } from '#company/journal'
import { openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import type { Clock } from '#platform/clock'
import { transaction, type Tx } from '#platform/database'
import type { Sheet } from '../blocks.ts'
import { type MadePdf, sheetHash } from '../engine/drawing.ts'
import type { LetterArchive } from '../store/archive.ts'
import { type Finished, type Published, publishLetters } from '../store/publish.sql.ts'
import { kindInVersion } from '../design/released.ts'
import type { LetterKind } from './letter-kind.ts'
import { ATTEMPTS_MAX, type DueOrder, noteFailure, takeDueOrders } from './order.sql.ts'
import { type Utility, writeLetter } from './write-letter.ts'

/** Made, stored and published together: some 300 ms of work, so that a single letter never waits long behind a run. */
const BATCH_MAX = 16
/** Longer than a batch can take, so that nobody takes over what is still being made. */
const LEASE_SECONDS = 120
/** A single letter is visible within 2 s: up to 200 ms until it is seen, 100 to 400 ms to be made. */
const POLL_MS = 200
const FIRST_WAIT_SECONDS = 5

export type PressOptions = {
  readonly pool: pg.Pool
  readonly archive: Pick<LetterArchive, 'putAll'>
  readonly draw: (sheet: Sheet) => Promise<MadePdf>
  readonly utility: Utility
  readonly onError: (error: unknown) => void
}

type Drawn = { readonly order: DueOrder; readonly sheet: Sheet; readonly made: MadePdf }
type Stored = Drawn & { readonly sha256: Buffer }

/**
 * Makes one batch of ordered letters: take (lease), draw, store, publish. Whatever dies in between is done again from the order,
 * to the same bytes; only what is on the disk is published. @returns how many were taken
 */
export async function pressDue(options: PressOptions, now: Temporal.Instant): Promise<number> {
  const { due, kinds } = await transaction(options.pool, async (tx) => {
    const taken = await takeDueOrders(tx, { now, limit: BATCH_MAX, leaseSeconds: LEASE_SECONDS })
    return { due: taken, kinds: await kindsOf(tx, taken) }
  })
  if (due.length === 0) return 0
  const drawing = due.map((order) => drawOne(options, order, kinds.get(kindKey(order)), now))
  const drawn = (await Promise.all(drawing)).filter((one) => one !== undefined)
  if (drawn.length === 0) return due.length
  const hashes = await options.archive.putAll(drawn.map((one) => one.made.pdf))
  const stored = drawn.map((one, at) => ({ ...one, sha256: hashes[at] as Buffer }))
  try {
    await publish(options, stored, now)
  } catch (error) {
    options.onError(error)
    // One of them may be what the database refuses; the others must not wait for it.
    for (const one of stored) await publish(options, [one], now).catch((why) => failed(options, one.order, why, now))
  }
  return due.length
}

async function publish(options: PressOptions, stored: readonly Stored[], now: Temporal.Instant): Promise<void> {
  await transaction(options.pool, async (tx) => {
    const published = await publishLetters(tx, stored.map(finishedOf), now)
    await recordFacts(
      tx,
      published.map((letter) => publishedEntry(letter, 'kundenwerk', now)),
    )
  })
}

const kindKey = ({ kind, kindVersion }: Pick<DueOrder, 'kind' | 'kindVersion'>): string => `${kind}/${kindVersion}`

/** Each kind as it held when its letter was ordered, however often it was changed since. */
async function kindsOf(tx: Tx, orders: readonly DueOrder[]): Promise<ReadonlyMap<string, LetterKind>> {
  const kinds = new Map<string, LetterKind>()
  for (const order of orders) {
    if (kinds.has(kindKey(order))) continue
    const kind = await kindInVersion(tx, order.kind, order.kindVersion)
    if (kind) kinds.set(kindKey(order), kind)
  }
  return kinds
}

async function drawOne(
  options: PressOptions,
  order: DueOrder,
  kind: LetterKind | undefined,
  now: Temporal.Instant,
): Promise<Drawn | undefined> {
  try {
    if (!kind) throw new Error(`There is no version ${order.kindVersion} of ${order.kind}.`)
    const sheet = writeLetter(kind, order.parameters, addresseeOf(order), options.utility)
    return { order, sheet, made: await options.draw(sheet) }
  } catch (error) {
    await failed(options, order, error, now)
    return undefined
  }
}

async function failed(options: PressOptions, order: DueOrder, error: unknown, now: Temporal.Instant): Promise<void> {
  options.onError(error)
  const said = error instanceof Error ? error.message : String(error)
  const next = now.add({ seconds: FIRST_WAIT_SECONDS * 4 ** (order.attempts - 1) })
  await transaction(options.pool, async (tx) => {
    await noteFailure(tx, order, said, next)
    if (order.attempts >= ATTEMPTS_MAX) await tellStaff(tx, order, now)
  })
}

const addresseeOf = (order: DueOrder) => ({
  name: order.recipient[0] ?? '',
  customerNumber: order.customerNumber,
  language: order.language,
  recipient: order.recipient,
  // Of the order and not of the try, so that a repeated letter is the same letter.
  day: legalDay(order.orderedAt),
})

/** A letter that failed ends in a state that somebody sees. */
async function tellStaff(tx: Tx, order: DueOrder, now: Temporal.Instant): Promise<void> {
  const context = {
    customerId: order.customerId,
    channel: 'system',
    actor: { kind: 'system' },
    occurredAt: now,
  } as const
  await recordFacts(tx, [
    { kind: facts.letterFailed, payload: { letterId: order.letterId, kind: order.kind }, context },
  ])
  await openTask(
    tx,
    {
      kind: 'letters.not-made',
      customerId: order.customerId,
      contractId: order.contractId,
      subject: { letterId: order.letterId, letterKind: order.kind },
      group: 'it',
      priority: 1,
      dueOn: legalDay(now),
      dedupeKey: `letters.not-made:${order.letterId}`,
    },
    context,
  )
}

const finishedOf = ({ order, sheet, made, sha256 }: Stored): Finished => ({
  letterId: order.letterId,
  files: [
    {
      form: 'letter',
      language: order.language,
      title: order.title,
      sha256,
      sizeBytes: made.pdf.length,
      pages: made.pages,
    },
  ],
  frame: sheet.frame,
  reading: sheet.reading,
  inputHash: sheetHash(sheet),
})

/** The fact that the rooms around hear: notification, post, archive. */
export const publishedEntry = (letter: Published, source: string, now: Temporal.Instant): NewEntry => ({
  kind: facts.letterPublished,
  payload: {
    letterId: letter.id,
    kind: letter.kind,
    importance: letter.importance,
    pages: letter.pages,
    byPost: letter.byPost,
    source,
  },
  context: {
    customerId: letter.customerId,
    contractId: letter.contractId,
    channel: 'system',
    actor: { kind: 'system' },
    occurredAt: now,
  },
})

export type Press = { readonly stop: () => Promise<void> }

/** Looks for ordered letters five times a second (an index probe when there are none) and makes them. */
export function startPress(options: PressOptions & { readonly clock: Clock }): Press {
  const stopping = new AbortController()
  const running = loop(options, stopping.signal)
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

async function loop(options: PressOptions & { readonly clock: Clock }, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    let taken = 0
    try {
      taken = await pressDue(options, options.clock.now())
    } catch (error) {
      if (!stop.aborted) options.onError(error)
    }
    if (taken < BATCH_MAX) await pause(POLL_MS, stop)
  }
}

const pause = (ms: number, stop: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (stop.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    stop.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true })
  })
