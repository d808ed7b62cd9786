import type { Compiled } from '../../model/compiled.ts'
import type { Plan } from '../../model/plan.ts'
import { takeOver, toPlan } from '../../plan/read-out.ts'
import { emptyState } from '../../plan/state.ts'
import type { Clock, SearchOptions } from '../options.ts'
import { improve } from './solve-general.ts'

/** A stretch of the budget that every thread searches by itself. */
export type Round = { from: number; to: number; seed: number }

/** What a thread is started with: all of it can be copied to another thread. */
export type GeneralJob = {
  m: Compiled
  options: Pick<SearchOptions, 'cpu' | 'fromProcessStart' | 'seconds' | 'iterations'>
}

/** Improves `start` (or searches from nothing) within one round; `spent` are the iterations of the rounds before. */
export function runRound(
  job: GeneralJob,
  clock: Clock,
  round: Round,
  spent: number,
  start: Plan | undefined,
): { plan: Plan; iterations: number } {
  const state = emptyState(job.m)
  if (start) takeOver(state, start)
  const from = Math.max(round.from, clock.share(spent))
  const own: Clock = {
    seconds: clock.seconds,
    share: (iterations) => (clock.share(spent + iterations) - from) / Math.max(1e-9, round.to - from),
  }
  const { seconds, iterations } = job.options
  const part = round.to - round.from
  const budget = {
    seed: round.seed,
    ...(seconds === undefined ? {} : { seconds: seconds * part }),
    ...(iterations === undefined ? {} : { iterations: iterations * part }),
  }
  const done = improve(state, budget, own)
  return { plan: toPlan(state), iterations: done }
}
