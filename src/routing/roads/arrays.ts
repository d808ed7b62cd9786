/** A growing list of 32-bit integers: ordinary arrays of numbers need two to eight times the memory. */
export class GrowingInt32 {
  values: Int32Array
  length = 0

  constructor(capacity = 1024) {
    this.values = new Int32Array(capacity)
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(1)
    this.values[this.length++] = value
  }

  /** Makes room for `extra` more values, so that a caller may write into `values` directly. */
  reserve(extra: number): void {
    if (this.length + extra <= this.values.length) return
    const larger = new Int32Array(Math.max(this.values.length * 2, this.length + extra))
    larger.set(this.values.subarray(0, this.length))
    this.values = larger
  }

  /** Takes over the first `count` values of an array at once. */
  append(values: Int32Array, count: number): void {
    this.reserve(count)
    this.values.set(values.subarray(0, count), this.length)
    this.length += count
  }

  /** The values as an array of its own, of exactly the length used. */
  trimmed(): Int32Array {
    return this.values.slice(0, this.length)
  }
}

/** A growing list of doubles: OSM ids pass 2^32. */
export class GrowingFloat64 {
  values: Float64Array
  length = 0

  constructor(capacity = 1024) {
    this.values = new Float64Array(capacity)
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(this.values.length * 2)
      larger.set(this.values)
      this.values = larger
    }
    this.values[this.length++] = value
  }

  trimmed(): Float64Array {
    return this.values.slice(0, this.length)
  }
}

/** Numbers texts in the order in which they first appear; 0 is the empty text. */
export class TextTable {
  readonly texts: string[] = ['']
  private readonly numbers = new Map<string, number>([['', 0]])

  numberOf(text: string): number {
    const known = this.numbers.get(text)
    if (known !== undefined) return known
    const number = this.texts.length
    this.texts.push(text)
    this.numbers.set(text, number)
    return number
  }
}

/** The place of `wanted` in an ascending array, or -1. */
export function findSorted(sorted: Float64Array, wanted: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const value = sorted[middle]
    if (value === wanted) return middle
    if (value < wanted) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** Turns counts per group into start positions: result[g] is where group g begins, result[groups] the total. */
export function startsFromCounts(counts: Int32Array): Int32Array {
  const starts = new Int32Array(counts.length + 1)
  for (let group = 0; group < counts.length; group++) starts[group + 1] = starts[group] + counts[group]
  return starts
}
