import { parentPort, workerData } from 'node:worker_threads'
import { runPhase } from './phase.ts'
import { type ClassicJob, type ClassicRequest, cycleOn } from './runners.ts'
import { makeSearcher } from './searcher.ts'

/** One searcher on its own thread: a message is a cycle or a phase to run, the answer is what it found. */
const port = parentPort
if (port === null) throw new Error('This file runs as a worker thread.')
const job = workerData as ClassicJob
const searcher = makeSearcher(job.instance, job.options)

port.on('message', (request: ClassicRequest) => {
  if ('phase' in request) port.postMessage(runPhase(searcher, request.phase))
  else port.postMessage(cycleOn(searcher, request.cycle, request.start))
})
