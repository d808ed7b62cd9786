import type pg from 'pg'
import type { Clock } from '#platform/clock'
import type { Settings } from '#platform/config'
import { renderPool } from './engine/render-pool.ts'
import { inspectPool } from './intake/inspect-pool.ts'
import { startFolderWatch } from './intake/watch-folder.ts'
import { startDispatch } from './runs/start-dispatch.ts'
import { startPress } from './made/press.ts'
import { utilityOf } from './made/utility.ts'
import { startDelivering } from './notify/deliver.ts'
import { deliveryOf } from './post/delivery-of.ts'
import { letterArchive } from './store/archive.ts'

/** What a worker does for letters: the press, and the folder of deliveries where one is set. */
export function startLetters(options: {
  readonly pool: pg.Pool
  readonly settings: Settings
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}): { readonly stop: () => Promise<void> } {
  const { settings, ...shared } = options
  const archive = letterArchive(settings)
  const engine = renderPool()
  const press = startPress({ ...shared, archive, draw: engine.draw, utility: utilityOf(settings) })
  const inspector = inspectPool()
  const watch = settings.LETTERS_IN
    ? startFolderWatch({ ...shared, archive, inspect: inspector.inspect, root: settings.LETTERS_IN })
    : undefined
  const dispatching = startDispatch(shared)
  const delivering = startDelivering({ ...shared, archive, ...deliveryOf(settings) })
  return {
    stop: async () => {
      await dispatching.stop()
      await delivering.stop()
      await watch?.stop()
      await press.stop()
      await inspector.stop()
      await engine.stop()
    },
  }
}
