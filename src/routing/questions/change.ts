import type { Visit } from '../model/model.ts'
import { setTour } from '../plan/apply.ts'
import { pin, release } from '../plan/relations.ts'
import type { Board } from './board.ts'
import { type NewPlace, takeOff, takeUp } from './new-visit.ts'

/** One step of a plan as plain values: what came, what went, and the tours that are different now. */
export type PlanChange = {
  visitsIn: readonly { visit: Visit; place?: NewPlace }[]
  visitsOut: readonly string[]
  tours: readonly TourChange[]
  /** Holds begun, with the moment (seconds of the plan's clock) at which they lapse. */
  held?: readonly { visit: string; untilSeconds: number }[]
  /** Holds that became bookings. */
  confirmed?: readonly string[]
}

export type TourChange = { shift: string; nodes: readonly TourNode[] }

/** `startSeconds` only counts for visits that are tied to others in time. */
export type TourNode = { kind: 'visit' | 'reload'; id: string; startSeconds?: number }

/** A tour of the board as a change names it. */
export function readNodes(board: Board, s: number): TourNode[] {
  const { m, state } = board
  return Array.from(state.tours[s].subarray(0, state.length[s]), (node): TourNode => {
    if (node >= m.visitCount) return { kind: 'reload', id: m.depotIds[node - m.visitCount] }
    const tied = m.relations.group[node] >= 0
    return { kind: 'visit', id: m.visitIds[node], ...(tied ? { startSeconds: state.startOf[node] } : {}) }
  })
}

/** Writes a change that was computed on this very version (here or in another process). Throws when it does not fit. */
export function applyChange(board: Board, change: PlanChange): void {
  const { m, state } = board
  const none = new Int32Array(0)
  for (const tour of change.tours) {
    const s = shiftNamed(board, tour.shift)
    for (let i = 0; i < state.length[s]; i++) if (state.tours[s][i] < m.visitCount) release(state, state.tours[s][i])
    setTour(state, s, none, 0)
  }
  for (const id of change.visitsOut) {
    const v = board.visitOf.get(id)
    if (v !== undefined) takeOff(board, v)
    board.holds.delete(id)
  }
  for (const one of change.visitsIn) takeUp(board, one.visit, one.place)
  for (const tour of change.tours) fillTour(board, tour)
  for (const tour of change.tours)
    for (const node of tour.nodes) if (node.kind === 'visit') pin(state, board.visitOf.get(node.id) as number)
  for (const hold of change.held ?? []) board.holds.set(hold.visit, hold.untilSeconds)
  for (const id of change.confirmed ?? []) board.holds.delete(id)
  board.version++
}

function fillTour(board: Board, tour: TourChange): void {
  const { m, state } = board
  const nodes = Int32Array.from(tour.nodes, (node) => {
    const row = node.kind === 'visit' ? board.visitOf.get(node.id) : board.depotOf.get(node.id)
    if (row === undefined) throw new Error(`Change names ${node.id}, which is not on the board.`)
    if (node.kind === 'reload') return m.visitCount + row
    if (m.relations.group[row] >= 0 && node.startSeconds !== undefined)
      state.anchorFrom[row] = state.anchorTo[row] = node.startSeconds
    return row
  })
  if (!setTour(state, shiftNamed(board, tour.shift), nodes, nodes.length))
    throw new Error(`Change of tour ${tour.shift} is not feasible on version ${board.version}.`)
}

function shiftNamed(board: Board, id: string): number {
  const s = board.shiftOf.get(id)
  if (s === undefined) throw new Error(`Change names shift ${id}, which is not on the board.`)
  return s
}
