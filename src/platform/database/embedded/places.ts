import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/**
 * A folder of our own outside of the project that every user may enter and only we may write to: for what root gives
 * to the server's unprivileged account when the project's path is closed to it.
 */
export function privateFolder(): string {
  const tried: string[] = []
  for (const folder of ['/var/lib/kundenwerk', join(tmpdir(), `kundenwerk-${userInfo().uid}`)]) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 })
      const found = lstatSync(folder)
      // In a temporary folder anybody could have made it before us and change the programs that we run.
      if (!found.isDirectory() || found.uid !== userInfo().uid || (found.mode & 0o022) !== 0) {
        throw new Error('belongs to somebody else')
      }
      chmodSync(folder, 0o755)
      return folder
    } catch (error) {
      tried.push(`${folder}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new Error(`No folder for the database outside of the project could be made (${tried.join('; ')}).`)
}
