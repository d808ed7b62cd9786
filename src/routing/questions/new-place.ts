import type { Board } from './board.ts'
import type { NewPlace } from './new-visit.ts'

/** Gives the row of a place back that was only asked about: the last one taken up, at which no visit is. */
export function releasePlace(board: Board, given: NewPlace | undefined): void {
  if (!given) return
  const { m } = board
  const p = board.placeOf.get(given.place.id)
  if (p === undefined || p < board.model.places.length) return
  // Rows are taken up in order; only the last one can be given back without moving others.
  if (p !== m.placeCount - board.spare.places.length - 1) return
  for (const visit of board.visits.values()) if (visit.place === given.place.id) return
  board.placeOf.delete(given.place.id)
  m.placeIds[p] = `\u0000place${p}`
  board.places[p] = { id: m.placeIds[p], x: 0, y: 0 }
  board.spare.places.push(p)
}
