import { expect, test } from 'vitest'
import { methodOf } from '#platform/http'
import { routes } from '../../../../house.ts'
import { endpoints } from './endpoints.ts'

test('every route that the desk calls is there, with this method', () => {
  const known = new Set(routes.map((route) => `${methodOf(route)} ${route.path}`))
  const called = Object.values(endpoints).map(({ method, path }) => `${method} ${path}`)
  expect(called.filter((one) => !known.has(one))).toEqual([])
})
