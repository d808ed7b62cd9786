import { dangerIn } from '#journey/staying'
import type { Call, FormDone } from '#platform/http'

/** Every text that was typed in a form, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}

/**
 * Whoever writes of gas, a burst pipe or no power, in whatever form of the portal, sees the number first and what they entered
 * afterwards. Nothing is lost: the form has been dealt with.
 */
export function dangerAhead(call: Pick<Call, 'input' | 'url'>, done: FormDone): FormDone {
  if (!('to' in done) || call.url.startsWith('/desk') || !done.to.startsWith('/')) return done
  const danger = textsIn(call.input.body)
    .map((text) => dangerIn(text))
    .find((one) => one !== undefined)
  if (!danger) return done
  const goOn = /^\/([\w\-.?=&%+][\w\-./?=&%+]*)?$/.test(done.to) && done.to.length <= 300 ? done.to : '/'
  return { ...done, to: `/notfall?grund=${danger}&weiter=${encodeURIComponent(goOn)}` }
}
