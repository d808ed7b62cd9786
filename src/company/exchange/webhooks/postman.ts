import type pg from 'pg'
import { facts, recordFacts, type NewEntry } from '#company/journal'
import type { Clock } from '#platform/clock'
import { transaction, type Tx } from '#platform/database'
import { toChangeAnswer } from '../changes/change-answer.ts'
import type { OutObject } from '../changes/out-object.ts'
import { sequenceChanges } from '../changes/sequence-changes.ts'
import { ATTEMPTS_MAX, receiverWaitSeconds, waitSeconds } from './back-off.ts'
import {
  type AttemptResult,
  deliveriesDue,
  type DueDelivery,
  noteRound,
  type Receiver,
  receiversDue,
} from './deliveries.sql.ts'
import type { Sealer } from '#platform/sealing'
import type { AddressRule } from './receiver-address.ts'
import { type Line, openLine, type SendOutcome } from './send-webhook.ts'
import { signedHeaders } from './signature.ts'
import { openSecret, sealPlainSecrets } from './subscriptions.sql.ts'

/** At once to one receiver: enough to fill a fast one over a long line, and no flood for a small one. */
const CONNECTIONS_MAX = 16
/** Fetched at once for one receiver. One statement for 256 costs less than two for 128. */
const DUE_MAX = 256
/** What came of attempts is written together, after so many or so long: a kill repeats these at most, under the same ids. */
const NOTE_EVERY = 64
/** After so many failures one after the other the receiver is asked by one delivery at a time. */
const FAILURES_BEFORE_REST = 5
/** HTTP 410: the receiver says that it will never take anything again. */
const GONE = 410

export type PostmanOptions = {
  readonly pool: pg.Pool
  readonly objects: readonly OutObject[]
  readonly rule: AddressRule
  /** Opens the secrets that sign. */
  readonly sealer: Sealer
  readonly clock: Clock
  readonly onError: (error: unknown) => void
  readonly answerMsMax?: number
  /** A number between 0 and 1; chance, or a fixed one in tests. */
  readonly chance?: () => number
  /** Opens the line to a receiver, for tests with certificates of their own. */
  readonly openLine?: typeof openLine
}

const scopesOf = (objects: readonly OutObject[]): ReadonlyMap<string, string> =>
  new Map(objects.map((one) => [one.object, one.scope]))

/** The id by which a receiver knows a change again: the same in all attempts and replays. */
export const webhookId = (changeId: string): string => `chg_${changeId}`

export function webhookBody(delivery: DueDelivery): string {
  const change = toChangeAnswer(delivery)
  return JSON.stringify({ type: change.fact, timestamp: change.occurredAt, data: change })
}

type Lane = { readonly line: Line; running: Promise<void> | undefined }

/**
 * Brings changes to their receivers. Each receiver has a lane of its own with its own connections, so a slow one takes the time
 * of nobody else. All state is in the tables: whoever is killed is followed by another who begins where the tables stand.
 */
export class Postman {
  readonly #options: PostmanOptions
  readonly #lanes = new Map<string, Lane>()
  readonly #stopping = new AbortController()

  constructor(options: PostmanOptions) {
    this.#options = options
  }

  /** Reads new facts and starts the lanes of all who wait. @returns true if there was something to do */
  async lookOnce(): Promise<boolean> {
    const { pool, objects, clock } = this.#options
    const read = await sequenceChanges(pool, objects)
    const due = await transaction(pool, (tx) => receiversDue(tx, clock.now()))
    for (const receiver of due) this.#startLaneOf(receiver)
    return read > 0 || due.length > 0
  }

  /** Closes secrets that an earlier release stored readable. */
  async sealSecrets(): Promise<void> {
    await transaction(this.#options.pool, (tx) => sealPlainSecrets(tx, this.#options.sealer))
  }

  /** A receiver whose secrets cannot be opened waits until the key is back; it is said, and the others go on. */
  #startLaneOf(receiver: Receiver): void {
    const { sealer, onError } = this.#options
    try {
      const secrets = receiver.secrets.map((stored) => openSecret(sealer, receiver.id, stored))
      this.#startLane({ ...receiver, secrets })
    } catch (error) {
      onError(error)
    }
  }

  /** Waits for all lanes to come to rest, for tests. */
  async rest(): Promise<void> {
    while (this.#running().length > 0) await Promise.all(this.#running())
  }

  /** Ends what is under way and closes all connections. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#running())
    for (const lane of this.#lanes.values()) lane.line.close()
  }

  #running = (): Promise<void>[] => [...this.#lanes.values()].flatMap((lane) => lane.running ?? [])

  #startLane(receiver: Receiver): void {
    const { rule, answerMsMax } = this.#options
    const open = this.#options.openLine ?? openLine
    const lane: Lane = this.#lanes.get(receiver.id) ?? {
      line: open({ rule, connectionsMax: CONNECTIONS_MAX, ...(answerMsMax !== undefined && { answerMsMax }) }),
      running: undefined,
    }
    this.#lanes.set(receiver.id, lane)
    lane.running ??= this.#run(receiver, lane)
      .catch(this.#options.onError)
      .finally(() => {
        lane.running = undefined
      })
  }

  async #run(receiver: Receiver, lane: Lane): Promise<void> {
    const { pool, objects, clock } = this.#options
    let { failures } = receiver
    while (!this.#stopping.signal.aborted) {
      // A receiver that fails is tried with one delivery, not with all that wait.
      const limit = failures >= FAILURES_BEFORE_REST ? 1 : DUE_MAX
      const due = await transaction(pool, (tx) => deliveriesDue(tx, receiver, scopesOf(objects), clock.now(), limit))
      if (due.length === 0) return
      const round = new Round(this.#options, receiver, lane.line, failures, this.#stopping.signal)
      failures = await round.send(due)
      if (round.mustRest) return
    }
  }
}

/** One fetched lot for one receiver. */
class Round {
  mustRest = false
  readonly #options: PostmanOptions
  readonly #receiver: Receiver
  readonly #line: Line
  readonly #stop: AbortSignal
  #failures: number
  #gone = false
  #problem: string | null = null
  #results: AttemptResult[] = []
  #noting: Promise<void> = Promise.resolve()

  constructor(options: PostmanOptions, receiver: Receiver, line: Line, failures: number, stop: AbortSignal) {
    this.#options = options
    this.#receiver = receiver
    this.#line = line
    this.#failures = failures
    this.#stop = stop
  }

  /** @returns failures one after the other, now */
  async send(due: readonly DueDelivery[]): Promise<number> {
    const waiting = due.values()
    const work = async () => {
      for (const delivery of waiting) {
        if (this.mustRest || this.#stop.aborted) return
        await this.#sendOne(delivery)
      }
    }
    await Promise.all(Array.from({ length: Math.min(CONNECTIONS_MAX, due.length) }, work))
    this.#note()
    await this.#noting
    return this.#failures
  }

  async #sendOne(delivery: DueDelivery): Promise<void> {
    const { clock } = this.#options
    if (!delivery.mayStillSee)
      return this.#add({ changeId: delivery.id, state: 'skipped', status: null, problem: null, nextTryAt: null })
    const body = webhookBody(delivery)
    const headers = signedHeaders(this.#receiver.secrets, webhookId(delivery.id), body, clock.now())
    const outcome = await this.#line.send(this.#receiver.url, headers, body)
    this.#judge(outcome)
    this.#add(this.#resultOf(delivery, outcome))
  }

  #judge({ status, problem }: SendOutcome): void {
    this.#failures = problem === null ? 0 : this.#failures + 1
    this.#problem = problem
    if (status === GONE) this.#gone = true
    this.mustRest ||= this.#gone || this.#failures >= FAILURES_BEFORE_REST
  }

  #resultOf(delivery: DueDelivery, { status, problem }: SendOutcome): AttemptResult {
    const shared = { changeId: delivery.id, status, problem }
    if (problem === null) return { ...shared, state: 'delivered', nextTryAt: null }
    const attempts = delivery.attempts + 1
    if (attempts >= ATTEMPTS_MAX) return { ...shared, state: 'failed', nextTryAt: null }
    return { ...shared, state: 'waiting', nextTryAt: this.#after(waitSeconds(attempts, this.#chance())) }
  }

  #chance = (): number => (this.#options.chance ?? Math.random)()
  #after = (seconds: number): Temporal.Instant => this.#options.clock.now().add({ seconds })

  #add(result: AttemptResult): void {
    this.#results.push(result)
    if (this.#results.length >= NOTE_EVERY) this.#note()
  }

  /** Writes what has come together, one lot after the other. */
  #note(): void {
    const results = this.#results
    this.#results = []
    if (results.length === 0 && !this.mustRest) return
    const how = {
      failures: this.#failures,
      retryAt: this.mustRest
        ? this.#after(receiverWaitSeconds(this.#failures - FAILURES_BEFORE_REST + 1, this.#chance()))
        : null,
      problem: this.#problem,
      gone: this.#gone,
    }
    this.#noting = this.#noting.then(() =>
      transaction(this.#options.pool, async (tx) => {
        const now = this.#options.clock.now()
        await noteRound(tx, this.#receiver.id, results, how, now)
        await this.#recordEnds(tx, results, how.gone, now)
      }),
    )
    // A failure is thrown where `send` awaits it; until then it must not count as unhandled.
    this.#noting.catch(() => undefined)
  }

  async #recordEnds(tx: Tx, results: readonly AttemptResult[], gone: boolean, now: Temporal.Instant): Promise<void> {
    const context = { channel: 'system', actor: { kind: 'system' }, occurredAt: now } as const
    const ended = results
      .filter((one) => one.state === 'failed')
      .map((one) => ({ changeId: one.changeId as string | null, gone: false }))
    const entries = [...ended, ...(gone ? [{ changeId: null, gone: true }] : [])]
    const payload = (entry: (typeof entries)[number]) => ({ subscriptionId: this.#receiver.id, ...entry })
    await recordFacts(
      tx,
      entries.map((entry): NewEntry => ({ kind: facts.deliveryFailed, payload: payload(entry), context })),
    )
  }
}
