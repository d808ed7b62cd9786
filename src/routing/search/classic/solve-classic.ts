import { Worker } from 'node:worker_threads'
import type { Convention } from '../../readers/solomon.ts'
import { makeClock, type SearchOptions } from '../options.ts'
import type { ClassicInstance } from './instance.ts'
import type { PooledRoute } from './pool.ts'
import { recombine } from './recombine.ts'
import { type Cycle, makeSchedule } from './schedule.ts'
import { makeSearcher, routeCosts, runCycle } from './searcher.ts'

export type ClassicOptions = SearchOptions & {
  objective?: Convention
  /** Searchers that exchange their best between cycles. Default 1: deterministic with `iterations`. */
  threads?: number
}

export type ClassicResult = { routes: number[][]; cost: number; iterations: number }

/** What a searcher answers after a cycle. */
export type CycleOutcome = { best: number[][]; bestCost: number; iterations: number; pool: PooledRoute[] }

export type ClassicJob = { instance: ClassicInstance; options: WorkerOptions }
type WorkerOptions = {
  seed: number
  cpu?: boolean
  fromProcessStart?: boolean
  seconds?: number
  iterations?: number
  vehiclesFirst: boolean
  poolMax: number
}

/** A searcher on this thread or on another one. */
type Runner = { run(cycle: Cycle, start?: readonly (readonly number[])[]): Promise<CycleOutcome>; end(): void }

/** Iterations of one CPU second, roughly; only decides how the budget is cut. */
const ITERATIONS_PER_SECOND = 80_000
const POOL_PER_SECOND = 2_000
/** One recombination takes at most this share of a budget of time; the last cycle leaves room for it. */
const RECOMBINE_SHARE = 0.03

/** Best routes found for the classic problem within the budget. */
export async function solveClassic(instance: ClassicInstance, options: ClassicOptions = {}): Promise<ClassicResult> {
  const threads = options.threads ?? 1
  const clock = makeClock(options)
  const expected = options.iterations ?? (options.seconds ?? 10) * ITERATIONS_PER_SECOND
  const vehiclesFirst = options.objective === 'vehicles'
  const poolMax = Math.min(20_000, Math.max(1_000, Math.round((POOL_PER_SECOND * expected) / ITERATIONS_PER_SECOND)))
  const cycles = makeSchedule(expected / instance.n, threads)
  const runners = Array.from({ length: threads }, (_, k) => {
    const own = { ...options, seed: (options.seed ?? 1) + k * 7919, vehiclesFirst, poolMax }
    return threads === 1 ? localRunner(instance, own) : remoteRunner(instance, own)
  })
  let best: { routes: number[][]; cost: number } | null = null
  let iterations = 0
  try {
    for (const cycle of cycles) {
      const start: readonly number[][] | undefined = best?.routes
      const outcomes: CycleOutcome[] = await Promise.all(runners.map((runner) => runner.run(cycle, start)))
      iterations = outcomes.reduce((sum, outcome) => sum + outcome.iterations, 0)
      for (const outcome of outcomes)
        if (best === null || isBetter(outcome, best, vehiclesFirst))
          best = { routes: outcome.best, cost: outcome.bestCost }
      if (best === null) break
      const pool = outcomes.flatMap((outcome) => outcome.pool)
      const limit = vehiclesFirst ? best.routes.length : instance.vehicles
      const until = clock.share(0) + RECOMBINE_SHARE
      const isOver = () => clock.share(0) >= until || (options.shouldStop?.() ?? false)
      const joined = recombine(instance.n, pool, best.routes, routeCosts(instance, best.routes), limit, isOver)
      if (joined) best = joined
    }
  } finally {
    for (const runner of runners) runner.end()
  }
  if (best === null) throw new Error('No cycle was run.')
  return { ...best, iterations }
}

function isBetter(outcome: CycleOutcome, best: { routes: number[][]; cost: number }, vehiclesFirst: boolean): boolean {
  if (vehiclesFirst && outcome.best.length !== best.routes.length) return outcome.best.length < best.routes.length
  return outcome.bestCost < best.cost
}

function localRunner(instance: ClassicInstance, options: ClassicOptions & WorkerOptions): Runner {
  const searcher = makeSearcher(instance, options)
  return {
    run(cycle, start) {
      runCycle(searcher, cycle, start)
      const { a } = searcher
      return Promise.resolve({
        best: a.best,
        bestCost: a.bestCost,
        iterations: a.iterations,
        pool: [...a.pool.byMark.values()],
      })
    },
    end() {},
  }
}

function remoteRunner(instance: ClassicInstance, options: ClassicOptions & WorkerOptions): Runner {
  const { seed, cpu, fromProcessStart, seconds, iterations, vehiclesFirst, poolMax } = options
  const job: ClassicJob = {
    instance,
    options: { seed, cpu, fromProcessStart, seconds, iterations, vehiclesFirst, poolMax },
  }
  const worker = new Worker(new URL('./classic.worker.ts', import.meta.url), { workerData: job })
  return {
    run(cycle, start) {
      return new Promise((resolve, reject) => {
        worker.once('message', resolve)
        worker.once('error', reject)
        worker.postMessage({ cycle, start })
      })
    },
    end() {
      void worker.terminate()
    },
  }
}
