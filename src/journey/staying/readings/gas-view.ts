import { formatDayShort } from '#platform/calendar'
import { formatNumber, type Locale } from '#platform/i18n'
import { formatQuantity } from '../consumption/usage.ts'
import { dateOf } from '../profiles/day.ts'
import type { Stretch } from './consumption-stretches.ts'
import type { GasLine } from './pages/consumption.page.tsx'

/** How many stretches show their whole calculation; older ones stand on their bills. */
const LINES_MAX = 4

const spanOf = (from: number, to: number, locale: Locale): string =>
  `${formatDayShort(dateOf(from), locale)} – ${formatDayShort(dateOf(to), locale)}`

const zOf = (e4: number, locale: Locale): string => formatNumber(e4 / 10_000, locale, 4)
const calorificOf = (e3: number, locale: Locale): string => formatNumber(e3 / 1_000, locale, 3)

/** Volume times conversion factor times calorific value, with every factor (EnWG section 40(4)), newest first. */
export function gasLinesOf(stretches: readonly Stretch[], locale: Locale): GasLine[] {
  return stretches
    .filter((one) => one.gas)
    .slice(-LINES_MAX)
    .toReversed()
    .flatMap(({ gas, from, to, quantity, estimated }) => {
      if (!gas) return []
      return [
        {
          span: spanOf(from + 1, to, locale),
          volume: formatNumber(Number(formatQuantity(quantity)), locale, Math.min(quantity.digits, 2)),
          volumeConversion: zOf(gas.volumeConversionE4, locale),
          calorific: calorificOf(gas.calorificE3, locale),
          kwh: formatNumber(gas.kwh, locale),
          provisional: estimated && gas.parts.length === 0,
          parts: gas.parts.map((part) => ({
            span: spanOf(part.validFrom, part.validTo, locale),
            weight: formatNumber(part.weightE6 / 10_000, locale, 1),
            volumeConversion: zOf(part.volumeConversionE4, locale),
            calorific: calorificOf(part.calorificE3, locale),
          })),
        },
      ]
    })
}
