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

/** Roles that see a place of the desk, as at the routes behind it. */
const shownTo = {
  tasks: ['agent', 'dispatcher', 'manager', 'administrator'],
  team: ['manager'],
  customers: ['agent', 'dispatcher', 'manager', 'auditor'],
  jobs: ['administrator'],
  connections: ['administrator'],
  audit: ['auditor'],
  viewing: ['agent', 'administrator'],
  accounts: ['agent', 'administrator'],
  machines: ['administrator'],
  undelivered: ['agent', 'administrator'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** What a role shows of the desk. Not a guard: the server is. */
export const mayDo = (me: Me, what: keyof typeof shownTo): boolean =>
  me.roles.some((role) => (shownTo[what] as readonly string[]).includes(role))
