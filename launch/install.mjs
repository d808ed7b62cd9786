// Plain JavaScript for the system's Node 20: this runs before anything is installed.
import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const projectFolder = resolve(import.meta.dirname, '..')

const nodeMajorMin = 20
const npmMajorMin = 10

/** A reason to stop that needs no stack trace. */
export class Refusal extends Error {}

/**
 * Installs the packages if those in the lock file are not there, and answers with the path of the Node 26 among them.
 *
 * @returns {Promise<string>}
 * @throws {Refusal} when the versions are too old, the folder may not be written to, or npm fails.
 */
export async function ensureInstalled() {
  checkVersions()
  if (!isInstalled()) await install()
  const node = join(projectFolder, 'node_modules', '.bin', 'node')
  if (existsSync(node)) return node
  if (major(process.versions.node) >= 26) return process.execPath
  throw new Refusal(
    `npm brought no Node 26 for ${process.platform}-${process.arch}. Install Node 26 yourself and start again with it.`,
  )
}

function checkVersions() {
  if (major(process.versions.node) < nodeMajorMin) {
    throw new Refusal(`Node ${process.versions.node} is too old: ${nodeMajorMin} or newer is needed to begin with.`)
  }
  const npm = /^npm\/(\d+)\S*/.exec(process.env.npm_config_user_agent ?? '')
  if (npm !== null && Number(npm[1]) < npmMajorMin) {
    throw new Refusal(`${npm[0].replace('/', ' ')} is too old: ${npmMajorMin} or newer is needed (npm install -g npm).`)
  }
}

const major = (/** @type {string} */ version) => Number.parseInt(version, 10)

/**
 * npm writes down at the end what it has installed. If each package of the lock file is in there, nothing is to do;
 * optional ones may be missing, because most of them are for other platforms.
 */
function isInstalled() {
  const read = (/** @type {string} */ path) => JSON.parse(readFileSync(join(projectFolder, path), 'utf8')).packages
  try {
    const installed = read('node_modules/.package-lock.json')
    return Object.entries(read('package-lock.json')).every(
      ([path, wanted]) =>
        path === '' || installed[path]?.version === wanted.version || (wanted.optional && !installed[path]),
    )
  } catch {
    return false
  }
}

async function install() {
  for (const folder of ['.', 'node_modules']) {
    const path = join(projectFolder, folder)
    if (existsSync(path) && !isWritable(path)) {
      throw new Refusal(`The packages have to be installed, and there is no write access to ${path}.`)
    }
  }
  console.log('Installing the packages of package-lock.json (once, about a minute) ...')
  const began = Date.now()
  // On a terminal npm shows its own progress; elsewhere a line now and then says that it is not stuck.
  const ticker = process.stdout.isTTY
    ? undefined
    : setInterval(() => console.log(`  ... ${Math.round((Date.now() - began) / 1000)} s`), 10_000)
  try {
    // Only errors: that some packages want a newer Node than the system's is right and cured by the Node among them.
    const status = await runNpm([
      'install',
      '--no-audit',
      '--no-fund',
      '--include=dev',
      '--include=optional',
      '--loglevel=error',
    ])
    if (status !== 0) throw new Refusal(`npm install failed (${status}); its messages stand above.`)
  } finally {
    clearInterval(ticker)
  }
  console.log(`Installed in ${Math.round((Date.now() - began) / 1000)} s.`)
}

/** The npm that called us, or else the one on the path. */
function runNpm(/** @type {string[]} */ options) {
  const own = process.env.npm_execpath
  const [command, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []]
  return run(command, [...first, ...options])
}

/**
 * Runs a program in the project's folder with our terminal.
 *
 * @returns {Promise<number | string>} its status, or the signal that ended it
 */
export function run(
  /** @type {string} */ command,
  /** @type {string[]} */ options,
  /** @type {import('node:child_process').SpawnOptions} */ more = {},
) {
  return new Promise((done, fail) => {
    const child = spawn(command, options, { cwd: projectFolder, stdio: 'inherit', ...more })
    child.once('error', (error) => fail(new Refusal(`${command} cannot be run: ${error.message}`)))
    child.once('exit', (status, signal) => done(status ?? signal ?? 1))
  })
}

export function isWritable(/** @type {string} */ path) {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}
