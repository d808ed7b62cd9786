import type { z } from '#platform/contract'
import type { Tx } from '#platform/database'
import { notFound } from '#platform/refusal'
import type { designAnswer } from './design.contract.ts'
import { kindOnFile, latestModules, lettersByVersion, moduleUses, openDraft, versionsOf } from './design.sql.ts'
import { madeKind } from '../made/kinds/index.ts'
import { offerOf } from './offers.ts'

/** All that the page of one kind shows. @throws Refusal 404 if there is no such kind or the program alone writes it */
export async function showDesign(tx: Tx, code: string, staffId: string): Promise<z.input<typeof designAnswer>> {
  const kind = await kindOnFile(tx, code)
  const program = offerOf(code)
  const rows = await versionsOf(tx, code)
  if (!kind || (!program && rows.length === 0)) throw notFound()
  const letters = await lettersByVersion(tx, code)
  const open = await openDraft(tx, code)
  const uses = await moduleUses(tx)
  const first = {
    version: madeKind(code)?.version ?? 1,
    state: 'program' as const,
    note: '',
    authors: [],
    checkedBy: null,
    changedAt: null,
    releasedAt: null,
    validFrom: null,
    letters: letters.get(madeKind(code)?.version ?? 1) ?? 0,
  }
  return {
    code,
    titleDe: kind.titleDe,
    titleEn: kind.titleEn,
    isProgram: program !== undefined,
    versions: [
      ...rows.map((row) => ({
        ...row,
        authors: [...row.authors],
        changedAt: row.changedAt.toString(),
        releasedAt: row.releasedAt?.toString() ?? null,
        letters: letters.get(row.version) ?? 0,
      })),
      ...(program ? [first] : []),
    ],
    open: open
      ? {
          version: open.version,
          state: open.state === 'proposed' ? 'proposed' : 'draft',
          note: open.note,
          rowVersion: open.rowVersion,
          isMine: open.authorIds.includes(staffId),
          body: open.body,
        }
      : null,
    offered: program ? [...program.offer.definitions] : null,
    library: (await latestModules(tx)).map((module) => ({
      code: module.code,
      version: module.version,
      name: module.name,
      usedIn: [...(uses.get(module.code) ?? [])],
      module,
    })),
  }
}
