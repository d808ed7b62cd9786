import { facts, recordFact } from '#company/journal'
import { id, z } from '#platform/contract'
import type { Tx } from '#platform/database'
import { apiAct, apiRead, nobody, raw, type StaffWho, staffMay } from '#platform/http'
import { notFound } from '#platform/refusal'
import {
  disableMachine,
  insertMachine,
  type MachineRow,
  machinesStatement,
  rotateSecret,
  setScopes,
} from './machines.sql.ts'
import {
  machinesAnswer,
  madeAnswer,
  newMachineBody,
  nothingAnswer,
  rotatedAnswer,
  scopesBody,
} from './machines.contract.ts'
import { giveToken } from './token.ts'

const administrator = staffMay('machines.manage')

const params = z.strictObject({ id: id() })

export const machineRoutes = [
  raw({
    method: 'POST',
    path: '/api/token',
    who: nobody('Machines show id and secret here and have nothing else yet; counted by client and address.'),
    contract: {},
    says: 'Gives a machine a token for an hour: client credentials of RFC 6749 4.4, id and secret by Basic or in the body.',
    handler: async (call, pools, request, reply) => {
      const { authorization } = request.headers
      const answer = await giveToken(pools.worker, { authorization, body: request.body, address: call.address })
      // RFC 6749 5.1: no cache may keep it.
      reply.header('cache-control', 'no-store').type('application/json; charset=utf-8')
      if (!('error' in answer)) return reply.send(answer)
      if (answer.status === 401) reply.header('www-authenticate', 'Basic realm="kundenwerk"')
      return reply.status(answer.status).send({ error: answer.error })
    },
  }),
  apiRead({
    path: '/desk/api/machines',
    who: administrator,
    contract: {},
    says: 'Lists the clients of machines.',
    answer: machinesAnswer,
    reads: () => [machinesStatement()],
    give: ([rows]) => ({
      machines: (rows as readonly MachineRow[]).map((row) => ({
        ...row,
        scopes: [...row.scopes],
        createdAt: row.createdAt.toString(),
        disabledAt: row.disabledAt?.toString() ?? null,
      })),
    }),
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/machines',
    who: administrator,
    contract: {
      body: newMachineBody,
    },
    says: 'Makes a client for a machine. The secret is in this answer and nowhere else.',
    status: 201,
    answer: madeAnswer,
    act: async (tx, { input, who, now }) => {
      const made = await insertMachine(tx, input.body)
      await recordFact(
        tx,
        facts.machineMade,
        { clientId: made.clientId, scopes: input.body.scopes },
        { channel: 'desk', actor: { kind: 'staff', id: who.staffId }, occurredAt: now },
      )
      return made
    },
  }),
  apiAct({
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
  }),
  apiAct({
    method: 'PATCH',
    path: '/desk/api/machines/:id',
    who: administrator,
    contract: { params, body: scopesBody },
    says: 'Allows a client other things; tokens that it has are worthless from the next request on.',
    answer: nothingAnswer,
    act: async (tx, { input, who, now }) => {
      const { scopes } = input.body
      if (!(await setScopes(tx, input.params.id, scopes))) throw notFound()
      await recordChange(tx, { machineId: input.params.id, change: 'scopes', scopes }, who, now)
      return {}
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/machines/:id/rotate',
    who: administrator,
    contract: { params },
    says: 'Gives a client a new secret, shown in this answer and nowhere else; the former one is worthless at once.',
    answer: rotatedAnswer,
    act: async (tx, { input, who, now }) => {
      const clientSecret = await rotateSecret(tx, input.params.id)
      if (clientSecret === undefined) throw notFound()
      await recordChange(tx, { machineId: input.params.id, change: 'secret' }, who, now)
      return { clientSecret }
    },
  }),
]

function recordChange(
  tx: Tx,
  payload: { machineId: string; change: 'secret' | 'scopes' | 'ended'; scopes?: string[] },
  who: StaffWho,
  now: Temporal.Instant,
): Promise<void> {
  const actor = { kind: 'staff', id: who.staffId } as const
  return recordFact(tx, facts.machineChanged, payload, { channel: 'desk', actor, occurredAt: now })
}
