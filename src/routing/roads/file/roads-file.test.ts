import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { randomPlaces } from '../check/compare.ts'
import { generateState } from '../generate/state.ts'
import { manyToMany } from '../hierarchy/matrix.ts'
import { buildNetwork } from '../network/build.ts'
import { randomFrom } from '../random.ts'
import { RoadsRefusal } from '../refusal.ts'
import { openRoads, prepareRoads, saveRoads } from '../roads.ts'

const folder = mkdtempSync(join(tmpdir(), 'roads-file-'))
afterAll(() => rmSync(folder, { recursive: true }))
const roads = prepareRoads(buildNetwork(generateState({ seed: 21, arcs: 400 }), 'car').network)
const path = join(folder, 'town.roads')
const size = saveRoads(path, roads)
const whole = readFileSync(path)
const broken = join(folder, 'broken.roads')

function refusalOf(bytes: Uint8Array): string {
  writeFileSync(broken, bytes)
  try {
    const opened = openRoads(broken)
    // what opens must also answer, and end
    const places = randomPlaces(opened, 5, randomFrom(1))
    manyToMany(opened, opened.freeFlow, places, places)
  } catch (cause) {
    if (cause instanceof RoadsRefusal) return cause.code
    throw cause
  }
  return 'opened'
}

test('a network that was saved and opened answers the same', () => {
  const opened = openRoads(path)
  expect(whole.length).toBe(size)
  const places = randomPlaces(roads, 40, randomFrom(5))
  expect(manyToMany(opened, opened.freeFlow, places, places)).toEqual(manyToMany(roads, roads.freeFlow, places, places))
  expect(Array.from({ length: opened.network.texts.length }, (_, i) => opened.network.texts.at(i))).toEqual(
    Array.from({ length: roads.network.texts.length }, (_, i) => roads.network.texts.at(i)),
  )
  expect({ ...opened.network, texts: null }).toMatchObject({ ...roads.network, texts: null })
})

test('a file that is cut off, or of another kind, is refused', () => {
  for (const length of [0, 4, 31, 32, 1000, size - 9, size - 1])
    expect(refusalOf(whole.subarray(0, length))).toMatch(/^file-/)
  expect(refusalOf(Buffer.concat([whole, Buffer.alloc(8)]))).toBe('file-cut-off')
  expect(refusalOf(Buffer.from('hello, this is not a road network at all'))).toBe('file-malformed')
  expect(() => openRoads(join(folder, 'nowhere.roads'))).toThrow(RoadsRefusal)
})

test('a file of another layout says what to do', () => {
  const other = Buffer.from(whole)
  other.writeUInt32LE(99, 8)
  writeFileSync(broken, other)
  expect(() => openRoads(broken)).toThrow('layout 99')
})

test('one changed byte is noticed, wherever it is', () => {
  fc.assert(
    fc.property(fc.nat(size - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
      const bytes = Buffer.from(whole)
      bytes[place] ^= change
      // bytes 28 to 31 are zero and mean nothing
      expect(refusalOf(bytes)).toMatch(place >= 28 && place < 32 ? /^opened$/ : /^file-/)
    }),
    { numRuns: 200 },
  )
})

test('a file made by hand with right sums is refused or harmless: nothing in it points outside or runs in a circle', () => {
  const bodyStart = 32 + whole.readUInt32LE(16)
  fc.assert(
    fc.property(fc.integer({ min: bodyStart, max: size - 4 }), fc.integer(), (place, value) => {
      const bytes = Buffer.from(whole)
      bytes.writeInt32LE(value, place - (place % 4))
      bytes.writeUInt32LE(crc32(bytes.subarray(bodyStart)), 24)
      expect(refusalOf(bytes)).toMatch(/^file-|^opened$/)
    }),
    { numRuns: 400 },
  )
})
