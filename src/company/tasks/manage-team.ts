import { facts, recordFact, recordFacts } from '#company/journal'
import type { Tx } from '#platform/database'
import { Refusal } from '#platform/refusal'
import { allExist, moveTasks, type Redistribution, storeMember } from './team.sql.ts'

type By = { readonly staffId: string; readonly now: Temporal.Instant }
const contextOf = (by: By) =>
  ({ channel: 'desk', actor: { kind: 'staff', id: by.staffId }, occurredAt: by.now }) as const

/** A team lead says in which groups somebody works and what they are good at. */
export async function changeMember(
  tx: Tx,
  member: { readonly staffId: string; readonly groups: readonly string[]; readonly skills: readonly string[] },
  by: By,
): Promise<{ groups: string[]; skills: string[] }> {
  const groups = [...new Set(member.groups)].sort()
  const skills = [...new Set(member.skills)].sort()
  if (!(await allExist(tx, { groups, skills, staff: [member.staffId] }))) throw new Refusal(404, 'tasks.no-such-group')
  await storeMember(tx, member.staffId, { groups, skills })
  await recordFact(tx, facts.teamChanged, { memberStaffId: member.staffId, groups, skills }, contextOf(by))
  return { groups, skills }
}

/** A team lead moves work from a person or group to another; each task keeps that in its history. */
export async function redistribute(tx: Tx, from: Redistribution, by: By): Promise<number> {
  const named = {
    groups: [from.fromGroup, from.toGroup].filter((code) => code !== undefined),
    staff: [from.toStaffId].filter((staffId) => staffId !== undefined),
  }
  if (!(await allExist(tx, named))) throw new Refusal(404, 'tasks.no-such-group')
  const moved = await moveTasks(tx, from)
  await recordFacts(
    tx,
    moved.map((row) => ({
      kind: facts.taskHandedOver,
      payload: {
        taskId: row.id,
        kind: row.kind,
        group: row.group_name,
        ...(from.toStaffId && { toStaffId: from.toStaffId }),
      },
      context: { ...contextOf(by), customerId: row.customer_id, contractId: row.contract_id },
    })),
  )
  return moved.length
}
