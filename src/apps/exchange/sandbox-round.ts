import { sql } from 'kysely'
import { type AddressRule, Postman, type Round } from '#company/exchange'
import { type Clock, systemClock } from '#platform/clock'
import type { Settings } from '#platform/config'
import { type Pools, sandboxPoolOf, tables, transaction } from '#platform/database'
import type { Sealer } from '#platform/sealing'
import { outObjects } from './out-objects.ts'

/** Who tries something out waits for it; an empty look is one query of small tables. */
const EVERY_MS = 1_000
/** One client after the other gets so long, so that a slow receiver of a sandbox holds up no other for ever. */
const ANSWER_MS_MAX = 3_000

type Wanted = {
  readonly settings: Settings
  readonly pools: Pick<Pools, 'worker'>
  readonly rule: AddressRule
  readonly sealer: Sealer
  readonly onError: (error: unknown) => void
  readonly clock?: Clock
}

/**
 * Brings changes of sandboxes to the receivers of sandboxes: the same postman as everywhere, on connections that see one
 * client's sandbox and nothing else.
 */
export async function lookAtSandboxes({ settings, pools, clock = systemClock, ...options }: Wanted): Promise<number> {
  const { rows } = await transaction(pools.worker, (tx) =>
    sql<{ id: string }>`select sandbox_waiting(${clock.now()}) as id`.execute(tables<Record<string, never>>(tx)),
  )
  for (const { id } of rows) {
    const pool = sandboxPoolOf(settings, id, options.onError)
    const postman = new Postman({ ...options, pool, clock, objects: outObjects, answerMsMax: ANSWER_MS_MAX })
    try {
      while (await postman.lookOnce()) await postman.rest()
    } catch (error) {
      options.onError(error)
    } finally {
      await postman.stop()
      await pool.end()
    }
  }
  return rows.length
}

export const sandboxRound = (wanted: Wanted): Round => ({
  everyMs: EVERY_MS,
  run: async () => void (await lookAtSandboxes(wanted)),
})
