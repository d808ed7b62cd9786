import { id, instant, line, z } from '#platform/contract/web'
import { checklistStep, groupCode, kindCode } from './tasks.contract.ts'

const skillCode = () => z.string().regex(/^[a-z][a-z0-9-]{1,29}$/)
const load = {
  open: z.number().int(),
  overdue: z.number().int(),
  /** Open for more than 7 and more than 30 days. */
  over7: z.number().int(),
  over30: z.number().int(),
  oldest: instant().nullable(),
}

export const teamAnswer = z.object({
  groups: z.array(z.object({ code: z.string(), nameDe: z.string(), nameEn: z.string(), ...load })),
  skills: z.array(z.object({ code: z.string(), nameDe: z.string(), nameEn: z.string() })),
  people: z.array(
    z.object({
      staffId: id(),
      name: z.string(),
      groups: z.array(z.string()),
      skills: z.array(z.string()),
      ...load,
    }),
  ),
})
export type TeamAnswer = z.infer<typeof teamAnswer>

export const memberBody = z.strictObject({
  groups: z.array(groupCode()).max(50),
  skills: z.array(skillCode()).max(50),
})
export const memberAnswer = z.object({ groups: z.array(z.string()), skills: z.array(z.string()) })

/** Moves work: the most urgent `count` tasks of a person or group to another. */
export const redistributeBody = z
  .strictObject({
    fromStaffId: id().optional(),
    fromGroup: groupCode().optional(),
    kind: kindCode().optional(),
    toStaffId: id().optional(),
    toGroup: groupCode().optional(),
    count: z.number().int().min(1).max(500),
  })
  .refine(
    (body) => (body.fromStaffId ?? body.fromGroup) !== undefined && (body.toStaffId ?? body.toGroup) !== undefined,
    {
      params: { code: 'tasks.from-and-to' },
      path: ['toGroup'],
    },
  )
export const redistributeAnswer = z.object({ moved: z.number().int() })

const escalation = z.strictObject({
  afterDays: z.number().int().min(0).max(365),
  priority: z.number().int().min(1).max(3).nullable(),
  toGroup: groupCode().nullable(),
})
export const ruleBody = z.strictObject({
  rowVersion: z.number().int().min(0).max(2_147_483_647),
  skill: skillCode().nullable(),
  needsSecond: z.boolean(),
  dueDays: z.number().int().min(0).max(365),
  escalations: z.array(escalation).max(5),
  /** The checklist as it should be for new tasks; the same list as before makes no new version. */
  steps: z.array(checklistStep).max(20),
})
export type RuleBody = z.infer<typeof ruleBody>
export const ruleAnswer = ruleBody.extend({
  kind: z.string(),
  endsByDecision: z.boolean(),
  templateVersion: z.number().int(),
})
const named = z.strictObject({ code: z.string(), nameDe: z.string(), nameEn: z.string() })
export const rulesAnswer = z.object({ kinds: z.array(ruleAnswer), groups: z.array(named), skills: z.array(named) })
/** `*` is the rule for kinds without one of their own. */
export const ruleParams = z.strictObject({ kind: z.union([kindCode(), z.literal('*')]) })

/** Names of a group or skill, as people read them. */
export const namesBody = z.strictObject({ nameDe: line(60, 2), nameEn: line(60, 2) })
export const codeAnswer = z.strictObject({ code: z.string() })
export const groupParams = z.strictObject({ group: groupCode() })
export const skillParams = z.strictObject({ skill: skillCode() })
