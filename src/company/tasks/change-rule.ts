import { facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { changedMeanwhile, Refusal, wrongFields } from '#platform/refusal'
import { addTemplate, lockRule, type RuleRow, storeRule } from './rules.sql.ts'
import type { ChecklistStep } from './tasks.contract.ts'
import type { RuleBody } from './team.contract.ts'
import { allExist } from './team.sql.ts'

const asText = (steps: readonly ChecklistStep[]): string =>
  JSON.stringify(steps.map(({ key, de, en, required }) => [key, de, en, required]))

/**
 * A team lead says what holds for a kind of work. A checklist that differs becomes a new version, which only new tasks get:
 * nobody's list changes under the work.
 */
export async function changeRule(
  tx: Tx,
  kind: string,
  body: RuleBody,
  by: { readonly staffId: string; readonly now: Temporal.Instant },
): Promise<RuleRow> {
  const before = await lockRule(tx, kind)
  if ((before?.rowVersion ?? 0) !== body.rowVersion) throw changedMeanwhile()
  const keys = body.steps.map((step) => step.key)
  if (new Set(keys).size !== keys.length) throw wrongFields([{ field: 'steps', code: 'platform.field.wrong' }])
  const named = {
    groups: body.escalations.map((one) => one.toGroup).filter((code) => code !== null),
    skills: body.skill ? [body.skill] : [],
  }
  if (!(await allExist(tx, named))) throw new Refusal(404, 'tasks.no-such-group')
  await storeRule(tx, kind, body)
  if (asText(body.steps) !== asText(before?.steps ?? []))
    await addTemplate(tx, {
      kind,
      version: (before?.templateVersion ?? 0) + 1,
      steps: body.steps,
      staffId: by.staffId,
      at: by.now,
    })
  const after = (await lockRule(tx, kind)) as RuleRow
  await recordFact(
    tx,
    facts.taskKindRuled,
    { kind, version: after.rowVersion },
    { channel: 'desk', actor: { kind: 'staff', id: by.staffId }, occurredAt: by.now },
  )
  return after
}
