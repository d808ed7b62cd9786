import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readSettings, SettingsRefused } from '#platform/config'
import { migrate } from '#platform/database'
import { removeEmbedded, startEmbedded } from '../src/platform/database/embedded/start-embedded.ts'
import {
  AlreadySupervised,
  type Claim,
  claimFolder,
  type Supervisor,
} from '../src/platform/database/embedded/supervision.ts'
import { Child, endInOrder } from './child.ts'
import { demoState, demoUtility, keepDemoState } from './demo.ts'
import { fillDemoUtility } from './fill.ts'
import { projectFolder, readOptions, Refusal, type StartOptions } from './options.ts'
import { buildPages } from './pages.ts'
import { choosePort } from './port.ts'
import { openTerminal } from './terminal.ts'

// `npm start`: the database, the web process and the worker, looked after until Ctrl-C.

/** How long the web process may take until it is ready; recovery of the database after a crash is not in it. */
const readyWithinMs = 60_000

const terminal = openTerminal(process.stdout)
const stopping = new AbortController()

/** What was started, to be ended in reverse order. */
const endings: (() => Promise<void>)[] = []

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env)
  const claim = claimData(options.dataFolder)
  endings.push(async () => claim.release())
  for (const child of claim.predecessor?.children ?? []) await endInOrder(child)
  const port = await choosePort(options.port)
  const databaseUrl = await openDatabase(options)
  const env = environment(options, databaseUrl)
  const settings = readSettings(env)
  await terminal.step('Migrations', () => migrate(settings, (name) => terminal.say(`  ${name}`)))
  await terminal.step('Pages', () => buildPages(stopping.signal))
  const address = `http://localhost:${port}`
  const demo = await fillIfWanted(options, databaseUrl, address)
  const roleEnv = { ...env, PORT: String(port), KW_DEMO: demo ? 'yes' : (env['KW_DEMO'] ?? 'no') }
  await terminal.step('Web and worker', () => startRoles(options, claim, address, roleEnv))
  await printAddresses(address, databaseUrl, demo, options)
}

function claimData(dataFolder: string): Claim {
  try {
    mkdirSync(dataFolder, { recursive: true })
    accessSync(dataFolder, constants.W_OK)
  } catch (error) {
    throw new Refusal(
      `No write access to ${dataFolder} (${(error as NodeJS.ErrnoException).code}). ` +
        'Give it to the user who starts, or choose another folder: npm start -- --data FOLDER',
    )
  }
  return claimFolder(dataFolder)
}

/** The utility's own server, or the embedded one. A demo that was not filled to its end is thrown away with it. */
async function openDatabase(options: StartOptions): Promise<string> {
  if (options.databaseUrl !== undefined) return options.databaseUrl
  const folder = join(options.dataFolder, 'database')
  if (demoState(options.dataFolder) === 'unfinished') await removeEmbedded(folder)
  const embedded = await terminal.step('Database', () => startEmbedded({ folder, log: (said) => terminal.say(said) }))
  endings.push(() => embedded.stop())
  return embedded.url
}

/**
 * Demo data come into the embedded database, or by name (`--demo`) into another. In a folder that was started without
 * them they are not added later, because by then it may hold a utility's own customers.
 */
async function fillIfWanted(options: StartOptions, databaseUrl: string, address: string): Promise<boolean> {
  const { dataFolder, demo: wanted } = options
  const embedded = options.databaseUrl === undefined
  const state = embedded ? demoState(dataFolder) : 'none'
  if (state === 'filled') return true
  if (!wanted || state === 'unwanted' || (await demoUtility()) === undefined) {
    if (embedded && !wanted) keepDemoState(dataFolder, 'unwanted')
    return false
  }
  if (embedded) keepDemoState(dataFolder, 'unfinished')
  await terminal.step('Demo utility', (progress) =>
    fillDemoUtility(databaseUrl, options.demoCustomers, address, progress, stopping.signal, join(dataFolder, 'files')),
  )
  if (embedded) keepDemoState(dataFolder, 'filled')
  return true
}

/** What the programs read as settings: our environment and what is known only now. */
function environment(options: StartOptions, databaseUrl: string): NodeJS.ProcessEnv {
  return {
    KW_FILES: join(options.dataFolder, 'files'),
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    PORT: String(options.port),
  }
}

async function startRoles(options: StartOptions, claim: Claim, address: string, env: NodeJS.ProcessEnv): Promise<void> {
  const logFolder = join(options.dataFolder, 'logs')
  mkdirSync(logFolder, { recursive: true })
  const changed = () => {
    const alive = children.map((child) => child.identity).filter((identity) => identity !== undefined)
    claim.tell({ address, children: alive })
  }
  const children = ['web', 'worker'].map(
    (name) =>
      new Child({
        name,
        args: [join(projectFolder, 'src', 'main.ts'), '--roles', name],
        env,
        logFile: options.logsHere ? undefined : join(logFolder, `${name}.log`),
        say: (sentence) => terminal.say(sentence),
        changed,
      }),
  )
  endings.push(async () => void (await Promise.all(children.map((child) => child.stop()))))
  for (const child of children) child.start()
  await untilServed(address, children)
}

/** Waits for the web process. Whoever ends before that will not do better the next time. */
async function untilServed(address: string, children: readonly Child[]): Promise<void> {
  const until = Date.now() + readyWithinMs
  while (!(await isReady(address))) {
    for (const child of children) if (!child.alive) throw new Refusal(`A process does not start:\n${child.lastWords()}`)
    if (Date.now() > until) throw new Refusal(`${address} is not ready after ${readyWithinMs / 1000} s.`)
    await pause(50)
  }
}

async function isReady(address: string): Promise<boolean> {
  try {
    const answer = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(2_000) })
    await answer.arrayBuffer()
    return answer.status === 200
  } catch {
    return false
  }
}

async function printAddresses(address: string, databaseUrl: string, demo: boolean, options: StartOptions) {
  terminal.say(`\nKundenwerk runs: ${address}`)
  if (options.databaseUrl === undefined) terminal.say(`Database for further processes: DATABASE_URL='${databaseUrl}'`)
  if (!options.logsHere) terminal.say(`Logs: ${join(options.dataFolder, 'logs')}`)
  const signIns = demo ? ((await demoUtility())?.demoSignIns(address) ?? []) : []
  if (signIns.length > 0) {
    terminal.say('\nSign-ins of the demo:')
    const rows = signIns.map((one) => [one.role, one.address, one.name, one.secret])
    const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
    for (const row of rows) {
      terminal.say(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    }
  }
  terminal.say('\nCtrl-C ends it. The data stay; npm run reset starts over.')
}

/** The same Ctrl-C reaches us twice, from the terminal and through npm; only one that comes later means hurry. */
const secondSignalAfterMs = 1_000

let stoppedAt: number | undefined

async function stop(status: number): Promise<never> {
  if (stoppedAt !== undefined) {
    if (Date.now() - stoppedAt > secondSignalAfterMs) process.exit(1)
    return new Promise<never>(() => {})
  }
  stoppedAt = Date.now()
  stopping.abort()
  for (const end of endings.toReversed()) {
    try {
      await end()
    } catch (error) {
      terminal.say(error instanceof Error ? error.message : String(error))
    }
  }
  process.exit(status)
}

function saidAlreadyRuns(supervisor: Supervisor): string {
  return supervisor.address === undefined
    ? `Kundenwerk is just being started or filled by process ${supervisor.pid}.`
    : `Kundenwerk runs already: ${supervisor.address} (process ${supervisor.pid}).`
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stoppedAt === undefined) terminal.say('\nEnding ...')
    void stop(0)
  })
}
if (process.channel) {
  process.on('disconnect', () => void stop(0))
  process.channel.unref()
}

try {
  await main()
} catch (error) {
  if (error instanceof AlreadySupervised) {
    terminal.say(saidAlreadyRuns(error.supervisor))
    await stop(0)
  }
  if (stoppedAt === undefined) {
    const expected = error instanceof Refusal || error instanceof SettingsRefused
    terminal.say(expected ? error.message : error instanceof Error ? String(error.stack) : String(error))
  }
  await stop(1)
}
