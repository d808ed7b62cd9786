import { sql } from 'kysely'
import { insertMachine, setPeople } from '#company/identity'
import { type Pools, tables, transaction, type Tx } from '#platform/database'
import { demoStaff } from './oidc/people.ts'

/** What a company that reads meters needs, and may choose among. */
const SCOPES = ['customers:read', 'readings:read', 'readings:write', 'changes:read', 'webhooks:write']

/** Calls of the last hours, as the log of a program that somebody is just writing looks. */
const CALLS = [
  { method: 'POST', path: '/api/machine/readings', status: 200, ms: 31, code: null, fields: null },
  {
    method: 'POST',
    path: '/api/machine/readings',
    status: 422,
    ms: 4,
    code: 'platform.wrong-fields',
    fields: [{ field: 'body.readings.0.value', code: 'platform.field.wrong-form' }],
  },
  { method: 'GET', path: '/api/letters', status: 404, ms: 2, code: 'platform.scope-missing', fields: null },
  { method: 'GET', path: '/api/machine/readings', status: 200, ms: 12, code: null, fields: null },
  { method: 'GET', path: '/api/changes', status: 200, ms: 9, code: null, fields: null },
] as const

/** A client of another company's program with somebody who looks after it, so that the pages of developers show something. */
export async function makeSampleClient(pools: Pick<Pools, 'worker'>, origin: string): Promise<void> {
  const developer = demoStaff.find((person) => person.subject === 'developer')
  if (!developer) return
  await transaction(pools.worker, async (tx) => {
    const staffId = await staffOf(tx, `${origin}/oidc`, developer)
    const { id } = await insertMachine(tx, { name: 'Messdienst Nord: Fernablesung', scopes: SCOPES })
    await setPeople(tx, id, [staffId])
    await sql`
      insert into machine_call (machine_id, asked_at, method, path, status, duration_ms, code, fields, request_id)
      select ${id}, now() - make_interval(mins => (6 - c.nth::int) * 17), c.call->>'method', c.call->>'path', (c.call->>'status')::int,
             (c.call->>'ms')::int, c.call->>'code', nullif(c.call->'fields', 'null'), 'req-demo-' || c.nth
        from jsonb_array_elements(${JSON.stringify(CALLS)}::jsonb) with ordinality as c(call, nth)`.execute(
      tables<Record<string, never>>(tx),
    )
  })
}

async function staffOf(tx: Tx, issuer: string, person: (typeof demoStaff)[number]): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into staff (issuer, subject, name, roles) values (${issuer}, ${person.subject}, ${person.name}, ${[...person.roles]})
    on conflict (issuer, subject) do update set name = excluded.name returning id`.execute(
    tables<Record<string, never>>(tx),
  )
  return rows[0]?.id as string
}
