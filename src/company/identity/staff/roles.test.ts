import { describe, expect, it, test } from 'vitest'
import { claimAt, roleMapOf, rolesOf } from './roles.ts'

describe('roles of staff', () => {
  it.each<[string, string[], string[]]>([
    ['', ['agent', 'manager', 'stranger'], ['agent', 'manager']],
    ['agent=Kundenservice,Backoffice', ['Backoffice'], ['agent']],
    // A named role no longer has its own name as value: who is called "agent" at the issuer is not one here.
    ['agent=Kundenservice', ['agent'], []],
    ['agent=Kundenservice', ['editor'], ['editor']],
    ['administrator=CN=Admins = all; agent = a , b ', ['CN=Admins = all', 'b'], ['agent', 'administrator']],
    ['administrator=', ['administrator'], []],
  ])('by %j of %j are %j', (setting, values, roles) => {
    expect(rolesOf(values, roleMapOf(setting))).toEqual(roles)
  })

  test('that do not exist are refused', () => {
    expect(() => roleMapOf('boss=x')).toThrow('"boss" is not one of agent')
  })
})

it.each<[Record<string, unknown>, string, string[]]>([
  [{ roles: ['a', 1, 'b'] }, 'roles', ['a', 'b']],
  [{ roles: 'a' }, 'roles', ['a']],
  [{ realm_access: { roles: ['a'] } }, 'realm_access.roles', ['a']],
  [{ 'https://x.example/roles': ['a'] }, 'https://x.example/roles', ['a']],
  [{}, 'roles', []],
  [{ roles: null }, 'roles.x', []],
  [{}, '__proto__.constructor', []],
])('of the claims %j the path %s holds %j', (claims, path, values) => {
  expect(claimAt(claims, path)).toEqual(values)
})
