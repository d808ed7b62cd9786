import { createHash } from 'node:crypto'
import type pg from 'pg'
import { transaction } from '#platform/database'
import { merkleRoot } from './merkle.ts'
import { bookNames, NO_STATEMENT, statementHash, statementOf } from './root-statement.ts'
import { allRoots, type KeptRoot } from './roots.sql.ts'
import { checkStamp } from './time-stamp.ts'
import type { Verifying } from './verify.ts'
import { type Finding, headOf, type LinkRow, linkRows, seqOfHash } from './verify.sql.ts'

const BATCH = 5_000
/** Before the first link, as the migration began the chain. */
const BEGINNING = createHash('sha256').update('kundenwerk letters').digest()

/** The hash of a link by its fields: `letter_record_hash` of the migration, made here so that nobody needs to believe the database. */
function hashOf(link: LinkRow, seq = link.seq): Buffer {
  const fields = [
    seq,
    link.letterId,
    link.act,
    ...[link.metaHash, link.filesHash, link.prevHash].map((one) => one.toString('hex')),
  ]
  return createHash('sha256').update(fields.join('\x1f')).digest()
}

type Add = (found: Finding) => void

/** Walks all links in order and holds the roots against them. */
export async function walkChain(options: Verifying, add: Add) {
  const roots = await transaction(options.pool, (tx) => allRoots(tx))
  const book = new RootBook(roots)
  const end = await transaction(options.pool, (tx) => headOf(tx))
  let [seq, records] = [0n, 0]
  let hash: Buffer = BEGINNING
  for (let more = true; more; ) {
    const links = await transaction(options.pool, (tx) => linkRows(tx, String(seq), BATCH))
    more = links.length === BATCH
    for (const link of links) {
      records += 1
      const own = BigInt(link.seq)
      if (own !== seq + 1n)
        add({
          what: 'record-missing',
          seq: String(seq + 1n),
          letterId: null,
          detail: `Links ${seq + 1n} to ${own - 1n} are not there.`,
        })
      else if (!link.prevHash.equals(hash))
        add({
          what: 'link-broken',
          seq: link.seq,
          letterId: link.letterId,
          detail: 'The link does not hang on the one before.',
        })
      if (!hashOf(link).equals(link.hash)) add(await changedLink(options.pool, link))
      book.take(link)
      seq = own
      hash = link.hash
    }
  }
  await checkHead(options.pool, { seq, hash }, end, add)
  const stamps = await checkRoots(options, roots, book, add)
  return { records, roots: roots.length, stamps }
}

/** A link whose hash is not that of its fields: moved, if it fits behind another one. */
async function changedLink(pool: pg.Pool, link: LinkRow): Promise<Finding> {
  const before = await transaction(pool, (tx) => seqOfHash(tx, link.prevHash))
  const place = before === undefined ? undefined : String(BigInt(before) + 1n)
  const moved = place !== undefined && place !== link.seq && hashOf(link, place).equals(link.hash)
  return moved
    ? { what: 'record-moved', seq: link.seq, letterId: link.letterId, detail: `The link belongs to place ${place}.` }
    : { what: 'record-changed', seq: link.seq, letterId: link.letterId, detail: 'The link is not what its hash says.' }
}

/** The head moves while letters are published, so it may be ahead of what was read; it is never behind. */
async function checkHead(
  pool: pg.Pool,
  last: { readonly seq: bigint; readonly hash: Buffer },
  before: { readonly seq: string; readonly hash: Buffer } | undefined,
  add: Add,
): Promise<void> {
  const say = (detail: string) => add({ what: 'head-changed', seq: null, letterId: null, detail })
  if (!before) return say('The head of the chain is not there.')
  if (BigInt(before.seq) > last.seq)
    return say(`The head says ${before.seq}, and the chain ends at ${last.seq}: links at the end are not there.`)
  const now = await transaction(pool, (tx) => headOf(tx))
  if (now && BigInt(now.seq) < last.seq) return say(`The head says ${now.seq}, and the chain goes to ${last.seq}.`)
  if (now && BigInt(now.seq) === last.seq && !now.hash.equals(last.hash))
    say('The head has another hash than the last link.')
}

/** Collects the hashes of the links below each root. */
class RootBook {
  readonly hashes = new Map<number, Buffer[]>()
  readonly #roots: readonly KeptRoot[]
  #at = 0
  constructor(roots: readonly KeptRoot[]) {
    this.#roots = roots
  }
  take(link: LinkRow): void {
    const seq = BigInt(link.seq)
    while (this.#roots[this.#at] && seq > BigInt((this.#roots[this.#at] as KeptRoot).lastSeq)) this.#at += 1
    const root = this.#roots[this.#at]
    if (!root || seq < BigInt(root.firstSeq)) return
    const list = this.hashes.get(root.number) ?? []
    list.push(link.hash)
    this.hashes.set(root.number, list)
  }
}

/** @returns how many stamps were checked and hold */
async function checkRoots(options: Verifying, roots: readonly KeptRoot[], book: RootBook, add: Add): Promise<number> {
  let [lastSeq, stamps] = [0n, 0]
  let previous: Buffer = NO_STATEMENT
  for (const [at, root] of roots.entries()) {
    const say = (what: string, detail: string) =>
      add({ what, seq: root.lastSeq, letterId: null, detail: `Root ${root.number} of ${root.closedOn}: ${detail}` })
    if (root.number !== at + 1) say('root-missing', `it stands at place ${at + 1}; roots before it are not there.`)
    const links = book.hashes.get(root.number) ?? []
    const tree = links.length > 0 ? merkleRoot(links) : Buffer.alloc(0)
    const joins = BigInt(root.firstSeq) === lastSeq + 1n && root.previousHash.equals(previous)
    if (!joins || !tree.equals(root.root) || !links.at(-1)?.equals(root.chainHash))
      say('root-changed', 'it is not the root over its links.')
    if (root.bookedAt) await checkBook(options, root, say)
    if (root.token && options.trust) stamps += (await stampHolds(options, root, say)) ? 1 : 0
    previous = statementHash(root)
    lastSeq = BigInt(root.lastSeq)
  }
  const beyond = await options.archive.getNamed(bookNames(roots.length + 1).statement)
  if (beyond)
    add({
      what: 'root-missing',
      seq: null,
      letterId: null,
      detail: `Root ${roots.length + 1} lies beside the files and is not in the table.`,
    })
  return stamps
}

/** The statement beside the files is out of the database's reach. */
async function checkBook(
  { archive }: Verifying,
  root: KeptRoot,
  say: (what: string, detail: string) => void,
): Promise<void> {
  const kept = await archive.getNamed(bookNames(root.number).statement)
  if (!kept) say('root-unbooked', 'its statement beside the files is not there.')
  else if (!kept.equals(statementOf(root))) say('root-changed', 'the statement beside the files says something else.')
  const token = await archive.getNamed(bookNames(root.number).token)
  if (token && !root.token) say('stamp-missing', 'its stamp lies beside the files and is not in the table.')
}

async function stampHolds(
  { trust }: Verifying,
  root: KeptRoot,
  say: (what: string, detail: string) => void,
): Promise<boolean> {
  try {
    if (trust) await checkStamp(root.token as Buffer, statementOf(root), trust)
    return true
  } catch (error) {
    say('stamp-wrong', error instanceof Error ? error.message : String(error))
    return false
  }
}
