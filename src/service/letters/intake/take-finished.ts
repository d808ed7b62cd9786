import { createHash } from 'node:crypto'
import { customerByNumber } from '#company/customers'
import { type Actor, type Channel, facts, recordFacts } from '#company/journal'
import { openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import type { LetterArchive } from '../store/archive.ts'
import type { Reading } from '../blocks.ts'
import { insertLetter } from '../made/order.sql.ts'
import { publishedEntry } from '../made/press.ts'
import { publishLetters, type StoredFile } from '../store/publish.sql.ts'
import type { FinishedLetter, FurtherFile } from './finished.contract.ts'
import type { Inspected, RefusalReason } from './inspection.ts'
import { contractOf, letterBySource, meetKind } from './take.sql.ts'

/** A finished letter as it was handed in. */
export type HandedIn = {
  readonly about: FinishedLetter
  readonly pdf: Buffer
  readonly further: readonly { readonly about: FurtherFile; readonly pdf: Buffer }[]
}

/** Looked at and on the disk. */
export type Checked = {
  readonly about: FinishedLetter
  readonly reading: Reading
  readonly files: readonly [StoredFile, ...StoredFile[]]
}

export type CheckedOrRefused = Checked | { readonly refused: RefusalReason }

/**
 * Looks at the files of a letter and stores them, before any transaction. A refused letter leaves nothing behind but, at worst, a
 * file that nobody names.
 */
export async function checkFinished(
  handed: HandedIn,
  inspect: (bytes: Uint8Array) => Promise<Inspected>,
  archive: Pick<LetterArchive, 'putAll'>,
): Promise<CheckedOrRefused> {
  const all = [handed.pdf, ...handed.further.map((one) => one.pdf)]
  const looked: Extract<Inspected, { ok: true }>[] = []
  for (const bytes of all) {
    const inspected = await inspect(bytes)
    if (!inspected.ok) return { refused: inspected.reason }
    looked.push(inspected)
  }
  const hashes = await archive.putAll(all)
  const language = handed.about.language ?? 'de'
  const files = all.map((bytes, at): StoredFile => {
    const further = handed.further[at - 1]?.about
    return {
      form: further?.form ?? 'letter',
      language: further?.language ?? language,
      title: further?.title ?? handed.about.title,
      sha256: hashes[at] as Buffer,
      sizeBytes: bytes.length,
      pages: looked[at]?.pages ?? 1,
    }
  })
  return {
    about: handed.about,
    reading: (looked[0] as { reading: Reading }).reading,
    files: files as [StoredFile, ...StoredFile[]],
  }
}

export type Taken =
  | { readonly outcome: 'taken' | 'known'; readonly letterId: string }
  | { readonly outcome: 'refused'; readonly reason: RefusalReason }

type By = { readonly channel: Channel; readonly actor: Actor; readonly now: Temporal.Instant }

/**
 * Takes a checked letter: at once published, because it exists already. The same key with the same content changes nothing; with
 * another content or for another customer it is refused, because a published letter is not changed.
 */
export async function takeFinished(tx: Tx, checked: Checked, by: By): Promise<Taken> {
  const { about, files } = checked
  const customer = await customerByNumber(tx, about.customerNumber)
  // People type numbers loosely; a machine's number has to be the very one.
  if (!customer || customer.customerNumber !== about.customerNumber)
    return { outcome: 'refused', reason: 'unknown-customer' }
  const known = await letterBySource(tx, about.source, about.key)
  if (known) return sameAgain(known, customer.id, files[0].sha256)
  const contractId = about.contractNumber ? await contractOf(tx, customer.id, about.contractNumber) : undefined
  if (about.contractNumber && !contractId) return { outcome: 'refused', reason: 'unknown-contract' }
  if (await meetKind(tx, about.kind, about.title)) await tellEditor(tx, about.kind, by)
  const { id, isNew } = await insertLetter(
    tx,
    {
      customerId: customer.id,
      contractId: contractId ?? null,
      kind: about.kind,
      kindVersion: 1,
      source: about.source,
      sourceKey: about.key,
      title: about.title,
      language: about.language ?? customer.language,
      actionDueOn: about.actionDueOn ?? null,
    },
    by.now,
  )
  if (!isNew) return { outcome: 'known', letterId: id }
  const inputHash = createHash('sha256').update(files[0].sha256).digest()
  const finished = { letterId: id, files, frame: undefined, reading: checked.reading, inputHash }
  const published = await publishLetters(tx, [finished], by.now)
  await recordFacts(
    tx,
    published.map((letter) => {
      const entry = publishedEntry(letter, about.source, by.now)
      return { ...entry, context: { ...entry.context, channel: by.channel, actor: by.actor } }
    }),
  )
  return { outcome: 'taken', letterId: id }
}

function sameAgain(
  known: { readonly id: string; readonly customerId: string; readonly sha256: Buffer | null },
  customerId: string,
  sha256: Buffer,
): Taken {
  if (known.customerId !== customerId || !known.sha256?.equals(sha256))
    return { outcome: 'refused', reason: 'key-taken' }
  return { outcome: 'known', letterId: known.id }
}

/** Nobody has said what this kind is: it is shown at once, in the quietest class, and an editor classifies it. */
async function tellEditor(tx: Tx, kind: string, by: By): Promise<void> {
  const context = { channel: by.channel, actor: by.actor, occurredAt: by.now } as const
  await recordFacts(tx, [{ kind: facts.letterKindMet, payload: { kind }, context }])
  await openTask(
    tx,
    {
      kind: 'letters.classify-kind',
      customerId: null,
      contractId: null,
      subject: { letterKind: kind },
      group: 'editors',
      priority: 2,
      dueOn: legalDay(by.now).add({ days: 7 }),
      dedupeKey: `letters.classify-kind:${kind}`,
    },
    context,
  )
}
