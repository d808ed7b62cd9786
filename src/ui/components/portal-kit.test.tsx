import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { DateField } from './date-field.tsx'
import { fieldId, TextField } from './field.tsx'
import { ErrorSummary } from './form.tsx'
import { spreadOverWindows } from './meter-field.tsx'
import { UiLocaleProvider } from './texts.tsx'
import { pageNumbers } from './wayfinding.tsx'

describe('the windows of a meter', () => {
  it.each<[string | null, number, number, string | null]>([
    ['42317,5', 6, 1, '0423175'],
    ['042317,5', 6, 1, '0423175'],
    ['42.317', 6, 0, '042317'], // points and blanks are how people group digits
    ['42 317', 6, 1, '0423170'],
    ['0', 5, 0, '00000'],
    ['1234567', 6, 0, null], // one digit too many
    ['12,345', 5, 2, null], // one decimal too many
    ['12a', 5, 0, null],
    [null, 3, 1, ''],
  ])('%j on a meter with %d and %d digits', (value, before, after, shown) => {
    expect(spreadOverWindows(value, { before, after })?.join('') ?? null).toBe(shown)
  })
})

describe('errors of a form', () => {
  it('link to the id that the field has', () => {
    const summary = renderToStaticMarkup(
      <ErrorSummary errors={[{ name: 'reading.value', message: 'Tippen Sie Ziffern.' }]} />,
    )
    const field = renderToStaticMarkup(<TextField name="reading.value" label="Zählerstand" />)
    const id = fieldId('reading.value')
    expect(summary).toContain(`href="#${id}"`)
    expect(field).toContain(`id="${id}"`)
  })

  it('take the focus without script', () => {
    expect(renderToStaticMarkup(<ErrorSummary errors={[{ message: 'Etwas fehlt.' }]} />)).toMatch(
      /<div[^>]* autofocus=""/,
    )
  })

  it('describe the field and keep what was typed', () => {
    const html = renderToStaticMarkup(<TextField name="a" label="A" hint="Hilfe" error="Falsch" value="12x" />)
    expect(html).toContain('aria-describedby="field-a-hint field-a-error"')
    expect(html).toContain('aria-invalid="true"')
    expect(html).toContain('value="12x"')
  })

  it('mark only the wrong part of a date', () => {
    const html = renderToStaticMarkup(
      <DateField
        name="d"
        label="Wann?"
        error="Der Monat fehlt"
        wrongParts={['month']}
        value={{ day: '3', month: '', year: '2026' }}
      />,
    )
    expect(html.match(/aria-invalid="true"/g)).toHaveLength(1)
    expect(html).toMatch(/aria-invalid="true"[^>]*name="d.month"/)
  })
})

it('components speak the language of the page', () => {
  const html = renderToStaticMarkup(
    <UiLocaleProvider locale="en">
      <ErrorSummary errors={[{ message: 'x' }]} />
    </UiLocaleProvider>,
  )
  expect(html).toContain('There is a problem')
})

describe('page numbers', () => {
  it.each<[number, number, (number | null)[]]>([
    [1, 3, [1, 2, 3]],
    [1, 9, [1, 2, null, 9]],
    [5, 9, [1, null, 4, 5, 6, null, 9]],
    [4, 9, [1, 2, 3, 4, 5, null, 9]], // a gap of one page is shown as that page
    [9, 9, [1, null, 8, 9]],
  ])('of page %d in %d', (current, count, shown) => {
    expect(pageNumbers(current, count)).toEqual(shown)
  })
})
