/**
 * Marks the states of the largest strongly connected component: from each of them every other can be reached, so a matrix
 * between points on them has no holes. Tarjan (1972), without recursion.
 */
export function largestComponent(turnStart: Int32Array, turnTo: Int32Array): Uint8Array {
  const count = turnStart.length - 1
  const order = new Int32Array(count).fill(-1)
  const low = new Int32Array(count)
  const component = new Int32Array(count).fill(-1)
  const stack = new Int32Array(count)
  const path = new Int32Array(count)
  const cursor = turnStart.slice(0, count)
  let stackLength = 0
  let visited = 0
  let components = 0
  let largest = -1
  let largestSize = 0
  for (let root = 0; root < count; root++) {
    if (order[root] >= 0) continue
    let pathLength = 0
    path[pathLength++] = root
    order[root] = low[root] = visited++
    stack[stackLength++] = root
    while (pathLength > 0) {
      const state = path[pathLength - 1]
      if (cursor[state] < turnStart[state + 1]) {
        const next = turnTo[cursor[state]++]
        if (order[next] < 0) {
          order[next] = low[next] = visited++
          stack[stackLength++] = next
          path[pathLength++] = next
        } else if (component[next] < 0 && order[next] < low[state]) low[state] = order[next]
        continue
      }
      pathLength--
      if (pathLength > 0 && low[state] < low[path[pathLength - 1]]) low[path[pathLength - 1]] = low[state]
      if (low[state] !== order[state]) continue
      let size = 0
      let member: number
      do {
        member = stack[--stackLength]
        component[member] = components
        size++
      } while (member !== state)
      if (size > largestSize) {
        largestSize = size
        largest = components
      }
      components++
    }
  }
  const inside = new Uint8Array(count)
  for (let state = 0; state < count; state++) inside[state] = component[state] === largest ? 1 : 0
  return inside
}
