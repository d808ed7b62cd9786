import { useCallback, useMemo } from 'react'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { useLocale } from '../texts.tsx'

export type GroupChoice = { readonly id: string; readonly label: string }

/** Groups of staff with their names; which there are is data. */
export function useGroups(): readonly GroupChoice[] {
  const locale = useLocale()
  const { answer } = useResource(endpoints.load, {})
  return useMemo(
    () => answer?.groups.map((one) => ({ id: one.group, label: locale === 'de' ? one.nameDe : one.nameEn })) ?? [],
    [answer, locale],
  )
}

/** Name of a group by its code; the code itself says more than nothing. */
export function useGroupName(): (code: string) => string {
  const groups = useGroups()
  // Until the names are there, nothing: a code would flash up in English.
  return useCallback(
    (code) => groups.find((one) => one.id === code)?.label ?? (groups.length > 0 ? code : ''),
    [groups],
  )
}
