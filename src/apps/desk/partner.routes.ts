import { sql } from 'kysely'
import { handOverTask } from '#company/tasks'
import { tables, type Tx } from '#platform/database'
import { apiAct, staffMay } from '#platform/http'
import { notFound } from '#platform/refusal'
import { partnerParams, partnerReportAnswer, partnerReportBody, partnerTasksAnswer } from './partner.contract.ts'

const partners = staffMay('partner.work')
/** Who looks at what the partner reports. */
const BACK_TO = 'metering'

type Row = {
  readonly id: string
  readonly kind: string
  readonly due_on: Temporal.PlainDate
  readonly row_version: number
  readonly company: string
  readonly street: string | null
  readonly house_number: string | null
  readonly postal_code: string | null
  readonly city: string | null
  readonly location_hint: string | null
  readonly meter_numbers: readonly string[]
}

/** Tasks that were handed to the company of who is signed in; the database knows who that is. */
async function partnerTasks(tx: Tx): Promise<readonly Row[]> {
  return (await sql<Row>`select * from partner_tasks()`.execute(tables<Record<string, never>>(tx))).rows
}

const placeOf = (row: Row): string | null =>
  row.street === null
    ? null
    : [`${row.street} ${row.house_number}`, row.location_hint, `${row.postal_code} ${row.city}`]
        .filter(Boolean)
        .join(', ')

/** The few doors of a partner company. */
export const partnerRoutes = [
  apiAct({
    method: 'GET',
    path: '/desk/api/partner/tasks',
    who: partners,
    contract: {},
    answer: partnerTasksAnswer,
    says: 'Tasks that were handed to the own company: what, until when, where, which meter; no names.',
    act: async (tx) => ({
      tasks: (await partnerTasks(tx)).map((row) => ({
        id: row.id,
        kind: row.kind,
        dueOn: row.due_on.toString(),
        company: row.company,
        place: placeOf(row),
        meterNumbers: [...row.meter_numbers],
        rowVersion: row.row_version,
      })),
    }),
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/partner/tasks/:id/report',
    who: partners,
    contract: { params: partnerParams, body: partnerReportBody },
    answer: partnerReportAnswer,
    says: 'Reports what was done and hands the task back; our own staff ends it.',
    act: async (tx, { input, who, now }) => {
      const task = (await partnerTasks(tx)).find((row) => row.id === input.params.id)
      if (!task) throw notFound()
      const { rowVersion, outcome, note } = input.body
      await handOverTask(tx, {
        taskId: task.id,
        rowVersion,
        staffId: who.staffId,
        note: `${outcome}: ${note}`,
        now,
        group: BACK_TO,
      })
      return { handedBack: true }
    },
  }),
]
