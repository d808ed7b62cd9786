import { defineTexts } from '#platform/i18n'
import de from './refusals.de.json' with { type: 'json' }
import en from './refusals.en.json' with { type: 'json' }

/** Texts of the refusals that any route may give. */
export const platformRefusals = defineTexts(de, en)
