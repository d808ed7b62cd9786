import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { isAlive, type Living } from '../src/platform/database/embedded/supervision.ts'
import { until } from '../tests/proofs/start/launched.ts'
import { Child } from './child.ts'

const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-child-'))
const logFile = join(folder, 'child.log')
const said: string[] = []
let child: Child

function startChild(kind: string): Child {
  child = new Child({
    name: 'web',
    args: [join(import.meta.dirname, 'child.fixture.mjs'), kind],
    env: process.env,
    logFile,
    say: (sentence) => said.push(sentence),
    changed: () => {},
  })
  child.start()
  return child
}

const untilLogged = (words: string) => until(() => readFileSync(logFile, 'utf8').includes(words), words, 10_000)

function identityOf(one: Child): Living {
  if (one.identity === undefined) throw new Error('not running')
  return one.identity
}

afterAll(() => rmSync(folder, { recursive: true }))

afterEach(async () => {
  await child.stop()
  rmSync(logFile)
  said.length = 0
})

test('a process that ends unasked is started again, and people are told', async () => {
  startChild('willing')
  await untilLogged('willing')
  const first = identityOf(child)
  process.kill(first.pid, 'SIGKILL')
  await until(() => child.identity !== undefined && child.identity.pid !== first.pid, 'the next', 10_000)
  expect(said).toEqual(['web ended unasked (SIGKILL); it is started again in 0.5 s.'])
})

test('a process that is stopped ends in order and stays ended', async () => {
  startChild('willing')
  await untilLogged('willing')
  const identity = identityOf(child)
  await child.stop()
  expect(isAlive(identity)).toBe(false)
  expect(child.lastWords()).toContain('told to end')
  expect(said).toEqual([])
})

test('a process that does not end when told is ended by force after ten seconds', async () => {
  startChild('stubborn')
  await untilLogged('stubborn')
  const identity = identityOf(child)
  const began = Date.now()
  await child.stop()
  expect(isAlive(identity)).toBe(false)
  expect(Date.now() - began).toBeGreaterThanOrEqual(10_000)
  expect(readFileSync(logFile, 'utf8')).toContain('told to end')
})
