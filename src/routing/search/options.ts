/** How long and how a search runs. Without any limit it runs for 10 seconds. */
export type SearchOptions = {
  seed?: number
  /** Limit by the clock. */
  seconds?: number
  /** Counts `seconds` in CPU seconds of the process instead: on a busy machine the fair measure. */
  cpu?: boolean
  /** With `cpu`: count from the start of the process, as one who pays for the process does. */
  fromProcessStart?: boolean
  /** Limit by iterations: with it and one thread the result depends on model, seed and iterations only. */
  iterations?: number
  /** Called at every better plan, at most ten times a second. */
  onProgress?: (progress: Progress) => void
  /** Asked a few hundred times a second; true ends the search with the best plan so far. */
  shouldStop?: () => boolean
}

export type Progress = { cost: number; iterations: number; seconds: number }

/** Measures what part of the budget is spent. */
export type Clock = {
  /** 0 to 1. */
  share(iterations: number): number
  seconds(): number
}

const SECONDS_DEFAULT = 10
/** Asking the system for CPU time took 4 to 7 % of all time when it was done every half millisecond, 4 % still every 4. */
const ASK_EVERY_MS = 10

export function makeClock(options: SearchOptions): Clock {
  const start = options.cpu && options.fromProcessStart ? 0 : now(options.cpu ?? false)
  let askedAt = Number.NEGATIVE_INFINITY
  let answer = 0
  const seconds = () => {
    if (!options.cpu) return now(false) - start
    const wall = performance.now()
    if (wall - askedAt < ASK_EVERY_MS) return answer
    askedAt = wall
    answer = now(true) - start
    return answer
  }
  const limit = options.seconds ?? (options.iterations === undefined ? SECONDS_DEFAULT : Number.POSITIVE_INFINITY)
  const iterationsMax = options.iterations ?? Number.POSITIVE_INFINITY
  return {
    seconds,
    share: (iterations) =>
      Math.max(iterations / iterationsMax, limit < Number.POSITIVE_INFINITY ? seconds() / limit : 0),
  }
}

function now(cpu: boolean): number {
  if (!cpu) return performance.now() / 1000
  const usage = process.cpuUsage()
  return (usage.user + usage.system) / 1e6
}
