/**
 * A refusal is an expected "no": the person or program that asked can mend it. It becomes a problem document (RFC 9457) or
 * an error summary on the page. Everything else that is thrown is a fault of ours and becomes a 500 without details.
 *
 * Codes belong to the module that refuses (`staying.reading-too-old`); their texts stand in the module's text files under
 * `refusal.CODE`.
 */
export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 406 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 500 | 503

export type FieldFault = {
  /** Path of the field, for example `readings.0.value`. */
  readonly field: string
  /** Text key that says how to mend it. */
  readonly code: string
  readonly figures?: Readonly<Record<string, string | number>>
}

export class Refusal extends Error {
  override name = 'Refusal'
  readonly status: RefusalStatus
  readonly code: string
  readonly figures: Readonly<Record<string, string | number>>
  readonly fields: readonly FieldFault[]
  /** Seconds after which asking again makes sense (429, 503). */
  readonly retryAfterSeconds: number | undefined
  /** For 409: the version that stands there now, in the form of the route's own answer. */
  readonly current: unknown

  constructor(
    status: RefusalStatus,
    code: string,
    options: {
      figures?: Readonly<Record<string, string | number>>
      fields?: readonly FieldFault[]
      retryAfterSeconds?: number
      current?: unknown
    } = {},
  ) {
    super(code)
    this.status = status
    this.code = code
    this.figures = options.figures ?? {}
    this.fields = options.fields ?? []
    this.retryAfterSeconds = options.retryAfterSeconds
    this.current = options.current
  }
}

/** Nobody is signed in, or the session has ended. */
export const notSignedIn = () => new Refusal(401, 'platform.not-signed-in')

/** The person is signed in and must prove once more who it is; pages lead to where that is done. */
export const confirmItIsYou = () => new Refusal(403, 'platform.confirm-it-is-you')

/**
 * The thing is not there, or it is somebody else's: the answer is the same, so that nobody learns what exists.
 */
export const notFound = () => new Refusal(404, 'platform.not-found')

/** Somebody changed it meanwhile; the page shows both versions. */
export const changedMeanwhile = () => new Refusal(409, 'platform.changed-meanwhile')

/** The caller named a version by `If-Match`, and another stands there now (RFC 9110 13.1.1). */
export const versionChanged = () => new Refusal(412, 'platform.version-changed')

/** A change that another may make at the same time names the version that it is of (RFC 6585 3). */
export const versionMissing = () => new Refusal(428, 'platform.version-missing')

export const tooMany = (retryAfterSeconds: number) =>
  new Refusal(429, 'platform.too-many', { retryAfterSeconds, figures: { seconds: retryAfterSeconds } })

export const wrongFields = (fields: readonly FieldFault[]) => new Refusal(422, 'platform.wrong-fields', { fields })
