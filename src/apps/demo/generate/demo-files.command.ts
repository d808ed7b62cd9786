import { parseArgs } from 'node:util'
import { writeFolder } from './write-folder.ts'

const USAGE = 'npm run demo:files -- FOLDER [--customers 300] [--seed 1] [--today 2026-11-22]'

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Error(`--${name} must be a whole number from ${least} to ${most}, not "${text}"`)
  }
  return value
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    customers: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    today: { type: 'string', default: Temporal.Now.plainDateISO('Europe/Berlin').toString() },
  },
})
const [folder] = positionals
if (folder === undefined || positionals.length !== 1) throw new Error(`Which folder? ${USAGE}`)

const started = performance.now()
const result = await writeFolder(folder, {
  customers: wholeNumber('customers', values.customers, 1, 2_000_000),
  seed: wholeNumber('seed', values.seed, 0, 2 ** 31 - 1),
  today: Temporal.PlainDate.from(values.today),
  onProgress: ({ customers }) => {
    if (customers % 10_000 === 0) process.stderr.write(`${customers} customers\n`)
  },
})
const seconds = ((performance.now() - started) / 1000).toFixed(1)
process.stdout.write(`${JSON.stringify({ folder, seconds: Number(seconds), ...result.rows })}\n`)
