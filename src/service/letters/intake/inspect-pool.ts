import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { childPool } from '../engine/child-pool.ts'
import type { Inspected } from './inspection.ts'

export type InspectPool = {
  readonly inspect: (bytes: Uint8Array) => Promise<Inspected>
  readonly stop: () => Promise<void>
}

/** A letter takes 30 to 300 ms; what takes longer than this is no letter. */
const INSPECT_MS_MAX = 15_000
const HEAP_MB_MAX = 384

/** Looks at finished files in processes of their own; what kills or holds one is refused as too heavy. */
export function inspectPool(size = availableParallelism()): InspectPool {
  const pool = childPool<Uint8Array, Inspected>({
    entry: join(import.meta.dirname, 'inspect-child.ts'),
    size,
    answerMsMax: INSPECT_MS_MAX,
    questionsPerChild: 2_000,
    heapMbMax: HEAP_MB_MAX,
  })
  return {
    inspect: (bytes) => pool.ask(bytes).catch((): Inspected => ({ ok: false, reason: 'too-heavy' })),
    stop: pool.stop,
  }
}

let shared: InspectPool | undefined
/** The pool of this process, for requests; its children end by themselves when nobody asks. */
export const sharedInspectPool = (): InspectPool => (shared ??= inspectPool(2))
