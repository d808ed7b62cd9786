import type { Importance } from '../store/letter-tables.ts'

/** What decides by which way a letter goes. */
export type WayFacts = {
  readonly importance: Importance
  /** A rule of law that holds today and demands paper. */
  readonly rule: { readonly id: string; readonly demands: 'post' | 'registered' } | null
  /** The letter proves an address: a code that goes to the address on file. */
  readonly onPaperByNature: boolean
  /** The system that delivered the finished letter brings it to the post itself. */
  readonly sourcePosts: boolean
  /** The room that ordered it writes to the customer itself, and a mail address is there for that. */
  readonly toldDirectly: boolean
  /** The customer's own choice, null if none was made. */
  readonly choice: 'portal' | 'post' | null
  /** What the house has decided for this kind. */
  readonly kindWay: 'digital' | 'post'
  /** A confirmed address for messages about the contract. */
  readonly hasChannel: boolean
}

export type Because =
  | 'law'
  | 'nature'
  | 'choice-post'
  | 'no-channel'
  | 'choice-portal'
  | 'kind-digital'
  | 'kind-post'
  | 'source-posts'
  | 'told-directly'

export type Way = {
  readonly way: 'digital' | 'post' | 'both' | 'elsewhere'
  readonly because: Because
  /** Undefined for the ladder of the kind. */
  readonly ladder?: 'copy' | 'urgent-copy'
  /** True if a first message is due now. */
  readonly tells: boolean
}

/**
 * By which way a letter goes, and why. Law first, then what the customer chose, then what the house decided for the kind; without a
 * confirmed address nothing stays digital, because nobody would learn of it.
 */
export function chooseWay(facts: WayFacts): Way {
  const tells = facts.hasChannel
  if (facts.sourcePosts) return { way: 'elsewhere', because: 'source-posts', ladder: 'copy', tells }
  // EnWG section 41f (5): on paper, and electronically as well where that is possible.
  if (facts.rule) return { way: tells ? 'both' : 'post', because: 'law', ladder: 'urgent-copy', tells }
  if (facts.onPaperByNature) return { way: 'post', because: 'nature', ladder: 'copy', tells: false }
  if (facts.toldDirectly) return { way: 'digital', because: 'told-directly', tells: false }
  if (facts.choice === 'post') return { way: 'post', because: 'choice-post', ladder: 'copy', tells: false }
  if (!facts.hasChannel) return { way: 'post', because: 'no-channel', ladder: 'copy', tells: false }
  if (facts.choice === 'portal') return { way: 'digital', because: 'choice-portal', tells }
  if (facts.kindWay === 'digital') return { way: 'digital', because: 'kind-digital', tells }
  return { way: 'post', because: 'kind-post', ladder: 'copy', tells: false }
}
