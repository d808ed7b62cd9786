import { createContext, type ReactNode, useContext } from 'react'
import type { AnswerOf } from './api/endpoint.ts'
import type { endpoints } from './api/endpoints.ts'

/** Who sits here. */
export type Me = AnswerOf<typeof endpoints.me>

const MeContext = createContext<Me>({ staffId: '0', name: '', roles: [] })

export function MeProvider({ me, children }: { readonly me: Me; readonly children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>
}

export const useMe = (): Me => useContext(MeContext)

/** Roles that work on tasks and customers; the server checks the same at each route. */
const working = ['agent', 'dispatcher', 'manager', 'administrator']

/** What a role shows of the desk. Not a guard: the server is. */
export const mayDo = (me: Me, what: 'tasks' | 'customers' | 'jobs'): boolean =>
  what === 'jobs' ? me.roles.includes('administrator') : me.roles.some((role) => working.includes(role))
