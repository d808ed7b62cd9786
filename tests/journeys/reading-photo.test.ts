import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clearOldUploads } from '#journey/staying'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'
import { emptyPhoto } from '../setup/photo.ts'

const jpeg = emptyPhoto('a picture of a meter')

let house: TestHouse
let home: TestHome
let own: Record<string, string>
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  home = await settleIn(house.pools)
  own = await house.asCustomer(home.customerId)
})
afterAll(() => house?.end())

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)

/** A form as a browser sends it with a file field. */
async function send(fields: Record<string, string>, photos: readonly (readonly [string, Uint8Array])[], headers = own) {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  for (const [name, bytes] of photos)
    body.append('photo', new Blob([Uint8Array.from(bytes)], { type: 'image/jpeg' }), name)
  const encoded = new Response(body)
  return house.server.inject({
    method: 'POST',
    url: '/zaehlerstand',
    headers: { ...headers, 'content-type': encoded.headers.get('content-type') as string },
    payload: Buffer.from(await encoded.arrayBuffer()),
  })
}
const entry = (value: string, submission: string, more: Record<string, string> = {}) => ({
  'day.day': '22',
  'day.month': '11',
  'day.year': '2026',
  reason: 'regular',
  submission,
  'entries.0.registerId': home.registerId,
  'entries.0.value': value,
  ...more,
})

test('a photo that came with a questioned value stays and hangs on the reading when it is confirmed', async () => {
  const asked = await send(entry('26000', 'photo-submission-1'), [['zaehler.jpg', jpeg]])
  expect(asked.statusCode).toBe(422)
  expect(asked.body).toContain('Ein Foto ist schon bei uns')
  expect(asked.body).toContain('value="26000"')
  const done = await send(entry('26000', 'photo-submission-1', { 'entries.0.confirmed': 'true' }), [['', Buffer.of()]])
  expect(done.statusCode).toBe(303)
  const [photo] = await ask<{ sha256: Buffer; media_type: string; status: string }>(
    sql`select p.sha256, p.media_type, r.status from reading_photo p join reading r on r.id = p.reading_id`,
  )
  expect(photo).toMatchObject({ media_type: 'image/jpeg', status: 'in-check' })
  const name = (photo as { sha256: Buffer }).sha256.toString('hex')
  expect(await readFile(join(house.settings.KW_FILES, 'photos', name.slice(0, 2), name))).toEqual(jpeg)
})

test('a photo of five megabytes is taken in', async () => {
  const large = emptyPhoto('large', 5 * 1_048_576)
  const done = await send({ ...entry('19700', 'photo-submission-5'), 'day.day': '1' }, [['zaehler.jpg', large]])
  expect(done.statusCode).toBe(303)
})

test('what is no picture is refused at its field, and what was typed stays', async () => {
  const page = await send(entry('19720', 'photo-submission-2'), [
    ['zaehler.jpg', Buffer.from('<script>alert(1)</script>')],
  ])
  expect(page.statusCode).toBe(422)
  expect(page.body).toContain('href="#field-photo"')
  expect(page.body).toContain('value="19720"')
})

test('a photo of more than ten megabytes is refused with the figure', async () => {
  const page = await send(entry('19720', 'photo-submission-3'), [
    ['zaehler.jpg', Buffer.concat([jpeg, Buffer.alloc(10 * 1_048_576)])],
  ])
  expect(page.statusCode).toBe(422)
  expect(page.body).toContain('Höchstens 10 MB')
  expect(page.body).toContain('value="19720"')
})

test("a stranger's upload reaches neither the disk nor a row", async () => {
  const before = await ask(sql`select 1 from reading_photo_upload`)
  const answer = await send(entry('19720', 'photo-submission-4'), [['x.jpg', jpeg]], {
    'sec-fetch-site': 'same-origin',
  })
  expect(answer.statusCode).toBe(303)
  expect(answer.headers.location).toContain('/anmelden')
  expect(await ask(sql`select 1 from reading_photo_upload`)).toEqual(before)
})

test('a form that takes no files refuses them', async () => {
  const encoded = new Response(new FormData())
  const answer = await house.server.inject({
    method: 'POST',
    url: '/anmelden',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': encoded.headers.get('content-type') as string },
    payload: Buffer.from(await encoded.arrayBuffer()),
  })
  expect(answer.statusCode).toBe(415)
})

test('the photos of a day are counted by customer; the next one is told so, and the value is kept for sending without', async () => {
  const other = await settleIn(house.pools)
  const headers = await house.asCustomer(other.customerId)
  const fields = (form: number) => ({
    ...entry('19700', `photo-submission-daily-${form}`),
    'entries.0.registerId': other.registerId,
  })
  const photo = (number: number) => ['zaehler.jpg', emptyPhoto(`photo ${number}`)] as const
  const six = (form: number) => [1, 2, 3, 4, 5, 6].map((one) => photo(form * 10 + one))
  for (const form of [1, 2, 3, 4, 5, 6]) expect((await send(fields(form), six(form), headers)).statusCode).toBe(303)
  const spent = await send(fields(7), six(7), headers)
  expect(spent.statusCode).toBe(429)
  expect(spent.headers['retry-after']).toBe('86400')
  expect(spent.body).toContain('Heute sind schon 40 Fotos angekommen')
  expect(spent.body).toContain('href="#field-photo"')
  expect(spent.body).toContain('value="19700"')
  expect((await send(fields(7), [['', Buffer.of()]], headers)).statusCode).toBe(303)
  expect((await send(entry('19710', 'photo-submission-9'), [['zaehler.jpg', jpeg]])).statusCode).not.toBe(429)
})

test('two nights later the photo of a form that was given up is gone, and that of a reading is there', async () => {
  const asked = await send(entry('27000', 'photo-submission-6'), [['zaehler.jpg', emptyPhoto('given up')]])
  expect(asked.statusCode).toBe(422)
  const files = async () =>
    (await readdir(join(house.settings.KW_FILES, 'photos'), { recursive: true })).filter((name) => name.length > 60)
  const before = await files()
  const later = Temporal.Now.instant().add({ hours: 49 })
  expect(await clearOldUploads(house.pools.worker, house.settings.KW_FILES, 48, later)).toBe(1)
  expect(await files()).toHaveLength(before.length - 1)
  const kept = await ask<{ name: string }>(sql`select distinct encode(sha256, 'hex') as name from reading_photo`)
  expect((await files()).map((name) => name.slice(-64)).toSorted()).toEqual(kept.map((row) => row.name).toSorted())
})
