import type { Route } from '#platform/http'
import { defineTexts } from '#platform/i18n'
import de from './refusals.de.json' with { type: 'json' }
import en from './refusals.en.json' with { type: 'json' }
import { sessionRoutes } from './sessions/sessions.routes.ts'
import { signInRoutes } from './sign-in/sign-in.routes.ts'

/** What this room brings to the house. */
export const identityRoutes: readonly Route[] = [...signInRoutes, ...sessionRoutes]

export const identityRefusals = defineTexts(de, en)
