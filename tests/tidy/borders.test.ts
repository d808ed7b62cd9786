import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { rooms } from '../../architecture.ts'
import { findBreakIns } from './borders.ts'

test('nobody goes around a door', () => {
  expect(findBreakIns(join(import.meta.dirname, '../../src'))).toEqual([])
})

test('the table has no circles: a room may call only rooms that may not call it', () => {
  const calls = new Map(rooms.map((room) => [room.folder, new Set(room.mayCall)]))
  for (const [folder, called] of calls)
    for (const other of called) expect(calls.get(other)?.has(folder), `${folder} and ${other}`).toBe(false)
})

test.each([
  ['upwards', 'company/customers/a.ts', `import { x } from '#journey/staying'`],
  ['sideways', 'company/customers/a.ts', `import { x } from '#company/identity'`],
  ['sideways by a relative path', 'company/customers/a.ts', `import { x } from '../identity/index.ts'`],
  ['around a door', 'journey/staying/a.ts', `export { x } from '../../company/customers/own-customer.sql.ts'`],
  ['around a door by a deep name', 'journey/staying/a.ts', `import { x } from '#company/customers/own-customer'`],
  ['with a type', 'platform/http/a.ts', `export type X = import('#company/identity').X`],
  ['when called', 'platform/database/a.ts', `const x = await import('#platform/http')`],
  ['from routing to anything', 'routing/a.ts', `import { x } from '#platform/money'`],
  ['from ui to a server door', 'ui/a.tsx', `import { x } from '#platform/calendar'`],
  ['from ui to a module', 'ui/a.tsx', `import { x } from '#company/customers/web'`],
  ['into a composer', 'journey/staying/a.ts', `import { x } from '../../house.ts'`],
  [
    'from an app around a door',
    'apps/portal/a.ts',
    `import { x } from '../../journey/staying/readings/enter-readings.ts'`,
  ],
  ['out of src', 'company/tasks/a.ts', `import { x } from '../../../launch/options.ts'`],
])('a burglar who goes %s is caught', (_way, file, text) => {
  const root = mkdtempSync(join(tmpdir(), 'kundenwerk-burglar-'))
  try {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
    expect(findBreakIns(root)).toHaveLength(1)
  } finally {
    rmSync(root, { recursive: true })
  }
})

test.each([
  ['a room below by its door', 'journey/staying/a.ts', `import { x } from '#company/customers'`],
  ['a room below by its web door', 'journey/staying/a.ts', `import { x } from '#platform/money/web'`],
  ['a file of its own', 'journey/staying/readings/a.ts', `import { x } from '../meters/register.ts'`],
  ['anything, from the house', 'house.ts', `import { x } from '#journey/staying'`],
])('who calls %s goes through', (_what, file, text) => {
  const root = mkdtempSync(join(tmpdir(), 'kundenwerk-guest-'))
  try {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
    expect(findBreakIns(root)).toEqual([])
  } finally {
    rmSync(root, { recursive: true })
  }
})
