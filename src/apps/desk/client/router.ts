import { useCallback, useSyncExternalStore } from 'react'
import { type DeskPlace, deskPlaces } from '../places.ts'

const CHANGED = 'kw-desk-address'

/** Goes to an address of the desk without loading the page anew. */
export function go(href: string, options: { readonly replace?: boolean } = {}): void {
  if (href === location.pathname + location.search) return
  if (options.replace) history.replaceState(null, '', href)
  else history.pushState(null, '', href)
  window.dispatchEvent(new Event(CHANGED))
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener)
  window.addEventListener(CHANGED, listener)
  return () => {
    window.removeEventListener('popstate', listener)
    window.removeEventListener(CHANGED, listener)
  }
}

export type Address = { readonly place: DeskPlace | undefined; readonly id: string; readonly query: URLSearchParams }

/** Where the desk is. */
export function useAddress(): Address {
  const href = useSyncExternalStore(subscribe, () => location.pathname + location.search)
  const url = new URL(href, location.origin)
  for (const [place, pattern] of Object.entries(deskPlaces)) {
    const match = new RegExp(`^${pattern.replace(':id', '([^/]+)')}/?$`).exec(url.pathname)
    if (match) return { place: place as DeskPlace, id: match[1] ?? '', query: url.searchParams }
  }
  return { place: undefined, id: '', query: url.searchParams }
}

/** The address of a place. */
export const hrefOf = (place: DeskPlace, id = '', query: Readonly<Record<string, string>> = {}): string => {
  const search = new URLSearchParams(query).toString()
  return deskPlaces[place].replace(':id', encodeURIComponent(id)) + (search && `?${search}`)
}

/** One filter kept in the address, so that a copied address and the back button show the same. */
export function useFilter(name: string): [string | undefined, (value: string | undefined) => void] {
  const { query } = useAddress()
  const set = useCallback(
    (value: string | undefined) => {
      const next = new URLSearchParams(location.search)
      if (value === undefined || value === '') next.delete(name)
      else next.set(name, value)
      const search = next.toString()
      go(location.pathname + (search && `?${search}`), { replace: true })
    },
    [name],
  )
  return [query.get(name) ?? undefined, set]
}

/** Plain links to the desk stay in the page; with Ctrl, Shift or the middle button they open as the browser does. */
export function followLinks(): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || link.target || link.origin !== location.origin || link.hasAttribute('download')) return
    const known = Object.values(deskPlaces).some((place) =>
      new RegExp(`^${place.replace(':id', '[^/]+')}/?$`).test(link.pathname),
    )
    if (!known || link.hash) return
    event.preventDefault()
    go(link.pathname + link.search)
  })
}
