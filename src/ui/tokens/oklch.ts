/**
 * Colours in OKLCH and their way to the screen.
 *
 * OKLCH (Björn Ottosson, "A perceptual color space for image processing", 2020) is used because equal steps of its
 * lightness look equally far apart, so one list of lightnesses serves every hue. What is written into CSS is the
 * rounded 8-bit sRGB value, because that is the value whose contrast was computed.
 */

/** Lightness 0 to 1, chroma 0 to about 0.4, hue in degrees. */
export type Oklch = { readonly l: number; readonly c: number; readonly h: number }

/** Red, green and blue from 0 to 255, whole numbers. */
export type Rgb = { readonly r: number; readonly g: number; readonly b: number }

/** A colour as CSS reads it: `#` and six lower-case hexadecimal digits. */
export type Hex = `#${string}`

/** Reads `#rgb` or `#rrggbb` in any case; anything else is null, so that the caller can say what it expected. */
export function parseHex(text: string): Rgb | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text.trim())
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text.trim())
  const parts = short ? short.slice(1).map((digit) => digit + digit) : long?.slice(1)
  if (!parts) return null
  const [r, g, b] = parts.map((part) => Number.parseInt(part, 16))
  return { r: r ?? 0, g: g ?? 0, b: b ?? 0 }
}

/** Writes a colour as `#rrggbb`. */
export function toHex({ r, g, b }: Rgb): Hex {
  return `#${[r, g, b].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

/** sRGB transfer function, IEC 61966-2-1: channel 0 to 255 into linear light 0 to 1. */
export function toLinear(channel: number): number {
  const c = channel / 255
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
}

function fromLinear(light: number): number {
  return 255 * (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055)
}

/** The OKLCH coordinates of a screen colour. Greys have hue 0. */
export function toOklch(rgb: Rgb): Oklch {
  const [r, g, b] = [toLinear(rgb.r), toLinear(rgb.g), toLinear(rgb.b)]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  const chroma = Math.hypot(a, bb)
  const hue = chroma < 0.0005 ? 0 : (Math.atan2(bb, a) * 180) / Math.PI
  return { l: lightness, c: chroma < 0.0005 ? 0 : chroma, h: (hue + 360) % 360 }
}

function toLinearRgb({ l, c, h }: Oklch): readonly [number, number, number] {
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const l3 = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m3 = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s3 = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3,
    -1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3,
    -0.0041960863 * l3 - 0.7034186147 * m3 + 1.707614701 * s3,
  ]
}

/** One part in 2,000 of light outside the gamut disappears in the rounding to 8 bits. */
const GAMUT_TOLERANCE = 0.0005

function fits(colour: Oklch): boolean {
  return toLinearRgb(colour).every((channel) => channel >= -GAMUT_TOLERANCE && channel <= 1 + GAMUT_TOLERANCE)
}

/**
 * The nearest colour of the same lightness and hue that a screen can show: chroma is reduced, because a shifted
 * lightness would change the contrast that was asked for.
 */
export function toRgb(colour: Oklch): Rgb {
  const l = Math.min(1, Math.max(0, colour.l))
  let inside = 0
  let outside = colour.c
  if (fits({ ...colour, l })) inside = outside
  else
    for (let step = 0; step < 16; step++) {
      const middle = (inside + outside) / 2
      if (fits({ l, c: middle, h: colour.h })) inside = middle
      else outside = middle
    }
  const [r, g, b] = toLinearRgb({ l, c: inside, h: colour.h }).map((light) =>
    Math.round(Math.min(255, Math.max(0, fromLinear(Math.min(1, Math.max(0, light)))))),
  )
  return { r: r ?? 0, g: g ?? 0, b: b ?? 0 }
}

/** `toRgb`, written as CSS. */
export function oklchToHex(colour: Oklch): Hex {
  return toHex(toRgb(colour))
}
