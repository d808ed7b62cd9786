import { id, instant, line, z } from '#platform/contract/web'
import { scopePattern } from './scopes.ts'

const scopes = z.array(z.string().regex(scopePattern)).min(1).max(50)
export const newMachineBody = z.strictObject({ name: line(100, 1), scopes })
export const scopesBody = z.strictObject({ scopes })

export const machinesAnswer = z.strictObject({
  machines: z.array(
    z.strictObject({
      id: id(),
      clientId: z.string(),
      name: z.string(),
      scopes: z.array(z.string()),
      createdAt: instant(),
      disabledAt: instant().nullable(),
    }),
  ),
})
/** The secret is in this answer and nowhere else. */
export const madeAnswer = z.strictObject({ clientId: z.string(), clientSecret: z.string() })
export const rotatedAnswer = z.strictObject({ clientSecret: z.string() })
export const nothingAnswer = z.strictObject({})
