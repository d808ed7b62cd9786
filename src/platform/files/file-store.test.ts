import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileStore } from './file-store.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kundenwerk-files-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('what was put comes back by its hash, and nothing is left beside it', async () => {
  const store = fileStore(folder)
  const sha256 = await store.put(Buffer.from('meter'))
  expect((await store.get(sha256))?.toString()).toBe('meter')
  expect(await readdir(join(folder, sha256.toString('hex').slice(0, 2)))).toEqual([sha256.toString('hex')])
})

test('the same content twice is one file', async () => {
  const store = fileStore(folder)
  const [one, two] = await Promise.all([store.put(Buffer.from('twice')), store.put(Buffer.from('twice'))])
  expect(one).toEqual(two)
  expect(await readdir(join(folder, one.toString('hex').slice(0, 2)))).toHaveLength(1)
})

test('a hash that nobody put gives nothing, and a damaged file is not given out', async () => {
  const store = fileStore(folder)
  expect(await store.get(Buffer.alloc(32, 1))).toBeUndefined()
  const sha256 = await store.put(Buffer.from('whole'))
  const name = sha256.toString('hex')
  await writeFile(join(folder, name.slice(0, 2), name), 'other')
  await expect(store.get(sha256)).rejects.toThrow('damaged')
})

test('clearing removes what is old and named by nobody, and leaves what is needed, young or not ours', async () => {
  const store = fileStore(folder)
  const [orphan, needed, young] = [
    await store.put(Buffer.from('orphan')),
    await store.put(Buffer.from('needed')),
    await store.put(Buffer.from('young')),
  ]
  const placeOf = (hash: Buffer) => join(folder, hash.toString('hex').slice(0, 2), hash.toString('hex'))
  const lastWeek = new Date(Date.now() - 7 * 86_400_000)
  const part = join(folder, orphan.toString('hex').slice(0, 2), '.cut-off.part')
  await writeFile(part, 'half')
  await mkdir(join(folder, 'print'))
  await writeFile(join(folder, 'print', 'letter.html'), 'letter')
  for (const path of [placeOf(orphan), placeOf(needed), part, join(folder, 'print', 'letter.html')])
    await utimes(path, lastWeek, lastWeek)
  const named = async (hashes: readonly string[]) => new Set(hashes.filter((hash) => hash === needed.toString('hex')))
  expect(await store.clear(Temporal.Now.instant().subtract({ hours: 24 }), named)).toBe(2)
  expect(await store.get(orphan)).toBeUndefined()
  expect((await store.get(needed))?.toString()).toBe('needed')
  expect((await store.get(young))?.toString()).toBe('young')
  expect(await readdir(join(folder, 'print'))).toEqual(['letter.html'])
})

test('many are put at once, and what is kept forever cannot be written to', async () => {
  const store = fileStore(join(folder, 'kept'), 0o444)
  const hashes = await store.putAll([Buffer.from('one'), Buffer.from('two'), Buffer.from('one')])
  expect(hashes[0]).toEqual(hashes[2])
  expect((await store.get(hashes[1] as Buffer))?.toString()).toBe('two')
  const name = hashes[0]?.toString('hex') ?? ''
  expect((await stat(join(folder, 'kept', name.slice(0, 2), name))).mode & 0o777).toBe(0o444)
})
