import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contrastRatio, relativeLuminance } from './contrast.ts'
import { type Hex, oklchToHex, parseHex, toHex, toOklch, toRgb } from './oklch.ts'
import { auditTheme, computeTheme } from './theme.ts'

const byte = fc.integer({ min: 0, max: 255 })
const anyColour = fc.record({ r: byte, g: byte, b: byte })

describe('relative luminance and contrast of WCAG 2.2', () => {
  it.each<[Hex, Hex, number]>([
    ['#000000', '#ffffff', 21], // (1 + 0.05) / (0 + 0.05)
    ['#ffffff', '#ffffff', 1],
    ['#777777', '#ffffff', 4.48], // the well-known grey that just fails 4.5
    ['#767676', '#ffffff', 4.54], // and the one that just passes
    ['#ff0000', '#ffffff', 4.0], // luminance 0.2126: 1.05 / 0.2626 = 3.998
    ['#0000ff', '#ffffff', 8.59], // luminance 0.0722: 1.05 / 0.1222 = 8.592
  ])('%s on %s has %d', (one, other, ratio) => {
    expect(contrastRatio(one, other)).toBeCloseTo(ratio, 2)
    expect(contrastRatio(other, one)).toBeCloseTo(ratio, 2)
  })

  it('weighs green more than red more than blue', () => {
    expect(relativeLuminance('#00ff00')).toBeCloseTo(0.7152, 6)
    expect(relativeLuminance('#ff0000')).toBeCloseTo(0.2126, 6)
    expect(relativeLuminance('#0000ff')).toBeCloseTo(0.0722, 6)
  })
})

describe('OKLCH', () => {
  it('knows the published coordinates of red', () => {
    // Ottosson's table and CSS Color 4: oklch(0.628 0.2577 29.23)
    const red = toOklch({ r: 255, g: 0, b: 0 })
    expect(red.l).toBeCloseTo(0.628, 3)
    expect(red.c).toBeCloseTo(0.2577, 3)
    expect(red.h).toBeCloseTo(29.23, 1)
  })

  it('brings every screen colour back unchanged', () => {
    fc.assert(
      fc.property(anyColour, (rgb) => {
        const back = toRgb(toOklch(rgb))
        for (const channel of ['r', 'g', 'b'] as const)
          expect(Math.abs(back[channel] - rgb[channel])).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('keeps lightness when a colour is too strong for the screen', () => {
    const shown = parseHex(oklchToHex({ l: 0.7, c: 0.4, h: 150 }))
    expect(shown && toOklch(shown).l).toBeCloseTo(0.7, 2)
  })

  it.each(['#12', 'red', '#12345g', '', 'rgb(0,0,0)'])('does not take %j for a colour', (text) => {
    expect(parseHex(text)).toBeNull()
  })
})

describe('the theme of a utility', () => {
  it.each(['#00599c', '#0b6b3a', '#b5121b', '#5b2d8e', '#1d1d1b', '#006f7a', '#9a4a00'])(
    'accepts %s and keeps it as the colour of buttons',
    (brand) => {
      const verdict = computeTheme({ brand })
      expect(verdict).toMatchObject({ ok: true, theme: { light: { brand } } })
    },
  )

  it('refuses a yellow, says which pair fails by how much, and proposes a colour of the same hue', () => {
    const verdict = computeTheme({ brand: '#ffd500' })
    if (verdict.ok || verdict.reason !== 'contrast') throw new Error('was accepted')
    const onWhite = verdict.findings.find((finding) => finding.ground === 'surface' && finding.front === 'brand')
    expect(onWhite).toMatchObject({ needed: 3, appearance: { scheme: 'light' } })
    expect(onWhite?.ratio).toBeCloseTo(1.43, 1) // #ffd500 has luminance 0.69: 1.05 / 0.74
    const [asked, proposed] = ['#ffd500', verdict.proposal].map((hex) => {
      const rgb = parseHex(hex)
      return rgb ? toOklch(rgb).h : Number.NaN
    })
    expect(Math.abs((asked ?? 0) - (proposed ?? 180))).toBeLessThan(8)
  })

  it('accepts or refuses every colour, and what it accepts or proposes fails no pair', () => {
    fc.assert(
      fc.property(anyColour, (rgb) => {
        const verdict = computeTheme({ brand: toHex(rgb) })
        if (verdict.ok) {
          expect(auditTheme(verdict.theme)).toEqual([])
          return
        }
        if (verdict.reason !== 'contrast') throw new Error('a colour was not read')
        expect(verdict.findings.length).toBeGreaterThan(0)
        expect(computeTheme({ brand: verdict.proposal })).toMatchObject({ ok: true })
      }),
      { numRuns: 30 },
    )
  }, 30_000)

  it('says what it could not read', () => {
    expect(computeTheme({ brand: 'blau' })).toEqual({ ok: false, reason: 'not-a-colour', input: 'blau' })
    expect(computeTheme({ brand: '#00599c', live: 'pink' })).toMatchObject({ ok: false, input: 'pink' })
  })
})
