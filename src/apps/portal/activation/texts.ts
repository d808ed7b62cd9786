import { defineTexts } from '#platform/i18n'
import de from './activation.de.json' with { type: 'json' }
import en from './activation.en.json' with { type: 'json' }
import refusalsDe from './refusals.de.json' with { type: 'json' }
import refusalsEn from './refusals.en.json' with { type: 'json' }

export const activationTexts = defineTexts(de, en)

/** Texts of the refusals of this part of the portal. */
export const activationRefusals = defineTexts(refusalsDe, refusalsEn)
