// Plain JavaScript for the system's Node 20.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled, projectFolder, Refusal } from './install.mjs'

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/**
 * Installs what is missing and runs a program of this folder with the own Node 26, as in production. Ends as it ends.
 *
 * @param {string} program file name of a TypeScript program in launch/
 */
export async function runWithOwnNode(program) {
  try {
    const node = await ensureInstalled()
    const options = ['--enable-source-maps', '--import', join(projectFolder, 'launch', 'tsx-hook.mjs')]
    // The channel tells the program when we are gone, however we went, so that it never outlives us unseen.
    const child = spawn(node, [...options, join(projectFolder, 'launch', program), ...process.argv.slice(2)], {
      cwd: projectFolder,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: {
        ...process.env,
        NODE_ENV: process.env.NODE_ENV ?? 'production',
        // Beside the packages, where only we write: a folder for all users would let others put code into it.
        NODE_COMPILE_CACHE: join(projectFolder, 'node_modules', '.cache', 'compiled'),
      },
    })
    for (const signal of signals) process.on(signal, () => child.kill(signal))
    child.once('error', (error) => {
      console.error(`The own Node cannot be run (${node}): ${error.message}`)
      process.exitCode = 1
    })
    child.once('exit', (status) => {
      process.exitCode = status ?? 1
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
