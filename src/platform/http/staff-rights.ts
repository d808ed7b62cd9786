/** Roles of staff, as the issuer's claim gives them (OIDC_ROLES). */
export const staffRoles = [
  'agent',
  'team-lead',
  'billing-clerk',
  'receivables-clerk',
  'product-and-sales',
  'dispatcher',
  'technician',
  'manager',
  'editor',
  'administrator',
  'auditor',
  'partner',
  'developer',
] as const
export type StaffRole = (typeof staffRoles)[number]

/** Who has the first role may do all that the others may. */
export const rolesIncluded: Readonly<Partial<Record<StaffRole, readonly StaffRole[]>>> = {
  'team-lead': ['agent'],
}

/**
 * Who may do what at the desk: the one table. Routes name a right, the desk's navigation follows the rights of who sits
 * there, and tests walk all routes as each role. A partner is somebody of another company: it sees what was handed to that
 * company, in the few fields that the work needs, and nothing of this table but its own row; so is a developer, who looks after
 * the clients of machines for which an administrator has named that person.
 */
export const staffRights = {
  'customers.search': [
    'agent',
    'billing-clerk',
    'receivables-clerk',
    'product-and-sales',
    'dispatcher',
    'technician',
    'manager',
    'auditor',
  ],
  'customers.see': [
    'agent',
    'billing-clerk',
    'receivables-clerk',
    'product-and-sales',
    'dispatcher',
    'manager',
    'auditor',
  ],
  'customers.names': [
    'agent',
    'billing-clerk',
    'receivables-clerk',
    'product-and-sales',
    'dispatcher',
    'manager',
    'administrator',
    'auditor',
  ],
  'customers.change': ['agent', 'manager'],
  /** Records that an authority protects (BMG section 51). */
  'customers.protected': ['team-lead', 'manager', 'auditor'],
  'customers.protect': ['team-lead', 'manager'],
  'customers.view-as': ['agent', 'administrator'],
  'customers.hand-over': ['agent'],
  'customers.estate': ['agent'],
  'contacts.see': [
    'agent',
    'billing-clerk',
    'receivables-clerk',
    'product-and-sales',
    'dispatcher',
    'manager',
    'auditor',
  ],
  'contacts.write': ['agent', 'billing-clerk', 'receivables-clerk', 'product-and-sales', 'dispatcher', 'manager'],
  'figures.see': ['team-lead', 'manager', 'auditor'],
  'outages.see': ['agent', 'billing-clerk', 'receivables-clerk', 'product-and-sales', 'dispatcher', 'manager'],
  'outages.publish': ['team-lead', 'dispatcher', 'manager'],
  'readings.work': ['agent', 'billing-clerk'],
  'campaigns.see': ['agent', 'billing-clerk', 'manager', 'auditor'],
  'campaigns.run': ['team-lead', 'manager'],
  'tasks.work': [
    'agent',
    'billing-clerk',
    'receivables-clerk',
    'product-and-sales',
    'dispatcher',
    'manager',
    'administrator',
  ],
  'tasks.lead': ['team-lead', 'manager'],
  'tasks.arrange': ['team-lead', 'manager', 'administrator'],
  'powers.check': ['agent'],
  'conflicts.decide': ['agent', 'billing-clerk', 'manager'],
  'logins.help': ['agent', 'administrator'],
  'logins.block': ['administrator'],
  'letters.kinds': ['editor', 'administrator'],
  // Drafts with the name and address of somebody who exists.
  'letters.real': ['editor'],
  'letters.look': ['agent', 'editor', 'administrator'],
  'letters.economics': ['team-lead', 'manager', 'editor', 'auditor'],
  'letters.prices': ['manager'],
  'letters.retention': ['team-lead', 'manager'],
  'letters.release': ['manager'],
  'letters.archive': ['manager', 'administrator', 'auditor'],
  'letters.activation': ['agent', 'administrator'],
  'mail.send-again': ['agent', 'administrator'],
  'erasure.work': ['agent', 'manager'],
  'erasure.release': ['manager'],
  'leading.see': ['manager', 'administrator', 'auditor'],
  'machines.manage': ['administrator'],
  'jobs.restart': ['administrator'],
  'audit.read': ['auditor'],
  'desk.live': [
    'agent',
    'billing-clerk',
    'receivables-clerk',
    'product-and-sales',
    'dispatcher',
    'technician',
    'manager',
    'editor',
    'administrator',
    'auditor',
  ],
  'partner.work': ['partner'],
  'clients.own': ['developer', 'administrator'],
} as const satisfies Readonly<Record<string, readonly StaffRole[]>>
export type StaffRight = keyof typeof staffRights

/** The roles with those that they include, each once, in the order of the house. */
export const withIncluded = (roles: readonly StaffRole[]): readonly StaffRole[] =>
  staffRoles.filter((role) => roles.some((own) => own === role || rolesIncluded[own]?.includes(role)))

/** Every role by which a rule that names these lets somebody in. */
export const rolesLetIn = (named: readonly StaffRole[]): readonly StaffRole[] =>
  staffRoles.filter((role) => withIncluded([role]).some((one) => named.includes(one)))

/** What these roles may do, for the desk's navigation; the server checks at each route. */
export const rightsOfRoles = (roles: readonly StaffRole[]): readonly StaffRight[] =>
  (Object.keys(staffRights) as StaffRight[]).filter((right) =>
    withIncluded(roles).some((role) => (staffRights[right] as readonly StaffRole[]).includes(role)),
  )
