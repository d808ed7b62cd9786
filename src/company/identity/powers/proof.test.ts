import { expect, test } from 'vitest'
import { proofTypeOf } from './proof.ts'

const pdf = (body: string) => Buffer.from(`%PDF-1.7\n${body}\ntrailer <</Root 1 0 R>>\n%%EOF\n`, 'latin1')

test.each<[string, Uint8Array, string]>([
  ['a photo of a JPEG camera', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2]), 'image/jpeg'],
  ['a PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'image/png'],
  ['a WebP', Buffer.from('RIFFxxxxWEBP'), 'image/webp'],
  ['a scanned PDF', pdf('1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj'), 'application/pdf'],
  ['a PDF whose names only begin like active ones', pdf('<</JSON 1 /AAPL:Keywords 2>>'), 'application/pdf'],
  ['a page with .pdf as its name', Buffer.from('<html><script>alert(1)</script>'), 'identity.proof-no-document'],
  ['half a PDF', Buffer.from('%PDF-1.7\n1 0 obj'), 'identity.proof-no-document'],
  ['an empty file', Buffer.alloc(0), 'identity.proof-no-document'],
  ['a PDF with a password', pdf('<</Encrypt 5 0 R>>'), 'identity.proof-locked'],
  ['a PDF that runs a script', pdf('<</S /JavaScript /JS (app.alert(1))>>'), 'identity.proof-active'],
  ['a PDF that runs a script under a masked name', pdf('<</S /J#61vaScript>>'), 'identity.proof-active'],
  ['a PDF that starts a program', pdf('<</S /Launch /F (cmd.exe)>>'), 'identity.proof-active'],
  ['a PDF that carries a file', pdf('<</Type /EmbeddedFile>>'), 'identity.proof-active'],
])('%s is %s', (_what, bytes, judged) => {
  expect(proofTypeOf(bytes)).toBe(judged)
})
