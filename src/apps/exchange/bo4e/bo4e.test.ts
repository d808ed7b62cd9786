import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { importFolder } from '#company/exchange'
import { tables, transaction } from '#platform/database'
import { Refusal } from '#platform/refusal'
import { exchangeFiles } from '../files.ts'
import { convertBo4e } from './convert-folder.ts'
import { objectsOf } from './objects.ts'

let house: TestHouse
let folder: string
beforeAll(async () => {
  house = await testHouse()
  folder = mkdtempSync(join(tmpdir(), 'kundenwerk-bo4e-'))
  mkdirSync(join(folder, 'bo4e'))
})
afterAll(async () => {
  await house?.end()
  rmSync(folder, { recursive: true, force: true })
})

const _version = '202607.0.0'
const partner = {
  _typ: 'GESCHAEFTSPARTNER',
  _version,
  _id: '4711',
  anrede: 'FRAU',
  titel: 'DR',
  vorname: 'Elif',
  nachname: 'Yılmaz {"Becker"}',
  organisationstyp: 'PRIVATPERSON',
  kontaktwege: [
    { kontaktart: 'E_MAIL', kontaktwert: 'elif@post.example' },
    { kontaktart: 'TELEFON', kontaktwert: '030 2312510' },
  ],
  adresse: { strasse: 'Stadtgraben', hausnummer: '1', postleitzahl: '12341', ort: 'Musterstadt', landescode: 'DE' },
}
const place = {
  _typ: 'MARKTLOKATION',
  _version,
  marktlokationsId: '41373559241',
  sparte: 'STROM',
  energierichtung: 'AUSSP',
  netzbetreibercodenr: '9900777000005',
  lokationsadresse: { ...partner.adresse, adresszusatz: 'Keller links' },
  zusatzAttribute: [
    { name: 'load_profile', wert: 'H25' },
    { name: 'forecast_kwh', wert: 2988 },
  ],
}
const contract = {
  _typ: 'VERTRAG',
  _version,
  vertragsnummer: '500000000',
  vertragsbeginn: '2024-03-31T23:00:00Z',
  vertragsende: '2025-04-01T00:00:00+02:00',
  vertragspartner2: partner,
  vertragsteile: [{ lokation: '41373559241' }],
  zusatzAttribute: [
    { name: 'product_code', wert: 'STROM' },
    { name: 'product_name', wert: 'Musterstrom' },
  ],
}
const metering = {
  _typ: 'MESSLOKATION',
  _version,
  messlokationsId: `DE00077712341${'0'.repeat(20)}`,
  sparte: 'STROM',
  lokationszuordnungen: [{ marktlokationen: [{ marktlokationsId: '41373559241' }] }],
  messlokationszaehler: [
    {
      _typ: 'ZAEHLER',
      zaehlernummer: '1EMH0095308640',
      sparte: 'STROM',
      zaehlertyp: 'MODERNEMESSEINRICHTUNG',
      eichungBis: '2028-01-01T00:00:00+01:00',
      zusatzAttribute: [{ name: 'installed_on', wert: '2019-05-14' }],
      zaehlwerke: [
        {
          obisKennzahl: '1-0:1.8.0',
          richtung: 'AUSSP',
          einheit: 'KWH',
          vorkommastelle: 6,
          nachkommastelle: 1,
          wandlerfaktor: 1,
          messwerte: [
            {
              zeitpunkt: '2025-01-01T00:00:00+01:00',
              wert: { wert: 12345.6, einheit: 'KWH' },
              messwertstatus: 'ABGELESEN',
            },
            { zeitpunkt: '2025-06-30T18:00:00+02:00', wert: { wert: 13000 }, messwertstatus: 'ERSATZWERT' },
          ],
        },
      ],
    },
  ],
}

const ask = async <Row>(query: string): Promise<Row[]> =>
  transaction(
    house.pools.worker,
    async (tx) => (await sql.raw<Row>(query).execute(tables<Record<string, never>>(tx))).rows,
  )

describe('a utility in BO4E', () => {
  test('goes in as customers, places, contracts, meters and readings', async () => {
    const objects = [partner, place, contract, metering, { _typ: 'LASTGANG', werte: [] }]
    writeFileSync(join(folder, 'bo4e', 'all.json'), JSON.stringify(objects, null, 1))
    const converted = await convertBo4e(folder)
    expect(converted).toMatchObject({ rows: 9, leftOut: { LASTGANG: 1 } })
    const options = { pool: house.pools.bulk, definitions: exchangeFiles, now: () => house.clock.now() }
    for await (const { file, outcome } of importFolder({ ...options, folder: converted?.folder ?? '' })) {
      if (outcome instanceof Refusal) throw outcome
      const { refused } = outcome.batch
      expect([file, refused, refused && (await ask(`select * from import_refusal`))]).toEqual([file, 0, 0])
    }
    expect(
      await ask(`select c.customer_number, c.title, c.last_name, c.email, c.phone, k.contract_number, k.starts_on::text, k.ends_on::text,
                        m.load_profile, s.location_hint, d.kind, d.calibrated_until::text
                   from customer c join contract k on k.customer_id = c.id join market_location m on m.id = k.market_location_id
                   join site s on s.id = m.site_id join meter d on d.market_location_id = m.id`),
    ).toEqual([
      {
        customer_number: '4711',
        title: 'Dr.',
        last_name: 'Yılmaz {"Becker"}',
        email: 'elif@post.example',
        phone: '+49302312510',
        contract_number: '500000000',
        starts_on: '2024-04-01',
        ends_on: '2025-03-31',
        load_profile: 'H25',
        location_hint: 'Keller links',
        kind: 'modern',
        calibrated_until: '2027-12-31',
      },
    ])
    expect(await ask(`select read_on::text, value::text, source from reading order by read_on`)).toEqual([
      { read_on: '2024-12-31', value: '12345.600000', source: 'metering-operator' },
      { read_on: '2025-06-30', value: '13000.000000', source: 'calculated' },
    ])
  })
})

describe('a file of objects', () => {
  const read = async (text: string): Promise<{ line: number; object: unknown }[]> => {
    const path = join(folder, 'one.json')
    writeFileSync(path, text)
    const found = []
    for await (const one of objectsOf(path, 'one.json')) found.push(one)
    return found
  }

  test.each([
    ['a list', '[{"a":1},\n{"a":2}]'],
    ['lines', '{"a":1}\n{"a":2}\n'],
    ['a list with byte order mark', '\ufeff[ {"a":1} , {"a":2} ]'],
  ])('as %s gives its objects one by one', async (_what, text) => {
    expect((await read(text)).map(({ object }) => object)).toEqual([{ a: 1 }, { a: 2 }])
  })

  test('may hold braces, quotes and backslashes in its texts', async () => {
    const object = { a: '}{"\\', b: { c: ['\\"', '}'] } }
    expect(await read(JSON.stringify([object, object]))).toMatchObject([{ object }, { object }])
  })

  test.each([
    ['no JSON at all', 'customer_number;kind\n', 1],
    ['an object without end', '[{"a":1},\n{"a":', 2],
    ['broken inside', '[\n{"a":1,}]', 2],
    ['text between objects', '{"a":1}\nand\n{"a":2}', 1],
  ])('with %s is refused with the line', async (_what, text, line) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'exchange.file.no-json',
      figures: { file: 'one.json', line },
    })
  })

  test('with an object that never ends is refused before it fills the memory', async () => {
    await expect(read(`[{"a":"${'x'.repeat(12_500_000)}`)).rejects.toMatchObject({
      code: 'exchange.file.object-too-large',
    })
  })
})
