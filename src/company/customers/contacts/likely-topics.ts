/** Something that happened to a customer lately: the name of a fact, or the topic of a contact. */
export type Lately = { readonly name: string; readonly daysAgo: number; readonly topic?: string }

/** Which topic a fact makes people call about, by the beginning of its name; the first that fits counts. */
const topicOfFact: readonly (readonly [beginning: string, topic: string])[] = [
  ['staying.reading', 'reading'],
  ['staying.guest-reading', 'reading'],
  ['staying.fault', 'fault'],
  ['staying.outage', 'fault'],
  ['staying.meter', 'meter'],
  ['paying.bill', 'bill'],
  ['paying.instalment', 'instalment'],
  ['paying.payment', 'payment'],
  ['paying.debit', 'payment'],
  ['paying.dunning', 'dunning'],
  ['paying.price', 'price-change'],
  ['joining.', 'contract'],
  ['leaving.', 'termination'],
  ['customers.move', 'move'],
  ['customers.contact-recorded', ''],
  ['customers.', 'customer-details'],
  ['letters.', 'letter'],
  ['platform.page-printed', 'letter'],
  ['identity.signed-in', ''],
  ['identity.', 'portal'],
]

const topicOf = ({ name, topic }: Lately): string =>
  topic ?? topicOfFact.find(([beginning]) => name.startsWith(beginning))?.[1] ?? ''

/** After so many days something is half as likely to be the reason of a call. */
const HALF_LIFE_DAYS = 4
/** Who has called about it already calls about it again more often than about anything else. */
const CONTACT_WEIGHT = 1.5
const LIKELY_MAX = 3

/**
 * What somebody is likely to be asking about, likeliest first: each thing that happened lately counts by half for every
 * four days that have passed, an earlier contact half as much again.
 */
export function likelyTopics(lately: readonly Lately[]): string[] {
  const weights = new Map<string, number>()
  for (const one of lately) {
    const topic = topicOf(one)
    if (topic === '') continue
    const weight = (one.topic ? CONTACT_WEIGHT : 1) * 0.5 ** (Math.max(0, one.daysAgo) / HALF_LIFE_DAYS)
    weights.set(topic, (weights.get(topic) ?? 0) + weight)
  }
  return [...weights]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, LIKELY_MAX)
    .map(([topic]) => topic)
}
