import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder, Refusal, readOptions } from './options.ts'

test('without options it serves the demo on port 3000 from the embedded database in ./data', () => {
  expect(readOptions([], {})).toEqual({
    port: 3000,
    dataFolder: join(projectFolder, 'data'),
    databaseUrl: undefined,
    demo: true,
    demoCustomers: 300,
    logsHere: false,
  })
})

test.each([
  ['in the embedded database', [], {}, true],
  ['not with an own server', [], { DATABASE_URL: 'postgresql://db/utility' }, false],
  ['not where DATABASE_URL is empty but the demo is declined', ['--no-demo'], { DATABASE_URL: '' }, false],
  ['in an own server if asked for by name', ['--demo'], { DATABASE_URL: 'postgresql://db/utility' }, true],
] as const)('the demo is filled %s', (_, args, env, filled) => {
  expect(readOptions(args, env).demo).toBe(filled)
})

test('an option goes before the environment', () => {
  expect(readOptions(['--port', '4000'], { PORT: '5000' }).port).toBe(4000)
  expect(readOptions([], { PORT: '5000' }).port).toBe(5000)
})

test.each([
  ['--port', '0'],
  ['--port', '65536'],
  ['--port', '3e3'],
  ['--port', ''],
  ['--customers', '-1'],
  ['--customers', '1000001'],
  ['--sport', '3000'],
])('%s %s is refused', (option, value) => {
  expect(() => readOptions([`${option}=${value}`], {})).toThrow(Refusal)
})
