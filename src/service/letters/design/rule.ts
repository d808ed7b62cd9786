import type { Condition } from './design.contract.ts'
import type { Row, Value } from './values.ts'

const isGiven = (value: Value): boolean =>
  value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)

const asText = (value: Value): string => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value))

/** Days and numbers as something that can be compared; a day is compared as text, which sorts like time. */
function compare(value: Value, other: string): number {
  if (typeof value === 'number' || /^-?\d+(\.\d+)?$/.test(String(value))) return Number(value) - Number(other)
  return String(value) < other ? -1 : String(value) > other ? 1 : 0
}

function holdsFor(value: Value, { test, values }: Condition): boolean {
  if (test === 'given') return isGiven(value)
  if (test === 'missing') return !isGiven(value)
  if (!isGiven(value)) return false
  if (test === 'is') return values.includes(asText(value))
  if (test === 'is-not') return !values.includes(asText(value))
  const difference = compare(value, values[0] ?? '0')
  return test === 'more-than' ? difference > 0 : difference < 0
}

function holdsOne(condition: Condition, values: Row): boolean {
  const value = values[condition.parameter]
  const { column } = condition
  if (column === undefined) return holdsFor(value, condition)
  return Array.isArray(value) && value.some((row: Row) => holdsFor(row[column], condition))
}

/** Whether all conditions hold for these values. */
export const holds = (conditions: readonly Condition[], values: Row): boolean =>
  conditions.every((one) => holdsOne(one, values))
