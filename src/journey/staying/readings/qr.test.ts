import { expect, test } from 'vitest'
import { qrOf } from './qr.ts'

test('a link of 80 letters is a QR code with its quiet zone and three finder patterns', () => {
  const svg = qrOf(`https://portal.stadtwerke.example/z/${'a'.repeat(43)}`)
  const side = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1])
  // 17 + 4 x version modules a side, and twice four of quiet zone.
  expect((side - 8 - 17) % 4).toBe(0)
  const dots = new Set([...svg.matchAll(/M(\d+) (\d+)h1/g)].map(([, x, y]) => `${x},${y}`))
  const end = side - 4 - 7
  for (const [x, y] of [
    [4, 4],
    [end, 4],
    [4, end],
  ] as const) {
    for (let at = 0; at < 7; at++) expect(dots.has(`${x + at},${y}`)).toBe(true)
    expect(dots.has(`${x + 1},${y + 1}`)).toBe(false)
    expect(dots.has(`${x + 3},${y + 3}`)).toBe(true)
  }
  expect(
    [...dots].every((dot) => dot.split(',').every((place) => Number(place) >= 4 && Number(place) < side - 4)),
  ).toBe(true)
})
