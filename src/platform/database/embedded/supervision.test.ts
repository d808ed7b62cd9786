import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AlreadySupervised, birthOf, claimFolder, living, livingSupervisorOf, supervisorOf } from './supervision.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kundenwerk-claim-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const writeSupervisor = (content: object) => writeFileSync(join(folder, 'supervisor.json'), JSON.stringify(content))

test('a folder has one supervisor, who can be asked for its address until it goes', () => {
  const claim = claimFolder(folder)
  claim.tell({ address: 'http://localhost:3000' })
  expect(() => claimFolder(folder)).toThrow(AlreadySupervised)
  expect(livingSupervisorOf(folder)).toMatchObject({ pid: process.pid, address: 'http://localhost:3000' })
  claim.release()
  expect(supervisorOf(folder)).toBeUndefined()
})

test('a dead supervisor is followed, and its children are known', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  const dead = { pid: child.pid, birth: birthOf(child.pid ?? 0), children: [living(process.pid)] }
  await once(child, 'exit')
  writeSupervisor(dead)
  const claim = claimFolder(folder)
  expect(claim.predecessor).toEqual(dead)
  expect(supervisorOf(folder)?.pid).toBe(process.pid)
})

test('a living process with the number of a dead supervisor is not taken for it', () => {
  writeSupervisor({ pid: process.pid, birth: 'another boot 1' })
  expect(livingSupervisorOf(folder)).toBeUndefined()
  expect(claimFolder(folder).predecessor).toMatchObject({ birth: 'another boot 1' })
})

test('a file that was cut off does not lock the folder for ever', () => {
  writeFileSync(join(folder, 'supervisor.json'), '{"pid": 4')
  expect(claimFolder(folder).predecessor).toBeUndefined()
  expect(livingSupervisorOf(folder)?.pid).toBe(process.pid)
})

test('of many processes that find a dead supervisor at once, one follows it', async () => {
  writeSupervisor({ pid: process.pid, birth: 'another boot 1' })
  const program = `
    import { claimFolder } from ${JSON.stringify(join(import.meta.dirname, 'supervision.ts'))}
    try { claimFolder(process.argv[1]); console.log('mine') } catch (error) { console.log(error.name) }
    process.stdin.resume()`
  const rivals = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', program, folder]),
  )
  const said = await Promise.all(
    rivals.map(async (rival) => String(((await once(rival.stdout, 'data')) as [Buffer])[0])),
  )
  for (const rival of rivals) rival.kill()
  expect(said.map((line) => line.trim()).sort()).toEqual([...Array(5).fill('AlreadySupervised'), 'mine'])
})
