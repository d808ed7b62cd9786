import type { Refusal } from '#platform/refusal'
import type { Call } from './route.ts'

/** What is wrong with one field, or with none in particular, in the language of the call. */
export type FormFault = { readonly name?: string; readonly message: string }

/** A refusal as the lines of an error summary: one per wrong field, or the reason itself where no field is to blame. */
export function formFaults(call: Pick<Call, 'reason'>, refusal: Refusal): FormFault[] {
  if (refusal.fields.length === 0) return [{ message: call.reason(refusal.code, refusal.figures) }]
  return refusal.fields.map((fault) => ({ name: fault.field, message: call.reason(fault.code, fault.figures) }))
}

/** What was typed into a form, by field, as a refused form gives it back. */
export type Typed = Readonly<Record<string, string | readonly string[]>>

/** What was typed into one field; empty where nothing was, or more than one text. */
export const typedText = (typed: Typed | undefined, name: string): string => {
  const value = typed?.[name]
  return typeof value === 'string' ? value : ''
}

/** What is wrong with one field. */
export const messageAt = (faults: readonly FormFault[], name: string): string | undefined =>
  faults.find((fault) => fault.name === name)?.message
