import { parentPort, workerData } from 'node:worker_threads'
import type { Cycle } from './schedule.ts'
import { makeSearcher, runCycle, type Searcher } from './searcher.ts'
import type { ClassicJob, CycleOutcome } from './solve-classic.ts'

/** One searcher on its own thread: a message is a cycle to run, the answer is what it found. */
const port = parentPort
if (port === null) throw new Error('This file runs as a worker thread.')
const job = workerData as ClassicJob
const searcher: Searcher = makeSearcher(job.instance, job.options)

port.on('message', (message: { cycle: Cycle; start?: number[][] }) => {
  runCycle(searcher, message.cycle, message.start)
  const { a } = searcher
  const outcome: CycleOutcome = {
    best: a.best,
    bestCost: a.bestCost,
    iterations: a.iterations,
    pool: [...a.pool.byMark.values()],
  }
  port.postMessage(outcome)
})
