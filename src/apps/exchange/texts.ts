import { customersRefusals } from '#company/customers'
import { exchangeRefusals } from '#company/exchange'
import { stayingImportRefusals } from '#journey/staying'
import { platformRefusals } from '#platform/http'
import { refusalTextOf } from '../module.ts'

/** Says why a line or a file was refused, for the commands that run without the house. */
export const refusalText = refusalTextOf(
  [exchangeRefusals, customersRefusals, stayingImportRefusals, platformRefusals].map((refusals) => ({
    name: 'exchange',
    refusals,
  })),
)

/** Language of the commands by the terminal's setting; German where it says nothing. */
export const terminalLocale = (environment: Readonly<Record<string, string | undefined>>): 'de' | 'en' =>
  (environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || 'de').startsWith('en') ? 'en' : 'de'
