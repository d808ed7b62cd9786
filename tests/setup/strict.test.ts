import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

interface Report {
  readonly testResults: { readonly assertionResults: { readonly title: string; readonly status: string }[] }[]
}

const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-planted-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs one planted file as a run of its own. */
function runPlanted(name: string) {
  const report = join(folder, `${name}.json`)
  const { VITEST: _, ...env } = process.env
  const options = ['--root', join(import.meta.dirname, 'planted'), '--reporter=json', `--outputFile=${report}`]
  const run = spawnSync(process.execPath, [vitest, 'run', name, ...options], { encoding: 'utf8', env })
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
  const tests = testResults.flatMap((file) => file.assertionResults)
  return { status: run.status, outcome: new Map(tests.map(({ title, status }) => [title, status])) }
}

let offences: ReturnType<typeof runPlanted>
beforeAll(() => {
  offences = runPlanted('offences')
})

test.each([
  'writes to console.error',
  'fetches from a stranger and swallows the failure',
  'calls a stranger by name through node:http',
])('a test that %s fails', (title) => {
  expect(offences.outcome.get(title)).toBe('failed')
})

test('a test may call its own machine', () => {
  expect(offences.outcome.get('calls its own machine, which is allowed')).toBe('passed')
})

test('a rejection that nobody looks at fails the run although its test passes', () => {
  const { status, outcome } = runPlanted('rejection')
  expect([...outcome]).toEqual([['leaves a rejection that nobody looks at', 'passed']])
  expect(status).toBe(1)
})
