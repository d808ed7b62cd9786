import { type Fact, factByName } from '#company/journal'
import { formatDay, formatTime, legalDay } from '#platform/calendar'
import { formatNumber, type Locale } from '#platform/i18n'
import type { IconName, TimelineItem } from '#ui'
import { type PortalKey, portalTexts } from './texts.ts'

/** Names of the facts that a customer sees. */
export const timelineNames: readonly string[] = [...factByName.values()]
  .filter((kind) => kind.onTimeline)
  .map((kind) => kind.name)

const icons: Readonly<Record<string, IconName>> = {
  staying: 'reading',
  identity: 'key',
  customers: 'person',
  letters: 'mail',
}

type Payload = Readonly<Record<string, unknown>>

/** Facts whose sentence depends on how they ended. */
const variants: Readonly<Record<string, (payload: Payload) => string>> = {
  'staying.reading-entered': (payload) => (payload['verdict'] === 'questionable' ? '.in-check' : ''),
  'exchange.change-taken-over': (payload) => (payload['system'] === 'billing' ? '.billing' : ''),
  'staying.meter-exchange-decided': (payload) => `.${String(payload['decision'])}`,
  'staying.reading-decided': (payload) => `.${String(payload['decision'])}`,
  'customers.customer-changed': (payload) => changedWhat(payload['fields']),
  'customers.channel-confirmed': (payload) => `.${String(payload['kind'])}`,
  'customers.channel-removed': (payload) => `.${String(payload['kind'])}`,
  'customers.channel-bounced': (payload) => `.${String(payload['kind'])}`,
  'customers.consent-answered': (payload) => (payload['given'] === true ? '.given' : '.withdrawn'),
  'customers.contact-recorded': (payload) => `.${String(payload['direction'])}.${String(payload['way'])}`,
  'customers.erasure-decided': (payload) => `.${String(payload['decision'])}`,
  'customers.bank-changed': (payload) => `.${String(payload['way'])}`,
}

const fieldGroups: readonly (readonly [string, readonly string[]])[] = [
  ['name', ['salutation', 'title', 'firstName', 'lastName', 'companyName']],
  ['address', ['street', 'houseNumber', 'postalCode', 'city', 'country']],
  ...['email', 'mobile', 'phone', 'language'].map((one) => [one, [one]] as const),
]

/** What was changed, if it is one thing; else the general sentence. */
function changedWhat(fields: unknown): string {
  const names = Array.isArray(fields) ? (fields as readonly string[]) : []
  const group = fieldGroups.find(([, known]) => names.length > 0 && names.every((name) => known.includes(name)))
  return group ? `.${group[0]}` : ''
}

/** Key of the sentence that says a fact to the customer. */
export const sentenceKeyOf = (fact: Pick<Fact, 'name'> & { readonly payload: unknown }): PortalKey =>
  `fact.${fact.name}${variants[fact.name]?.(fact.payload as Payload) ?? ''}` as PortalKey

/** A fact as an entry of the timeline, in plain words; `sentence` for facts that customers do not see. */
export function timelineItemOf(fact: Fact, locale: Locale, sentence?: string): TimelineItem {
  const t = portalTexts(locale)
  const payload = fact.payload as Payload
  const figures = Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, shown(key, value, locale)]))
  const day = typeof payload['day'] === 'string' ? Temporal.PlainDate.from(payload['day']) : undefined
  return {
    time: fact.occurredAt.toString(),
    when: `${formatDay(legalDay(fact.occurredAt), locale)}, ${formatTime(fact.occurredAt, locale)}`,
    title: sentence ?? t(sentenceKeyOf(fact), figures),
    ...(day && { body: t('fact.readOn', { day: formatDay(day, locale) }) }),
    icon: icons[fact.name.split('.')[0] ?? ''] ?? 'check',
  }
}

function shown(key: string, value: unknown, locale: Locale): string {
  if (key === 'due') return formatDay(Temporal.PlainDate.from(String(value)), locale)
  const text = String(value)
  if (!/^\d+(\.\d+)?$/.test(text)) return text
  return formatNumber(Number(text), locale, text.split('.')[1]?.length ?? 0)
}
