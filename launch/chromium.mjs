// Plain JavaScript for the system's Node 20.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const macPrograms = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * The program of Chromium: what KW_CHROMIUM names, or one that is installed, or on Debian as root one that is
 * installed now.
 *
 * @param {{ install: boolean }} options
 * @returns {Promise<string | undefined>}
 */
export async function findChromium({ install }) {
  const named = process.env.KW_CHROMIUM
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined
  const found = installed()
  if (found !== undefined || !install) return found
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  console.log('Installing Chromium for the browser tests ...')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const options of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
    const { status, stderr } = spawnSync('apt-get', ['-qq', ...options], { env, encoding: 'utf8' })
    if (status !== 0) console.log(stderr)
  }
  return installed()
}

function installed() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  return [...candidates, ...macPrograms].find((path) => existsSync(path))
}
