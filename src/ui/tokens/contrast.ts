import { type Hex, type Oklch, oklchToHex, parseHex, toLinear } from './oklch.ts'

/** Relative luminance of WCAG 2.2 (definition "relative luminance"), 0 for black and 1 for white. */
export function relativeLuminance(hex: Hex): number {
  const rgb = parseHex(hex)
  if (!rgb) throw new TypeError(`not a colour: ${hex}`)
  return 0.2126 * toLinear(rgb.r) + 0.7152 * toLinear(rgb.g) + 0.0722 * toLinear(rgb.b)
}

/** Contrast ratio of WCAG 2.2 (definition "contrast ratio"), 1 to 21, the same in both directions. */
export function contrastRatio(one: Hex, other: Hex): number {
  const a = relativeLuminance(one)
  const b = relativeLuminance(other)
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** Whether a search goes towards black or towards white. */
export type Towards = 'darker' | 'lighter'

/**
 * The colour of this hue and chroma that is nearest to `from` and has at least `ratio` against every background.
 * It walks lightness in steps of 0.02 and then once more in steps of 0.002 (finer than one 8-bit step of grey), and reads
 * the contrast off the rounded screen colour, so the answer holds for what is shown. At the end of the scale it returns
 * black or white, the strongest there is.
 */
export function reachContrast(from: Oklch, backgrounds: readonly Hex[], ratio: number, towards: Towards): Oklch {
  const sign = towards === 'darker' ? -1 : 1
  const enough = (l: number) => {
    const hex = oklchToHex({ ...from, l })
    return backgrounds.every((background) => contrastRatio(hex, background) >= ratio)
  }
  for (let coarse = from.l; coarse > -0.02 && coarse < 1.02; coarse += sign * 0.02) {
    if (!enough(coarse)) continue
    const start = coarse === from.l ? coarse : coarse - sign * 0.018
    for (let l = start; sign * (coarse - l) > 0; l += sign * 0.002) if (enough(l)) return { ...from, l }
    return { ...from, l: coarse }
  }
  return { l: towards === 'darker' ? 0 : 1, c: 0, h: from.h }
}
