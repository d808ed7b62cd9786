import { facts, recordFact } from '#company/journal'
import { legalDay } from '#platform/calendar'
import { apiAct, apiRead, type Route, staffMay } from '#platform/http'
import { notFound, wrongFields } from '#platform/refusal'
import type { OutObject } from '../changes/out-object.ts'
import {
  customerChangesAnswer,
  customerPath,
  leadAnswer,
  leadBody,
  systemsAnswer,
  unplanBody,
} from './leading.contract.ts'
import {
  type CustomerChangeRow,
  customerChangesStatement,
  leadingStatement,
  type LeadingRow,
  type PlannedRow,
  plannedStatement,
  planLeading,
  setLeading,
  type SystemRow,
  systemsStatement,
  unplanLeading,
} from './leading.sql.ts'

const SHOWN_MAX = 20
const HERE = 'kundenwerk'

const show = (objects: readonly OutObject[]) =>
  apiRead({
    path: '/desk/api/leading-systems',
    who: staffMay('leading.see'),
    contract: {},
    answer: systemsAnswer,
    says: 'Which system leads which field, and how many changes each has not answered yet.',
    reads: () => [systemsStatement(), leadingStatement(), plannedStatement()],
    give: ([systems, leading, planned]) => {
      const rows = leading as readonly LeadingRow[]
      return {
        systems: (systems as readonly SystemRow[]).map((row) => ({
          ...row,
          waitingSince: row.waitingSince?.toString() ?? null,
        })),
        objects: objects.map(({ object, columns }) => ({
          object,
          otherwise: rows.find((row) => row.object === object && row.field === '*')?.system ?? HERE,
          fields: rows
            .filter((row) => row.object === object && row.field !== '*')
            .map(({ field, system }) => ({ field, system })),
          columns: [...columns],
          planned: (planned as readonly PlannedRow[])
            .filter((row) => row.object === object)
            .map(({ field, system, fromDay }) => ({ field, system, fromDay: fromDay.toString() })),
        })),
      }
    },
  })

const lead = (objects: readonly OutObject[]) =>
  apiAct({
    method: 'PUT',
    path: '/desk/api/leading-systems',
    who: staffMay('machines.manage'),
    contract: { body: leadBody },
    answer: leadAnswer,
    says: 'Names the system that leads a field, or all fields that have none of their own, from a day on. Changes made from then on follow it.',
    act: async (tx, { input, who: { staffId }, now }) => {
      const { object, field, system, fromDay } = input.body
      const known = objects.find((one) => one.object === object)
      if (!known || (field !== '*' && !known.columns.includes(field)) || (field === '*' && system === null))
        throw wrongFields([{ field: 'field', code: 'platform.field.wrong-form' }])
      const day = fromDay === undefined ? legalDay(now) : Temporal.PlainDate.from(fromDay)
      const isToCome = Temporal.PlainDate.compare(day, legalDay(now)) > 0
      const isKnown = isToCome
        ? await planLeading(tx, { object, field, system, fromDay: day }, { staffId, now })
        : await setLeading(tx, object, field, system)
      if (!isKnown) throw wrongFields([{ field: 'system', code: 'exchange.no-such-system' }])
      if (isToCome) return {}
      const context = { channel: 'desk', actor: { kind: 'staff', id: staffId }, occurredAt: now } as const
      await recordFact(tx, facts.leadingSystemChanged, { object, field, system: system ?? '' }, context)
      return {}
    },
  })

const unplan = apiAct({
  method: 'POST',
  path: '/desk/api/leading-systems/unplan',
  who: staffMay('machines.manage'),
  contract: { body: unplanBody },
  answer: leadAnswer,
  says: 'Drops a change of the leading system that was planned for a day to come.',
  act: async (tx, { input }) => {
    const { object, field, fromDay } = input.body
    if (!(await unplanLeading(tx, { object, field, fromDay: Temporal.PlainDate.from(fromDay) }))) throw notFound()
    return {}
  },
})

const ofCustomer = apiRead({
  path: '/desk/api/customers/:id/changes',
  who: staffMay('customers.see'),
  contract: { params: customerPath },
  answer: customerChangesAnswer,
  says: 'What leading systems said to the newest changes of a customer.',
  reads: ({ input }) => [customerChangesStatement(input.params.id, SHOWN_MAX)],
  give: ([rows]) => ({
    changes: (rows as readonly CustomerChangeRow[]).map((row) => ({
      ...row,
      fields: [...row.fields],
      occurredAt: row.occurredAt.toString(),
      answeredAt: row.answeredAt?.toString() ?? null,
    })),
  }),
})

/** Leading systems at the desk; which objects there are is composed in `apps`. */
export const leadingRoutes = (objects: readonly OutObject[]): readonly Route[] => [
  show(objects),
  lead(objects),
  unplan,
  ofCustomer,
]
