import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder, Refusal } from './options.ts'

const stampFile = join(projectFolder, 'dist', '.built-from')

/**
 * Lets Vite build what browsers load, if a source has changed since the last time.
 *
 * @returns whether it was built
 * @throws Refusal with Vite's messages when the build fails.
 */
export async function buildPages(signal: AbortSignal): Promise<boolean> {
  if (!existsSync(join(projectFolder, 'vite.config.ts'))) return false
  const stamp = hashOfSources()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false
  rmSync(stampFile, { force: true })
  await runVite(signal)
  mkdirSync(join(projectFolder, 'dist'), { recursive: true })
  writeFileSync(stampFile, stamp)
  return true
}

/** All of src, because pages import contracts and texts from every module; tests do not reach a browser. */
function hashOfSources(): string {
  const names = globSync('src/**/*', { cwd: projectFolder, exclude: ['**/*.test.*', '**/*.md', '**/*.sql'] })
  const hash = createHash('sha256')
  for (const name of [...names, 'vite.config.ts', 'package-lock.json'].sort()) {
    const content = readIfFile(join(projectFolder, name))
    if (content !== undefined) hash.update(name).update('\0').update(content)
  }
  return hash.digest('hex')
}

function readIfFile(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') return undefined
    throw error
  }
}

function runVite(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const vite = join(projectFolder, 'node_modules', 'vite', 'bin', 'vite.js')
    const options = { cwd: projectFolder, signal, stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'] }
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], options)
    let said = ''
    child.stdout.on('data', (part: Buffer) => (said += part.toString()))
    child.stderr.on('data', (part: Buffer) => (said += part.toString()))
    child.once('error', reject)
    child.once('close', (status) => {
      if (status === 0) resolve()
      else reject(new Refusal(`The pages could not be built:\n${said}`))
    })
  })
}
