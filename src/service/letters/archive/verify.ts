import type pg from 'pg'
import { transaction } from '#platform/database'
import type { LetterArchive } from '../store/archive.ts'
import { checkFiles } from './verify-files.ts'
import { walkChain } from './verify-chain.ts'
import type { Trust } from './time-stamp.ts'
import { type ChainPart, type Finding, type JudgedLink, judgedLinks, letterOfFiles, unrecorded } from './verify.sql.ts'

export type Verifying = {
  readonly pool: pg.Pool
  readonly archive: Pick<LetterArchive, 'get' | 'getNamed'>
  /** Undefined if nobody is trusted: stamps are then not checked, which is said. */
  readonly trust: Trust | undefined
}

export type Verified = {
  readonly records: number
  readonly letters: number
  readonly files: number
  readonly bytes: number
  readonly roots: number
  readonly stamps: number
  readonly findings: readonly Finding[]
}

const BATCH = 500
const FINDINGS_MAX = 10_000

/**
 * Reads the archive as a stranger would: the chain from its first link to its head, the roots with their stamps, and for a part of
 * the links (or all) the letter's row, content, file rows and every byte of the files. It changes nothing.
 */
export async function verifyLetters(options: Verifying, part: ChainPart = { of: 1, index: 0 }): Promise<Verified> {
  const findings: Finding[] = []
  const add = (found: Finding) => {
    if (findings.length < FINDINGS_MAX) findings.push(found)
  }
  const walked = await walkChain(options, add)
  const counted = await checkLetters(options, part, add)
  for (const { letterId, what } of await transaction(options.pool, (tx) => unrecorded(tx, FINDINGS_MAX)))
    add({ what: 'state-unrecorded', seq: null, letterId, detail: `The letter is ${what}, and no link says so.` })
  return { ...walked, ...counted, findings }
}

async function checkLetters(options: Verifying, part: ChainPart, add: (found: Finding) => void) {
  const counted = { letters: 0, files: 0, bytes: 0 }
  for (let after = '0'; ; ) {
    const links = await transaction(options.pool, (tx) => judgedLinks(tx, after, BATCH, part))
    for (const link of links) for (const found of await judge(options.pool, link)) add(found)
    const published = links.filter((link) => link.act === 'published' && !link.erased)
    counted.letters += published.length
    const read = await checkFiles(options.archive, published, add)
    counted.files += read.files
    counted.bytes += read.bytes
    const last = links.at(-1)
    if (!last || links.length < BATCH) return counted
    after = last.seq
  }
}

/** What is wrong with the letter behind a link. */
async function judge(pool: pg.Pool, link: JudgedLink): Promise<readonly Finding[]> {
  const { seq, letterId } = link
  const say = (what: string, detail: string): Finding => ({ what, seq, letterId, detail })
  if (link.state === null) return [say('letter-missing', 'The row of the letter is not there.')]
  if (link.erased && link.act !== 'erased') {
    // The hash of what was erased stays in the chain; that nothing of it is left can still be seen.
    const left = link.hasContent || link.files.length > 0
    return left ? [say('erased-is-there', 'The chain says that the letter was erased, and parts of it are there.')] : []
  }
  const found: Finding[] = []
  if (link.act !== 'erased' && !link.hasContent)
    found.push(say('content-missing', 'The content of the letter is not there.'))
  else if (!link.nowMeta?.equals(link.metaHash))
    found.push(say('letter-changed', `Row or content differ from what was ${link.act}.`))
  if (!link.nowFiles?.equals(link.filesHash)) found.push(await filesFinding(pool, link, say))
  return found
}

async function filesFinding(
  pool: pg.Pool,
  link: JudgedLink,
  say: (what: string, detail: string) => Finding,
): Promise<Finding> {
  if (link.files.length === 0) return say('file-row-missing', 'The letter names no file any more.')
  const other = link.nowFiles && (await transaction(pool, (tx) => letterOfFiles(tx, link.nowFiles as Buffer)))
  return other
    ? say('files-moved', `The letter names the files of letter ${other}.`)
    : say('files-changed', 'The letter names other files than when it was published.')
}
