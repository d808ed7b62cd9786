import { type Fault, fault } from './fault.ts'

/**
 * How a file writes its numbers. `1.234` is one thousand and something in a German file and one and something in a plain
 * one: a factor of 1,000 that no later check would notice. So the numbers that can be read in one way only decide for the
 * file, and where there are none, a number that can be read in two ways is refused.
 */
export type NumberStyle = 'plain' | 'german' | 'unknown'

/** One to three digits, a point, three digits, and no leading zero: the one form that is read differently. */
const AMBIGUOUS = /^[-+]?[1-9][0-9]{0,2}\.[0-9]{3}$/
const BLANKS = /[\s\u00a0\u202f']/g

/** What a number says of the style of its file; undefined if it could be either. */
export function styleOf(typed: string): 'plain' | 'german' | undefined {
  const compact = typed.replaceAll(BLANKS, '')
  if (!/^[-+]?[0-9]+[0-9.,]*$/.test(compact) || AMBIGUOUS.test(compact)) return undefined
  const comma = compact.lastIndexOf(',')
  const point = compact.lastIndexOf('.')
  if (comma < 0 && point < 0) return undefined
  if (comma > point) return compact.indexOf(',') === comma ? 'german' : undefined
  if (comma < 0 && compact.indexOf('.') !== point) return 'german'
  return 'plain'
}

/** Reads a number as exact decimal text. */
export function readNumber(typed: string, style: NumberStyle): string | Fault {
  if (/^[0-9]+$/.test(typed)) return withoutZeros(typed)
  const compact = typed.replaceAll(BLANKS, '')
  if (AMBIGUOUS.test(compact)) {
    if (style === 'unknown') return fault('exchange.cell.ambiguous-number')
    return withoutZeros(style === 'german' ? compact.replace('.', '') : compact)
  }
  const comma = compact.lastIndexOf(',')
  const point = compact.lastIndexOf('.')
  if (comma >= 0 && compact.indexOf(',') !== comma && point < comma) return fault('exchange.cell.no-number')
  const grouped = comma < 0 && compact.indexOf('.') !== point
  const mark = grouped ? -1 : Math.max(comma, point)
  const before = mark < 0 ? compact : compact.slice(0, mark)
  const after = mark < 0 ? '' : compact.slice(mark + 1)
  if (!isGroupedWhole(before) || !/^[0-9]*$/.test(after)) return fault('exchange.cell.no-number')
  const wholePart = withoutZeros(before.replaceAll(/[.,+]/g, ''))
  return after === '' ? wholePart : `${wholePart}.${after}`
}

/** Digits, or digits in groups of three by one kind of sign. */
const isGroupedWhole = (text: string): boolean =>
  /^[-+]?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+|[0-9]{1,3}(,[0-9]{3})+)$/.test(text)

const withoutZeros = (text: string): string =>
  text.charCodeAt(0) === 48 || text.charCodeAt(1) === 48
    ? text.replace(/^([-+]?)0+(?=[0-9])/, '$1').replace('+', '')
    : text.replace('+', '')
