import type { Listener } from '#company/journal'
import type { AnyTexts, Locale } from '#platform/i18n'
import type { Job } from '#platform/jobs'
import type { Route } from '#platform/http'

/** What a room brings to the house. */
export type Module = {
  readonly name: string
  readonly routes?: readonly Route[]
  readonly listeners?: readonly Listener[]
  readonly jobs?: readonly Job[]
  /** Texts of the refusals of this room; keys are the codes. */
  readonly refusals?: AnyTexts
}

/** Text of a code in the first room that knows it; the code itself is shown only if a text is missing, which a test forbids. */
export function refusalTextOf(modules: readonly Module[]) {
  const owners = new Map(
    modules.flatMap((module) => (module.refusals?.keys ?? []).map((key) => [key, module.refusals] as const)),
  )
  return (locale: Locale, code: string, figures: Readonly<Record<string, string | number>>): string =>
    owners.get(code)?.(locale)(code as never, figures) ?? code
}
