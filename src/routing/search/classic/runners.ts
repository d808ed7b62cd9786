import { Worker } from 'node:worker_threads'
import type { ClassicInstance } from './instance.ts'
import { type Phase, type PhaseOutcome, runPhase } from './phase.ts'
import type { PooledRoute } from './pool.ts'
import type { Cycle } from './schedule.ts'
import { makeSearcher, runCycle, type Searcher } from './searcher.ts'

/** What a searcher answers after a cycle. */
export type CycleOutcome = {
  best: number[][]
  bestCost: number
  iterations: number
  pool: PooledRoute[]
  /** Start temperature it measured. */
  hot: number
}

export type RunnerOptions = {
  seed: number
  cpu?: boolean
  fromProcessStart?: boolean
  seconds?: number
  iterations?: number
  vehiclesFirst: boolean
  poolMax: number
  shouldStop?: () => boolean
}

/** What a worker is started with. */
export type ClassicJob = { instance: ClassicInstance; options: RunnerOptions }

/** What a worker is asked for. */
export type ClassicRequest = { cycle: Cycle; start?: readonly (readonly number[])[] } | { phase: Phase }

/** A searcher on this thread or on another one. */
export type Runner = {
  run(cycle: Cycle, start?: readonly (readonly number[])[]): Promise<CycleOutcome>
  runPhase(phase: Phase): Promise<PhaseOutcome>
  end(): void
}

export function localRunner(instance: ClassicInstance, options: RunnerOptions): Runner {
  const searcher = makeSearcher(instance, options)
  return {
    run: (cycle, start) => Promise.resolve(cycleOn(searcher, cycle, start)),
    runPhase: (phase) => Promise.resolve(runPhase(searcher, phase)),
    end() {},
  }
}

export function cycleOn(searcher: Searcher, cycle: Cycle, start?: readonly (readonly number[])[]): CycleOutcome {
  runCycle(searcher, cycle, start)
  const { a, hot } = searcher
  return { best: a.best, bestCost: a.bestCost, iterations: a.iterations, pool: [...a.pool.byMark.values()], hot }
}

export function remoteRunner(instance: ClassicInstance, options: RunnerOptions): Runner {
  const { shouldStop: _here, ...plain } = options
  const job: ClassicJob = { instance, options: plain }
  const worker = new Worker(new URL('./classic.worker.ts', import.meta.url), { workerData: job })
  const ask = <Answer>(request: ClassicRequest): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const settle = (answer: Answer) => {
        worker.off('error', reject)
        resolve(answer)
      }
      worker.once('message', settle)
      worker.once('error', reject)
      worker.postMessage(request)
    })
  return {
    run: (cycle, start) => ask({ cycle, start }),
    runPhase: (phase) => ask({ phase }),
    end() {
      void worker.terminate()
    },
  }
}
