import { Worker } from 'node:worker_threads'
import type { Compiled } from '../../model/compiled.ts'
import type { Plan } from '../../model/plan.ts'
import { makeClock, type SearchOptions } from '../options.ts'
import type { GeneralJob, Round } from './rounds.ts'
import { type GeneralResult, solveGeneral } from './solve-general.ts'

/** After these shares of the budget every thread goes on from the best plan of all. */
const EXCHANGES = [0.5, 0.75, 1]
/** Seeds of threads and rounds are this far apart. */
const SEED_STEP = 7919

type Answer = { plan: Plan; iterations: number }

/**
 * `solveGeneral` on several threads: each searches by itself, and at each exchange all take over the best plan. With one
 * thread it is `solveGeneral`. `onProgress` is told at the exchanges only.
 */
export async function solveGeneralOnThreads(
  m: Compiled,
  options: SearchOptions & { threads: number },
  start?: Plan,
): Promise<GeneralResult> {
  if (options.threads <= 1) return solveGeneral(m, options, start)
  const { cpu, fromProcessStart, seconds, iterations, shouldStop, onProgress } = options
  const clock = makeClock(options)
  const job: GeneralJob = { m, options: { cpu, fromProcessStart, seconds, iterations } }
  const workers = Array.from(
    { length: options.threads },
    () => new Worker(new URL('./general.worker.ts', import.meta.url), { workerData: job }),
  )
  let best: Plan | undefined = start
  let spent = 0
  try {
    for (const [k, to] of EXCHANGES.entries()) {
      const from = k === 0 ? 0 : EXCHANGES[k - 1]
      const answers = await Promise.all(
        workers.map((worker, w) =>
          ask(worker, { from, to, seed: (options.seed ?? 1) + (w * EXCHANGES.length + k) * SEED_STEP }, best),
        ),
      )
      spent = answers.reduce((sum, answer) => sum + answer.iterations, 0)
      for (const { plan } of answers) if (best === undefined || plan.cost.total < best.cost.total) best = plan
      if (best) onProgress?.({ cost: best.cost.total, iterations: spent, seconds: clock.seconds() })
      if (shouldStop?.()) break
    }
  } finally {
    for (const worker of workers) void worker.terminate()
  }
  return { plan: best as Plan, iterations: spent, seconds: clock.seconds() }
}

function ask(worker: Worker, round: Round, start: Plan | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (answer: Answer) => {
      worker.off('error', reject)
      resolve(answer)
    }
    worker.once('message', settle)
    worker.once('error', reject)
    worker.postMessage({ round, start })
  })
}
