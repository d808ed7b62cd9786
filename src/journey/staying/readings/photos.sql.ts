import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

export type UploadedPhoto = { readonly sha256: Buffer; readonly mediaType: string; readonly bytes: number }
type PhotoTables = Record<string, never>

/** Notes the photos of a form before its readings are stored, so that they stay when the form is asked about first. */
export async function insertUploads(
  tx: Tx,
  customerId: string,
  submission: string,
  photos: readonly UploadedPhoto[],
  now: Temporal.Instant,
): Promise<void> {
  for (const photo of photos)
    await sql`
      insert into reading_photo_upload (customer_id, submission, sha256, media_type, bytes, received_at)
      values (${customerId}, ${submission}, ${photo.sha256}, ${photo.mediaType}, ${photo.bytes}, ${now})
      on conflict do nothing`.execute(tables<PhotoTables>(tx))
}

/** Hangs the photos of a form on the readings that it became. */
export async function attachPhotos(
  tx: Tx,
  customerId: string,
  submission: string,
  readingIds: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into reading_photo (reading_id, sha256, media_type, bytes, taken_in_at)
    select reading_id, u.sha256, u.media_type, u.bytes, ${now}
      from reading_photo_upload u, unnest(${[...readingIds]}::bigint[]) as reading_id
     where u.customer_id = ${customerId} and u.submission = ${submission}
    on conflict do nothing`.execute(tables<PhotoTables>(tx))
}

/** How many photos a form has brought so far. */
export async function countUploads(tx: Tx, customerId: string, submission: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from reading_photo_upload where customer_id = ${customerId} and submission = ${submission}`.execute(
    tables<PhotoTables>(tx),
  )
  return rows[0]?.count ?? 0
}

export type PhotoRow = { id: string; sha256: Buffer; media_type: string; bytes: number }

export async function loadPhotos(tx: Tx, readingId: string): Promise<PhotoRow[]> {
  const { rows } = await sql<PhotoRow>`
    select id, sha256, media_type, bytes from reading_photo where reading_id = ${readingId} order by id`.execute(
    tables<PhotoTables>(tx),
  )
  return rows
}

export async function loadPhoto(tx: Tx, readingId: string, photoId: string): Promise<PhotoRow | undefined> {
  const { rows } = await sql<PhotoRow>`
    select id, sha256, media_type, bytes from reading_photo
     where id = ${photoId} and reading_id = ${readingId}`.execute(tables<PhotoTables>(tx))
  return rows[0]
}

/** Forgets uploads that were received before; a reading that they became has its own rows. */
export async function clearUploads(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from reading_photo_upload where received_at < ${before}::timestamptz`.execute(
    tables<PhotoTables>(tx),
  )
}

/** Which of these files a reading or a form still names, in hex. */
export async function namedPhotos(tx: Tx, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ hash: string }>`
    select hash from unnest(${[...hashes]}::text[]) as hash
     where exists (select 1 from reading_photo p where p.sha256 = decode(hash, 'hex'))
        or exists (select 1 from reading_photo_upload u where u.sha256 = decode(hash, 'hex'))`.execute(
    tables<PhotoTables>(tx),
  )
  return new Set(rows.map((row) => row.hash))
}
