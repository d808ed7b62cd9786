import { z } from '#platform/contract'

const base64url = (max: number) =>
  z
    .string()
    .regex(/^[\w-]+$/)
    .max(max)
/** Longest answer of an authenticator that is read; attestations are not asked for, so a few hundred bytes are usual. */
export const ANSWER_LENGTH_MAX = 16_000

/** WebAuthn's JSON forms; fields that we do not read may be there. */
const answer = { id: base64url(1_400), rawId: base64url(1_400), type: z.literal('public-key') }

export const registrationResponse = z.looseObject({
  ...answer,
  clientExtensionResults: z.looseObject({}).default({}),
  response: z.looseObject({
    clientDataJSON: base64url(4_000),
    attestationObject: base64url(12_000),
    transports: z.array(z.string().max(30)).max(10).optional(),
  }),
})

export const authenticationResponse = z.looseObject({
  ...answer,
  clientExtensionResults: z.looseObject({}).default({}),
  response: z.looseObject({
    clientDataJSON: base64url(4_000),
    authenticatorData: base64url(4_000),
    signature: base64url(2_000),
    userHandle: base64url(100).optional(),
  }),
})

/** What `navigator.credentials` is called with. */
export const optionsAnswer = z.looseObject({ challenge: z.string() })

export const sentAnswer = () => z.string().min(1).max(ANSWER_LENGTH_MAX)
