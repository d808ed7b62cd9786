import { id, instant, line, z } from '#platform/contract/web'
import { isClientUri } from './authorize-request.ts'

const uri = () => line(500, 1).refine(isClientUri, { params: { code: 'identity.openid-uri' } })

export const newClientBody = z.strictObject({
  name: line(100, 1),
  redirectUris: z.array(uri()).min(1).max(20),
  postLogoutUris: z.array(uri()).max(20),
  isFirstParty: z.boolean(),
  /** False for an app that cannot keep a secret (RFC 6749 2.1). */
  keepsSecret: z.boolean(),
})
export type NewClient = z.infer<typeof newClientBody>

export const clientChangeBody = newClientBody.omit({ keepsSecret: true })

export const clientsAnswer = z.strictObject({
  /** What portals are told: where they find everything else. */
  issuer: z.string(),
  clients: z.array(
    z.strictObject({
      id: id(),
      clientId: z.string(),
      name: z.string(),
      redirectUris: z.array(z.string()),
      postLogoutUris: z.array(z.string()),
      isFirstParty: z.boolean(),
      keepsSecret: z.boolean(),
      createdAt: instant(),
      disabledAt: instant().nullable(),
    }),
  ),
  keys: z.array(z.strictObject({ kid: z.string(), signsFrom: instant(), signsUntil: instant() })),
})
/** The secret is in this answer and nowhere else. */
export const clientMadeAnswer = z.strictObject({ clientId: z.string(), clientSecret: z.string().nullable() })
export const clientDoneAnswer = z.strictObject({})
