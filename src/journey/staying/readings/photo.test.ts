import { expect, test } from 'vitest'
import { photoTypeOf } from './photo.ts'

test.each([
  ['a JPEG', [0xff, 0xd8, 0xff, 0xe0, 0, 0], 'image/jpeg'],
  ['a PNG', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0], 'image/png'],
  ['a WebP', [...Buffer.from('RIFF\0\0\0\0WEBPVP8 ')], 'image/webp'],
  ['a PNG that is cut off', [0x89, 0x50, 0x4e], undefined],
  ['another RIFF file', [...Buffer.from('RIFF\0\0\0\0WAVEfmt ')], undefined],
  ['a page with script', [...Buffer.from('<svg onload=alert(1)>')], undefined],
  ['nothing', [], undefined],
])('%s is told by its first bytes', (_what, bytes, type) => {
  expect(photoTypeOf(Uint8Array.from(bytes))).toBe(type)
})
