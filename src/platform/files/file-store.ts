import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** Files that people sent, by the hash of their content. The folder lies outside everything that is served. */
export type FileStore = {
  /** Keeps the bytes and returns their SHA-256. When it resolves they are on the disk and survive a power cut. */
  readonly put: (bytes: Uint8Array) => Promise<Buffer>
  /** The bytes, or undefined if there are none of this hash. @throws Error if what stands there is not what was put */
  readonly get: (sha256: Uint8Array) => Promise<Buffer | undefined>
}

/** The store below a folder: two letters of the hash, then the hash, so that no folder grows beyond what tools can list. */
export function fileStore(folder: string): FileStore {
  const root = resolve(folder)
  const placeOf = (sha256: Uint8Array) => {
    const name = Buffer.from(sha256).toString('hex')
    return { shelf: join(root, name.slice(0, 2)), path: join(root, name.slice(0, 2), name) }
  }
  return {
    put: async (bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest()
      const { shelf, path } = placeOf(sha256)
      await mkdir(shelf, { recursive: true, mode: 0o700 })
      await writeWhole(shelf, path, bytes)
      return sha256
    },
    get: async (sha256) => {
      const bytes = await readFile(placeOf(sha256).path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      })
      if (bytes && !createHash('sha256').update(bytes).digest().equals(sha256))
        throw new Error(`The file ${Buffer.from(sha256).toString('hex')} is damaged.`)
      return bytes
    },
  }
}

/**
 * Writes beside, syncs, renames, syncs the folder: whoever reads sees all of it or nothing, and after a power cut it is
 * still there. The same content twice is written twice and is one file.
 */
async function writeWhole(shelf: string, path: string, bytes: Uint8Array): Promise<void> {
  const beside = join(shelf, `.${randomBytes(8).toString('hex')}.part`)
  try {
    const file = await open(beside, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
  const directory = await open(shelf, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
