import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { photoTypeOf } from './photo.ts'
import { stripPhoto } from './strip-photo.ts'

/** A picture whose left half is red: which side that is shows which way is up. 40 x 20 pixels. */
const picture = () =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: '#0000ff' } }).composite([
    { input: { create: { width: 20, height: 20, channels: 3, background: '#ff0000' } }, left: 0, top: 0 },
  ])

const places = { IFD0: { Make: 'Phone', Artist: 'Elif' }, IFD3: { GPSLatitude: '49/1 56/1 0/1', GPSLatitudeRef: 'N' } }

describe.each(['jpeg', 'png', 'webp'] as const)('%s', (format) => {
  test('says nothing more about who took it where, and shows the same picture', async () => {
    const taken = await picture().withExif(places).toFormat(format, { lossless: true }).toBuffer()
    expect((await sharp(taken).metadata()).exif).toBeDefined()
    const stripped = stripPhoto(taken, photoTypeOf(taken) ?? 'image/jpeg') as Buffer
    expect((await sharp(stripped).metadata()).exif).toBeUndefined()
    expect(stripped.includes('Elif')).toBe(false)
    expect(await sharp(stripped).raw().toBuffer()).toEqual(await sharp(taken).raw().toBuffer())
  })

  test('is no photo when it ends too early', async () => {
    const taken = await picture().toFormat(format).toBuffer()
    expect(stripPhoto(taken.subarray(0, 24), photoTypeOf(taken) ?? 'image/jpeg')).toBeUndefined()
  })
})

test.each([3, 6, 8])('a JPEG taken in direction %i stays in it', async (orientation) => {
  const taken = await picture().withExif(places).withMetadata({ orientation }).jpeg().toBuffer()
  const stripped = stripPhoto(taken, 'image/jpeg') as Buffer
  expect(stripped.includes('Elif')).toBe(false)
  expect((await sharp(stripped).metadata()).orientation).toBe(orientation)
})

test('a second picture behind the first goes', async () => {
  const taken = await picture().jpeg().toBuffer()
  const film = Buffer.concat([taken, Buffer.from('ftypmp4 where and when')])
  expect(stripPhoto(film, 'image/jpeg')).toEqual(stripPhoto(taken, 'image/jpeg'))
})
