/**
 * A small seeded generator of random numbers (sfc32, passes PractRand to 2 TB, 4 words of state).
 * Every customer, building and register has a stream of its own, named by its keys, so a change in one place never
 * moves the numbers of another, and customer i is the same whatever the size of the utility.
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(...keys: readonly (string | number)[]) {
    let first = 0x9e3779b9
    let second = 0x243f6a88
    let third = 0xb7e15162
    for (const key of keys) {
      const text = `${key}|`
      for (let index = 0; index < text.length; index += 1) {
        const code = text.charCodeAt(index)
        first = Math.imul(first ^ code, 0x85ebca6b)
        second = Math.imul(second ^ (code + first), 0xc2b2ae35)
        third = Math.imul(third ^ (second >>> 13), 0x27d4eb2f) + code
      }
    }
    this.#a = first | 0
    this.#b = second | 0
    this.#c = third | 0
    for (let round = 0; round < 12; round += 1) this.next()
  }

  /** Evenly distributed in [0, 1). */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    return (sum >>> 0) / 4294967296
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next()
  }

  /** Whole number, both ends included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.next() * items.length)] as Item
  }

  /** Index drawn by weights (they need not add up to 1). */
  weighted(weights: readonly number[]): number {
    let total = 0
    for (const weight of weights) total += weight
    let left = this.next() * total
    for (let index = 0; index < weights.length; index += 1) {
      left -= weights[index] as number
      if (left < 0) return index
    }
    return weights.length - 1
  }

  /** Standard normal, cut at plus and minus 3 (Box and Muller 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()))
    const value = radius * Math.cos(2 * Math.PI * this.next())
    return Math.max(-3, Math.min(3, value))
  }

  /** Log-normal with the given *mean* (not median) and standard deviation of the logarithm. */
  spreadAround(mean: number, sigma: number): number {
    return mean * Math.exp(sigma * this.normal() - (sigma * sigma) / 2)
  }
}
