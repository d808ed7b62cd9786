/** An axis from zero: where it ends and where its lines are. */
export type Scale = { readonly end: number; readonly ticks: readonly number[] }

/**
 * The smallest axis from zero that holds `highest` in steps of 1, 2, 2.5 or 5 times a power of ten, with at most
 * `ticksMax` steps. Bars may only be compared by length when the axis begins at zero.
 */
export function scaleFromZero(highest: number, ticksMax = 4): Scale {
  if (!(highest > 0) || !Number.isFinite(highest)) return { end: 1, ticks: [0, 1] }
  const rough = highest / ticksMax
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10]
    .map((factor) => factor * power)
    .find((candidate) => candidate * ticksMax >= highest * (1 - 1e-9))
  const size = step ?? 10 * power
  const count = Math.ceil((highest / size) * (1 - 1e-9))
  return {
    end: count * size,
    ticks: Array.from({ length: count + 1 }, (_, index) => Number((index * size).toPrecision(12))),
  }
}

/** Where a direct label may stand: at the slot with this index, over something of this height. */
export type LabelSpot = { readonly index: number; readonly height: number }

/**
 * Picks the highest spot that keeps `distance` slots from all places already taken, so that labels never touch; null when
 * there is none.
 */
export function placeLabel(spots: readonly LabelSpot[], taken: readonly number[], distance: number): LabelSpot | null {
  const free = spots.filter(
    (spot) => spot.height > 0 && taken.every((index) => Math.abs(index - spot.index) >= distance),
  )
  return free.reduce<LabelSpot | null>((best, spot) => (best === null || spot.height > best.height ? spot : best), null)
}

/** Runs of neighbouring slots for which `is` holds: first and last index. */
export function runs(flags: readonly boolean[]): { readonly first: number; readonly last: number }[] {
  const found: { first: number; last: number }[] = []
  flags.forEach((flag, index) => {
    const open = found.at(-1)
    if (!flag) return
    if (open && open.last === index - 1) open.last = index
    else found.push({ first: index, last: index })
  })
  return found
}
