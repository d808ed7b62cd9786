import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { inject } from 'vitest'
import { asOwner, type TestServer, withDatabase } from './server.ts'

export type Role = 'owner' | 'worker' | 'staff' | 'customer'

export interface TestDatabase {
  /** The database as seen by a role; the owner without one. */
  url(role?: Role): string
  drop(): Promise<void>
}

/**
 * A database of its own for a test file, with all migrations and nothing else: a copy of the template, made in some
 * 60 ms. Ask in `beforeAll` and drop in `afterAll`.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { ownerUrl, template, rolePrefix, rolePassword } = await askForServer()
  process.env['KW_ROLE_PREFIX'] = rolePrefix
  if (rolePassword !== undefined) process.env['KW_ROLE_PASSWORD'] = rolePassword
  const name = `${rolePrefix}_${randomBytes(5).toString('hex')}`
  await asOwner(ownerUrl, (client) => client.query(`create database ${name} template ${template}`))
  const databaseUrl = withDatabase(ownerUrl, name)
  return {
    url(role = 'owner') {
      if (role === 'owner') return databaseUrl
      const changed = new URL(databaseUrl)
      changed.username = `${rolePrefix}_${role}`
      changed.password = rolePassword ?? ''
      return changed.href
    },
    async drop() {
      // Without force, which the owner may not use against the other roles: PostgreSQL waits five seconds for
      // connections that are just ending, and says so if a test has left one open.
      await asOwner(ownerUrl, (client) => client.query(`drop database if exists ${name}`))
    },
  }
}

async function askForServer(): Promise<Omit<TestServer, 'stop'>> {
  const answer = JSON.parse(await text(connect(inject('testServerDoor')))) as
    | Omit<TestServer, 'stop'>
    | { readonly error: string }
  if ('error' in answer) throw new Error(`No database for the tests: ${answer.error}`)
  return answer
}
