/** A binary heap of numbers by key, smallest first. An entry that became stale stays in; who takes it out sees its key. */
export class MinHeap {
  length = 0
  private keys = new Float64Array(1024)
  private items = new Int32Array(1024)

  push(key: number, item: number): void {
    if (this.length === this.keys.length) this.grow()
    const { keys, items } = this
    let place = this.length++
    while (place > 0) {
      const above = (place - 1) >> 1
      if (keys[above] <= key) break
      keys[place] = keys[above]
      items[place] = items[above]
      place = above
    }
    keys[place] = key
    items[place] = item
  }

  get leastKey(): number {
    return this.keys[0]
  }

  /** Takes out the item with the smallest key. Only while `length` > 0. */
  pop(): number {
    const { keys, items } = this
    const top = items[0]
    const size = --this.length
    const key = keys[size]
    const item = items[size]
    let place = 0
    for (;;) {
      let below = place * 2 + 1
      if (below >= size) break
      if (below + 1 < size && keys[below + 1] < keys[below]) below++
      if (keys[below] >= key) break
      keys[place] = keys[below]
      items[place] = items[below]
      place = below
    }
    keys[place] = key
    items[place] = item
    return top
  }

  clear(): void {
    this.length = 0
  }

  private grow(): void {
    const keys = new Float64Array(this.keys.length * 2)
    const items = new Int32Array(keys.length)
    keys.set(this.keys)
    items.set(this.items)
    this.keys = keys
    this.items = items
  }
}
