import { createHash } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeptStore } from '#platform/files'
import type { Carrier } from './carrier.ts'

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A plain page for the window of a DIN lang envelope: address field of DIN 5008 form B, 45 mm from the top. */
function pageOf(message: Parameters<Carrier>[0], sender: string): string {
  const address = message.recipient.split('\n').map(escape).join('<br>')
  return `<!doctype html>
<html lang="de"><head><meta charset="utf-8"><title>${escape(message.subject)}</title>
<style>@page{size:A4;margin:0}body{font:11pt/1.4 sans-serif;margin:0}
.a{position:absolute;left:25mm;top:45mm;width:80mm}.a small{font-size:7pt;text-decoration:underline}
.t{position:absolute;left:25mm;top:105mm;width:165mm;white-space:pre-wrap}h1{font-size:12pt}.h{margin-top:8mm}.h svg{width:30mm;height:30mm}</style></head>
<body><div class="a"><small>${escape(sender)}</small><br>${address}</div>
<div class="t"><h1>${escape(message.subject)}</h1>${escape(message.text)}${message.html ? `<div class="h">${message.html}</div>` : ''}</div></body></html>
`
}

/**
 * Puts letters into a folder that the post room prints from: the PDF of the archive, or a plain page. The name comes from the
 * key, so a second try writes the same file again; it appears under its name only when it is complete.
 */
export function printCarrier(folder: string, sender: string, archive: Pick<KeptStore, 'get'>): Carrier {
  return async (message) => {
    await mkdir(folder, { recursive: true })
    const pdf = message.fileSha256 ? await archive.get(message.fileSha256) : undefined
    if (message.fileSha256 && !pdf) throw new Error('The file of this letter is not in the archive.')
    const mark = createHash('sha256').update(message.key).digest('hex').slice(0, 12)
    const name = `${message.id.padStart(10, '0')}-${mark}.${pdf ? 'pdf' : 'html'}`
    const unfinished = join(folder, `.${name}.part`)
    await writeFile(unfinished, pdf ?? pageOf(message, sender), { mode: 0o600 })
    await rename(unfinished, join(folder, name))
  }
}
