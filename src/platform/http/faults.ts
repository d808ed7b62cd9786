import type { Refusal } from '#platform/refusal'
import type { Call } from './route.ts'

/** What is wrong with one field, or with none in particular, in the language of the call. */
export type FormFault = { readonly name?: string; readonly message: string }

/** A refusal as the lines of an error summary: one per wrong field, or the reason itself where no field is to blame. */
export function formFaults(call: Pick<Call, 'reason'>, refusal: Refusal): FormFault[] {
  if (refusal.fields.length === 0) return [{ message: call.reason(refusal.code, refusal.figures) }]
  return refusal.fields.map((fault) => ({ name: fault.field, message: call.reason(fault.code, fault.figures) }))
}
