import type { AnyTexts, Locale } from '#platform/i18n'
import type { Refusal } from '#platform/refusal'
import { platformRefusals } from './refusals.ts'

/**
 * What an error summary shows of a refusal: one line per field, or the refusal itself when no field is to blame. Texts come
 * from the room that refused, else from the platform.
 */
export function fieldErrors(refusal: Refusal, locale: Locale, texts: AnyTexts): { name?: string; message: string }[] {
  const say = (code: string, figures: Readonly<Record<string, string | number>>) =>
    (texts.keys.includes(code) ? texts : (platformRefusals as AnyTexts))(locale)(code as never, figures)
  if (refusal.fields.length === 0) return [{ message: say(refusal.code, refusal.figures) }]
  return refusal.fields.map((fault) => ({ name: fault.field, message: say(fault.code, fault.figures ?? {}) }))
}
