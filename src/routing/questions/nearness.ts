import type { Board } from './board.ts'

const NEAR_MAX = 30
const EMPTY_MAX = 4

/** Planned visits and tours near a visit, on the days on which it can be; computed when asked, kept for one repair. */
export class Nearness {
  private readonly board: Board
  private readonly lists = new Map<number, number[]>()

  constructor(board: Board) {
    this.board = board
  }

  /** The nearest visits by travel there and back that are planned on a day of v's windows. */
  of(v: number): number[] {
    const known = this.lists.get(v)
    if (known) return known
    const { m, state } = this.board
    const n = m.placeCount
    const here = m.visits.place[v]
    const near: { u: number; seconds: number }[] = []
    for (let u = 0; u < m.visitCount; u++) {
      const s = state.tourOf[u]
      if (s < 0 || u === v || !this.meets(v, s)) continue
      const there = m.visits.place[u]
      const seconds = m.travel.seconds[here * n + there] + m.travel.seconds[there * n + here]
      if (near.length === NEAR_MAX && seconds >= near[NEAR_MAX - 1].seconds) continue
      let i = near.length < NEAR_MAX ? near.push({ u, seconds }) - 1 : NEAR_MAX - 1
      while (i > 0 && near[i - 1].seconds > seconds) {
        near[i] = near[i - 1]
        i--
      }
      near[i] = { u, seconds }
    }
    const list = near.map((one) => one.u)
    this.lists.set(v, list)
    return list
  }

  /** Tours of the near visits, that of v itself, and a few empty ones whose technician starts near. */
  shiftsAround(v: number): number[] {
    const { m, state, closed } = this.board
    const shifts = new Set<number>()
    if (state.tourOf[v] >= 0) shifts.add(state.tourOf[v])
    for (const u of this.of(v)) if (state.tourOf[u] >= 0) shifts.add(state.tourOf[u])
    const empty: { s: number; seconds: number }[] = []
    for (let s = 0; s < m.shiftCount; s++) {
      if (state.length[s] > 0 || closed[s] || !this.meets(v, s)) continue
      const home = m.shifts.startPlace[s]
      empty.push({ s, seconds: home < 0 ? 0 : m.travel.seconds[home * m.placeCount + m.visits.place[v]] })
    }
    empty.sort((a, b) => a.seconds - b.seconds || a.s - b.s)
    for (const one of empty.slice(0, EMPTY_MAX)) shifts.add(one.s)
    return [...shifts].filter((s) => !closed[s])
  }

  private meets(v: number, s: number): boolean {
    const { visits, shifts } = this.board.m
    for (let w = visits.windowFrom[v]; w < visits.windowFrom[v + 1]; w++)
      if (visits.windowStart[w] <= shifts.lastSeconds[s] && visits.windowLast[w] >= shifts.startSeconds[s]) return true
    return false
  }
}
