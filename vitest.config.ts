import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const browserTests = 'tests/browser/**/*.test.ts'

export default defineConfig({
  // The installed packages may be shared or read-only, so nothing is kept beside them.
  cacheDir: join(tmpdir(), `kundenwerk-vitest-${process.getuid?.() ?? 0}`),
  test: {
    // Node loads the sources as it does in production, with the same hook; what Vite would make of them is not what
    // runs. Each file has a process of its own, so that nothing a test leaves behind reaches the next file.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    pool: 'forks',
    maxWorkers: 2,
    execArgv: ['--import', join(import.meta.dirname, 'launch', 'tsx-hook.mjs')],
    // A legal day must come out right wherever the machine stands: no test may lean on Europe/Berlin as local time.
    env: { TZ: 'UTC' },
    globalSetup: ['tests/setup/global.ts'],
    setupFiles: ['tests/setup/strict.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    retry: 0,
    allowOnly: process.env.CI === undefined,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: [
            'src/**/*.test.{ts,tsx}',
            'launch/**/*.test.ts',
            'tests/**/*.test.{ts,tsx}',
            'benchmarks/**/*.test.ts',
          ],
          exclude: [browserTests],
        },
      },
      {
        extends: true,
        // Pages in Chromium wait for a server, a build and each other; two at once on two cores only make each slow.
        test: { name: 'browser', include: [browserTests], fileParallelism: false, testTimeout: 60_000 },
      },
    ],
  },
})
