/**
 * Typst writes one standard per file; PDF/A-3a lacks two things that PDF/UA-1 wants: `pdfuaid:part` in the metadata and
 * DisplayDocTitle in the catalog. Both sit in the last two objects of the file, before a classic cross-reference table, so
 * they are put in there and the one address behind them is moved. veraPDF passes the result for 3a and ua1 (docs/decisions/letters.md).
 *
 * The layout is that of krilla 0.6 in Typst 0.14.2 (compiler package 0.7.0, pinned); anything else is refused, never guessed.
 */
export class UnknownPdfLayout extends Error {
  override name = 'UnknownPdfLayout'
}

/** PDF/A allows a property outside its own list only with its description (ISO 19005-3, 6.6.2.3). */
const UA_SCHEMA =
  '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>' +
  '<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>' +
  '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:category>internal</pdfaProperty:category>' +
  '<pdfaProperty:description>Part of PDF/UA to which the document conforms</pdfaProperty:description>' +
  '<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType></rdf:li></rdf:Seq>' +
  '</pdfaSchema:property></rdf:li>'

/** Adds PDF/UA-1 to a PDF/A-3a file of the pinned engine. @throws UnknownPdfLayout */
export function addPdfUa(pdf: Buffer): Buffer {
  const table = lastIndexOf(pdf, '\nxref\n0 ') + 1
  const startXref = lastIndexOf(pdf, '\nstartxref\n')
  const tail = pdf.toString('latin1', table)
  const root = /\/Root (\d+) 0 R/.exec(tail)?.[1]
  if (!root) throw new UnknownPdfLayout('no root')
  const catalogAt = lastIndexOf(pdf, `\n${root} 0 obj\n`) + 1
  const metadataAt = lastIndexOf(pdf, `\n${Number(root) - 1} 0 obj\n`) + 1
  const metadata = pdf.toString('latin1', metadataAt, catalogAt)
  const catalog = pdf.toString('latin1', catalogAt, table)
  if (startXref < table || metadataAt > catalogAt || catalogAt > table) throw new UnknownPdfLayout('order of objects')
  const newMetadata = withUaMark(metadata)
  const newCatalog = replaceOnce(
    catalog,
    '/ViewerPreferences <<\n',
    '/ViewerPreferences <<\n    /DisplayDocTitle true\n',
  )
  const moved = newMetadata.length - metadata.length
  const grown = moved + newCatalog.length - catalog.length
  const oldAddress = `${String(catalogAt).padStart(10, '0')} 00000 n`
  const newTail = replaceOnce(
    replaceOnce(tail, oldAddress, `${String(catalogAt + moved).padStart(10, '0')} 00000 n`),
    `startxref\n${table}\n`,
    `startxref\n${table + grown}\n`,
  )
  return Buffer.concat([pdf.subarray(0, metadataAt), Buffer.from(newMetadata + newCatalog + newTail, 'latin1')])
}

function withUaMark(metadata: string): string {
  if (!metadata.includes('/Type /Metadata') || metadata.includes('/Filter')) throw new UnknownPdfLayout('metadata')
  const opened = replaceOnce(
    metadata,
    'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"',
    'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"',
  )
  const described = replaceOnce(
    opened,
    '</rdf:Bag></pdfaExtension:schemas>',
    `${UA_SCHEMA}</rdf:Bag></pdfaExtension:schemas>`,
  )
  const marked = replaceOnce(
    described,
    '<pdfaid:part>3</pdfaid:part>',
    '<pdfaid:part>3</pdfaid:part><pdfuaid:part>1</pdfuaid:part>',
  )
  const length = /\/Length (\d+)\n/.exec(marked)?.[1]
  if (!length) throw new UnknownPdfLayout('length of the metadata')
  return replaceOnce(marked, `/Length ${length}\n`, `/Length ${Number(length) + marked.length - metadata.length}\n`)
}

function lastIndexOf(pdf: Buffer, text: string): number {
  const at = pdf.lastIndexOf(Buffer.from(text, 'latin1'))
  if (at < 0) throw new UnknownPdfLayout(`no ${JSON.stringify(text)}`)
  return at
}

function replaceOnce(text: string, old: string, put: string): string {
  const at = text.indexOf(old)
  if (at < 0 || text.includes(old, at + 1)) throw new UnknownPdfLayout(`not once: ${JSON.stringify(old)}`)
  return text.slice(0, at) + put + text.slice(at + old.length)
}
