/** Random numbers that are the same on every machine: sfc32 (Doty-Humphrey, PractRand), 32-bit arithmetic only. */
export type Random = {
  /** From 0 inclusive to 1 exclusive. */
  unit(): number
  /** Whole number from 0 to n - 1. */
  below(n: number): number
}

export function makeRandom(seed: number): Random {
  let a = 0x9e3779b9 | 0
  let b = 0x243f6a88 | 0
  let c = seed | 0
  let d = 1
  const next = (): number => {
    const t = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    c |= 0
    return t >>> 0
  }
  // The first numbers still show the seed.
  for (let i = 0; i < 15; i++) next()
  return {
    unit: () => next() * 2.3283064365386963e-10,
    below: (n) => (next() * 2.3283064365386963e-10 * n) | 0,
  }
}
