import type { SearchArcs } from './metric.ts'

/**
 * The time of what a search has not met: longer than any drive, and so much less than `unreachableMs` that an arc of this
 * time leads nowhere even from a seed with a negative cost.
 */
const notMet = 0x38000000

/** Where a search begins: ranks and what it costs to be there. */
export interface Seeds {
  readonly ranks: number[]
  readonly costs: number[]
  /** The arc of the place behind each seed. */
  readonly arcs: number[]
}

/**
 * Makes labels: the states (hubs) by which the fastest ways from a place, or to it, may lead, with the exact time. Any
 * fastest way between two places has a hub in both labels (canonical hub labels: Abraham, Delling, Goldberg, Werneck, 2012).
 *
 * A search needs no queue: it climbs the elimination tree in order of rank. Then, from the top down, hubs that are reached
 * as fast over a higher one are left out, which is about half of them.
 */
export class LabelMaker {
  /** The label made last: `length` hubs in ascending rank. */
  readonly hubs: Int32Array
  readonly times: Int32Array
  /** For each rank on the way to a hub of the last label: the arc by which it was reached (-1 at a seed), and from where. */
  readonly by: Int32Array
  readonly before: Int32Array
  length = 0
  private readonly parent: Int32Array
  private readonly time: Int32Array
  private readonly chain: Int32Array
  private readonly kept: Uint8Array

  constructor(parent: Int32Array) {
    this.parent = parent
    this.time = new Int32Array(parent.length).fill(notMet)
    this.by = new Int32Array(parent.length)
    this.before = new Int32Array(parent.length)
    // a climb from many seeds at once could meet everything; what is never written to takes no memory
    this.chain = new Int32Array(parent.length)
    this.kept = new Uint8Array(this.chain.length)
    this.hubs = new Int32Array(this.chain.length)
    this.times = new Int32Array(this.chain.length)
  }

  /** `up` are the arcs to climb, `stall` those of the other direction. */
  make(seeds: Seeds, up: SearchArcs, stall: SearchArcs): void {
    const { time, chain, hubs, times } = this
    const length = this.climb(seeds, up)
    this.length = 0
    this.prune(length, stall)
    for (let i = 0; i < length; i++) {
      const rank = chain[i]
      if (this.kept[i] === 1) {
        hubs[this.length] = rank
        times[this.length++] = time[rank]
      }
      time[rank] = notMet
    }
  }

  private climb(seeds: Seeds, up: SearchArcs): number {
    const { time, chain, parent, by } = this
    const { start, head, ms } = up
    const ways: number[] = []
    for (let i = 0; i < seeds.ranks.length; i++) {
      const rank = seeds.ranks[i]
      if (seeds.costs[i] >= time[rank]) continue
      if (!ways.includes(rank)) ways.push(rank)
      time[rank] = seeds.costs[i]
      by[rank] = -1
    }
    let length = 0
    while (ways.length > 0) {
      let rank = ways[0]
      if (ways.length > 1) rank = lowestOf(ways)
      while (rank >= 0) {
        chain[length++] = rank
        const own = time[rank]
        if (own !== notMet) {
          for (let i = start[rank]; i < start[rank + 1]; i++) {
            const next = head[i]
            const sum = own + ms[i]
            if (sum < time[next]) {
              time[next] = sum
              by[next] = i
              this.before[next] = rank
            }
          }
        }
        const above = parent[rank]
        if (ways.length > 1) {
          replace(ways, rank, above)
          break
        }
        rank = above
        if (rank < 0) ways.length = 0
      }
    }
    return length
  }

  private prune(length: number, stall: SearchArcs): void {
    const { time, chain, kept } = this
    const { start, head, ms } = stall
    for (let i = length - 1; i >= 0; i--) {
      const rank = chain[i]
      const own = time[rank]
      let best = own === notMet ? own : own + 1
      for (let k = start[rank]; k < start[rank + 1]; k++) {
        const sum = time[head[k]] + ms[k]
        if (sum < best) best = sum
      }
      kept[i] = best > own ? 1 : 0
      if (best < own) time[rank] = best
    }
  }
}

function lowestOf(ways: readonly number[]): number {
  let lowest = ways[0]
  for (let i = 1; i < ways.length; i++) if (ways[i] < lowest) lowest = ways[i]
  return lowest
}

/** The way that stood at `rank` goes on to `above`, and ends where another one stands there already or no one is above. */
function replace(ways: number[], rank: number, above: number): void {
  const place = ways.indexOf(rank)
  if (above >= 0 && !ways.includes(above)) ways[place] = above
  else ways.splice(place, 1)
}
