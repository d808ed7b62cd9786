import type pg from 'pg'

/** A question and the customer that is meant; without one only the time counts. */
export type AskedCase = { readonly typed: string; readonly means?: string }

type Row = {
  id: string
  customer_number: string
  first_name: string
  last_name: string
  email: string
  phone: string
  street: string
  house_number: string
  city: string
  contract_number: string
  meter_number: string
}

/** Swaps two neighbours, leaves one out, doubles one or strikes a wrong key; never the first letter. */
function misspell(word: string, kind: number): string {
  const at = 1 + (word.length % Math.max(1, word.length - 2))
  const [before, here, after] = [word.slice(0, at), word.charAt(at), word.charAt(at + 1)]
  switch (kind % 4) {
    case 0:
      return before + after + here + word.slice(at + 2)
    case 1:
      return before + word.slice(at + 1)
    case 2:
      return before + here + word.slice(at)
    default:
      return `${before}q${word.slice(at + 1)}`
  }
}

const asciiOnly = (word: string): string =>
  word.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss')

/** Questions of each kind about customers drawn by their number. */
export async function casesOf(
  client: pg.Client,
  each: number,
): Promise<Readonly<Record<string, readonly AskedCase[]>>> {
  const { rows } = await client.query<Row>(
    `select c.id, c.customer_number, c.first_name, c.last_name, c.email, c.phone, c.street, c.house_number, c.city,
            k.contract_number, m.meter_number
       from customer c join contract k on k.customer_id = c.id join meter m on m.market_location_id = k.market_location_id
      where c.last_name is not null and length(c.last_name) > 4 and (c.id * 7919) % 1000003 < $1 * 40 order by c.id limit $1`,
    [each],
  )
  const about = (typed: (row: Row, at: number) => string, meant = true) =>
    rows.map((row, at) => (meant ? { typed: typed(row, at), means: row.id } : { typed: typed(row, at) }))
  return {
    'name and street': about((row) => `${row.first_name} ${row.last_name} ${row.street}`),
    'any order': about((row) => `${row.street} ${row.house_number} ${row.last_name}`),
    'without umlauts': about((row) => asciiOnly(`${row.last_name} ${row.first_name} ${row.street}`).toLowerCase()),
    'surname with error': about((row, at) => `${misspell(row.last_name, at)} ${row.first_name} ${row.street}`),
    'two errors': about(
      (row, at) => `${misspell(row.last_name, at)} ${misspell(row.street, at + 1)} ${row.house_number}`,
    ),
    'surname alone': about((row) => row.last_name, false),
    'surname alone with error': about((row, at) => misspell(row.last_name, at), false),
    'while typing': about((row, at) => row.last_name.slice(0, 2 + (at % 4)), false),
    'while typing two': about((row, at) => `${row.first_name} ${row.last_name.slice(0, 2 + (at % 3))}`, false),
    'first name and city': about((row) => `${row.first_name} ${row.city}`, false),
    'city alone': about((row) => row.city, false),
    'street and number': about((row) => `${row.street} ${row.house_number}`, false),
    'customer number': about((row) => row.customer_number),
    'contract number': about((row) => row.contract_number),
    'meter number with blanks': about((row) => row.meter_number.replace(/^(.)(...)(..)(....)/, '$1 $2 $3 $4 ')),
    'meter number, digits only': about((row) => row.meter_number.slice(-8)),
    telephone: about((row) => `0${row.phone.slice(3, 5)} / ${row.phone.slice(5)}`),
    'mail address': about((row) => row.email.slice(0, -4)),
    'nothing there': about((row, at) => `xq${row.last_name.slice(1, 4)}zzy ${at}`, false),
  }
}
