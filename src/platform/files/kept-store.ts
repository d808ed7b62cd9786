import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from '#platform/config'
import { fileStore } from './file-store.ts'
import { s3Store } from './s3-store.ts'

/**
 * Where files lie that are kept by law: written once, read, and deleted only by a released deletion. In a folder, or in a bucket
 * whose object lock refuses deletion to everybody.
 */
export type KeptStore = {
  readonly put: (bytes: Uint8Array) => Promise<Buffer>
  readonly putAll: (list: readonly Uint8Array[]) => Promise<Buffer[]>
  /** @throws Error if what stands there is not what was put */
  readonly get: (sha256: Uint8Array) => Promise<Buffer | undefined>
  /** Deletes for good; `locked` if the store refuses it still. */
  readonly remove: (sha256: Uint8Array) => Promise<'gone' | 'locked'>
  /** Papers about the files, under a name; a name that is taken keeps its first content. */
  readonly putNamed: (name: string, bytes: Uint8Array) => Promise<void>
  readonly getNamed: (name: string) => Promise<Buffer | undefined>
  /** Only where a lock exists: nobody deletes the file before this day. */
  readonly lockUntil?: (sha256: Uint8Array, until: Temporal.PlainDate) => Promise<void>
}

export type KeptSettings = Pick<Settings, 'KW_FILES'> &
  Partial<
    Pick<
      Settings,
      'LETTERS_S3_URL' | 'LETTERS_S3_REGION' | 'LETTERS_S3_KEY_ID' | 'LETTERS_S3_SECRET' | 'LETTERS_S3_LOCK_DAYS'
    >
  >

/** Folder of the letters' files below the one of all files. */
const LETTERS_FOLDER = 'letters'

/** The letters' files as the settings place them. */
export function keptStore(settings: KeptSettings): KeptStore {
  const { LETTERS_S3_URL: bucket, LETTERS_S3_KEY_ID: id, LETTERS_S3_SECRET: secret } = settings
  if (!bucket) return folderStore(join(settings.KW_FILES, LETTERS_FOLDER))
  return s3Store({
    bucket,
    key: { id: id ?? '', secret: secret ?? '', region: settings.LETTERS_S3_REGION ?? 'eu-central-1' },
    lockDays: settings.LETTERS_S3_LOCK_DAYS ?? 365,
  })
}

function folderStore(folder: string): KeptStore {
  const files = fileStore(folder, 0o444)
  return {
    put: files.put,
    putAll: files.putAll,
    get: files.get,
    remove: async (sha256) => {
      const name = Buffer.from(sha256).toString('hex')
      await rm(join(folder, name.slice(0, 2), name), { force: true })
      return 'gone'
    },
    putNamed: (name, bytes) => writeOnce(folder, name, bytes),
    getNamed: (name) =>
      readFile(join(folder, name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      }),
  }
}

async function writeOnce(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, name)
  const shelf = join(path, '..')
  await mkdir(shelf, { recursive: true, mode: 0o700 })
  const [own] = name.split('/').slice(-1)
  if ((await readdir(shelf)).includes(own as string)) return
  const beside = `${path}.part`
  const file = await open(beside, 'w', 0o444)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, path)
}
