import { type Day, isoOf, lastDayOfMonth, monthOf, yearOf } from './days.ts'
import { READING_SHARES } from './distributions.ts'
import type { Random } from './random.ts'
import type { ReadingReason, ReadingRow, ReadingSource } from './rows.ts'
import { type Counter, deviceOn, rawAt, type Supply, shown, shownAt } from './supplies.ts'
import type { World } from './world.ts'

/** A customer's time at a site; both days are the customer's. */
export interface Stay {
  readonly from: Day
  readonly to?: Day
  /** Nobody known before: the first reading is that of moving in. */
  readonly movedIn: boolean
}

interface Occasion {
  readonly day: Day
  readonly reason: ReadingReason
}

/** Days around a move or an exchange without a further reading: nobody reads twice in two weeks. */
const QUIET_DAYS = 12

function stayOn(stays: readonly Stay[], day: Day): boolean {
  return stays.some((stay) => stay.from <= day && (stay.to === undefined || day <= stay.to))
}

/** Moves and exchanges: they happen on their day, whatever the calendar of bills. */
function fixedOccasions(world: World, supply: Supply, stays: readonly Stay[]): Occasion[] {
  const occasions: Occasion[] = []
  for (const stay of stays) {
    if (stay.movedIn && stay.from > world.historyStart) occasions.push({ day: stay.from - 1, reason: 'move-in' })
    if (stay.to !== undefined && stay.to <= world.today) occasions.push({ day: stay.to, reason: 'move-out' })
  }
  for (const device of supply.devices) {
    const { removed } = device.life
    if (removed !== undefined && stayOn(stays, removed)) occasions.push({ day: removed, reason: 'exchange' })
  }
  return occasions
}

/** The customer's own days: near the end of the billing month, some of them late. */
function billingDays(world: World, random: Random, billingMonth: number): Day[] {
  const days: Day[] = []
  for (let year = yearOf(world.historyStart) - 1; year <= yearOf(world.today); year += 1) {
    const due = lastDayOfMonth(year, billingMonth)
    const isLate = random.chance(READING_SHARES.late)
    const day = due + (isLate ? random.whole(10, 60) : random.whole(-14, 7))
    if (day > world.historyStart && day <= world.today) days.push(day)
  }
  return days
}

/** Smart meters report the end of each month. */
function monthEnds(world: World, after: Day): Day[] {
  const days: Day[] = []
  const year = yearOf(world.historyStart)
  for (let month = monthOf(world.historyStart); ; month += 1) {
    const day = lastDayOfMonth(year, month)
    if (day > world.today) return days
    if (day > after && day > world.historyStart) days.push(day)
  }
}

function occasionsOf(
  world: World,
  random: Random,
  supply: Supply,
  stays: readonly Stay[],
  billingMonth: number,
): Occasion[] {
  const fixed = fixedOccasions(world, supply, stays)
  const isSmart = supply.devices.at(-1)?.row.kind === 'smart'
  const smartFrom = supply.devices.at(-1)?.life.installed ?? 0
  const regular = billingDays(world, random, billingMonth)
    .filter((day) => (!isSmart || day < smartFrom) && day <= (supply.plan.unreadSince ?? day))
    .concat(isSmart ? monthEnds(world, smartFrom) : [])
  const occasions = [...fixed]
  for (const day of regular) {
    const isQuiet = fixed.some((other) => Math.abs(other.day - day) < QUIET_DAYS)
    if (!isQuiet && stayOn(stays, day)) occasions.push({ day, reason: 'regular' })
  }
  return occasions.sort((first, second) => first.day - second.day)
}

function sourceOf(random: Random, reason: ReadingReason, isSmart: boolean): ReadingSource {
  if (reason === 'exchange') return 'metering-operator'
  if (isSmart) return 'remote'
  const { byCustomer, byGridOperator, estimated } = READING_SHARES
  const agent = 1 - byCustomer - byGridOperator - estimated
  if (reason === 'regular') {
    const sources = ['customer', 'grid-operator', 'estimated', 'agent'] as const
    return sources[random.weighted([byCustomer, byGridOperator, estimated, agent])] as ReadingSource
  }
  return (['customer', 'agent', 'calculated'] as const)[random.weighted([0.86, 0.1, 0.04])] as ReadingSource
}

/** A number that somebody could have typed: two neighbouring digits swapped, or one digit wrong. */
function mistype(random: Random, value: string): string {
  const whole = value.split('.')[0] as string
  const at = random.whole(0, Math.max(0, whole.length - 2))
  const digits = [...whole]
  if (digits.length > 1 && digits[at] !== digits[at + 1] && random.chance(0.6)) {
    ;[digits[at], digits[at + 1]] = [digits[at + 1] as string, digits[at] as string]
  } else {
    digits[at] = String((Number(digits[at]) + random.whole(1, 9)) % 10)
  }
  return String(Number(digits.join('')))
}

/** What the readings of one register are written into. */
export interface ReadingSink {
  readonly add: (row: Omit<ReadingRow, 'readingKey'>) => void
}

interface Draw {
  readonly world: World
  readonly random: Random
  readonly sink: ReadingSink
  /** A counter of another meter at the same site, for values that belong to the wrong meter. */
  readonly other?: Counter
}

/** Readings younger than this that look wrong are still open; older ones were corrected. */
const OPEN_CHECK_DAYS = 25

function addByCustomer(draw: Draw, counter: Counter, day: Day, reason: ReadingReason): void {
  const { random, sink, world, other } = draw
  const exact = shownAt(counter, day)
  // People leave out what stands after the comma, mostly.
  const value = counter.row.digitsAfter > 0 && random.chance(0.65) ? (exact.split('.')[0] as string) : exact
  const row = { registerKey: counter.row.registerKey, readOn: isoOf(day), reason }
  const isSwapped = other !== undefined && random.chance(READING_SHARES.swapped)
  const isWrong = isSwapped || random.chance(READING_SHARES.wrong)
  const entered = isSwapped ? shownAt(other, day) : mistype(random, value)
  if (!isWrong || entered === value) {
    sink.add({ ...row, value, source: 'customer', status: 'valid' })
    return
  }
  if (day > world.today - OPEN_CHECK_DAYS) {
    sink.add({ ...row, value: entered, source: 'customer', status: 'in-check' })
    return
  }
  sink.add({ ...row, value: entered, source: 'customer', status: 'replaced' })
  sink.add({ ...row, value, source: random.chance(0.5) ? 'agent' : 'grid-operator', status: 'valid' })
}

function addEstimate(draw: Draw, counter: Counter, day: Day, reason: ReadingReason, previousRaw: number): number {
  const raw = rawAt(counter, day)
  const guess = previousRaw + (raw - previousRaw) * draw.random.between(0.9, 1.1)
  // An estimate must not pass what the meter will show soon, or the next reading would run backwards.
  const held = Math.max(previousRaw, Math.min(guess, rawAt(counter, day + QUIET_DAYS)))
  draw.sink.add({
    registerKey: counter.row.registerKey,
    readOn: isoOf(day),
    value: shown(counter.row, held),
    reason,
    source: 'estimated',
    estimateReason: 'Kein Zählerstand übermittelt',
    estimateFactors: `Verbrauch des Vorzeitraums, ${counter.row.unit} je Tag, gewichtet nach Jahreszeit`,
    status: 'valid',
  })
  return held
}

/**
 * All readings of a supply in the order of their days, through `draw.sink`; each register of a meter is read at the same
 * time. An exchange reads the old device and the new one on the same day.
 */
export function addReadings(draw: Draw, supply: Supply, stays: readonly Stay[], billingMonth: number): void {
  const { world, random, sink } = draw
  const previous = new Map<Counter, number>()
  for (const { day, reason } of occasionsOf(world, random, supply, stays, billingMonth)) {
    const device = deviceOn(supply, day)
    const source = sourceOf(random, reason, device.row.kind === 'smart')
    for (const counter of device.counters) {
      let reached = rawAt(counter, day)
      if (source === 'customer') addByCustomer(draw, counter, day, reason)
      else if (source === 'estimated' && previous.has(counter)) {
        reached = addEstimate(draw, counter, day, reason, previous.get(counter) as number)
      } else {
        const known = source === 'estimated' ? 'grid-operator' : source
        const value = shown(counter.row, reached)
        sink.add({
          registerKey: counter.row.registerKey,
          readOn: isoOf(day),
          value,
          reason,
          source: known,
          status: 'valid',
        })
      }
      previous.set(counter, reached)
    }
    const follower = reason === 'exchange' ? supply.devices[supply.devices.indexOf(device) + 1] : undefined
    for (const counter of follower?.counters ?? []) {
      sink.add({
        registerKey: counter.row.registerKey,
        readOn: isoOf(day),
        value: shownAt(counter, day),
        reason,
        source: 'metering-operator',
        status: 'valid',
      })
    }
  }
}
