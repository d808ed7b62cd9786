import { contrastRatio, reachContrast, type Towards } from './contrast.ts'
import { type Hex, type Oklch, oklchToHex } from './oklch.ts'

/** Which of the four designed appearances a palette is for. */
export type Appearance = { readonly scheme: 'light' | 'dark'; readonly contrast: 'normal' | 'more' }

/** The colours that components may use, by what they are for. */
export type ColourName =
  | 'page'
  | 'surface'
  | 'sunken'
  | 'line'
  | 'edge'
  | 'text'
  | 'quiet'
  | 'brand'
  | 'brand-strong'
  | 'on-brand'
  | 'brand-text'
  | 'brand-soft'
  | 'brand-line'
  | 'ghost'
  | 'live'
  | 'live-soft'
  | `${Signal}-text`
  | `${Signal}-soft`
  | `${Signal}-line`

/** Signal colours; they only appear beside a word or an icon. */
export type Signal = 'danger' | 'warning' | 'success' | 'note'

/** All colours of one appearance as screen colours. */
export type Palette = Readonly<Record<ColourName, Hex>>

/** Hues of the signals in OKLCH degrees: red, amber, green, blue. */
const SIGNAL_HUE: Readonly<Record<Signal, number>> = { danger: 25, warning: 70, success: 152, note: 250 }
const SIGNALS = Object.keys(SIGNAL_HUE) as Signal[]

/** What is owed to a pair of colours (look.md; WCAG 2.2: 1.4.3, 1.4.6 and 1.4.11). */
export const RATIO = { reading: 7, text: 4.5, edge: 3 } as const

type Grounds = { readonly page: Oklch; readonly surface: Oklch; readonly sunken: Oklch; readonly line: Oklch }

/**
 * Light: paper-white cards on a page with a trace of the hue. Dark: not the inversion but night, where raised things are
 * lighter than the page. More contrast: grounds fall together so that only edges and text speak.
 */
function grounds(h: number, trace: number, { scheme, contrast }: Appearance): Grounds {
  if (scheme === 'light')
    return contrast === 'more'
      ? { page: at(1, 0, h), surface: at(1, 0, h), sunken: at(0.97, trace / 2, h), line: at(0.6, trace, h) }
      : { page: at(0.982, trace / 2, h), surface: at(1, 0, h), sunken: at(0.955, trace, h), line: at(0.89, trace, h) }
  return contrast === 'more'
    ? { page: at(0.08, trace / 2, h), surface: at(0.12, trace, h), sunken: at(0.16, trace, h), line: at(0.6, trace, h) }
    : {
        page: at(0.175, trace, h),
        surface: at(0.215, trace, h),
        sunken: at(0.25, trace * 1.2, h),
        line: at(0.335, trace, h),
      }
}

function at(l: number, c: number, h: number): Oklch {
  return { l, c, h }
}

/** White or ink, whichever stands out more. */
function inkOn(fill: Hex, hue: number): Hex {
  const ink = oklchToHex(at(0.19, 0.015, hue))
  return contrastRatio('#ffffff', fill) >= contrastRatio(ink, fill) ? '#ffffff' : ink
}

/**
 * Computes one appearance from the brand's colour and the accent's hue. Every text and edge is found by its contrast
 * against the least favourable ground it may stand on, so it cannot fail; the brand's own colour is kept as it is in
 * light mode, which is why `theme.ts` judges it first.
 */
export function derivePalette(brand: Oklch, liveHue: number, appearance: Appearance): Palette {
  const { scheme, contrast } = appearance
  const light = scheme === 'light'
  const towards: Towards = light ? 'darker' : 'lighter'
  const more = contrast === 'more'
  const trace = Math.min(0.008, brand.c / 12)
  const base = grounds(brand.h, trace, appearance)
  const plain = [base.page, base.surface, base.sunken].map(oklchToHex)
  const soft = (c: number, h: number) => at(light ? (more ? 0.98 : 0.962) : more ? 0.16 : 0.262, c, h)
  const brandSoft = soft(Math.min(0.028, brand.c / 4), brand.h)
  const onAll = [...plain, oklchToHex(brandSoft)]
  const hex = (colour: Oklch) => oklchToHex(colour)
  const reach = (c: number, h: number, ratio: number, on: readonly Hex[] = onAll, from = light ? 0.78 : 0.42) =>
    reachContrast(at(from, c, h), on, ratio, towards)

  const brandFill = light
    ? more
      ? reachContrast(brand, onAll, RATIO.reading, 'darker')
      : brand
    : reachContrast(
        at(Math.max(brand.l, more ? 0.78 : 0.7), Math.min(brand.c, 0.15), brand.h),
        onAll,
        RATIO.text,
        'lighter',
      )
  const strong = { ...brandFill, l: brandFill.l + (light ? (brandFill.l < 0.25 ? 0.09 : -0.07) : 0.06) }
  const fill = hex(brandFill)

  const palette: Record<string, Hex> = {
    page: hex(base.page),
    surface: hex(base.surface),
    sunken: hex(base.sunken),
    line: hex(base.line),
    edge: hex(reach(trace, brand.h, more ? RATIO.reading : 3.3)),
    text: hex(light ? at(more ? 0.1 : 0.24, trace, brand.h) : at(more ? 1 : 0.945, more ? 0 : trace / 2, brand.h)),
    quiet: hex(reach(trace * 1.4, brand.h, more ? 10 : 5.6)),
    brand: fill,
    'brand-strong': hex(strong),
    'on-brand': inkOn(fill, brand.h),
    'brand-text': hex(reachContrast(brandFill, onAll, more ? 9 : RATIO.reading, towards)),
    'brand-soft': hex(brandSoft),
    'brand-line': hex(at(light ? 0.86 : 0.42, Math.min(brand.c, 0.06), brand.h)),
    ghost: hex(reach(trace * 1.6, brand.h, more ? RATIO.text : RATIO.edge, plain)),
    live: hex(reach(0.17, liveHue, more ? RATIO.reading : RATIO.text, plain)),
    'live-soft': hex(soft(0.03, liveHue)),
  }
  for (const signal of SIGNALS) {
    const h = SIGNAL_HUE[signal]
    const ground = soft(light ? 0.026 : 0.035, h)
    palette[`${signal}-soft`] = hex(ground)
    palette[`${signal}-text`] = hex(reach(0.13, h, more ? 9 : RATIO.reading, [...plain, hex(ground)]))
    palette[`${signal}-line`] = hex(reach(0.13, h, more ? RATIO.reading : 3.2, [...plain, hex(ground)]))
  }
  return palette as Palette
}

/** Two colours that meet on a page and the ratio they owe each other. */
export type Pair = { readonly front: ColourName; readonly ground: ColourName; readonly ratio: number }

/** Every meeting of colours that the components make. A new one is added here, and is then tested for every hue. */
export const PAIRS: readonly Pair[] = [
  ...(['page', 'surface', 'sunken', 'brand-soft'] as const).flatMap((ground): Pair[] => [
    { front: 'text', ground, ratio: RATIO.reading },
    { front: 'quiet', ground, ratio: RATIO.text },
    { front: 'brand-text', ground, ratio: RATIO.reading },
    { front: 'edge', ground, ratio: RATIO.edge },
  ]),
  ...(['page', 'surface', 'sunken'] as const).flatMap((ground): Pair[] => [
    { front: 'brand', ground, ratio: RATIO.edge },
    { front: 'ghost', ground, ratio: RATIO.edge },
    { front: 'live', ground, ratio: RATIO.text },
    ...SIGNALS.map((signal): Pair => ({ front: `${signal}-text`, ground, ratio: RATIO.reading })),
  ]),
  { front: 'on-brand', ground: 'brand', ratio: RATIO.text },
  { front: 'on-brand', ground: 'brand-strong', ratio: RATIO.text },
  { front: 'text', ground: 'live-soft', ratio: RATIO.reading },
  ...SIGNALS.flatMap((signal): Pair[] => [
    { front: 'text', ground: `${signal}-soft`, ratio: RATIO.reading },
    { front: `${signal}-text`, ground: `${signal}-soft`, ratio: RATIO.reading },
    { front: `${signal}-line`, ground: `${signal}-soft`, ratio: RATIO.edge },
    { front: 'brand-text', ground: `${signal}-soft`, ratio: RATIO.text },
    { front: 'quiet', ground: `${signal}-soft`, ratio: RATIO.text },
  ]),
]
