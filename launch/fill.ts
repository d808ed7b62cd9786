import { fork } from 'node:child_process'
import { join } from 'node:path'
import { Refusal } from './options.ts'
import type { Progress } from './terminal.ts'

/**
 * Fills the demo utility in a process of its own.
 *
 * @throws Refusal with the end of what that process said when it fails.
 */
export function fillDemoUtility(
  url: string,
  customers: number,
  origin: string,
  progress: Progress,
  signal: AbortSignal,
  /** Folder of files: the demo brings letters. */
  filesFolder: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'fill-demo.ts'), [url, String(customers), origin], {
      execArgv: ['--enable-source-maps', '--import', join(import.meta.dirname, 'tsx-hook.mjs')],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      signal,
      env: { KW_FILES: filesFolder, ...process.env },
    })
    let said = ''
    const listen = (part: Buffer) => {
      said = (said + part.toString()).slice(-4_000)
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.on('message', (message) => {
      const { done, total, what } = message as { done: number; total: number; what: string }
      progress(done, total, what)
    })
    child.once('error', reject)
    child.once('close', (status) => {
      if (status === 0) resolve()
      else reject(new Refusal(`The demo utility could not be filled:\n${said}`))
    })
  })
}
