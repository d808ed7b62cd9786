import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export const projectFolder = resolve(import.meta.dirname, '..')

/** A reason to stop that needs no stack trace. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

export interface StartOptions {
  readonly port: number
  /** Where the embedded database, logs and caches are. */
  readonly dataFolder: string
  /** The utility's own server; undefined for the embedded one. */
  readonly databaseUrl: string | undefined
  /** Whether to fill the demo utility if it is not there. */
  readonly demo: boolean
  readonly demoCustomers: number
  /** Whether the processes write their logs to the terminal instead of files. */
  readonly logsHere: boolean
}

export const usage = `npm start -- [options]
  --port N         port to serve on (default 3000, or PORT)
  --data FOLDER    where the embedded database and the logs are (default ./data, or KW_DATA)
  --demo           fill the demo utility also into the database that DATABASE_URL names
  --no-demo        leave the embedded database empty
  --customers N    size of the demo utility (default 300)
  --logs           write the logs to the terminal instead of files`

/** @throws Refusal when an option is unknown or makes no sense. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): StartOptions {
  const { port, data, demo, customers, logs } = parse(args)
  const databaseUrl = env['DATABASE_URL'] || undefined
  return {
    port: wholeNumber('--port', port ?? env['PORT'] ?? '3000', 65_535),
    dataFolder: resolve(data ?? env['KW_DATA'] ?? join(projectFolder, 'data')),
    databaseUrl,
    demo: demo ?? databaseUrl === undefined,
    demoCustomers: wholeNumber('--customers', customers ?? '300', 1_000_000),
    logsHere: logs ?? false,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        demo: { type: 'boolean' },
        customers: { type: 'string' },
        logs: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}

function wholeNumber(option: string, text: string, max: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > max) {
    throw new Refusal(`${option} must be a whole number from 1 to ${max}, not "${text}".`)
  }
  return value
}
