import { facts, recordFact } from '#company/journal'
import { id, z } from '#platform/contract'
import { apiAct, apiRead, nobody, raw, type Route, staffMay } from '#platform/http'
import { notFound, wrongFields } from '#platform/refusal'
import { toMachine } from './machine-answers.ts'
import {
  type DeveloperRow,
  developersStatement,
  type MachineRow,
  machinesStatement,
  machineStatement,
  rowsOf,
} from './machine-view.sql.ts'
import {
  developersAnswer,
  limitBody,
  machinePeopleBody,
  machinesAnswer,
  madeAnswer,
  newMachineBody,
  nothingAnswer,
  scopesBody,
} from './machines.contract.ts'
import { allowScopes, disableMachine, insertMachine, setCallsPerMinute, setPeople } from './machines.sql.ts'
import { recordChange } from './record-change.ts'
import { giveToken } from './token.ts'

const administrator = staffMay('machines.manage')

const params = z.strictObject({ id: id() })

const token = raw({
  method: 'POST',
  path: '/api/token',
  who: nobody('Machines show id and secret here and have nothing else yet; counted by client and address.'),
  contract: {},
  says: 'Gives a machine a token for an hour: client credentials of RFC 6749 4.4, id and secret by Basic or in the body.',
  handler: async (call, pools, request, reply) => {
    const { authorization } = request.headers
    const { now, address } = call
    const answer = await giveToken(pools.worker, { authorization, body: request.body, address, now })
    // RFC 6749 5.1: no cache may keep it.
    reply.header('cache-control', 'no-store').type('application/json; charset=utf-8')
    if (!('error' in answer)) return reply.send(answer)
    if (answer.status === 401) reply.header('www-authenticate', 'Basic realm="kundenwerk"')
    return reply.status(answer.status).send({ error: answer.error })
  },
})

const list = apiRead({
  path: '/desk/api/machines',
  who: administrator,
  contract: {},
  says: 'Lists the clients of machines.',
  answer: machinesAnswer,
  reads: () => [machinesStatement()],
  give: ([rows]) => ({ machines: (rows as readonly MachineRow[]).map(toMachine) }),
})

const make = apiAct({
  method: 'POST',
  path: '/desk/api/machines',
  who: administrator,
  contract: { body: newMachineBody },
  says: 'Makes a client for a machine. The secret is in this answer and nowhere else.',
  status: 201,
  answer: madeAnswer,
  act: async (tx, { input, who, now }) => {
    const { clientId, clientSecret } = await insertMachine(tx, input.body)
    await recordFact(
      tx,
      facts.machineMade,
      { clientId, scopes: input.body.scopes },
      { channel: 'desk', actor: { kind: 'staff', id: who.staffId }, occurredAt: now },
    )
    return { clientId, clientSecret }
  },
})

const end = apiAct({
  method: 'DELETE',
  path: '/desk/api/machines/:id',
  who: administrator,
  contract: { params },
  says: 'Disables a client; its tokens are worthless from the next request on.',
  answer: nothingAnswer,
  act: async (tx, { input, who, now }) => {
    if (!(await disableMachine(tx, input.params.id))) throw notFound()
    await recordChange(tx, { machineId: input.params.id, change: 'ended' }, who, now)
    return {}
  },
})

const allow = apiAct({
  method: 'PATCH',
  path: '/desk/api/machines/:id',
  who: administrator,
  contract: { params, body: scopesBody },
  says: 'Allows a client other things; what is no longer allowed its tokens cannot do from the next request on.',
  answer: nothingAnswer,
  act: async (tx, { input, who, now }) => {
    const { scopes } = input.body
    if (!(await allowScopes(tx, input.params.id, scopes))) throw notFound()
    await recordChange(tx, { machineId: input.params.id, change: 'scopes', scopes }, who, now)
    return {}
  },
})

const limit = apiAct({
  method: 'PUT',
  path: '/desk/api/machines/:id/limit',
  who: administrator,
  contract: { params, body: limitBody },
  says: 'Says how often a client may call in a minute, over all its tokens; null for the limit of the house.',
  answer: nothingAnswer,
  act: async (tx, { input, who, now }) => {
    if (!(await setCallsPerMinute(tx, input.params.id, input.body.callsPerMinute))) throw notFound()
    await recordChange(tx, { machineId: input.params.id, change: 'limit' }, who, now)
    return {}
  },
})

const people = apiAct({
  method: 'PUT',
  path: '/desk/api/machines/:id/people',
  who: administrator,
  contract: { params, body: machinePeopleBody },
  says: 'Names who looks after a client: its keys, scopes, receivers and calls.',
  answer: nothingAnswer,
  act: async (tx, { input, who, now }) => {
    const [client] = await rowsOf(tx, machineStatement(input.params.id))
    if (!client || client.sandboxOf) throw notFound()
    const known = new Set((await rowsOf(tx, developersStatement())).map((one) => one.id))
    const staffIds = [...new Set(input.body.staffIds)]
    if (!staffIds.every((one) => known.has(one)))
      throw wrongFields([{ field: 'staffIds', code: 'platform.field.wrong-form' }])
    await setPeople(tx, client.id, staffIds)
    await recordChange(tx, { machineId: input.params.id, change: 'people' }, who, now)
    return {}
  },
})

const developers = apiRead({
  path: '/desk/api/developers',
  who: administrator,
  contract: {},
  says: 'Who may be named to look after a client.',
  answer: developersAnswer,
  reads: () => [developersStatement()],
  give: ([rows]) => ({ developers: rows as DeveloperRow[] }),
})

/** What administrators do with clients of machines, and how machines get in. */
export const machineRoutes: readonly Route[] = [token, list, make, end, allow, limit, people, developers]
