import type { Say } from '#platform/i18n/web'
import { daysUntil } from '../format.ts'
import { type ClientKey, sayOr } from '../texts.tsx'

/** What a task is about; a kind without words of its own is shown by its name. */
export const kindName = (say: Say<ClientKey>, kind: string): string => sayOr(say, `kind.${kind}`, kind)

export function stateOfDue(dueOn: string): 'late' | 'today' | 'later' {
  const days = daysUntil(dueOn)
  if (days < 0) return 'late'
  return days === 0 ? 'today' : 'later'
}
