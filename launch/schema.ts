// `npm run schema`: migrates a fresh database and writes database/schema.sql from its catalog.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { describeSchema, migrate } from '../src/platform/database/index.ts'
import { startEmbedded } from '../src/platform/database/embedded/start-embedded.ts'

const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-schema-'))
const embedded = await startEmbedded({ folder: join(folder, 'database'), log: () => {} })
try {
  await migrate({
    DATABASE_URL: embedded.url,
    KW_ROLE_PREFIX: 'kundenwerk',
    KW_ROLE_PASSWORD: undefined,
    DB_POOL_MAX: 2,
  })
  const client = new pg.Client({ connectionString: embedded.url })
  await client.connect()
  writeFileSync(new URL('../database/schema.sql', import.meta.url), await describeSchema(client, 'kundenwerk'))
  await client.end()
} finally {
  await embedded.stop()
  rmSync(folder, { recursive: true, force: true })
}
