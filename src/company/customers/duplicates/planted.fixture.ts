import { sql } from 'kysely'
import { tables, transaction } from '#platform/database'
import type { Pools } from '#platform/database'

const lastNames =
  `Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz
Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier Lehmann Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber
Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht
Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Schulte Dietrich
Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer Yılmaz Kaya Demir Şahin Nowak Kowalski Petrov Ivanova Nguyen Rossi`.split(
    /\s+/,
  )
const firstNames =
  `Anna Emma Mia Lea Laura Julia Sarah Lisa Katharina Johanna Maria Petra Sabine Monika Ursula Renate Karin Brigitte Erika Ingrid Peter Michael Thomas
Andreas Wolfgang Klaus Jürgen Stefan Christian Uwe Werner Horst Frank Dieter Manfred Paul Jonas Leon Lukas Felix Maximilian Elias Ali Mehmet Ayşe Elif Jan Sven Nils Ole
Heike Birgit Martina Andrea Claudia Susanne Gisela Helga Hans Günter Bernd Ralf Jörg Holger Matthias Markus Florian Tobias Sebastian Daniel`.split(
    /\s+/,
  )
const streetStems =
  'Linden Birken Garten Bahnhof Schul Kirch Mühlen Berg Wiesen Rosen Goethe Schiller Mozart Haupt Markt Wald Feld Ring Dorf See Park Ost West Nord Süd Eichen Buchen Ahorn Tannen Kastanien'.split(
    ' ',
  )
const streetKinds = ['straße', 'weg', 'gasse', 'allee', 'platz', 'ring']

/** Numbers that are the same on every machine: a linear congruential generator (Numerical Recipes, 3rd edition, 7.1.4). */
function generator(seed: number) {
  let state = seed >>> 0
  const below = (n: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
  const of = <T>(list: readonly T[]): T => list[below(list.length)] as T
  return { below, of }
}
type Random = ReturnType<typeof generator>

type Person = {
  number: string
  first: string
  last: string
  born: string | null
  street: string
  house: string
  postal: string
  email: string | null
  mobile: string | null
}

/** A name with its letters counted in such a way that 100,000 people have some 20,000 family names, as in a town. */
function someone(random: Random, number: string): Person {
  const double = random.below(4) === 0 ? `-${random.of(lastNames)}` : ''
  const year = 1935 + random.below(70)
  const email =
    random.below(3) === 0 ? null : `${number.toLowerCase()}@${random.of(['post', 'mail', 'kunden'])}.example`
  return {
    number,
    first: random.of(firstNames),
    last: random.of(lastNames) + double,
    born:
      random.below(8) === 0
        ? null
        : `${year}-${String(1 + random.below(12)).padStart(2, '0')}-${String(1 + random.below(28)).padStart(2, '0')}`,
    street: random.of(streetStems) + random.of(streetKinds),
    house: String(1 + random.below(150)),
    postal: String(12_340 + random.below(12)),
    email,
    mobile: random.below(2) === 0 ? null : `+49151${String(10_000_000 + random.below(89_999_999))}`,
  }
}

/** One typing error: a letter left out, doubled, wrong, or two swapped. */
function mistype(random: Random, text: string): string {
  if (text.length < 4) return text
  const at = 1 + random.below(text.length - 2)
  const kinds = [
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at) + text[at] + text.slice(at),
    () => text.slice(0, at) + 'aeinrst'[random.below(7)] + text.slice(at + 1),
    () => text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2),
  ]
  return random.of(kinds)()
}

const changes: readonly ((random: Random, person: Person) => Partial<Person>)[] = [
  (random, { last }) => ({ last: mistype(random, last) }),
  (random, { first }) => ({ first: mistype(random, first) }),
  (_random, { last }) => ({
    last: last.replace(/ü/g, 'ue').replace(/ö/g, 'oe').replace(/ä/g, 'ae').replace(/ß/g, 'ss'),
  }),
  (_random, { last }) => ({ last: last.replace(/mann/, 'man').replace(/ei/, 'ey').replace(/ck/, 'k') }),
  (_random, { first }) => ({ first: `${first[0]}.` }),
  () => ({ born: null }),
  (random, { street }) => ({ street: mistype(random, street) }),
  (_random, { street }) => ({ street: street.replace('straße', 'str.') }),
  // Has moved: all of the address is another one.
  (random) => ({
    street: random.of(streetStems) + random.of(streetKinds),
    house: String(1 + random.below(150)),
    postal: String(12_340 + random.below(12)),
  }),
  () => ({ email: null, mobile: null }),
  (_random, { number }) => ({ email: `neu-${number.toLowerCase()}@post.example` }),
]

export type Planted = { readonly customers: number; readonly pairs: ReadonlySet<string> }

/**
 * Fills a database with people, families that share name and address, and the same person twice with one to three of the changes above.
 * @returns the customer numbers of the planted pairs, `A|B`
 */
export async function plantDuplicates(
  pools: Pick<Pools, 'worker'>,
  count: number,
  planted: number,
  seed = 7,
): Promise<Planted> {
  const random = generator(seed)
  const people: Person[] = []
  const pairs = new Set<string>()
  for (let n = 0; people.length < count; n += 1) {
    const person = someone(random, `D${n}`)
    people.push(person)
    // One in four shares the home with a partner or child of the same name: the same household is not the same person.
    if (random.below(4) === 0)
      people.push({
        ...someone(random, `D${n}F`),
        last: person.last,
        street: person.street,
        house: person.house,
        postal: person.postal,
      })
  }
  for (let n = 0; n < planted; n += 1) {
    const person = people[Math.floor((n * people.length) / planted)] as Person
    const number = `${person.number}X`
    let twin: Person = { ...person, number }
    for (let change = 1 + random.below(3); change > 0; change -= 1)
      twin = { ...twin, ...random.of(changes)(random, twin) }
    people.push(twin)
    pairs.add(`${person.number}|${number}`)
  }
  for (let at = 0; at < people.length; at += 5_000)
    await transaction(pools.worker, (tx) =>
      sql`insert into customer (customer_number, kind, first_name, last_name, birth_date, street, house_number, postal_code, city, email, mobile)
          select number, 'person', first, last, born::date, street, house, postal, 'Musterstadt', email, mobile
            from jsonb_to_recordset(${JSON.stringify(people.slice(at, at + 5_000))}::jsonb)
              as p (number text, first text, last text, born text, street text, house text, postal text, email text, mobile text)`.execute(
        tables<Record<string, never>>(tx),
      ),
    )
  return { customers: people.length, pairs }
}

export type Found = {
  readonly found: number
  readonly right: number
  readonly precision: number
  readonly recall: number
}

/** How many of the planted pairs were found, and how many of the found ones were planted. */
export async function scoreFound(pools: Pick<Pools, 'worker'>, planted: Planted): Promise<Found> {
  const { rows } = await transaction(pools.worker, (tx) =>
    sql<{ pair: string }>`select least(length(a.customer_number), length(b.customer_number)) || '' as x,
        case when length(a.customer_number) < length(b.customer_number) then a.customer_number || '|' || b.customer_number
             else b.customer_number || '|' || a.customer_number end as pair
      from duplicate_pair p join customer a on a.id = p.a_id join customer b on b.id = p.b_id`.execute(
      tables<Record<string, never>>(tx),
    ),
  )
  const right = rows.filter((row) => planted.pairs.has(row.pair)).length
  return { found: rows.length, right, precision: right / Math.max(1, rows.length), recall: right / planted.pairs.size }
}
