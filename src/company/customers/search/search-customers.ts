import type { Tx } from '#platform/database'
import { errorsAllowed, errorsBetween } from './distance.ts'
import {
  type Candidate,
  candidatesOf,
  closedByNumber,
  customersAt,
  docsWith,
  farFrom,
  type FoundCustomer,
  type FoundDoc,
  foundCustomers,
  type NumberHit,
  numbersLike,
  similarTo,
} from './search.sql.ts'
import { parseQuery } from './typed-query.ts'

/** A room above finds places by numbers of its own: meters. */
export type NumberSource = (
  tx: Tx,
  typed: readonly string[],
) => Promise<readonly { readonly marketLocationId: string; readonly shown: string; readonly whole: boolean }[]>

export type SearchHit = FoundCustomer & {
  /** What fitted, where it was a number; null where it was name or address. */
  readonly matched: { readonly kind: NumberHit['kind']; readonly shown: string } | null
}

/** Customers looked at and ranked; the best of them are shown. */
const RANKED_MAX = 300
/** A list of words that stands for more customers than this is not collected from the index. */
const FREQUENT_USES = 60_000
/** So many good answers are enough: what is only similar is not asked for then. */
const ENOUGH = 5

/**
 * Finds customers by whatever somebody has: name, address, numbers, telephone, mail; in any order, with typing errors, while
 * it is being typed. Best first: the number itself, then all words as typed, then beginnings, then what is similar.
 */
export async function searchCustomers(
  tx: Tx,
  typed: string,
  options: { readonly limit: number; readonly meters: NumberSource },
): Promise<SearchHit[]> {
  const query = parseQuery(typed)
  const numbers = await numbersLike(tx, query)
  const meters = query.numbersTyped.length > 0 ? await meterHits(tx, query.numbersTyped, options.meters) : []
  const hits = [...numbers, ...meters].sort((a, b) => Number(b.whole) - Number(a.whole))
  const scored = query.words.length > 0 ? await byWords(tx, query.words) : []
  const matched = new Map<string, SearchHit['matched']>()
  for (const hit of hits.filter((one) => one.whole)) if (!matched.has(hit.customerId)) matched.set(hit.customerId, hit)
  for (const { customerId } of scored) if (!matched.has(customerId)) matched.set(customerId, null)
  for (const hit of hits) if (!matched.get(hit.customerId)) matched.set(hit.customerId, hit)
  const best = [...matched].slice(0, options.limit)
  const found = new Map(
    (
      await foundCustomers(
        tx,
        best.map(([id]) => id),
      )
    ).map((customer) => [customer.id, customer]),
  )
  const closed = query.numbers.length > 0 ? await closedByNumber(tx, query.numbers) : []
  return [
    ...closed.map(({ id, customerNumber }) => ({
      id,
      customerNumber,
      kind: 'person' as const,
      name: '',
      address: '',
      isProtected: true,
      matched: null,
    })),
    ...best.flatMap(([id, why]) => {
      const customer = found.get(id)
      return customer ? [{ ...customer, matched: why && { kind: why.kind, shown: why.shown } }] : []
    }),
  ]
}

async function meterHits(tx: Tx, typed: readonly string[], meters: NumberSource): Promise<NumberHit[]> {
  const places = await meters(tx, typed)
  if (places.length === 0) return []
  const customers = await customersAt(tx, [...new Set(places.map((place) => place.marketLocationId))])
  return places.flatMap((place) =>
    customers
      .filter((customer) => customer.marketLocationId === place.marketLocationId)
      .map(({ customerId }) => ({ customerId, kind: 'meter' as const, shown: place.shown, whole: place.whole })),
  )
}

type Scored = { readonly customerId: string; readonly score: number }

async function byWords(tx: Tx, words: readonly string[]): Promise<Scored[]> {
  const near = await candidatesOf(tx, words)
  const exact = near.filter((candidate) => candidate.how === 'exact')
  const asTyped = await find(tx, words, exact)
  if (asTyped.length >= ENOUGH) return asTyped
  const begun = merge(asTyped, await find(tx, words, near))
  if (begun.length >= ENOUGH) return begun
  const similar = closeEnough(words, await similarTo(tx, words))
  const found = merge(begun, await find(tx, words, [...near, ...similar]))
  if (found.length > 0) return found
  const far = closeEnough(words, await farFrom(tx, words), 1)
  const guessed = await find(tx, words, [...near, ...similar, ...far])
  return guessed.length > 0 ? guessed : withoutOne(tx, words, [...near, ...similar, ...far])
}

/** Nothing has all words: perhaps one of them is wrong altogether. The rarest combination that has all others counts. */
async function withoutOne(tx: Tx, words: readonly string[], candidates: readonly Candidate[]): Promise<Scored[]> {
  if (words.length < 2) return []
  for (const left of words.keys()) {
    const kept = words.filter((_, at) => at !== left)
    const renumbered = candidates
      .filter((one) => one.of !== left)
      .map((one) => ({ ...one, of: one.of > left ? one.of - 1 : one.of }))
    const found = await find(tx, kept, renumbered)
    if (found.length > 0) return found
  }
  return []
}

/** Similar words with few enough errors for their length; `more` allows so many more. */
function closeEnough(words: readonly string[], candidates: readonly Candidate[], more = 0): Candidate[] {
  return candidates.filter(({ of, word, how }) => {
    const typed = words[of] ?? ''
    const allowed = errorsAllowed(Math.max(typed.length, word.length)) + more
    // Meyer and Maier are two letters apart, which is too far for five letters, but nobody hears that.
    return errorsBetween(typed, word) <= (how === 'sounds' ? Math.max(SOUNDING_ERRORS_MAX, allowed) : allowed)
  })
}

/** Letters in which words may differ that sound the same; more is another name with the same consonants. */
const SOUNDING_ERRORS_MAX = 2

async function find(tx: Tx, words: readonly string[], candidates: readonly Candidate[]): Promise<Scored[]> {
  const lists = words.map((_, at) => candidates.filter((candidate) => candidate.of === at))
  if (lists.some((list) => list.length === 0)) return []
  const uses = lists.map((list) => list.reduce((sum, candidate) => sum + candidate.uses, 0))
  const frequent = Math.min(...uses) > FREQUENT_USES
  const docs = await docsWith(
    tx,
    lists.map((list) => list.map((candidate) => candidate.word)),
    { limit: RANKED_MAX, frequent },
  )
  return docs.map((doc) => ({ customerId: doc.customerId, score: scoreOf(doc, words, lists) })).sort(byScore)
}

const byScore = (a: Scored, b: Scored): number => b.score - a.score || Number(a.customerId) - Number(b.customerId)

const merge = (first: readonly Scored[], second: readonly Scored[]): Scored[] => {
  const known = new Set(first.map((one) => one.customerId))
  return [...first, ...second.filter((one) => !known.has(one.customerId))]
}

/** What a typed word is worth in a customer: as typed 1, begun 0.8, per error less; in the name twice as much. */
function scoreOf(doc: FoundDoc, words: readonly string[], lists: readonly (readonly Candidate[])[]): number {
  let score = 0
  for (const [at, typed] of words.entries()) {
    const meant = new Map((lists[at] ?? []).map((candidate) => [candidate.word, candidate]))
    let best = 0
    for (const [place, word] of doc.words.entries()) {
      const candidate = meant.get(word)
      if (candidate) best = Math.max(best, worthOf(candidate, typed) * (place < doc.names ? 2 : 1))
    }
    score += best
  }
  // Of two customers with the same words the one with fewer others is meant.
  return score - doc.names * 0.01
}

function worthOf({ how, word }: Candidate, typed: string): number {
  if (how === 'exact') return 1
  if (how === 'prefix') return 0.7 + 0.2 * (typed.length / word.length)
  return Math.max(0.1, 0.65 - 0.15 * errorsBetween(typed, word))
}
