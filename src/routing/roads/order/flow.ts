/**
 * Maximum flow between two sets of nodes in a small-capacity undirected graph, by Dinic's method (1970): layers by breadth
 * first search, then as many disjoint paths through the layers as fit. Arrays are kept between calls.
 */
export class FlowGraph {
  nodeCount = 0
  start: Int32Array
  head: Int32Array
  /** The same edge seen from its other end. */
  twin: Int32Array
  private capacity: Int32Array
  private rest: Int32Array
  private readonly level: Int32Array
  private readonly queue: Int32Array
  private readonly cursor: Int32Array
  private readonly path: Int32Array

  constructor(nodesMax: number, halfEdgesMax: number) {
    this.start = new Int32Array(nodesMax + 1)
    this.head = new Int32Array(halfEdgesMax)
    this.twin = new Int32Array(halfEdgesMax)
    this.capacity = new Int32Array(halfEdgesMax)
    this.rest = new Int32Array(halfEdgesMax)
    this.level = new Int32Array(nodesMax)
    this.queue = new Int32Array(nodesMax)
    this.cursor = new Int32Array(nodesMax)
    this.path = new Int32Array(nodesMax + 1)
  }

  /** Writes the edges of the part into this graph; `ends` holds pairs of nodes. Nodes are 0 .. nodeCount - 1. */
  load(nodeCount: number, edgeCount: number, ends: Int32Array, capacities: Int32Array): void {
    this.nodeCount = nodeCount
    const { start, head, twin, capacity, cursor } = this
    start.fill(0, 0, nodeCount + 1)
    for (let i = 0; i < edgeCount * 2; i++) start[ends[i] + 1]++
    for (let node = 0; node < nodeCount; node++) {
      start[node + 1] += start[node]
      cursor[node] = start[node]
    }
    for (let edge = 0; edge < edgeCount; edge++) {
      const a = ends[edge * 2]
      const b = ends[edge * 2 + 1]
      const there = cursor[a]++
      const back = cursor[b]++
      head[there] = b
      head[back] = a
      twin[there] = back
      twin[back] = there
      capacity[there] = capacity[back] = capacities[edge]
    }
  }

  /**
   * The value of a maximum flow from the sources to the sinks, or `limit` as soon as it is reached. `role`: 1 source, 2
   * sink, 0 neither.
   */
  flow(role: Uint8Array, sources: Int32Array, limit: number): number {
    this.rest.set(this.capacity.subarray(0, this.start[this.nodeCount]))
    let total = 0
    while (total < limit && this.layers(role, sources)) {
      for (let node = 0; node < this.nodeCount; node++) this.cursor[node] = this.start[node]
      for (const source of sources) {
        for (let pushed = 1; pushed > 0 && total < limit; total += pushed) pushed = this.augment(source, role)
      }
    }
    return total
  }

  private layers(role: Uint8Array, sources: Int32Array): boolean {
    const { level, queue, start, head, rest } = this
    level.fill(-1, 0, this.nodeCount)
    let filled = 0
    for (const source of sources) {
      level[source] = 0
      queue[filled++] = source
    }
    let sinkLevel = -1
    for (let next = 0; next < filled; next++) {
      const node = queue[next]
      if (sinkLevel >= 0 && level[node] >= sinkLevel) break
      for (let edge = start[node]; edge < start[node + 1]; edge++) {
        const other = head[edge]
        if (rest[edge] === 0 || level[other] >= 0) continue
        level[other] = level[node] + 1
        if (role[other] === 2) sinkLevel = level[other]
        queue[filled++] = other
      }
    }
    return sinkLevel >= 0
  }

  /** One unit along one path through the layers. */
  private augment(source: number, role: Uint8Array): number {
    const { level, cursor, start, head, rest, path, twin } = this
    let depth = 0
    let node = source
    while (role[node] !== 2) {
      const edge = cursor[node]
      if (edge < start[node + 1]) {
        const other = head[edge]
        if (rest[edge] > 0 && level[other] === level[node] + 1) {
          path[depth++] = edge
          node = other
        } else cursor[node]++
        continue
      }
      if (depth === 0) return 0
      // a dead end: step back and do not come here again
      const back = path[--depth]
      node = head[twin[back]]
      cursor[node]++
    }
    for (let i = 0; i < depth; i++) {
      rest[path[i]]--
      rest[twin[path[i]]]++
    }
    return 1
  }

  /**
   * After `flow`: marks with 1 in `side` what can still be reached from the sources (`fromSinks` false) or cannot reach
   * the sinks any more (true), and returns how many are marked. Both are minimum cuts, the one with the fewest and the one
   * with the most nodes on the source's side.
   */
  sourceSide(side: Uint8Array, role: Uint8Array, fromSinks: boolean): number {
    const { queue, start, head, rest, twin } = this
    const seedRole = fromSinks ? 2 : 1
    const mark = fromSinks ? 0 : 1
    side.fill(1 - mark, 0, this.nodeCount)
    let filled = 0
    for (let node = 0; node < this.nodeCount; node++) {
      if (role[node] !== seedRole) continue
      side[node] = mark
      queue[filled++] = node
    }
    for (let next = 0; next < filled; next++) {
      const node = queue[next]
      for (let edge = start[node]; edge < start[node + 1]; edge++) {
        const other = head[edge]
        if (side[other] === mark || rest[fromSinks ? twin[edge] : edge] === 0) continue
        side[other] = mark
        queue[filled++] = other
      }
    }
    return fromSinks ? this.nodeCount - filled : filled
  }
}
