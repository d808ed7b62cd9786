/** What somebody writes about that cannot wait for an answer: they must call, now. */
export type Danger = 'gas' | 'water' | 'power'

/** Small letters, umlauts in one form, no signs: `Gas-Geruch!` and `GASGERUCH` differ in a blank only. */
export const plainWords = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/(?<=[aou])e(?=[a-z])/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .slice(0, 2_000)

/** Errors that a word of this length may have: none below five letters, one up to eight, two in longer ones. */
const errorsAllowed = (length: number): number => (length < 5 ? 0 : length < 9 ? 1 : 2)

/** Whether two words differ by at most so many letters left out, added, wrong or swapped. */
export function isNear(typed: string, word: string, allowed = errorsAllowed(word.length)): boolean {
  if (typed === word) return true
  if (allowed === 0 || Math.abs(typed.length - word.length) > allowed) return false
  let before: number[] = []
  let last = Array.from({ length: word.length + 1 }, (_, at) => at)
  for (let i = 1; i <= typed.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= word.length; j += 1) {
      const same = typed[i - 1] === word[j - 1]
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]
      if (swapped) least = Math.min(least, (before[j - 2] ?? 0) + 1)
      row.push(least)
    }
    before = last
    last = row
  }
  return (last[word.length] ?? 0) <= allowed
}

type Rule = {
  readonly danger: Danger
  /** Words that say it alone; written together or apart. */
  readonly alone: readonly string[]
  /** Both sides must be there, at most so many words apart. */
  readonly pairs: readonly { readonly one: readonly string[]; readonly other: readonly string[] }[]
}

const rules: readonly Rule[] = [
  {
    danger: 'gas',
    alone: ['gasgeruch', 'gasleck', 'gasaustritt', 'gasalarm', 'gasleak'],
    pairs: [
      {
        one: ['gas', 'erdgas'],
        other: [
          'riecht',
          'rieche',
          'riechen',
          'gerochen',
          'geruch',
          'stinkt',
          'leck',
          'ausgetreten',
          'zischt',
          'smell',
          'smells',
          'smelling',
          'smelled',
          'leak',
          'leaking',
          'leaks',
          'hissing',
        ],
      },
      { one: ['faulen', 'faule', 'rotten'], other: ['eiern', 'eier', 'eggs'] },
    ],
  },
  {
    danger: 'water',
    alone: ['rohrbruch', 'wasserrohrbruch', 'rohr geplatzt', 'wasserschaden'],
    pairs: [
      {
        one: ['rohr', 'leitung', 'wasserleitung', 'pipe', 'main'],
        other: ['geplatzt', 'gebrochen', 'platzt', 'burst', 'bursting', 'broken'],
      },
      {
        one: ['wasser', 'water'],
        other: ['spritzt', 'schiesst', 'uberschwemmt', 'lauft', 'gushing', 'flooding', 'flooded', 'pouring'],
      },
    ],
  },
  {
    danger: 'power',
    alone: ['stromausfall', 'stromlos', 'blackout', 'stromschlag', 'kabelbrand'],
    pairs: [
      {
        one: ['strom', 'power', 'electricity'],
        other: ['kein', 'keinen', 'ausgefallen', 'weg', 'no', 'without', 'outage', 'cut', 'failure', 'failed', 'ohne'],
      },
      {
        one: ['leitung', 'kabel', 'cable', 'wire', 'sicherungskasten', 'zahlerschrank'],
        other: ['funken', 'brennt', 'schmort', 'qualmt', 'sparks', 'sparking', 'burning', 'smoking'],
      },
    ],
  },
]

/** Words between the two sides of a pair: "bei uns im Keller riecht es seit gestern stark nach Gas" has eight. */
const APART_MAX = 12
/** After these the danger is asked about or long over, not there: prices, tariffs, "no power of attorney". */
const harmless = [
  'vollmacht',
  'attorney',
  'preis',
  'tarif',
  'vertrag',
  'rechnung',
  'abschlag',
  'zahler',
  'gaszahler',
  'anbieter',
  'steering',
]

const near = (words: readonly string[], list: readonly string[]): number[] =>
  words.flatMap((word, at) => (list.some((one) => isNear(word, one)) ? [at] : []))

function isSaid(words: readonly string[], { alone, pairs }: Rule): boolean {
  const joined = words.map((word, at) => word + (words[at + 1] ?? ''))
  const single = alone.map((word) => word.replaceAll(' ', ''))
  if (near(words, single).length > 0) return true
  // Written apart ("Gas Geruch", "Strom ausfall"): the joined pair must be the word itself, or short words would fit by chance.
  if (joined.some((word) => single.includes(word))) return true
  return pairs.some(({ one, other }) =>
    near(words, one).some((a) =>
      near(words, other).some((b) => a !== b && Math.abs(a - b) <= APART_MAX && !isHarmless(words, a, b)),
    ),
  )
}

/** Whether what is named right beside the pair makes it something else: "kein Stromtarif", "no power of attorney". */
function isHarmless(words: readonly string[], a: number, b: number): boolean {
  const beside = words.slice(Math.max(0, Math.min(a, b) - 1), Math.max(a, b) + 3)
  return beside.some((word) => harmless.includes(word))
}

/** The most dangerous thing that a text speaks of, with typing errors, in German and English; undefined if it is nothing of the kind. */
export function dangerIn(text: string): Danger | undefined {
  const words = plainWords(text)
  return rules.find((rule) => isSaid(words, rule))?.danger
}
