import type { Day } from './days.ts'
import { dayOf, isoOf, weekdayOf } from './days.ts'
import { WEATHER_FIRST_DAY, type Weather } from './weather.ts'

/**
 * The shapes that a year of use is mixed from. They are the generator's own, not the standard load profiles of BDEW
 * and DVGW: whoever judges readings with those must not find them again in the demo.
 *
 * - flat: the same every day (fridge, router, hot water)
 * - season: more in the dark half of the year (light, cooking, drying); mean zero, so it only shifts use within a year
 * - late: a quarter of a year later than season; the two together give each home its own phase
 * - heating: what a house with inertia needs below about 14.5 degrees
 * - sun: yield of a roof
 * - workday: closed at weekends, on fixed public holidays and partly between Christmas and 6 January
 * - garden: watering and cooling on days above 17 degrees
 */
export const CURVES = ['flat', 'season', 'late', 'heating', 'sun', 'workday', 'garden'] as const
export type Curve = (typeof CURVES)[number]

/** Amount of a normal year by curve; in the register's unit. */
export type Mix = Partial<Record<Curve, number>>

const FIXED_HOLIDAYS = new Set(['01-01', '05-01', '10-03', '12-24', '12-25', '12-26', '12-31'])
const NORMAL_FIRST: Day = dayOf(2005, 1, 1)
const NORMAL_LAST: Day = dayOf(2024, 12, 31)

export interface Curves {
  /** Use between the ends of two days if each curve has the amount of `mix` in a normal year. */
  amountBetween(mix: readonly number[], afterDay: Day, lastDay: Day): number
}

/** A mix as the array that amountBetween takes. */
export function mixOf(mix: Mix): number[] {
  return CURVES.map((curve) => mix[curve] ?? 0)
}

function workdayWeight(day: Day): number {
  const monthDay = isoOf(day).slice(5)
  const weekday = weekdayOf(day)
  if (FIXED_HOLIDAYS.has(monthDay) || weekday === 6) return 0.25
  if (monthDay > '12-21' || monthDay < '01-07') return 0.5
  return weekday === 5 ? 0.55 : 1
}

function dailyShape(weather: Weather, index: number): number[] {
  const { temperatureC, sunKwhM2 } = weather
  const today = temperatureC[index] as number
  const yesterday = temperatureC[Math.max(0, index - 1)] as number
  const before = temperatureC[Math.max(0, index - 2)] as number
  const felt = 0.55 * today + 0.3 * yesterday + 0.15 * before
  const angle = (2 * Math.PI * (index - 8)) / 365.2425
  return [
    1,
    Math.cos(angle),
    Math.sin(angle),
    // A soft knee at 14.5 degrees: in every town some heat earlier than others.
    1.8 * Math.log1p(Math.exp((14.5 - felt) / 1.8)),
    sunKwhM2[index] as number,
    workdayWeight(WEATHER_FIRST_DAY + index),
    Math.max(0, today - 17),
  ]
}

/** Sums of all curves from the first day on, so the use of any period is one subtraction per curve. */
export function drawCurves(weather: Weather): Curves {
  const width = CURVES.length
  const days = weather.temperatureC.length
  const sums = new Float64Array((days + 1) * width)
  for (let index = 0; index < days; index += 1) {
    const shape = dailyShape(weather, index)
    for (let curve = 0; curve < width; curve += 1) {
      sums[(index + 1) * width + curve] = (sums[index * width + curve] as number) + (shape[curve] as number)
    }
  }
  const scale = CURVES.map((curve, at) => {
    if (curve === 'season' || curve === 'late') return 1 / 365.2425
    const normalEnd = Math.min(NORMAL_LAST - NORMAL_FIRST + 1, days)
    return normalEnd / 365.2425 / (sums[normalEnd * width + at] as number)
  })
  return {
    amountBetween(mix, afterDay, lastDay) {
      const start = (afterDay - WEATHER_FIRST_DAY + 1) * width
      const end = (lastDay - WEATHER_FIRST_DAY + 1) * width
      let amount = 0
      for (let curve = 0; curve < width; curve += 1) {
        const weight = mix[curve] as number
        if (weight !== 0) {
          amount +=
            weight * (scale[curve] as number) * ((sums[end + curve] as number) - (sums[start + curve] as number))
        }
      }
      return Math.max(0, amount)
    },
  }
}
