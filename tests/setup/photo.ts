/**
 * A JPEG of no picture, as large as wanted, that only its own words tell from others: start, segments as a colour profile has them, an
 * empty scan, end. Who looks at its kind and its structure takes it for a photo; who decodes it does not.
 */
export function emptyPhoto(words: string, bytesMin = 0): Buffer<ArrayBuffer> {
  const segments: Buffer[] = []
  let left = Math.max(bytesMin, 1)
  while (left > 0) {
    const content = Buffer.alloc(Math.max(Buffer.byteLength(words), Math.min(left, 65_000)))
    content.write(words)
    const head = Buffer.from([0xff, 0xe2, 0, 0])
    head.writeUInt16BE(content.length + 2, 2)
    segments.push(head, content)
    left -= content.length
  }
  return Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments, Buffer.from([0xff, 0xda, 0, 2, 0xff, 0xd9])])
}
