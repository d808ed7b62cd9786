import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Run by ../strict.test.ts only: tests that must fail although nothing in them is asserted wrongly.
export default defineConfig({
  cacheDir: join(tmpdir(), `kundenwerk-vitest-${process.getuid?.() ?? 0}`),
  test: {
    experimental: { viteModuleRunner: false, nodeLoader: false },
    pool: 'forks',
    setupFiles: [join(import.meta.dirname, '..', 'strict.ts')],
    include: ['**/*.planted.ts'],
  },
})
