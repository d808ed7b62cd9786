import { Refusal } from '#platform/refusal'
import type { Locale } from '#platform/i18n'

/** Says a refusal's code in a language; the house puts the modules' texts together. */
export type RefusalText = (locale: Locale, code: string, figures: Readonly<Record<string, string | number>>) => string

/** Problem details of RFC 9457, in the user's language. `code` is for programs, `detail` for people. */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly requestId: string
  readonly fields?: readonly {
    readonly field: string
    readonly code: string
    readonly detail: string
    /** What the sentence is made of, for programs that say it themselves. */
    readonly figures?: Readonly<Record<string, string | number>>
  }[]
  /** For 409: what stands there now, so that a page can show both versions. */
  readonly current?: unknown
}

export function toProblem(refusal: Refusal, locale: Locale, text: RefusalText, requestId: string): Problem {
  const detail = text(locale, refusal.code, refusal.figures)
  return {
    type: `urn:kundenwerk:refusal:${refusal.code}`,
    title: detail,
    status: refusal.status,
    code: refusal.code,
    detail,
    requestId,
    ...(refusal.fields.length > 0 && {
      fields: refusal.fields.map((fault) => ({
        field: fault.field,
        code: fault.code,
        detail: text(locale, fault.code, fault.figures ?? {}),
        ...(fault.figures && { figures: fault.figures }),
      })),
    }),
    ...(refusal.current !== undefined && { current: refusal.current }),
  }
}

/** A fault of ours as a refusal without details: what went wrong stands in the log under the request id. */
export const ourFault = () => new Refusal(500, 'platform.our-fault')
