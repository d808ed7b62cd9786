import { facts, recordFact } from '#company/journal'
import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import { Refusal } from '#platform/refusal'

type Names = { readonly nameDe: string; readonly nameEn: string }
type By = { readonly staffId: string; readonly now: Temporal.Instant }
const on = (tx: Tx) => tables<Record<string, never>>(tx)

/** A code that people never see, from the German name: `Störungsdienst Nord` becomes `stoerungsdienst-nord`. */
export function codeOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/[^a-z]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return (plain.length < 2 ? `g-${plain || 'x'}` : plain).slice(0, CODE_LENGTH_MAX).replace(/-+$/, '')
}
const CODE_LENGTH_MAX = 30

async function record(tx: Tx, what: 'group' | 'skill', code: string, by: By): Promise<void> {
  const context = { channel: 'desk', actor: { kind: 'staff', id: by.staffId }, occurredAt: by.now } as const
  await recordFact(tx, facts.groupsChanged, { what, code }, context)
}

/** Makes a group that work can be given to, after those that are there. @throws Refusal 409 if its name leads to one that is there */
export async function makeGroup(tx: Tx, names: Names, by: By): Promise<string> {
  const code = codeOf(names.nameDe)
  const done = await sql`
    insert into task_group (code, name_de, name_en, position)
    select ${code}, ${names.nameDe}, ${names.nameEn}, coalesce(max(position) filter (where not is_partner), 0) + 1 from task_group
    on conflict do nothing`.execute(on(tx))
  if ((done.numAffectedRows ?? 0n) === 0n) throw new Refusal(409, 'tasks.name-taken')
  await record(tx, 'group', code, by)
  return code
}

/** Names a group anew; its tasks and members stay. @throws Refusal 404 */
export async function renameGroup(tx: Tx, code: string, names: Names, by: By): Promise<void> {
  const done =
    await sql`update task_group set name_de = ${names.nameDe}, name_en = ${names.nameEn} where code = ${code}`.execute(
      on(tx),
    )
  if ((done.numAffectedRows ?? 0n) === 0n) throw new Refusal(404, 'tasks.no-such-group')
  await record(tx, 'group', code, by)
}

/** Makes a skill that a kind of task may ask for. @throws Refusal 409 if its name leads to one that is there */
export async function makeSkill(tx: Tx, names: Names, by: By): Promise<string> {
  const code = codeOf(names.nameDe)
  const done = await sql`
    insert into task_skill (code, name_de, name_en) values (${code}, ${names.nameDe}, ${names.nameEn}) on conflict do nothing`.execute(
    on(tx),
  )
  if ((done.numAffectedRows ?? 0n) === 0n) throw new Refusal(409, 'tasks.name-taken')
  await record(tx, 'skill', code, by)
  return code
}

/** Names a skill anew. @throws Refusal 404 */
export async function renameSkill(tx: Tx, code: string, names: Names, by: By): Promise<void> {
  const done =
    await sql`update task_skill set name_de = ${names.nameDe}, name_en = ${names.nameEn} where code = ${code}`.execute(
      on(tx),
    )
  if ((done.numAffectedRows ?? 0n) === 0n) throw new Refusal(404, 'tasks.no-such-group')
  await record(tx, 'skill', code, by)
}
