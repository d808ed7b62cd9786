import { isNear, plainWords } from '#journey/staying'

/** What people look for, where they find it, and the words in which they ask. */
export type Topic = {
  readonly key: TopicKey
  readonly href: string
  /** German and English, as people write them; small letters, umlauts as one letter. */
  readonly words: readonly string[]
}

export const topicKeys = [
  'reading',
  'guest-reading',
  'consumption',
  'letters',
  'address',
  'move',
  'bank',
  'name',
  'activate',
  'password',
  'people',
  'power',
  'fault',
  'outages',
  'complaint',
  'erasure',
  'accessibility',
] as const
export type TopicKey = (typeof topicKeys)[number]

export const topics: readonly Topic[] = [
  topic(
    'reading',
    '/zaehlerstand',
    'zahlerstand zahler ablesen ablesung stand eingeben melden foto meter reading submit',
  ),
  topic(
    'guest-reading',
    '/zaehlerstand/gast',
    'zahlerstand ohne anmeldung gast karte ablesekarte brief meter reading card without login',
  ),
  topic(
    'consumption',
    '/verbrauch',
    'verbrauch kosten kwh monat tag vergleich abschlag hoch teuer consumption usage cost compare',
  ),
  topic(
    'letters',
    '/briefe',
    'brief briefe post rechnung rechnungen bescheid dokument letters bill bills invoice document download',
  ),
  topic(
    'address',
    '/meine-daten',
    'adresse anschrift telefon handy email mail erreichen kontakt address phone contact details',
  ),
  topic(
    'move',
    '/meine-daten/umzug',
    'umzug umziehen auszug einzug ausziehen einziehen neue wohnung move moving house flat',
  ),
  topic(
    'bank',
    '/meine-daten',
    'bank iban lastschrift sepa konto mandat bankverbindung abbuchung direct debit account',
  ),
  topic('name', '/meine-daten/name', 'name heirat hochzeit scheidung nachname marriage surname change'),
  topic(
    'activate',
    '/zugang-freischalten',
    'registrieren anmelden zugang freischalten code kundennummer konto anlegen register sign activate account',
  ),
  topic(
    'password',
    '/passwort-vergessen',
    'passwort vergessen kennwort zugang gesperrt login einloggen password forgotten reset locked',
  ),
  topic(
    'people',
    '/konto/personen',
    'person partner mitbewohner berechtigung einladen zugriff verwalter people invite access flatmate manager',
  ),
  topic('power', '/vollmacht', 'vollmacht betreuung betreuer erbe todesfall verstorben attorney carer heir death'),
  topic('fault', '/stoerung', 'storung melden defekt kaputt laterne heizung kalt fault report broken'),
  topic('outages', '/stoerungen', 'storungen ausfall wann wieder bauarbeiten abschaltung geplant outage planned works'),
  topic(
    'complaint',
    '/beschwerde',
    'beschwerde beschweren schlichtung unzufrieden arger complaint conciliation dispute',
  ),
  topic(
    'erasure',
    '/meine-daten/loeschen',
    'loschen datenschutz auskunft daten kopie dsgvo erase delete privacy copy gdpr',
  ),
  topic(
    'accessibility',
    '/barrierefreiheit',
    'barrierefrei barriere vorlesen leichte sprache accessibility screen reader',
  ),
]

function topic(key: TopicKey, href: string, words: string): Topic {
  return { key, href, words: words.split(' ') }
}

/** Words that every question has. */
const empty = new Set(
  'ich wir mein meine meinen ist sind der die das den dem ein eine einen wie was wo wann und oder zu zum zur mit fur bei kann man mochte will andern change the a an i my is are how what where when to do can want and or for of in'.split(
    ' ',
  ),
)

/** Topics that fit what somebody typed, the best first; all of them where nothing was typed. */
export function findTopics(typed: string): readonly Topic[] {
  const words = plainWords(typed).filter((word) => !empty.has(word))
  if (plainWords(typed).length === 0) return topics
  const scored = topics.map((one) => ({ one, score: words.reduce((sum, word) => sum + fit(word, one.words), 0) }))
  return scored
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, SHOWN_MAX)
    .map(({ one }) => one)
}
const SHOWN_MAX = 6

/** The word itself, its beginning or a compound of it, or the word with a typing error. */
function fit(typed: string, words: readonly string[]): number {
  if (words.includes(typed)) return 4
  if (typed.length >= 4 && words.some((word) => word.startsWith(typed) || (word.length >= 5 && typed.includes(word))))
    return 2
  return words.some((word) => isNear(typed, word)) ? 2 : 0
}
