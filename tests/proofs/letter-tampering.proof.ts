import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSettings } from '#platform/config'
import { migrate, openPools } from '#platform/database'
import { removeEmbedded, startEmbedded } from '../../src/platform/database/embedded/start-embedded.ts'
import { proveTampering } from './letters/prove-tampering.ts'

// `npm run proofs -- letter-tampering [ACTS [SEED]]`: an archive of letters is acted on at random by somebody who owns the database
// and the disk: bits, files, rows changed, moved, deleted, the chain's end cut off, the whole chain written anew. Each act is found.

export async function prove(args: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-tampering-'))
  chmodSync(folder, 0o711)
  const server = await startEmbedded({ folder: join(folder, 'database'), log: () => undefined })
  try {
    const settings = readSettings({ DATABASE_URL: server.url, KW_FILES: folder })
    await migrate(settings)
    const pools = openPools(settings, fail)
    try {
      const proved = await proveTampering({
        pool: pools.worker,
        ownerUrl: server.url,
        files: join(folder, 'files'),
        acts: Number(args[0] ?? 1_000),
        letters: 40,
        seed: Number(args[1] ?? Date.now() % 1_000_000),
      })
      const { whole, wholeAfter, ...figures } = proved
      console.log(JSON.stringify({ case: 'letter-tampering', letters: whole.letters, ...figures }))
      assert.deepEqual(whole.findings, [])
      assert.deepEqual(wholeAfter.findings, [])
      assert.deepEqual(figures.missed, [])
      assert.deepEqual(figures.unnamed, [])
    } finally {
      await pools.end()
    }
  } finally {
    await server.stop()
    await removeEmbedded(join(folder, 'database'))
    rmSync(folder, { recursive: true, force: true })
  }
}

function fail(error: unknown): void {
  throw error
}
