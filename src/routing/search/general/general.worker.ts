import { parentPort, workerData } from 'node:worker_threads'
import type { Plan } from '../../model/plan.ts'
import { makeClock } from '../options.ts'
import { type GeneralJob, type Round, runRound } from './rounds.ts'

/** One search on its own thread: a message is a round to run and the plan to start from, the answer is the plan it found. */
const port = parentPort
if (port === null) throw new Error('This file runs as a worker thread.')
const job = workerData as GeneralJob
const clock = makeClock(job.options)
let iterations = 0

port.on('message', (request: { round: Round; start: Plan | undefined }) => {
  const result = runRound(job, clock, request.round, iterations, request.start)
  iterations += result.iterations
  port.postMessage({ plan: result.plan, iterations })
})
