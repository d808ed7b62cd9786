import { facts, recordFact } from '#company/journal'
import { apiAct, type Call, staffMay } from '#platform/http'
import { notFound, Refusal } from '#platform/refusal'
import { customerPath } from '../customer/customer-view.contract.ts'
import { customerOnFile } from '../find-customer.sql.ts'
import {
  employeeBody,
  employeePath,
  protectBody,
  protectionAnswer,
  protectionDoneAnswer,
  unprotectBody,
} from './protection.contract.ts'
import {
  employeesOf,
  endEmployee,
  endProtection,
  insertEmployee,
  insertProtection,
  protectionOf,
  staffByName,
} from './protection.sql.ts'

const keepers = staffMay('customers.protect')

const byStaff = (call: Pick<Call<typeof keepers>, 'who' | 'now'>, customerId: string) =>
  ({ customerId, channel: 'desk', actor: { kind: 'staff', id: call.who.staffId }, occurredAt: call.now }) as const

/** Records that not everybody may open: set and ended by team leads, each with a line in the log. */
export const protectionRoutes = [
  apiAct({
    method: 'GET',
    path: '/desk/api/customers/:id/protection',
    who: keepers,
    contract: { params: customerPath },
    says: 'Whether the record of a customer is protected, and who of the staff it belongs to.',
    answer: protectionAnswer,
    act: async (tx, { input }) => {
      if (!(await customerOnFile(tx, input.params.id))) throw notFound()
      const protection = await protectionOf(tx, input.params.id)
      return {
        protection: protection ? { ...protection, setAt: protection.setAt.toString() } : null,
        employees: [...(await employeesOf(tx, input.params.id))],
        staff: [...(await staffByName(tx))],
      }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/protection',
    who: keepers,
    contract: { params: customerPath, body: protectBody },
    says: 'Protects the record of a customer (BMG section 51): from now on only team leads open it.',
    answer: protectionDoneAnswer,
    act: async (tx, call) => {
      const { id } = call.input.params
      if (!(await customerOnFile(tx, id))) throw notFound()
      const { kind, note, grantedUntil } = call.input.body
      const by = { staffId: call.who.staffId, now: call.now }
      const protectionId = await insertProtection(tx, id, { kind, note, grantedUntil }, by)
      if (protectionId === undefined) throw new Refusal(409, 'customers.protected-already')
      await recordFact(tx, facts.recordProtected, { protectionId }, byStaff(call, id))
      return {}
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/protection/end',
    who: keepers,
    contract: { params: customerPath, body: unprotectBody },
    says: 'Ends the protection of a record, with the reason.',
    answer: protectionDoneAnswer,
    act: async (tx, call) => {
      const { id } = call.input.params
      if (!(await endProtection(tx, id, { staffId: call.who.staffId, now: call.now }))) throw notFound()
      await recordFact(tx, facts.recordUnprotected, {}, byStaff(call, id))
      return {}
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/employees',
    who: keepers,
    contract: { params: customerPath, body: employeeBody },
    says: 'Notes that a customer works here: that person opens neither this record nor that of the household.',
    answer: protectionDoneAnswer,
    act: async (tx, call) => {
      const { id } = call.input.params
      const { staffId } = call.input.body
      if (!(await customerOnFile(tx, id))) throw notFound()
      if (!(await staffByName(tx)).some((one) => one.staffId === staffId)) throw notFound()
      await insertEmployee(tx, id, staffId, { staffId: call.who.staffId, now: call.now })
      return {}
    },
  }),
  apiAct({
    method: 'DELETE',
    path: '/desk/api/customers/:id/employees/:staff',
    who: keepers,
    contract: { params: employeePath },
    says: 'Takes the note away that a customer works here.',
    answer: protectionDoneAnswer,
    act: async (tx, { input, now }) => {
      if (!(await endEmployee(tx, input.params.id, input.params.staff, now))) throw notFound()
      return {}
    },
  }),
]
