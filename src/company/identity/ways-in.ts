import type { Listener } from '#company/journal'
import type { Route } from '#platform/http'
import { callerRoutes } from './caller/caller.routes.ts'
import { confirmRoutes } from './confirming/confirm.routes.ts'
import { issuerRoutes } from './issuer/issuer.routes.ts'
import { onIssuerLinked } from './issuer/on-issuer-linked.ts'
import { openidRoutes } from './openid/openid.routes.tsx'
import { onPasskeysChanged } from './passkeys/on-passkeys-changed.ts'
import { passkeyRoutes } from './passkeys/passkeys.routes.ts'
import { onSecondFactorChanged } from './second-factor/on-second-factor-changed.ts'
import { secondFactorRoutes } from './second-factor/second-factor.routes.ts'
import { signInLinkRoutes } from './sign-in/link.routes.ts'
import { onNewBrowser } from './sign-in/on-new-browser.ts'
import { onSignInLinkAsked } from './sign-in/on-sign-in-link-asked.ts'
import { signInRoutes } from './sign-in/sign-in.routes.ts'
import { stepRoutes } from './sign-in/step.routes.ts'

/** All ways in which a customer proves who it is. */
export const wayInRoutes: readonly Route[] = [
  ...signInRoutes,
  ...signInLinkRoutes,
  ...stepRoutes,
  ...confirmRoutes,
  ...passkeyRoutes,
  ...secondFactorRoutes,
  ...callerRoutes,
  ...issuerRoutes,
  ...openidRoutes,
]

export const wayInListeners: readonly Listener[] = [
  onSignInLinkAsked,
  onNewBrowser,
  onIssuerLinked,
  ...onPasskeysChanged,
  ...onSecondFactorChanged,
]
