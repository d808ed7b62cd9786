import pg from 'pg'

const onsets = 'b br d dr f fl g gr h j k kl kr l m n p pf r s sch schm schw st t tr v w z'.split(' ')
const nuclei = 'a e i o u ä ö ü ei au eu ie'.split(' ')
const codas = 'ch ck ff hn l ll lm lt m mm n nd ng nn r rg rm rn rt s ss st t tt tz'.split(' ')
const endings = ['er', 'mann', 'ke', 'berg', 'bauer', 'hofer', 'lein', 'inger', 'sen', 'ski', '']
const streets = ['straße', 'weg', 'gasse', 'allee', 'ring', 'platz', 'ufer', 'graben', 'berg', 'damm']
const firstNames =
  `Anna Peter Maria Klaus Ursula Hans Monika Jürgen Petra Michael Elif Mehmet Ayşe Jörg Sabine Thomas Renate Uwe Karin Stefan Agnieszka
  Andreas Brigitte Christian Claudia Dieter Erika Frank Gisela Günter Heike Helga Ingrid Jan Julia Katharina Lukas Manfred Martina Nina
  Olga Paul Ralf Rita Sandra Silke Susanne Sven Tanja Ulrich Ute Viktor Walter Werner Wolfgang Yusuf Zoë Łukasz Björn Grażyna`.split(
    /\s+/,
  )
const cities =
  `Musterstadt Neustadt Altdorf Bad Musterau Oberhausen Lindental Grünberg Waldkirchen Mühlheim Seefeld`.split(' ')

/** A deterministic sequence of numbers from 0 to 1 (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

function words(count: number, next: () => number, tails: readonly string[]): string[] {
  const pick = (list: readonly string[]) => list[Math.floor(next() * list.length)] as string
  const made = new Set<string>()
  while (made.size < count) {
    const second = next() < 0.5 ? pick(onsets) + pick(nuclei) + pick(codas) : ''
    made.add(capital(pick(onsets) + pick(nuclei) + pick(codas) + second + pick(tails)))
  }
  return [...made]
}

const SURNAMES = 160_000
const STREETS = 6_000

/**
 * Fills customers, sites, market locations, accounts, contracts and meters, one of each per customer, and the read model of
 * the search in batches as an import does it. Names are drawn with the third power of chance: a long tail.
 */
export async function fillMillion(url: string, customers: number): Promise<void> {
  const next = sequence(7)
  const client = new pg.Client(url)
  await client.connect()
  await client.query('set synchronous_commit = off')
  await client.query(`create temporary table surname as select * from unnest($1::text[]) with ordinality t(word, n)`, [
    words(SURNAMES, next, endings),
  ])
  await client.query(
    `create temporary table street_name as select * from unnest($1::text[]) with ordinality t(word, n)`,
    [words(STREETS, next, streets)],
  )
  await client.query(
    'create index on surname (n); create index on street_name (n); analyze surname; analyze street_name',
  )
  await client.query('select setseed(0.5)')
  for (let from = 1; from <= customers; from += 10_000) {
    await client.query('begin')
    await fillBatch(client, from, Math.min(customers, from + 9_999))
    await client.query('commit')
    if (from % 100_000 === 1) process.stderr.write(`${from - 1} customers\n`)
  }
  await client.query('vacuum analyze')
  await client.end()
}

async function fillBatch(client: pg.Client, from: number, to: number): Promise<void> {
  await client.query(
    `insert into customer (customer_number, kind, first_name, last_name, company_name, email, phone, street, house_number, postal_code, city)
     select (10000000 + n)::text, case when company then 'company' else 'person' end, case when not company then first end, case when not company then last end,
            case when company then last || ' ' || kind || ' GmbH' end, lower(regexp_replace(last, '[^A-Za-z]', '', 'g')) || n || '@post.example',
            '+4930' || (1000000 + n), street, 1 + floor(random() * 180)::int || case when random() < 0.1 then ' a' else '' end,
            (12000 + (n % 40) * 7)::text, city
       from (select n.n, ($3::text[])[1 + floor(random() * ${firstNames.length})::int] as first, s.word as last, t.word as street,
                    ($4::text[])[1 + floor(power(random(), 3) * ${cities.length})::int] as city, random() < 0.08 as company,
                    (array['Bäckerei', 'Hausverwaltung', 'Elektro', 'Dienste'])[1 + floor(random() * 4)::int] as kind
               from (select n, 1 + floor(power(random(), 3) * ${SURNAMES})::int as a, 1 + floor(power(random(), 2) * ${STREETS})::int as b
                       from generate_series($1::int, $2::int) n) n
               join surname s on s.n = a join street_name t on t.n = b) drawn order by n`,
    [from, to, firstNames, cities],
  )
  const range = `customer_number between '${10_000_000 + from}' and '${10_000_000 + to}'`
  const steps = [
    `insert into site (site_number, street, house_number, postal_code, city, kind)
       select 'S' || customer_number, street, house_number, postal_code, city, 'flat' from customer where ${range}`,
    `insert into market_location (market_location_code, site_id, commodity)
       select '5' || right(c.customer_number, 7) || '123', s.id, 'power' from customer c join site s on s.site_number = 'S' || c.customer_number where c.${range}`,
    `insert into contract_account (contract_account_number, customer_id) select (30000000 + id)::text, id from customer where ${range}`,
    `insert into contract (contract_number, contract_account_id, customer_id, market_location_id, starts_on)
       select (50000000 + c.id)::text, a.id, c.id, m.id, '2020-01-01' from customer c join contract_account a on a.customer_id = c.id
         join market_location m on m.market_location_code = '5' || right(c.customer_number, 7) || '123' where c.${range}`,
    `insert into meter (meter_number, number_key, commodity, kind, market_location_id, installed_on)
       select '1EMH00' || (20000000 + c.id), '1EMH' || (20000000 + c.id), 'power', 'modern', k.market_location_id, '2019-01-01'
         from customer c join contract k on k.customer_id = c.id where c.${range}`,
    `select customer_search_refresh(array(select id from customer where ${range}))`,
  ]
  for (const step of steps) await client.query(step)
}
