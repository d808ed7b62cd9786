/** What the optimiser answers: plain values that survive JSON. Units as in model.ts. */
export type Plan = {
  /** Only tours with at least one visit. */
  tours: readonly Tour[]
  dropped: readonly string[]
  cost: Cost
}

export type Tour = {
  shift: string
  technician: string
  /** Leaving the start place (or beginning the first visit when the start is open). */
  departureSeconds: number
  /** Reaching the end place (or the end of the last stop when the end is open). */
  returnSeconds: number
  stops: readonly Stop[]
}

/**
 * arrival = when the technician is there; start = when service, break or reload begins; end = when it is over.
 * `setupSeconds` is spent between start and end, before the service; it counts as part of the visit.
 */
export type Stop = {
  kind: 'visit' | 'break' | 'reload'
  /** Visit id, break id or depot id. */
  id: string
  arrivalSeconds: number
  startSeconds: number
  endSeconds: number
}

/** All parts in cents; total is their sum. */
export type Cost = {
  total: number
  travel: number
  work: number
  overtime: number
  tours: number
  lateness: number
  dropped: number
  affinity: number
  area: number
  fairness: number
  stability: number
}
