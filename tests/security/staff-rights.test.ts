import { describe, expect, test } from 'vitest'
import { methodOf, mayEnter, rightsOfRoles, rolesLetIn, staffRights, staffRoles } from '#platform/http'
import { routes } from '../../src/house.ts'
import { demoStaff } from '../../src/apps/demo/oidc/people.ts'

const key = (roles: readonly string[]) => [...roles].sort().join()
const rows = new Map(Object.entries(staffRights).map(([right, roles]) => [key(roles), right]))
const staffDoors = routes.filter((route) => route.who.kind === 'staff')

describe('the table of rights of staff', () => {
  test('is where every door of staff takes its roles from; what all may open is the desk itself', () => {
    const others = staffDoors
      .filter((route) => !rows.has(key(route.who.roles)) && key(route.who.roles) !== key(staffRoles))
      .map((route) => `${methodOf(route)} ${route.path}: ${route.who.roles.join()}`)
    expect(others).toEqual([])
    const forAll = staffDoors.filter((route) => key(route.who.roles) === key(staffRoles)).map((route) => route.path)
    expect(forAll.filter((path) => path.startsWith('/desk/api/'))).toEqual(['/desk/api/me'])
  })

  test.each(staffRoles)('lets %s through the doors of its rights and through no other', (role) => {
    const who = { kind: 'staff', sessionId: '1', staffId: '1', name: 'Kim', roles: [role] } as const
    const rights: readonly string[] = rightsOfRoles([role])
    for (const route of staffDoors) {
      const right = rows.get(key(route.who.roles))
      expect(mayEnter(route.who, who), `${role} ${methodOf(route)} ${route.path}`).toBe(
        right === undefined || rights.includes(right),
      )
    }
  })

  test('lets a team lead do what an agent may, and more; the other way round nothing', () => {
    const agent = rightsOfRoles(['agent'])
    const lead = rightsOfRoles(['team-lead'])
    expect(agent.filter((right) => !lead.includes(right))).toEqual([])
    expect(lead.filter((right) => !agent.includes(right))).toContain('tasks.lead')
    expect(rolesLetIn(['agent'])).toEqual(['agent', 'team-lead'])
  })

  test('gives a partner its own row only', () => {
    expect(rightsOfRoles(['partner'])).toEqual(['partner.work'])
  })

  test('lets an auditor see, and change nothing', () => {
    const auditor = { kind: 'staff', sessionId: '1', staffId: '1', name: 'Kim', roles: ['auditor'] } as const
    const changed = staffDoors.filter((route) => methodOf(route) !== 'GET' && mayEnter(route.who, auditor))
    expect(changed.map((route) => `${methodOf(route)} ${route.path}`)).toEqual([])
    expect(rightsOfRoles(['auditor'])).toEqual(expect.arrayContaining(['customers.see', 'audit.read']))
  })

  test('has a person of the demo for each role', () => {
    const shown = new Set(demoStaff.flatMap((person) => (person.roles.length === 1 ? person.roles : [])))
    expect(staffRoles.filter((role) => !shown.has(role))).toEqual([])
  })
})
