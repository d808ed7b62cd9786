import type { OpenRequestRow } from '../readings/requests.sql.ts'
import type { HomeRegister } from '../readings/home.ts'
import { type ListQuery, PAGE_ROWS } from './meter-list.contract.ts'

export type Listed = {
  readonly rows: readonly HomeRegister[]
  /** How many the filter leaves, of how many there are. */
  readonly found: number
  readonly total: number
  /** How many have no value of the last days yet. */
  readonly open: number
  readonly page: number
  readonly pages: number
}

/** Who reads many meters does it over some weeks: a value of the last 30 days is this round's. */
export const ROUND_DAYS = 30

/** Whether somebody still has to read it: nothing has come since it was asked for, or within the last days where nobody asked. */
export function isOpen(one: HomeRegister, requests: readonly OpenRequestRow[], today: Temporal.PlainDate): boolean {
  const last = one.readings.at(-1)
  const asked = requests.find((request) => request.market_location_ids.includes(one.row.market_location_id))
  if (!last) return true
  if (asked) return Temporal.Instant.compare(last.entered_at, asked.asked_at) < 0
  return Temporal.PlainDate.compare(last.read_on, today.subtract({ days: ROUND_DAYS })) < 0
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f\s.-]/g, '')
    .toLowerCase()

/** Each word of the search stands somewhere in the address, the hint or the number of the meter. */
function matches({ row }: HomeRegister, words: readonly string[]): boolean {
  const text = plain(
    [row.street, row.house_number, row.postal_code, row.city, row.location_hint, row.meter_number, row.contract_number]
      .filter(Boolean)
      .join('|'),
  )
  return words.every((word) => text.includes(word))
}

/** One page of the meters that a person reads: those read from afar are left out. */
export function listed(
  home: readonly HomeRegister[],
  requests: readonly OpenRequestRow[],
  query: ListQuery,
  today: Temporal.PlainDate,
): Listed {
  const readable = home.filter((one) => one.row.meter_kind !== 'smart')
  const open = new Set(readable.filter((one) => isOpen(one, requests, today)))
  const words = (query.suche ?? '').split(/\s+/).map(plain).filter(Boolean)
  const found = readable.filter(
    (one) =>
      (!query.sparte || one.row.commodity === query.sparte) &&
      (query.stand !== 'offen' || open.has(one)) &&
      matches(one, words),
  )
  const pages = Math.max(1, Math.ceil(found.length / PAGE_ROWS))
  const page = Math.min(Math.max(1, Number(query.seite) || 1), pages)
  return {
    rows: found.slice((page - 1) * PAGE_ROWS, page * PAGE_ROWS),
    found: found.length,
    total: readable.length,
    open: open.size,
    page,
    pages,
  }
}

/** The address of the list with this filter. */
export function listHref(query: ListQuery, seite?: number): string {
  const { suche, sparte, stand } = query
  const page = seite ?? (Number(query.seite) || 1)
  const kept = Object.entries({ suche, sparte, stand, seite: page > 1 ? String(page) : '' }).filter(
    ([, value]) => value,
  )
  const search = new URLSearchParams(kept as [string, string][]).toString()
  return search ? `/zaehlerliste?${search}` : '/zaehlerliste'
}
