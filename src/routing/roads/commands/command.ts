import { parseArgs } from 'node:util'
import { RoadsRefusal } from '../refusal.ts'

/**
 * Runs a command: prints its result as one line of JSON, the last of the output. What the caller can put right is printed
 * as `{"error":{"code","message"}}` with exit code 1; wrong arguments with the usage and exit code 2.
 */
export async function runCommand(work: () => Promise<object> | object): Promise<void> {
  try {
    console.log(JSON.stringify(await work()))
  } catch (cause) {
    const refusal = refusalOf(cause)
    console.log(JSON.stringify({ error: { code: refusal.code, message: refusal.message } }))
    process.exitCode = refusal.code === 'question-malformed' ? 2 : 1
  }
}

/** What may be said to the caller; anything else is a fault of the program and goes on as it is. */
function refusalOf(cause: unknown): RoadsRefusal {
  if (cause instanceof RoadsRefusal) return cause
  const noRoom = cause instanceof RangeError && /allocation failed|typed array length/i.test(cause.message)
  if (noRoom) return new RoadsRefusal('file-too-large', 'The file needs more memory than this machine gives')
  throw cause
}

export interface Arguments {
  readonly files: readonly string[]
  text(name: string): string | undefined
  whole(name: string, unless: number, lowest: number, highest: number): number
}

/** Reads `FILE ... --name value`; refuses unknown options and a wrong number of files. */
export function argumentsOf(usage: string, fileCount: number, names: readonly string[]): Arguments {
  const refuse = (reason: string): never => {
    throw new RoadsRefusal('question-malformed', `${reason}. Usage: ${usage}`)
  }
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  const read = (): { values: Record<string, string | boolean | undefined>; positionals: string[] } => {
    try {
      return parseArgs({ options, allowPositionals: true })
    } catch (cause) {
      return refuse((cause as Error).message)
    }
  }
  const { values, positionals } = read()
  if (positionals.length !== fileCount) refuse(`${fileCount} file names are needed, ${positionals.length} are given`)
  const text = (name: string): string | undefined => values[name] as string | undefined
  return {
    files: positionals,
    text,
    whole: (name, unless, lowest, highest) => {
      const given = text(name)
      if (given === undefined) return unless
      const value = Number(given)
      if (!Number.isSafeInteger(value) || value < lowest || value > highest) {
        return refuse(`--${name} must be a whole number from ${lowest} to ${highest}`)
      }
      return value
    },
  }
}

export const seconds = (milliseconds: number): number => Math.round(milliseconds) / 1000
