import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { madeKind } from '../made/kinds/index.ts'
import type { LetterKind } from '../made/letter-kind.ts'
import { designVersion, versionInForce } from './design.sql.ts'
import { offerOf } from './offers.ts'
import { kindOfDesign } from './write-design.ts'

const compiled = new Map<string, LetterKind>()
const COMPILED_MAX = 500

/** One version of a kind, whoever wrote it. A released version never changes, so it is compiled once in a process. */
export async function kindInVersion(tx: Tx, code: string, version: number): Promise<LetterKind | undefined> {
  const key = `${code}/${version}`
  const known = compiled.get(key)
  if (known) return known
  const row = await designVersion(tx, code, version)
  const program = madeKind(code)
  // What was ordered just before an upgrade of the program is written with the version that it brought.
  if (row?.state !== 'released') return program && version <= program.version ? program : undefined
  if (compiled.size >= COMPILED_MAX) compiled.clear()
  const made = kindOfDesign(code, version, row.body, offerOf(code)?.offer)
  compiled.set(key, made)
  return made
}

/** The kind as it holds on the day of this moment: what editors have released, otherwise what the program brings. */
export async function kindInForce(tx: Tx, code: string, now: Temporal.Instant): Promise<LetterKind | undefined> {
  const version = await versionInForce(tx, code, legalDay(now))
  return version === undefined ? madeKind(code) : kindInVersion(tx, code, version)
}
