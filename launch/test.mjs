// `npm test [-- [--postgres MAJOR] [options and paths for Vitest]]`: installs what is missing and runs all checks.
// Plain JavaScript for the system's Node 20, because it begins before the install.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { findChromium } from './chromium.mjs'
import { ensureInstalled, projectFolder, Refusal, run } from './install.mjs'

/** @typedef {{ passed: number, failed: number, notes: string[] }} Outcome */

const bin = join(projectFolder, 'node_modules', '.bin')

/** TypeScript's words for a configuration without a single file. */
const noInputs = 'error TS18003'

/** @type {Outcome} each test of Vitest counts as one, each other check as one */
const outcome = { passed: 0, failed: 0, notes: [] }

try {
  const { postgres, rest } = readArguments(process.argv.slice(2))
  const node = await ensureInstalled()
  const env = testEnvironment(node, postgres)
  for (const config of ['tsconfig.json', 'tsconfig.routing.json', 'tsconfig.web.json']) checkTypes(config, env)
  check('lint', 'npm', ['run', '--silent', 'lint'], env)
  check('format', join(bin, 'biome'), ['format', '.'], env)
  await runVitest(node, rest, env)
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  outcome.failed++
  outcome.notes.push(error.message)
}
for (const note of outcome.notes) console.log(note)
process.exitCode = outcome.failed === 0 ? 0 : 1
console.log(`${outcome.passed} passed, ${outcome.failed} failed`)

/** `--postgres 15` runs the database tests on Debian's server of that version. All else goes to Vitest. */
function readArguments(/** @type {string[]} */ args) {
  const at = args.indexOf('--postgres')
  if (at === -1) return { postgres: undefined, rest: args }
  return { postgres: args[at + 1], rest: [...args.slice(0, at), ...args.slice(at + 2)] }
}

/** @returns {NodeJS.ProcessEnv} */
function testEnvironment(/** @type {string} */ node, /** @type {string | undefined} */ postgres) {
  // A NODE_ENV of production would make React leave out the checks that tests are for.
  const { NODE_ENV: _, ...env } = process.env
  const path = [dirname(node), bin, process.env.PATH].join(delimiter)
  return { ...env, PATH: path, ...(postgres === undefined ? {} : { KW_TEST_POSTGRES: postgres }) }
}

function checkTypes(/** @type {string} */ config, /** @type {NodeJS.ProcessEnv} */ env) {
  check(`types (${config})`, join(bin, 'tsc'), ['-p', config], env, (said) => said.includes(noInputs))
}

/** Runs a check that speaks only when something is wrong. */
function check(
  /** @type {string} */ name,
  /** @type {string} */ command,
  /** @type {string[]} */ options,
  /** @type {NodeJS.ProcessEnv} */ env,
  /** @type {(said: string) => boolean} whether there was nothing to check */ isEmpty = () => false,
) {
  const began = performance.now()
  const { status, stdout, stderr, error } = spawnSync(command, options, { cwd: projectFolder, env, encoding: 'utf8' })
  if (status !== 0 && isEmpty(stdout ?? '')) return
  const held = status === 0
  outcome[held ? 'passed' : 'failed']++
  if (!held) console.log(`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`)
  console.log(`${held ? 'ok' : 'FAILED'}  ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
}

async function runVitest(
  /** @type {string} */ node,
  /** @type {string[]} */ options,
  /** @type {NodeJS.ProcessEnv} */ env,
) {
  const chromium = await findChromium({ install: true })
  const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-report-'))
  const reportFile = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  const project = chromium === undefined ? ['--project=node'] : []
  if (chromium === undefined) leaveOutBrowser()
  const vitest = join(projectFolder, 'node_modules', 'vitest', 'vitest.mjs')
  const status = await run(node, [vitest, 'run', ...reporters, ...project, ...options], {
    env: { ...env, ...(chromium === undefined ? {} : { KW_CHROMIUM: chromium }) },
  })
  count(existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : undefined, status)
  rmSync(folder, { recursive: true })
}

function leaveOutBrowser() {
  outcome.notes.push('Left out: all of tests/browser, because there is no Chromium and it could not be installed.')
  if (process.env.CI === 'true') outcome.failed++
}

/** @typedef {{ assertionResults: { status: string }[], status: string, name: string }} FileResult */

function count(/** @type {{ testResults: FileResult[] } | undefined} */ report, /** @type {number | string} */ status) {
  const before = outcome.failed
  for (const file of report?.testResults ?? []) {
    const states = file.assertionResults.map((test) => test.status)
    outcome.passed += states.filter((state) => state === 'passed').length
    const failures = states.filter((state) => state === 'failed').length
    // A file that does not load, or whose preparation fails, has no failed test in it and yet proves nothing.
    outcome.failed += file.status === 'failed' ? Math.max(failures, 1) : failures
    const leftOut = states.filter((state) => state !== 'passed' && state !== 'failed').length
    if (leftOut > 0) outcome.notes.push(`Not run: ${leftOut} tests of ${file.name}`)
  }
  // An unhandled rejection, or no report at all.
  if (status !== 0 && outcome.failed === before) outcome.failed++
}
