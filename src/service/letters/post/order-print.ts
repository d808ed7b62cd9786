import { type Reach, reachOf } from '#company/customers'
import { openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { type AddressFault, addressFault } from './postal-address.ts'
import { nextCutOff, postageFor } from './postage.ts'
import {
  insertPrintJobs,
  type NewPrintJob,
  type PaperBecause,
  type Printable,
  printablesOf,
  ratesOn,
} from './print-jobs.sql.ts'

export type PaperWish = {
  readonly letterId: string
  readonly because: PaperBecause
  readonly registered?: boolean
}

/** Days until somebody has found a right address. */
const ADDRESS_TASK_DAYS = 3

/**
 * Puts letters on paper, each once: weight and postage by today's rates, cancellable until the cut-off. What cannot be posted (no right
 * address, another address than in the window, too heavy) is held and becomes a task for a person. A letter that is on paper already
 * is left out.
 */
export async function orderPrints(tx: Tx, wishes: readonly PaperWish[], now: Temporal.Instant): Promise<void> {
  if (wishes.length === 0) return
  const printables = (
    await printablesOf(
      tx,
      wishes.map((one) => one.letterId),
    )
  ).filter((one) => !one.onPaper)
  const reach = await reachOf(
    tx,
    printables.map((one) => one.customerId),
  )
  const { rates, rule } = await ratesOn(tx, legalDay(now))
  const cutOffAt = nextCutOff(now, rule.cutOff)
  const wishOf = new Map(wishes.map((one) => [one.letterId, one]))
  const held: { readonly printable: Printable; readonly fault: Fault }[] = []
  const jobs = printables.map((printable): NewPrintJob => {
    const wish = wishOf.get(printable.letterId) as PaperWish
    const registered = wish.registered ?? false
    const postage = postageFor(printable.pagesOfFiles, registered, rule, rates)
    const onFile = reach.get(printable.customerId)
    const fault = postage ? faultOf(printable, onFile, wish.because) : 'too-heavy'
    if (fault) held.push({ printable, fault })
    return {
      letterId: printable.letterId,
      customerId: printable.customerId,
      jobKey: `l${printable.letterId}-${wish.because}`,
      because: wish.because,
      recipient: printable.window ?? onFile?.addressLines ?? [],
      pages: printable.pagesOfFiles.reduce((sum, pages) => sum + pages, 0),
      sheets: postage?.sheets ?? 1,
      weightG: postage?.weightG ?? 1,
      product: postage?.product ?? 'none',
      registered,
      postageCents: postage?.cents ?? 0,
      state: fault ? 'held' : 'waiting',
      endedBecause: fault ?? null,
      cutOffAt,
    }
  })
  const ids = await insertPrintJobs(tx, jobs, now)
  for (const { printable, fault } of held) {
    const jobId = ids.get(printable.letterId)
    if (jobId) await askForAddress(tx, { ...printable, jobId, because: fault }, now)
  }
}

type Fault = AddressFault | 'address-changed' | 'too-heavy'

/** What stands in the window counts; of a letter of two weeks ago it may be where the customer lived then. */
function faultOf(printable: Printable, onFile: Reach | undefined, because: PaperBecause): Fault | undefined {
  const { window } = printable
  const onFileLines = onFile?.addressLines ?? []
  if (!window) return addressFault(onFileLines)
  const isLate = because === 'not-opened' || because === 'channel-lost'
  if (isLate && onFileLines.length > 0 && window.join(' ') !== onFileLines.join(' ')) return 'address-changed'
  return addressFault(window)
}

/** An address that does not lead anywhere is a piece of work for a person. */
export async function askForAddress(
  tx: Tx,
  about: {
    readonly jobId: string
    readonly letterId: string
    readonly customerId: string
    readonly contractId: string | null
    readonly because: string
  },
  now: Temporal.Instant,
): Promise<void> {
  await openTask(
    tx,
    {
      kind: 'letters.address-wanted',
      customerId: about.customerId,
      contractId: about.contractId,
      subject: { letterId: about.letterId, printJobId: about.jobId, because: about.because },
      group: 'service',
      priority: 2,
      dueOn: legalDay(now).add({ days: ADDRESS_TASK_DAYS }),
      dedupeKey: `letters.address-wanted:${about.jobId}`,
    },
    { customerId: about.customerId, channel: 'system', actor: { kind: 'system' }, occurredAt: now },
  )
}
