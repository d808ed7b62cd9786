import { type Pools, transaction } from '#platform/database'
import { addressKey, type Count, type SentFile, takeLimits } from '#platform/http'
import { Refusal, wrongFields } from '#platform/refusal'
import { PHOTOS_MAX, photoTypeOf } from './photo.ts'
import { photoStore } from './photo-store.ts'
import { stripPhoto } from './strip-photo.ts'
import { countUploads, insertUploads, type UploadedPhoto } from './photos.sql.ts'

/** A photo as it was stored. */
export type KeptPhoto = UploadedPhoto & { readonly content: Buffer }

type Keeping = {
  readonly files: readonly SentFile[] | undefined
  /** KW_FILES: outside of everything that is served. */
  readonly folder: string
  readonly customerId: string
  readonly submission: string
  /** Photos of a customer in a day. */
  readonly photosADayMax: number
  /** The address of somebody who came by a link and is not signed in. */
  readonly guestAddress?: string
  readonly now: Temporal.Instant
}

/** A house with many flats sends from one address: so many times what one customer may. */
const CUSTOMERS_AN_ADDRESS = 3
const DAY_SECONDS = 86_400

/**
 * Keeps the photos of a form before its transaction: on the disk, then in a row of their own. So nothing waits for a disk
 * inside the transaction, and a photo stays although its reading is asked about first.
 * @throws Refusal 422 at the field for what is no picture, or too many of them; 429 at the field when the day's are used up
 */
export async function keepPhotos(pools: Pools, keeping: Keeping): Promise<readonly KeptPhoto[]> {
  const { files = [], customerId, submission, now } = keeping
  if (files.length === 0) return []
  const stripped = files.map((file) => strippedOf(file.bytes))
  const wrong = stripped.indexOf(undefined)
  if (wrong >= 0) throw wrongFields([{ field: files[wrong]?.field ?? 'photo', code: 'staying.no-photo' }])
  const known = await transaction(pools.worker, (tx) => countUploads(tx, customerId, submission))
  if (known + files.length > PHOTOS_MAX)
    throw wrongFields([{ field: 'photo', code: 'staying.too-many-photos', figures: { maximum: PHOTOS_MAX } }])
  await takeDaily(pools, keeping, files.length)
  const store = photoStore(keeping.folder)
  const photos: KeptPhoto[] = []
  for (const photo of stripped)
    if (photo) photos.push({ ...photo, sha256: await store.put(photo.content), bytes: photo.content.length })
  await transaction(pools.worker, (tx) => insertUploads(tx, customerId, submission, photos, now))
  return photos
}

/** What is stored says nothing of where and when it was taken. */
function strippedOf(bytes: Buffer): { readonly mediaType: string; readonly content: Buffer } | undefined {
  const type = photoTypeOf(bytes)
  const content = type && stripPhoto(bytes, type)
  return type && content && { mediaType: type, content }
}

/** Whoever fills disks does it for a customer or from an address; both are counted, and the reading goes without a photo. */
async function takeDaily(pools: Pools, keeping: Keeping, cost: number): Promise<void> {
  const { photosADayMax: max, guestAddress } = keeping
  const daily = { seconds: DAY_SECONDS, cost }
  const counts: Count[] = [{ ...daily, name: 'photos', key: keeping.customerId, max }]
  if (guestAddress !== undefined) {
    const key = addressKey(guestAddress)
    counts.push({ ...daily, name: 'photos-address', key, max: max * CUSTOMERS_AN_ADDRESS })
  }
  try {
    await takeLimits(pools.worker, counts)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 429) throw error
    const fields = [{ field: 'photo', code: 'staying.photos-used-up', figures: { maximum: max } }]
    throw new Refusal(429, 'staying.photos-used-up', {
      fields,
      retryAfterSeconds: DAY_SECONDS,
      figures: { maximum: max },
    })
  }
}
