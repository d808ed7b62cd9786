import { id, instant, line, z } from '#platform/contract/web'
import { scopePattern } from './scopes.ts'

const scopes = z.array(z.string().regex(scopePattern)).max(50)
const person = z.strictObject({ id: id(), name: z.string() })
export const newMachineBody = z.strictObject({ name: line(100, 1), scopes: scopes.min(1) })
export const scopesBody = z.strictObject({ scopes: scopes.min(1) })

export const machineAnswer = z.strictObject({
  id: id(),
  clientId: z.string(),
  name: z.string(),
  /** What it uses of what it may. */
  scopes: z.array(z.string()),
  scopesAllowed: z.array(z.string()),
  /** Null: the limit of the house. */
  callsPerMinute: z.number().int().nullable(),
  sandboxOf: id().nullable(),
  sandboxId: id().nullable(),
  /** Who looks after it, beside the administrators. */
  people: z.array(person),
  createdAt: instant(),
  disabledAt: instant().nullable(),
  rowVersion: z.number().int(),
})
export const machinesAnswer = z.strictObject({ machines: z.array(machineAnswer) })
/** The secret is in this answer and nowhere else. */
export const madeAnswer = z.strictObject({ clientId: z.string(), clientSecret: z.string() })
export const nothingAnswer = z.strictObject({})
export const limitBody = z.strictObject({ callsPerMinute: z.number().int().min(1).max(1_000_000).nullable() })
export const machinePeopleBody = z.strictObject({ staffIds: z.array(id()).max(20) })
export const developersAnswer = z.strictObject({ developers: z.array(person) })

export const clientPath = z.strictObject({ id: id() })
export const clientAnswer = z.strictObject({
  client: machineAnswer,
  /** What applies where the client has no limit of its own. */
  callsPerMinuteOfHouse: z.number().int(),
  keys: z.array(
    z.strictObject({
      id: id(),
      label: z.string(),
      createdAt: instant(),
      endsAt: instant().nullable(),
      lastUsedAt: instant().nullable(),
    }),
  ),
  /** Of the last 24 hours. */
  day: z.strictObject({ calls: z.number().int(), failed: z.number().int(), slowMs: z.number().int().nullable() }),
})
/** For how many hours the keys before are valid, too: long enough for a release over there; left out: they stay. */
export const newKeyBody = z.strictObject({
  label: line(60, 1),
  formerValidHours: z.number().int().min(0).max(720).optional(),
})
export const newKeyAnswer = z.strictObject({ keyId: id(), clientId: z.string(), clientSecret: z.string() })
export const keyPath = z.strictObject({ id: id(), key: id() })
export const endKeyBody = z.strictObject({ inHours: z.number().int().min(0).max(720) })
export const chooseScopesBody = z.strictObject({ rowVersion: z.number().int().min(1).max(2_147_483_647), scopes })

export const callsQuery = z.strictObject({ failed: z.enum(['yes']).optional(), before: id().optional() })
export const callsAnswer = z.strictObject({
  calls: z.array(
    z.strictObject({
      id: id(),
      askedAt: instant(),
      method: z.string(),
      path: z.string(),
      status: z.number().int(),
      durationMs: z.number().int(),
      code: z.string().nullable(),
      /** What the problem document said, in the language of who looks. */
      detail: z.string().nullable(),
      fields: z.array(z.strictObject({ field: z.string(), detail: z.string() })),
      requestId: z.string(),
    }),
  ),
  hasOlder: z.boolean(),
})
