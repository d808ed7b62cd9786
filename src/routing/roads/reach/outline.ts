/** A corner of a square: [column, row]. */
export type Corner = readonly [number, number]

/**
 * The outlines of the filled squares of a grid whose margin is empty: closed rings of corners, filled squares always on the
 * left hand, so outer rings run counter-clockwise and holes clockwise.
 */
export function outlinesOf(filled: Uint8Array, columns: number, rows: number): Corner[][] {
  const at = (column: number, row: number): boolean =>
    column >= 0 && row >= 0 && column < columns && row < rows && filled[row * columns + column] === 1
  const visited = new Set<number>()
  const rings: Corner[][] = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      // a border runs east along the lower side of every filled square with nothing below it
      if (!at(column, row) || at(column, row - 1) || visited.has(row * columns + column)) continue
      rings.push(trace(at, column, row, (c, r) => visited.add(r * columns + c)))
    }
  }
  return rings
}

// Directions: 0 east, 1 north, 2 west, 3 south
const stepX = [1, 0, -1, 0]
const stepY = [0, 1, 0, -1]
// the square on the left and on the right of the next edge, from the corner where it begins
const leftX = [0, -1, -1, 0]
const leftY = [0, 0, -1, -1]
const rightX = [0, 0, -1, -1]
const rightY = [-1, 0, 0, -1]

function trace(
  at: (column: number, row: number) => boolean,
  column: number,
  row: number,
  visit: (column: number, row: number) => void,
): Corner[] {
  const ring: Corner[] = []
  let x = column
  let y = row
  let direction = 0
  do {
    if (direction === 0) visit(x, y)
    x += stepX[direction]
    y += stepY[direction]
    const left = at(x + leftX[direction], y + leftY[direction])
    const right = at(x + rightX[direction], y + rightY[direction])
    // filled squares that touch only at a corner belong to different rings: turn left there
    const turn = left ? (right ? 3 : 0) : 1
    if (turn !== 0) ring.push([x, y])
    direction = (direction + turn) % 4
  } while (x !== column || y !== row || direction !== 0)
  ring.push(ring[0])
  return ring
}
