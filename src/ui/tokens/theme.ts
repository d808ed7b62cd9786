import { contrastRatio } from './contrast.ts'
import { type Hex, type Oklch, oklchToHex, parseHex, toHex, toOklch } from './oklch.ts'
import { type Appearance, type ColourName, derivePalette, PAIRS, type Palette, RATIO } from './palette.ts'

/** What a utility gives. `live` is the accent for what happens now; without it one is chosen far from the brand. */
export type BrandInput = { readonly brand: string; readonly live?: string }

/** The four designed appearances, keyed by scheme and contrast. */
export type Theme = {
  readonly brand: Hex
  readonly light: Palette
  readonly dark: Palette
  readonly lightMore: Palette
  readonly darkMore: Palette
}

/** A pair of colours that falls short: which, in which appearance, what it has and what it owes. */
export type ContrastFinding = {
  readonly appearance: Appearance
  readonly front: ColourName
  readonly ground: ColourName
  readonly ratio: number
  readonly needed: number
}

/** A theme, or the reasons against it with the nearest brand colour that would pass. */
export type ThemeVerdict =
  | { readonly ok: true; readonly theme: Theme }
  | { readonly ok: false; readonly reason: 'not-a-colour'; readonly input: string }
  | {
      readonly ok: false
      readonly reason: 'contrast'
      readonly findings: readonly ContrastFinding[]
      readonly proposal: Hex
    }

const APPEARANCES = {
  light: { scheme: 'light', contrast: 'normal' },
  dark: { scheme: 'dark', contrast: 'normal' },
  lightMore: { scheme: 'light', contrast: 'more' },
  darkMore: { scheme: 'dark', contrast: 'more' },
} as const satisfies Record<string, Appearance>

/** Violet, unless the brand is near it: then a blue-green. Both are far from the four signals. */
function chooseLiveHue(brandHue: number): number {
  const distance = Math.abs(((brandHue - 310 + 540) % 360) - 180)
  return distance > 50 ? 310 : 195
}

function derive(brand: Oklch, liveHue: number): Theme {
  return {
    brand: oklchToHex(brand),
    light: derivePalette(brand, liveHue, APPEARANCES.light),
    dark: derivePalette(brand, liveHue, APPEARANCES.dark),
    lightMore: derivePalette(brand, liveHue, APPEARANCES.lightMore),
    darkMore: derivePalette(brand, liveHue, APPEARANCES.darkMore),
  }
}

/** Every pair of every appearance that falls short, read off the rounded screen colours. */
export function auditTheme(theme: Theme): ContrastFinding[] {
  return (Object.keys(APPEARANCES) as (keyof typeof APPEARANCES)[]).flatMap((key) =>
    PAIRS.flatMap(({ front, ground, ratio }) => {
      const found = contrastRatio(theme[key][front], theme[key][ground])
      return found >= ratio ? [] : [{ appearance: APPEARANCES[key], front, ground, ratio: found, needed: ratio }]
    }),
  )
}

/**
 * Walks the brand's lightness outward in both directions (0.004 a step, so about one 8-bit step) until it passes:
 * the same hue, as near as can be. If a saturated hue never passes, half the chroma is tried; grey always passes.
 */
function propose(brand: Oklch, liveHue: number): Hex {
  for (const c of [brand.c, brand.c / 2, 0])
    for (let distance = 0; distance <= 1; distance += 0.004)
      for (const l of [brand.l - distance, brand.l + distance]) {
        if (l < 0 || l > 1) continue
        const hex = oklchToHex({ l, c, h: brand.h })
        // Cheap and necessary: every light ground is at most as bright as white.
        if (contrastRatio(hex, '#ffffff') < RATIO.edge) continue
        const rgb = parseHex(hex)
        if (rgb && auditTheme(derive(toOklch(rgb), liveHue)).length === 0) return hex
      }
  return '#4a4a4a'
}

/**
 * Computes the palette of a utility from its brand colour, or refuses it with every pair that falls short (7:1 for text
 * that is read at length, 4.5:1 elsewhere, 3:1 for the edges of controls) and a proposal of the same hue that passes.
 */
export function computeTheme(input: BrandInput): ThemeVerdict {
  const rgb = parseHex(input.brand)
  if (!rgb) return { ok: false, reason: 'not-a-colour', input: input.brand }
  const liveRgb = input.live === undefined ? null : parseHex(input.live)
  if (input.live !== undefined && !liveRgb) return { ok: false, reason: 'not-a-colour', input: input.live }
  const brand = toOklch(rgb)
  const liveHue = liveRgb ? toOklch(liveRgb).h : chooseLiveHue(brand.h)
  const theme = { ...derive(brand, liveHue), brand: toHex(rgb) }
  const findings = auditTheme(theme)
  if (findings.length === 0) return { ok: true, theme }
  return { ok: false, reason: 'contrast', findings, proposal: propose(brand, liveHue) }
}
