import { createHash } from 'node:crypto'
import jsQR from 'jsqr'
import { beforeAll, describe, expect, test } from 'vitest'
import { cents } from '#platform/money'
import { readingText } from '../blocks.ts'
import { giroCodeText } from '../made/giro-code.ts'
import { madeKind, madeKinds } from '../made/kinds/index.ts'
import { sampleBill, samples } from '../made/kinds/samples.fixtures.ts'
import { type Addressee, type Utility, writeLetter } from '../made/write-letter.ts'
import { pagePixels, pdfOutline, type PlacedText, textsOnPage } from '../testing/read-pdf.fixtures.ts'
import { sheetHash } from './drawing.ts'
import { createEngine, type Engine } from './engine.ts'

// The package's types describe it as a module with a default, which it is not for this importer.
const decode = jsQR as unknown as typeof jsQR.default

let engine: Engine
beforeAll(() => {
  engine = createEngine()
})

const utility: Utility = {
  name: 'Stadtwerke Musterstadt',
  colour: '#0b6e99',
  form: 'sie',
  portal: 'https://kunden.example',
  phone: '0123 456-0',
  returnLine: 'Stadtwerke Musterstadt · Am Werk 1 · 12345 Musterstadt',
  foot: [['Stadtwerke Musterstadt GmbH', 'Am Werk 1'], ['HRB 1234'], ['DE02 1203 0000 0000 2020 51']],
}
const addressee: Addressee = {
  name: 'Erika Musterfrau',
  customerNumber: '10000001',
  language: 'de',
  recipient: ['Erika Musterfrau', 'Lindenweg 7', '12341 Musterstadt'],
  day: Temporal.PlainDate.from('2026-11-22'),
}
const sheetOf = (code: string, parameters: unknown, more: Partial<Addressee> = {}, by: Partial<Utility> = {}) =>
  writeLetter(madeKind(code) as never, parameters, { ...addressee, ...more }, { ...utility, ...by })

const everySample = Object.keys(madeKinds).flatMap((code) =>
  samples[code as keyof typeof samples].map((parameters, at) => [`${code} ${at + 1}`, code, parameters] as const),
)

/** DIN 5008 form B: the window of a DL envelope shows 20 to 105 mm from the left, 45 to 90 mm from the top. */
const window = { left: 20, right: 105, top: 45, bottom: 90 }
const TOLERANCE_MM = 0.5
const touches = (one: PlacedText) =>
  one.right > window.left && one.left < window.right && one.bottom > window.top && one.top < window.bottom

describe.each(everySample)('%s', (_name, code, parameters) => {
  test('is drawn, on A4, with its structure marked and both standards named', async () => {
    const { pdf, pages } = engine.draw(sheetOf(code, parameters))
    const outline = await pdfOutline(pdf)
    expect(outline.pages).toBe(pages)
    expect(outline.widthMm).toBeCloseTo(210, 1)
    expect(outline.heightMm).toBeCloseTo(297, 1)
    const text = pdf.toString('latin1')
    for (const mark of [
      '<pdfaid:part>3</pdfaid:part>',
      '<pdfaid:conformance>A</pdfaid:conformance>',
      '<pdfuaid:part>1</pdfuaid:part>',
      '/DisplayDocTitle true',
      '/Marked true',
      '/OutputIntents',
      '/StructTreeRoot',
      '/Lang (de)',
    ])
      expect(text, mark).toContain(mark)
    for (const hostile of ['/JavaScript', '/Launch', '/EmbeddedFile', '/Encrypt']) expect(text).not.toContain(hostile)
  })

  test('has the address in the window, to half a millimetre, and nothing else in it but the sender’s line', async () => {
    const { pdf } = engine.draw(sheetOf(code, parameters))
    const inside = (await textsOnPage(pdf, 1)).filter(touches)
    for (const one of inside) {
      expect(one.left, one.text).toBeGreaterThanOrEqual(window.left + 5 - TOLERANCE_MM)
      expect(one.right, one.text).toBeLessThanOrEqual(window.right + TOLERANCE_MM)
      expect(one.top, one.text).toBeGreaterThanOrEqual(window.top - TOLERANCE_MM)
      expect(one.bottom, one.text).toBeLessThanOrEqual(window.bottom + TOLERANCE_MM)
    }
    const [sender, ...address] = inside.map((one) => one.text)
    expect(sender).toContain('Stadtwerke Musterstadt · Am Werk 1')
    expect(address.join(' ')).toBe(addressee.recipient.join(' '))
    // The address zone begins 62.7 mm from the top (45 + 17.7), its text 25 mm from the left.
    expect(Math.abs((inside[1]?.left ?? 0) - 25)).toBeLessThan(TOLERANCE_MM)
    expect(inside[1]?.top).toBeGreaterThan(62.7 - TOLERANCE_MM)
  })
})

test('the same sheet is the same file, byte for byte, also by another engine', () => {
  const sheet = sheetOf('paying.bill', sampleBill('R-1', 5_000))
  const hash = (made: { pdf: Buffer }) => createHash('sha256').update(made.pdf).digest('hex')
  const first = hash(engine.draw(sheet))
  engine.draw(sheetOf('letters.single', samples['letters.single'][0]))
  expect(hash(engine.draw(sheet))).toBe(first)
  expect(hash(createEngine().draw(sheet))).toBe(first)
})

test('the hash of a sheet does not depend on the order of its keys, but on every value', () => {
  const sheet = sheetOf('paying.bill', sampleBill('R-1', 5_000))
  const turned = {
    reading: sheet.reading,
    frame: Object.fromEntries(Object.entries(sheet.frame).reverse()) as typeof sheet.frame,
  }
  expect(sheetHash(turned)).toEqual(sheetHash(sheet))
  expect(sheetHash({ ...sheet, frame: { ...sheet.frame, title: 'R-2' } })).not.toEqual(sheetHash(sheet))
})

test.each(samples['paying.bill'].slice(0, 2))(
  'the GiroCode of bill $number decodes to what is to be paid',
  async (bill) => {
    const { pdf, pages } = engine.draw(sheetOf('paying.bill', bill))
    const decoded: string[] = []
    for (let page = 1; page <= pages; page += 1) {
      const { pixels, width, height } = await pagePixels(pdf, page)
      const found = decode(pixels, width, height)
      if (found) decoded.push(Buffer.from(found.binaryData).toString('utf8'))
    }
    const expected = { name: bill.payee, iban: bill.iban, amount: cents(bill.dueCents), purpose: bill.number }
    expect(decoded).toEqual([giroCodeText(expected)])
  },
)

test('what a customer wrote is printed as it was written and never evaluated', async () => {
  const hostile = '#panic("x") *fett* $a^2$ = Titel @ref <label> \\ `code` ~'
  const { pdf } = engine.draw(
    sheetOf(
      'letters.single',
      { title: 'Antwort', parts: [{ module: 'words', text: hostile }] },
      { recipient: ['#emoji.face', 'a', 'b'] },
    ),
  )
  const texts = (await textsOnPage(pdf, 1)).map((one) => one.text).join('')
  expect(texts.replaceAll(' ', '')).toContain(hostile.replaceAll(' ', ''))
  expect(texts).toContain('#emoji.face')
})

test('long names stay inside the window', async () => {
  const long = `Wohnungseigentümergemeinschaft ${'Donaudampfschifffahrtsgesellschaft '.repeat(3)}`
  const { pdf } = engine.draw(
    sheetOf('letters.single', samples['letters.single'][1], { recipient: [long, long, long, long, long, long] }),
  )
  const inside = (await textsOnPage(pdf, 1)).filter(touches)
  for (const one of inside) {
    expect(one.right, one.text).toBeLessThanOrEqual(window.right + TOLERANCE_MM)
    expect(one.bottom, one.text).toBeLessThanOrEqual(window.bottom + TOLERANCE_MM)
  }
})

test('signs without a glyph become a question mark on paper and stay in the text', async () => {
  const sheet = sheetOf('letters.single', {
    title: 'Gruß 🙂',
    parts: [{ module: 'words', text: 'Nino ნინო 🙂 Ωμέγα' }],
  })
  const texts = (await textsOnPage(engine.draw(sheet).pdf, 1)).map((one) => one.text).join('')
  expect(texts.replaceAll(' ', '')).toContain('Nino?????Ωμέγα')
  expect(readingText(sheet.reading)).toContain('ნინო 🙂')
})

test('says "du" where the utility does, and "Sie" nowhere then', () => {
  for (const [, code, parameters] of everySample.filter(([, kind]) => kind !== 'letters.single')) {
    const said = readingText(sheetOf(code, parameters, {}, { form: 'du' }).reading)
    expect(said.match(/\b(Sie|Ihnen|Ihre?[mnrs]?)\b/g), code).toBeNull()
  }
})

test('a bill that does not add up is not written', () => {
  expect(() => sheetOf('paying.bill', { ...sampleBill('R-1', 0), netCents: 1 })).toThrow()
})
