/** A small PDF written by hand, with room for what a hostile or odd program puts in. */
export type HandmadePdf = {
  /** Goes into the catalog dictionary. */
  readonly catalog?: string
  /** Goes into the page dictionary. */
  readonly page?: string
  /** Further objects, from number 6 on. */
  readonly objects?: readonly string[]
  readonly trailer?: string
  /** Points: A4 unless said otherwise. */
  readonly box?: string
  readonly lines?: readonly string[]
}

export function handmadePdf(wishes: HandmadePdf = {}): Buffer {
  const lines = wishes.lines ?? ['Guten Tag,', 'Ihre Rechnung liegt bei.']
  const content = `BT /F1 12 Tf 72 700 Td 16 TL ${lines.map((line) => `(${line}) Tj T*`).join(' ')} ET`
  const bodies = [
    `<< /Type /Catalog /Pages 2 0 R ${wishes.catalog ?? ''} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [${wishes.box ?? '0 0 595.276 841.89'}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> ${wishes.page ?? ''} >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...(wishes.objects ?? []),
  ]
  let text = '%PDF-1.7\n'
  const places = bodies.map((body, at) => {
    const place = text.length
    text += `${at + 1} 0 obj\n${body}\nendobj\n`
    return place
  })
  const table = text.length
  text += `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n`
  text += places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  text += `trailer\n<< /Size ${bodies.length + 1} /Root 1 0 R ${wishes.trailer ?? ''} >>\nstartxref\n${table}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}
