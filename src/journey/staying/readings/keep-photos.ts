import { type Pools, transaction } from '#platform/database'
import type { SentFile } from '#platform/http'
import { wrongFields } from '#platform/refusal'
import { PHOTOS_MAX, photoTypeOf } from './photo.ts'
import { photoStore } from './photo-store.ts'
import { countUploads, insertUploads, type UploadedPhoto } from './photos.sql.ts'

type Keeping = {
  readonly files: readonly SentFile[] | undefined
  /** KW_FILES: outside of everything that is served. */
  readonly folder: string
  readonly customerId: string
  readonly submission: string
  readonly now: Temporal.Instant
}

/**
 * Keeps the photos of a form before its transaction: on the disk, then in a row of their own. So nothing waits for a disk
 * inside the transaction, and a photo stays although its reading is asked about first.
 * @throws Refusal 422 at the field for what is no picture, or too many of them
 */
export async function keepPhotos(pools: Pools, keeping: Keeping): Promise<void> {
  const { files = [], customerId, submission, now } = keeping
  if (files.length === 0) return
  const kinds = files.map((file) => photoTypeOf(file.bytes))
  const wrong = kinds.indexOf(undefined)
  if (wrong >= 0) throw wrongFields([{ field: files[wrong]?.field ?? 'photo', code: 'staying.no-photo' }])
  const known = await transaction(pools.worker, (tx) => countUploads(tx, customerId, submission))
  if (known + files.length > PHOTOS_MAX)
    throw wrongFields([{ field: 'photo', code: 'staying.too-many-photos', figures: { maximum: PHOTOS_MAX } }])
  const store = photoStore(keeping.folder)
  const photos: UploadedPhoto[] = []
  for (const [index, file] of files.entries())
    photos.push({
      sha256: await store.put(file.bytes),
      mediaType: kinds[index] as string,
      bytes: file.bytes.length,
    })
  await transaction(pools.worker, (tx) => insertUploads(tx, customerId, submission, photos, now))
}
