import { facts, recordFact } from '#company/journal'
import { id, instant, line, z } from '#platform/contract'
import { apiAct, apiRead, nobody, raw, staff } from '#platform/http'
import { notFound } from '#platform/refusal'
import { disableMachine, insertMachine, type MachineRow, machinesStatement } from './machines.sql.ts'
import { scopePattern } from './scopes.ts'
import { giveToken } from './token.ts'

const administrator = staff('administrator')

const machineShown = z.strictObject({
  id: id(),
  clientId: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: instant(),
  disabledAt: instant().nullable(),
})

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
    answer: z.strictObject({ machines: z.array(machineShown) }),
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
      body: z.strictObject({ name: line(100, 1), scopes: z.array(z.string().regex(scopePattern)).min(1).max(50) }),
    },
    says: 'Makes a client for a machine. The secret is in this answer and nowhere else.',
    status: 201,
    answer: z.strictObject({ clientId: z.string(), clientSecret: z.string() }),
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
    contract: { params: z.strictObject({ id: id() }) },
    says: 'Disables a client; its tokens are worthless from the next request on.',
    answer: z.strictObject({}),
    act: async (tx, { input }) => {
      if (!(await disableMachine(tx, input.params.id))) throw notFound()
      return {}
    },
  }),
]
