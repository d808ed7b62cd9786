import type { OutObject } from '#company/exchange'
import { facts } from '#company/journal'
import { readingStates } from './reading-out.sql.ts'

const changing = [
  facts.readingEntered.name,
  facts.readingCorrected.name,
  facts.readingDecided.name,
] as readonly string[]
const fieldOf = (fact: string): readonly string[] => (fact === facts.readingDecided.name ? ['status'] : ['value'])

/** A reading as other systems are told of it, with the state it has when it leaves. */
export const readingOut: OutObject = {
  object: 'reading',
  scope: 'readings:read',
  columns: ['value', 'status'],
  inFiles: [
    'readingId',
    'registerKey',
    'day',
    'value',
    'reason',
    'source',
    'status',
    'verdict',
    'enteredAt',
    'sourceKey',
  ],
  touchedBy: ({ name, payload }) => {
    if (!changing.includes(name)) return []
    const { readingId, replacesReadingId } = payload as {
      readonly readingId: string
      readonly replacesReadingId?: string
    }
    const touched = { objectId: readingId, fields: fieldOf(name) }
    return replacesReadingId ? [touched, { objectId: replacesReadingId, fields: ['status'] }] : [touched]
  },
  columnsOf: (field) => [field],
  load: readingStates,
}
