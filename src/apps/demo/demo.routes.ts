import type { Route } from '#platform/http'
import { defineTexts } from '#platform/i18n'
import { mailboxRoutes } from './mailbox/mailbox.routes.tsx'
import { demoOidcRoutes } from './oidc/demo-oidc.routes.tsx'
import de from './refusals.de.json' with { type: 'json' }
import en from './refusals.en.json' with { type: 'json' }

/** Routes that exist only where the setting KW_DEMO is on. */
export const demoRoutes: readonly Route[] = [...mailboxRoutes, ...demoOidcRoutes]

export const demoRefusals = defineTexts(de, en)
