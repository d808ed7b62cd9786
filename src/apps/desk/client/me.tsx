import { createContext, type ReactNode, useContext } from 'react'
import type { AnswerOf } from './api/endpoint.ts'
import type { endpoints } from './api/endpoints.ts'

/** Who sits here. */
export type Me = AnswerOf<typeof endpoints.me>

const MeContext = createContext<Me>({ staffId: '0', name: '', roles: [], rights: [] })

export function MeProvider({ me, children }: { readonly me: Me; readonly children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>
}

export const useMe = (): Me => useContext(MeContext)

/** The right behind a place of the desk, by the table of rights (platform/http/staff-rights.ts). */
const rightBehind = {
  tasks: 'tasks.work',
  team: 'tasks.lead',
  taskKinds: 'tasks.arrange',
  outages: 'outages.see',
  publishOutage: 'outages.publish',
  contactFigures: 'figures.see',
  metering: 'campaigns.see',
  runCampaigns: 'campaigns.run',
  contacts: 'contacts.write',
  customers: 'customers.see',
  search: 'customers.search',
  jobs: 'jobs.restart',
  connections: 'machines.manage',
  audit: 'audit.read',
  letterDelivery: 'letters.look',
  letterEconomics: 'letters.economics',
  letterPrices: 'letters.prices',
  letterRetention: 'letters.retention',
  releaseLetters: 'letters.release',
  letterArchive: 'letters.archive',
  duplicates: 'customers.change',
  viewing: 'customers.view-as',
  protection: 'customers.protect',
  accounts: 'logins.help',
  machines: 'machines.manage',
  portals: 'machines.manage',
  clients: 'clients.own',
  undelivered: 'mail.send-again',
  partner: 'partner.work',
  letterKinds: 'letters.kinds',
  letterRuns: 'letters.kinds',
  realLetters: 'letters.real',
} as const satisfies Readonly<Record<string, string>>
/** Whether who sits here has the right behind a place. Not a guard: the server is. */
export const mayDo = (me: Me, what: keyof typeof rightBehind): boolean => me.rights.includes(rightBehind[what])
