import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** Files that people sent, by the hash of their content. The folder lies outside everything that is served. */
export type FileStore = {
  /** Keeps the bytes and returns their SHA-256. When it resolves they are on the disk and survive a power cut. */
  readonly put: (bytes: Uint8Array) => Promise<Buffer>
  /** Like `put` for many: the folders are synced once, so that a run waits for the disk once and not for each file. */
  readonly putAll: (list: readonly Uint8Array[]) => Promise<Buffer[]>
  /** The bytes, or undefined if there are none of this hash. @throws Error if what stands there is not what was put */
  readonly get: (sha256: Uint8Array) => Promise<Buffer | undefined>
  /**
   * Removes files that were put before a moment and that nobody names any more; `named` says which of some hashes (hex) still
   * are. @returns how many went
   */
  readonly clear: (before: Temporal.Instant, named: NamedFiles) => Promise<number>
}

/** Which of these hashes somebody still needs. */
export type NamedFiles = (hashes: readonly string[]) => Promise<ReadonlySet<string>>

/**
 * The store below a folder: two letters of the hash, then the hash, so that no folder grows beyond what tools can list. `mode`
 * 0o444 is for what nobody may ever change.
 */
export function fileStore(folder: string, mode: 0o600 | 0o444 = 0o600): FileStore {
  const root = resolve(folder)
  const placeOf = (sha256: Uint8Array) => {
    const name = Buffer.from(sha256).toString('hex')
    return { shelf: join(root, name.slice(0, 2)), path: join(root, name.slice(0, 2), name) }
  }
  const putAll = async (list: readonly Uint8Array[]) => {
    const places = list.map((bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest()
      return { sha256, bytes, ...placeOf(sha256) }
    })
    const shelves = [...new Set(places.map((place) => place.shelf))]
    await Promise.all(shelves.map((shelf) => mkdir(shelf, { recursive: true, mode: 0o700 })))
    await Promise.all(places.map((place) => writeWhole(place.shelf, place.path, place.bytes, mode)))
    await Promise.all(shelves.map(syncFolder))
    return places.map((place) => place.sha256)
  }
  return {
    put: async (bytes) => (await putAll([bytes]))[0] as Buffer,
    putAll,
    get: async (sha256) => {
      const bytes = await readFile(placeOf(sha256).path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      })
      if (bytes && !createHash('sha256').update(bytes).digest().equals(sha256))
        throw new Error(`The file ${Buffer.from(sha256).toString('hex')} is damaged.`)
      return bytes
    },
    clear: async (before, named) => {
      let gone = 0
      for (const shelf of await shelvesOf(root)) gone += await clearShelf(shelf, before, named)
      return gone
    },
  }
}

async function shelvesOf(root: string): Promise<string[]> {
  const names = await readdir(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names.filter((name) => /^[0-9a-f]{2}$/.test(name)).map((name) => join(root, name))
}

/** A shelf is a 256th of all files, so each is looked at as a whole. */
async function clearShelf(shelf: string, before: Temporal.Instant, named: NamedFiles): Promise<number> {
  const old: string[] = []
  for (const name of await readdir(shelf)) if (await isOlder(join(shelf, name), before)) old.push(name)
  const hashes = old.filter((name) => /^[0-9a-f]{64}$/.test(name))
  const needed = hashes.length > 0 ? await named(hashes) : new Set<string>()
  let gone = 0
  for (const name of old) if (!needed.has(name) && (await remove(shelf, name, before))) gone += 1
  return gone
}

const isOlder = async (path: string, before: Temporal.Instant): Promise<boolean> => {
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() === true && found.mtimeMs < before.epochMilliseconds
}

/** Takes the file aside and looks once more: one that was put again at this very moment is young, and goes back. */
async function remove(shelf: string, name: string, before: Temporal.Instant): Promise<boolean> {
  const aside = join(shelf, `.${name}.gone`)
  await rename(join(shelf, name), aside)
  if (await isOlder(aside, before)) {
    await rm(aside, { force: true })
    return true
  }
  await rename(aside, join(shelf, name))
  return false
}

/**
 * Writes beside, syncs, renames; when its folder is synced, too, whoever reads sees all of it or nothing, and after a power cut
 * it is still there. The same content twice is written twice and is one file.
 */
async function writeWhole(shelf: string, path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const beside = join(shelf, `.${randomBytes(8).toString('hex')}.part`)
  try {
    const file = await open(beside, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      if (mode !== 0o600) await file.chmod(mode)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}

async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
