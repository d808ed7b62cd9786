import type { Listener } from '#company/journal'
import type { Route } from '#platform/http'
import { defineTexts } from '#platform/i18n'
import { accountRoutes } from './accounts/accounts.routes.ts'
import { actingForRoutes } from './acting-for/acting-for.routes.tsx'
import de from './refusals.de.json' with { type: 'json' }
import en from './refusals.en.json' with { type: 'json' }
import { clientRoutes } from './machines/clients.routes.ts'
import { machineRoutes } from './machines/machines.routes.ts'
import { onCustomerErased, onCustomerRestricted } from './people/on-customer-restricted.ts'
import { onPasswordChanged } from './password-reset/on-password-changed.ts'
import { onPasswordLinkAsked } from './password-reset/on-password-link-asked.ts'
import { onGrantEnded, onInvitationAccepted, onPersonInvited, onPowerInvited } from './people/tell-people.ts'
import { viewingRoutes } from './viewing/viewing.routes.tsx'
import { handOverRoutes } from './hand-over/hand-over.routes.ts'
import { onCustomerDied } from './powers/on-customer-died.ts'
import { onGrantOfPowerEnded, onPowerEnded, onPowerRefused } from './powers/follow-powers.ts'
import { passwordResetRoutes } from './password-reset/password-reset.routes.ts'
import { sessionRoutes } from './sessions/sessions.routes.ts'
import { staffRoutes } from './staff/staff.routes.ts'
import { wayInListeners, wayInRoutes } from './ways-in.ts'

/** What this room brings to the house. */
export const identityRoutes: readonly Route[] = [
  ...wayInRoutes,
  ...sessionRoutes,
  ...passwordResetRoutes,
  ...actingForRoutes,
  ...viewingRoutes,
  ...handOverRoutes,
  ...staffRoutes,
  ...machineRoutes,
  ...clientRoutes,
  ...accountRoutes,
]

export const identityListeners: readonly Listener[] = [
  onPasswordLinkAsked,
  onPasswordChanged,
  onPersonInvited,
  onInvitationAccepted,
  onGrantEnded,
  ...wayInListeners,
  onPowerInvited,
  onGrantOfPowerEnded,
  onPowerRefused,
  onPowerEnded,
  onCustomerDied,
  onCustomerRestricted,
  onCustomerErased,
]

export const identityRefusals = defineTexts(de, en)
