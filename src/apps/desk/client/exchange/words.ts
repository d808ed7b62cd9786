import type { Say } from '#platform/i18n/web'
import { type ClientKey, sayOr } from '../texts.tsx'

/** A field or column in plain words: `houseNumber` and `house_number` are the same to a person. */
export function fieldWord(say: Say<ClientKey>, field: string): string {
  const column = field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return sayOr(say, `field.${column}`, column.replaceAll('_', ' '))
}

export const systemWord = (say: Say<ClientKey>, key: string, name = key): string => sayOr(say, `system.${key}`, name)
export const objectWord = (say: Say<ClientKey>, object: string): string => sayOr(say, `object.${object}`, object)
