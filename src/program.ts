import { CONFIRM_PATH } from '#company/identity'
import { addressRule, ownNetworks, startPostman } from '#company/exchange'
import { auditTrail, FEED_CHANNEL, type Listener, startRelay } from '#company/journal'
import { systemClock } from '#platform/clock'
import type { Settings } from '#platform/config'
import { connectionOf, openPools, type Pools } from '#platform/database'
import { buildServer } from '#platform/http'
import { runJobs } from '#platform/jobs'
import { createLog, type Logger } from '#platform/log'
import { carriersOf, startSender } from '#platform/mail'
import { LiveHub } from '#platform/realtime'
import { sealerOf } from '#platform/sealing'
import { folderRounds } from './apps/exchange/folder-rounds.ts'
import { outObjects } from './apps/exchange/out-objects.ts'
import { sandboxRound } from './apps/exchange/sandbox-round.ts'
import { startReports } from './apps/receipts/take-reports.ts'
import { startLetters } from '#service/letters'
import { beginStopping } from './apps/operations/operations.routes.ts'
import { dangerAhead } from './apps/portal/danger-ahead.ts'
import { assetRoutes, assetsFor, errorPageOf, portalShell, signInPath } from './apps/shells.tsx'
import { setLiveHub } from './apps/live/live-hub.ts'
import { openKeys } from './apps/live/open-keys.ts'
import {
  feedReader,
  jobsOf,
  listeners,
  recordMessageFailed,
  recordMessageSent,
  refusalText,
  routesOf,
  sessionOpeners,
} from './house.ts'

export type Program = {
  /** Where the web server listens, if this process has that role. */
  readonly address: string | undefined
  readonly stop: () => Promise<void>
}

/**
 * Starts the asked roles over one set of pools. Several processes may share a database. `guests` are listeners beside those of
 * the house: benchmarks bring some.
 */
export async function startProgram(
  settings: Settings,
  roles: ReadonlySet<'web' | 'worker'>,
  guests: readonly Listener[] = [],
): Promise<Program> {
  const log = createLog(settings.LOG_LEVEL)
  const onError = (error: unknown) => log.error({ err: error }, 'background')
  const pools = openPools(settings, onError)
  const stops: (() => Promise<void>)[] = []
  if (roles.has('worker')) stops.push(await startWorker(settings, pools, log, onError, [...listeners, ...guests]))
  const web = roles.has('web') ? await startWeb(settings, pools, log, onError) : undefined
  if (web) stops.push(web.stop)
  log.info({ roles: [...roles], address: web?.address }, 'started')
  return {
    address: web?.address,
    stop: async () => {
      for (const stop of stops.reverse()) await stop()
      await pools.end()
      log.info('stopped')
    },
  }
}

async function startWorker(
  settings: Settings,
  pools: Pools,
  log: Logger,
  onError: (error: unknown) => void,
  hearing: readonly Listener[],
) {
  const runner = await runJobs(
    pools.worker,
    connectionOf(settings, 'worker'),
    jobsOf(pools, settings, hearing),
    systemClock,
    log,
  )
  const { carriers, close } = carriersOf(settings)
  const sender = startSender({
    pool: pools.worker,
    carriers,
    onSent: recordMessageSent,
    onFailed: recordMessageFailed,
    forgetSecrets: !settings.KW_DEMO,
    clock: systemClock,
    onError,
  })
  const reports = await startReports(
    { pool: pools.worker, clock: systemClock, onError },
    { folder: settings.BOUNCE_FOLDER, port: settings.BOUNCE_PORT },
  )
  const letters = startLetters({ pool: pools.worker, settings, clock: systemClock, onError })
  const relay = startRelay({
    pool: pools.worker,
    connection: connectionOf(settings, 'worker'),
    listeners: hearing,
    onError,
  })
  const rule = addressRule(ownNetworks(settings.WEBHOOK_NETWORKS))
  const sealer = await sealerOf(settings)
  const postman = startPostman({
    pool: pools.worker,
    connection: connectionOf(settings, 'worker'),
    objects: outObjects,
    rounds: [...folderRounds(settings, pools.worker), sandboxRound({ settings, pools, rule, sealer, onError })],
    rule,
    sealer,
    clock: systemClock,
    onError,
  })
  return async () => {
    await postman.stop()
    await relay.stop()
    await sender.stop()
    await letters.stop()
    await reports.stop()
    close()
    await runner.stop()
  }
}

async function startWeb(settings: Settings, pools: Pools, log: Logger, onError: (error: unknown) => void) {
  const feed = feedReader(pools)
  const hub = new LiveHub({
    connection: connectionOf(settings, 'worker'),
    channel: FEED_CHANNEL,
    read: feed.read,
    oldest: feed.oldest,
    openKeys: openKeys(pools),
    onError,
  })
  await hub.start(await feed.last())
  setLiveHub(hub)
  const assets = assetsFor(settings)
  const server = await buildServer({
    pools,
    settings,
    openers: sessionOpeners,
    audit: auditTrail,
    clock: systemClock,
    routes: [...routesOf(settings), ...assetRoutes(assets)],
    log,
    refusalText,
    headers: {
      secure: settings.PUBLIC_URL?.startsWith('https:') ?? false,
      styleHashes: [assets.portalStyles.cspSource],
    },
    shell: portalShell(settings, assets),
    afterForm: dangerAhead,
    errorPage: errorPageOf(refusalText, settings),
    signInPath,
    confirmPath: CONFIRM_PATH,
    trustProxy: settings.TRUST_PROXY,
  })
  const address = await server.listen({ port: settings.PORT, host: settings.HOST })
  return {
    address,
    stop: async () => {
      beginStopping()
      await hub.stop()
      await server.close()
    },
  }
}
