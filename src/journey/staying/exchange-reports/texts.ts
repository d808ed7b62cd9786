import { defineTexts } from '#platform/i18n/web'
import de from './exchange-reports.de.json' with { type: 'json' }
import en from './exchange-reports.en.json' with { type: 'json' }

export const exchangeReportTexts = defineTexts(de, en)
