import type { Visit } from '../../model/model.ts'
import type { Plan } from '../../model/plan.ts'
import { type Board, openBoard } from '../board.ts'
import { applyPlaces, cheapestPlaces } from '../cheapest.ts'
import { takeUp } from '../new-visit.ts'
import { makeTown, type Town, type TownOptions } from './town.ts'

export type Filled = { board: Board; town: Town; left: string[] }

/** A town's board with promised visits, each put where it cost least when it came; `left` found no place. */
export function fillBoard(options: TownOptions, visits: number, spare = 20, plan?: Plan): Filled {
  const town = makeTown(options)
  const { board } = openBoard(town.model, plan, { spareVisits: visits + spare, sparePairs: spare })
  const left: string[] = []
  const windowsOfDays = town.windows.length
  for (let i = 0; i < visits; i++) {
    const { visit, place } = town.next()
    // A step that shares no factor with the number of windows visits all of them.
    const window = town.windows[(i * 7919) % windowsOfDays]
    const promised: Visit = { ...visit, crew: 1, lock: { reason: 'promised', window } }
    const v = takeUp(board, promised, { place })
    const found = cheapestPlaces(board, v, null)
    if (!found || !applyPlaces(board, v, found)) left.push(visit.id)
  }
  return { board, town, left }
}
