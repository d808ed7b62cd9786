import type { LetterArchive } from '../store/archive.ts'
import type { Finding, JudgedLink } from './verify.sql.ts'

/** Files read side by side: hashing keeps one core busy while the next come from the disk. */
const AT_ONCE = 16

/** Reads every file of these links, the same content once. */
export async function checkFiles(
  archive: Pick<LetterArchive, 'get'>,
  links: readonly JudgedLink[],
  add: (found: Finding) => void,
): Promise<{ readonly files: number; readonly bytes: number }> {
  const wanted = new Map<string, JudgedLink[]>()
  for (const link of links)
    for (const file of link.files) {
      const known = wanted.get(file.sha256)
      if (known) known.push(link)
      else wanted.set(file.sha256, [link])
    }
  const queue = [...wanted]
  let bytes = 0
  const reader = async () => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      const [sha256, named] = next
      const fault = await faultOf(archive, sha256)
      if (typeof fault === 'number') bytes += fault
      else
        for (const link of named) {
          const position = link.files.find((file) => file.sha256 === sha256)?.position ?? 0
          const detail = `File ${position}, ${sha256}: ${fault.detail}`
          add({ what: fault.what, seq: link.seq, letterId: link.letterId, detail })
        }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, reader))
  return { files: wanted.size, bytes }
}

/** Size of a whole file, or what is wrong with it. */
async function faultOf(
  archive: Pick<LetterArchive, 'get'>,
  sha256: string,
): Promise<number | { readonly what: string; readonly detail: string }> {
  try {
    const bytes = await archive.get(Buffer.from(sha256, 'hex'))
    return bytes ? bytes.length : { what: 'file-missing', detail: 'it is not in the archive.' }
  } catch (error) {
    return { what: 'file-damaged', detail: error instanceof Error ? error.message : String(error) }
  }
}
