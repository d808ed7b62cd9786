import type { Tx } from '#platform/database'
import { apiAct, apiRead, type Route, staffMay } from '#platform/http'
import { changedMeanwhile, notFound, wrongFields } from '#platform/refusal'
import { toCalls, toClient, toMachine } from './machine-answers.ts'
import {
  type CallRow,
  callsStatement,
  type CallSumRow,
  callSumStatement,
  type KeyRow,
  keysStatement,
  type MachineRow,
  machinesStatement,
  machineStatement,
  rowsOf,
} from './machine-view.sql.ts'
import {
  callsAnswer,
  callsQuery,
  chooseScopesBody,
  clientAnswer,
  clientPath,
  endKeyBody,
  keyPath,
  machinesAnswer,
  newKeyAnswer,
  newKeyBody,
  nothingAnswer,
} from './machines.contract.ts'
import { chooseScopes, endKeys, fillSandbox, insertKey, insertMachine } from './machines.sql.ts'
import { recordChange } from './record-change.ts'

const own = staffMay('clients.own')
const CALLS_SHOWN = 100

/** @throws Refusal 404 if it is not there, has ended, or is not this person's to look after */
async function clientOf(tx: Tx, id: string): Promise<MachineRow> {
  const [row] = await rowsOf(tx, machineStatement(id))
  if (!row || row.disabledAt) throw notFound()
  return row
}

const list = apiRead({
  path: '/desk/api/clients',
  who: own,
  contract: {},
  says: 'The clients that who is signed in looks after.',
  answer: machinesAnswer,
  reads: () => [machinesStatement()],
  give: ([rows]) => ({ machines: (rows as readonly MachineRow[]).map(toMachine) }),
})

const see = apiRead({
  path: '/desk/api/clients/:id',
  who: own,
  contract: { params: clientPath },
  says: 'A client or its sandbox: keys, scopes, limit, and the sum of its calls of a day.',
  answer: clientAnswer,
  reads: ({ input, now }) => [
    machineStatement(input.params.id),
    keysStatement(input.params.id),
    callSumStatement(input.params.id, now),
  ],
  give: ([found, keys, day], { settings }) => {
    const row = found?.[0] as MachineRow | undefined
    if (!row) throw notFound()
    return toClient(row, keys as readonly KeyRow[], day?.[0] as CallSumRow | undefined, settings.API_PER_MINUTE)
  },
})

const newKey = apiAct({
  method: 'POST',
  path: '/desk/api/clients/:id/keys',
  who: own,
  contract: { params: clientPath, body: newKeyBody },
  says: 'Gives a client a new key, shown in this answer only. The keys before it stay, or end after the hours that are named.',
  status: 201,
  answer: newKeyAnswer,
  act: async (tx, { input, who, now }) => {
    const { clientId, id } = await clientOf(tx, input.params.id)
    const { label, formerValidHours } = input.body
    const made = await insertKey(tx, { machineId: id, label, staffId: who.staffId })
    if (formerValidHours !== undefined)
      await endKeys(tx, { machineId: id, notKeyId: made.id }, now.add({ hours: formerValidHours }))
    await recordChange(tx, { machineId: id, change: 'secret' }, who, now)
    return { keyId: made.id, clientId, clientSecret: made.clientSecret }
  },
})

const endKey = apiAct({
  method: 'POST',
  path: '/desk/api/clients/:id/keys/:key/end',
  who: own,
  contract: { params: keyPath, body: endKeyBody },
  says: 'Ends a key now or in so many hours; tokens that were given for it end with it.',
  answer: nothingAnswer,
  act: async (tx, { input, who, now }) => {
    const { id } = await clientOf(tx, input.params.id)
    const which = { machineId: id, keyId: input.params.key }
    if ((await endKeys(tx, which, now.add({ hours: input.body.inHours }))) === 0) throw notFound()
    await recordChange(tx, { machineId: id, change: 'key-ended' }, who, now)
    return {}
  },
})

const choose = apiAct({
  method: 'PATCH',
  path: '/desk/api/clients/:id/scopes',
  who: own,
  contract: { params: clientPath, body: chooseScopesBody },
  says: 'Chooses what a client uses of what an administrator allows it.',
  answer: nothingAnswer,
  act: async (tx, { input, who, now }) => {
    const client = await clientOf(tx, input.params.id)
    const { scopes, rowVersion } = input.body
    if (!scopes.every((scope) => client.scopesAllowed.includes(scope)))
      throw wrongFields([{ field: 'scopes', code: 'identity.scope-not-allowed' }])
    if (!(await chooseScopes(tx, client.id, scopes, rowVersion))) throw changedMeanwhile()
    await recordChange(tx, { machineId: client.id, change: 'chosen', scopes }, who, now)
    return {}
  },
})

const calls = apiRead({
  path: '/desk/api/clients/:id/calls',
  who: own,
  contract: { params: clientPath, query: callsQuery },
  says: 'The newest calls of a client: what was asked, how long it took, and what was wrong with it.',
  answer: callsAnswer,
  reads: ({ input }) => [
    machineStatement(input.params.id),
    callsStatement(input.params.id, {
      failed: input.query.failed === 'yes',
      before: input.query.before,
      limit: CALLS_SHOWN + 1,
    }),
  ],
  give: ([found, rows], { reason }) => {
    if (!found?.[0]) throw notFound()
    return toCalls(rows as readonly CallRow[], CALLS_SHOWN, reason)
  },
})

const makeSandbox = apiAct({
  method: 'POST',
  path: '/desk/api/clients/:id/sandbox',
  who: own,
  contract: { params: clientPath },
  says: 'Makes the sandbox of a client, with invented customers and a key of its own that is shown in this answer only.',
  status: 201,
  answer: newKeyAnswer,
  act: async (tx, { input, who, now }) => {
    const client = await clientOf(tx, input.params.id)
    if (client.sandboxOf !== null || client.sandboxId !== null) throw changedMeanwhile()
    const { name, scopesAllowed } = client
    const made = await insertMachine(tx, { name, scopes: scopesAllowed, sandboxOf: client.id })
    await fillSandbox(tx, made.id)
    await recordChange(tx, { machineId: made.id, change: 'sandbox' }, who, now)
    const [key] = await rowsOf(tx, keysStatement(made.id))
    return { keyId: key?.id as string, clientId: made.clientId, clientSecret: made.clientSecret }
  },
})

const refill = apiAct({
  method: 'POST',
  path: '/desk/api/clients/:id/refill',
  who: own,
  contract: { params: clientPath },
  says: 'Makes the invented customers of a sandbox anew; what was written there is gone. Keys and receivers stay.',
  answer: nothingAnswer,
  act: async (tx, { input, who, now }) => {
    const client = await clientOf(tx, input.params.id)
    if (client.sandboxOf === null) throw notFound()
    await fillSandbox(tx, client.id)
    await recordChange(tx, { machineId: client.id, change: 'sandbox' }, who, now)
    return {}
  },
})

/** What people of other companies do with the clients of their own programs. */
export const clientRoutes: readonly Route[] = [list, see, newKey, endKey, choose, calls, makeSandbox, refill]
