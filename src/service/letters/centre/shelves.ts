import { legalDay } from '#platform/calendar'
import { categories, type Category, type Importance } from '../store/letter-tables.ts'
import type { ListedLetter } from './centre.sql.ts'

export type Shelf = {
  readonly importance: Importance
  readonly groups: readonly { readonly category: Category; readonly letters: readonly ListedLetter[] }[]
}

/** Where a letter stands today: what had to be done until a day that has passed, or was withdrawn, calls for nothing any more. */
export function importanceToday(
  letter: Pick<ListedLetter, 'importance' | 'actionDueOn' | 'state'>,
  today: Temporal.PlainDate,
): Importance {
  if (letter.importance !== 'action') return letter.importance
  const open =
    letter.state === 'published' && letter.actionDueOn && Temporal.PlainDate.compare(letter.actionDueOn, today) >= 0
  return open ? 'action' : 'important'
}

const order: readonly Importance[] = ['action', 'important', 'information']

/** By importance first, then by category of the journey, the newest on top; what has to be done soonest first. */
export function shelvesOf(letters: readonly ListedLetter[], now: Temporal.Instant): Shelf[] {
  const today = legalDay(now)
  return order.flatMap((importance) => {
    const here = letters.filter((letter) => importanceToday(letter, today) === importance)
    const groups = categories.flatMap((category) => {
      const list = here.filter((letter) => letter.category === category)
      return list.length > 0 ? [{ category, letters: importance === 'action' ? soonestFirst(list) : list }] : []
    })
    return groups.length > 0 ? [{ importance, groups }] : []
  })
}

const soonestFirst = (list: readonly ListedLetter[]): ListedLetter[] =>
  [...list].sort((one, other) => {
    if (!one.actionDueOn || !other.actionDueOn) return 0
    return Temporal.PlainDate.compare(one.actionDueOn, other.actionDueOn)
  })
