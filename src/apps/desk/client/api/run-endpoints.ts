import type {
  countRunAnswer,
  countRunBody,
  newRunBody,
  runAnswer,
  runMadeAnswer,
  runMovedAnswer,
  runSampleAnswer,
  runSampleQuery,
  runsAnswer,
  runStepBody,
} from '#service/letters/web'
import { endpoint } from './endpoint.ts'

const step = endpoint<{ body: typeof runStepBody; answer: typeof runMovedAnswer }>()

/** Routes of serial letters. */
export const runEndpoints = {
  letterRuns: endpoint<{ answer: typeof runsAnswer }>()('GET', '/desk/api/letter-runs'),
  letterRun: endpoint<{ answer: typeof runAnswer }>()('GET', '/desk/api/letter-runs/:id'),
  countRun: endpoint<{ body: typeof countRunBody; answer: typeof countRunAnswer }>()(
    'POST',
    '/desk/api/letter-runs/count',
  ),
  makeRun: endpoint<{ body: typeof newRunBody; answer: typeof runMadeAnswer }>()('POST', '/desk/api/letter-runs'),
  runSample: endpoint<{ query: typeof runSampleQuery; answer: typeof runSampleAnswer }>()(
    'GET',
    '/desk/api/letter-runs/:id/sample',
  ),
  proposeRun: step('POST', '/desk/api/letter-runs/:id/propose'),
  approveRun: step('POST', '/desk/api/letter-runs/:id/approve'),
  stopRun: step('POST', '/desk/api/letter-runs/:id/stop'),
  resumeRun: step('POST', '/desk/api/letter-runs/:id/resume'),
  dropRun: step('POST', '/desk/api/letter-runs/:id/drop'),
} as const
