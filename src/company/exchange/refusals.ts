import { defineTexts } from '#platform/i18n'
import de from './refusals.de.json' with { type: 'json' }
import en from './refusals.en.json' with { type: 'json' }

/** What is wrong with a file, a line or a cell, and what to do. */
export const exchangeRefusals = defineTexts(de, en)
