import { facts, recordFact } from '#company/journal'
import { finishTaskOf, openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { changedMeanwhile, notFound, Refusal } from '#platform/refusal'
import { madeKind } from '../made/kinds/index.ts'
import type { DesignBody } from './design.contract.ts'
import {
  type DesignRow,
  highestVersion,
  insertDraft,
  insertKind,
  insertModules,
  kindOnFile,
  latestModules,
  latestReleased,
  moveDraft,
  openDraft,
  releaseDraft,
  storeDraft,
} from './design.sql.ts'
import { numberModules } from './number-modules.ts'
import { offerOf } from './offers.ts'
import { faultsOfDesign } from './try-design.ts'

export type By = { readonly staffId: string; readonly now: Temporal.Instant }
type Draft = { readonly rowVersion: number; readonly version: number }

/** A task of its own for each time that somebody asks: the draft has moved on in between. */
const taskOf = (kind: string, rowVersion: number): string => `letters.check-design:${kind}:${rowVersion}`

async function lockedDraft(tx: Tx, kind: string, rowVersion: number): Promise<DesignRow> {
  const draft = await openDraft(tx, kind)
  if (!draft) throw notFound()
  if (draft.rowVersion !== rowVersion) throw changedMeanwhile()
  return draft
}

/** A kind of the editors' own, with an empty draft. @throws Refusal 409 if the code is taken */
export async function makeKind(
  tx: Tx,
  kind: Parameters<typeof insertKind>[1],
  first: DesignBody,
  by: By,
): Promise<Draft> {
  if (!(await insertKind(tx, kind))) throw new Refusal(409, 'letters.kind-taken')
  const rowVersion = await insertDraft(tx, { kind: kind.code, version: 1, body: first, staffId: by.staffId }, by.now)
  return { rowVersion: rowVersion as number, version: 1 }
}

/** A new draft from what holds now. @throws Refusal 409 if somebody has begun one */
export async function beginDraft(tx: Tx, kind: string, by: By): Promise<Draft> {
  if (!(await kindOnFile(tx, kind))) throw notFound()
  const body = (await latestReleased(tx, kind))?.body ?? offerOf(kind)?.start
  if (!body) throw new Refusal(409, 'letters.not-editable')
  const version = Math.max(await highestVersion(tx, kind), madeKind(kind)?.version ?? 0) + 1
  const modules = numberModules(body.modules, await latestModules(tx))
  const rowVersion = await insertDraft(tx, { kind, version, body: { ...body, modules }, staffId: by.staffId }, by.now)
  if (rowVersion === undefined) throw new Refusal(409, 'letters.draft-open')
  return { rowVersion, version }
}

/** Keeps a draft; one that waited for the second pair of eyes is a draft again, because what was to be looked at is another. */
export async function saveDraft(
  tx: Tx,
  kind: string,
  wish: { readonly rowVersion: number; readonly body: DesignBody; readonly note: string },
  by: By,
): Promise<Draft> {
  const draft = await lockedDraft(tx, kind, wish.rowVersion)
  const modules = numberModules(wish.body.modules, await latestModules(tx))
  const body = { ...wish.body, modules, parameters: offerOf(kind) ? [] : wish.body.parameters }
  const rowVersion = await storeDraft(tx, { id: draft.id, body, note: wish.note, staffId: by.staffId }, by.now)
  if (draft.state === 'proposed') await endTask(tx, kind, draft, 'changed', by)
  return { rowVersion, version: draft.version }
}

/** Asks another editor to look: only what is without a fault. */
export async function proposeDraft(tx: Tx, kind: string, rowVersion: number, by: By): Promise<Draft> {
  const draft = await lockedDraft(tx, kind, rowVersion)
  if (draft.state !== 'draft') throw new Refusal(409, 'letters.not-a-draft')
  if (faultsOfDesign(kind, draft.body).length > 0) throw new Refusal(422, 'letters.draft-has-faults')
  const next = await moveDraft(tx, draft.id, { state: 'proposed' }, by.now)
  await openTask(
    tx,
    {
      kind: 'letters.check-design',
      customerId: null,
      contractId: null,
      subject: { letterKind: kind, version: draft.version },
      group: 'editors',
      priority: 2,
      dueOn: legalDay(by.now).add({ days: CHECK_DAYS }),
      dedupeKey: taskOf(kind, next),
    },
    { customerId: null, channel: 'desk', actor: { kind: 'staff', id: by.staffId }, occurredAt: by.now },
  )
  return { rowVersion: next, version: draft.version }
}
const CHECK_DAYS = 3

/** Back to who wrote it, with the reason. */
export async function sendBackDraft(tx: Tx, kind: string, rowVersion: number, reason: string, by: By): Promise<Draft> {
  const draft = await lockedDraft(tx, kind, rowVersion)
  if (draft.state !== 'proposed') throw new Refusal(409, 'letters.not-proposed')
  const next = await moveDraft(tx, draft.id, { state: 'draft', note: reason }, by.now)
  await endTask(tx, kind, draft, 'sent-back', by)
  return { rowVersion: next, version: draft.version }
}

export async function dropDraft(tx: Tx, kind: string, rowVersion: number, by: By): Promise<Draft> {
  const draft = await lockedDraft(tx, kind, rowVersion)
  const next = await moveDraft(tx, draft.id, { state: 'dropped' }, by.now)
  await endTask(tx, kind, draft, 'dropped', by)
  return { rowVersion: next, version: draft.version }
}

/**
 * Releases what waits, by somebody who has not written in it. From its first day on every order is written with it; that day
 * is not before today, because a letter is drawn with what held when it was ordered.
 */
export async function releaseDesign(
  tx: Tx,
  kind: string,
  wish: { readonly rowVersion: number; readonly validFrom: string },
  by: By,
): Promise<Draft> {
  const draft = await lockedDraft(tx, kind, wish.rowVersion)
  if (draft.state !== 'proposed') throw new Refusal(409, 'letters.not-proposed')
  if (draft.authorIds.includes(by.staffId)) throw new Refusal(403, 'letters.own-draft')
  if (wish.validFrom < legalDay(by.now).toString()) throw new Refusal(422, 'letters.valid-from-past')
  if (faultsOfDesign(kind, draft.body).length > 0) throw new Refusal(422, 'letters.draft-has-faults')
  const modules = numberModules(draft.body.modules, await latestModules(tx))
  const body = { ...draft.body, modules }
  const release = { id: draft.id, body, staffId: by.staffId, validFrom: wish.validFrom }
  const rowVersion = await releaseDraft(tx, release, by.now)
  await insertModules(tx, draft.id, modules, by.now)
  await recordFact(
    tx,
    facts.letterDesignReleased,
    { kind, version: draft.version },
    { customerId: null, channel: 'desk', actor: { kind: 'staff', id: by.staffId }, occurredAt: by.now },
  )
  await endTask(tx, kind, draft, 'released', by)
  return { rowVersion, version: draft.version }
}

const endTask = (tx: Tx, kind: string, proposed: DesignRow, outcome: string, by: By) =>
  finishTaskOf(tx, taskOf(kind, proposed.rowVersion), { outcome, staffId: by.staffId, now: by.now })
