import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
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
