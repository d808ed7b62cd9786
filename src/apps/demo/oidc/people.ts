import type { StaffRole } from '#platform/http'

/** Staff of the demo utility, one for each role, and one who has them all in a small utility. */
export type DemoPerson = {
  readonly subject: string
  readonly name: string
  readonly roles: readonly StaffRole[]
}

export const demoStaff: readonly DemoPerson[] = [
  { subject: 'agent', name: 'Merve Aydın', roles: ['agent'] },
  { subject: 'team-lead', name: 'Ines Wagner', roles: ['team-lead'] },
  { subject: 'billing-clerk', name: 'Emre Demir', roles: ['billing-clerk'] },
  { subject: 'receivables-clerk', name: 'Katja Neumann', roles: ['receivables-clerk'] },
  { subject: 'product-and-sales', name: 'Lukas Bauer', roles: ['product-and-sales'] },
  { subject: 'partner', name: 'Marek Nowak (Zählerdienst Nord)', roles: ['partner'] },
  { subject: 'developer', name: 'Nele Friedrich (Messdienst Nord)', roles: ['developer'] },
  { subject: 'dispatcher', name: 'Torben Hansen', roles: ['dispatcher'] },
  { subject: 'technician', name: 'Sven Kruse', roles: ['technician'] },
  { subject: 'manager', name: 'Dr. Claudia Brandt', roles: ['manager'] },
  { subject: 'editor', name: 'Lina Vogel', roles: ['editor'] },
  { subject: 'administrator', name: 'Paul Schreiber', roles: ['administrator'] },
  { subject: 'auditor', name: 'Renate Lohmann', roles: ['auditor'] },
  {
    subject: 'all-rounder',
    name: 'Kim Sommer',
    roles: ['agent', 'dispatcher', 'manager', 'editor', 'administrator'],
  },
]
