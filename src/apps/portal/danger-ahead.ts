import { createElement, Fragment } from 'react'
import { dangerIn } from '#journey/staying'
import type { Call, FormDone } from '#platform/http'
import { CallNow } from './help/help.page.tsx'

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
export function dangerAhead(call: Pick<Call, 'input' | 'url' | 'locale' | 'settings'>, done: FormDone): FormDone {
  if (call.url.startsWith('/desk') || ('to' in done && !done.to.startsWith('/'))) return done
  const danger = textsIn(call.input.body)
    .map((text) => dangerIn(text))
    .find((one) => one !== undefined)
  if (!danger) return done
  if ('page' in done) {
    const { locale, settings } = call
    const number = createElement(CallNow, { locale, danger, emergencyPhone: settings.EMERGENCY_PHONE })
    return { ...done, page: { ...done.page, body: createElement(Fragment, null, number, done.page.body) } }
  }
  const goOn = /^\/([\w\-.?=&%+][\w\-./?=&%+]*)?$/.test(done.to) && done.to.length <= 300 ? done.to : '/'
  return { ...done, to: `/notfall?grund=${danger}&weiter=${encodeURIComponent(goOn)}` }
}
