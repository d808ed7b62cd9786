import type { FastifyRequest } from 'fastify'
import { Refusal, wrongFields } from '#platform/refusal'
import type { Route, SentFile } from './route.ts'

/** Files of one form; a phone's photo has 2 to 6 MB. The server's own limit of a file is above this one. */
const FILES_MAX = 6
const FILE_BYTES_MAX = 10 * 1_048_576
const FIELD_BYTES_MAX = 16_384
/** What all forms of this process may hold in memory at once: some 40 phones that send at the same moment. */
const HELD_BYTES_MAX = 256 * 1_048_576

/** Counts bytes that many share. */
export class Budget {
  #left: number
  constructor(bytes: number) {
    this.#left = bytes
  }
  /** @throws Refusal 503 if so much is not left: the one who comes too late waits, and nobody is thrown out */
  take(bytes: number): void {
    if (bytes > this.#left) throw new Refusal(503, 'platform.busy', { retryAfterSeconds: 5 })
    this.#left -= bytes
  }
  giveBack(bytes: number): void {
    this.#left += bytes
  }
}

const held = new Budget(HELD_BYTES_MAX)

export type FormBody = {
  /** Fields as they were typed; filled while reading, so that they stay in the form when a file is refused. */
  readonly typed: Record<string, string | string[]>
  readonly files: SentFile[]
  /** Bytes of files that this form holds in memory until `releaseFiles`. */
  heldBytes: number
}

/** What a form without files has sent; parsed already. */
export const plainBody = (request: FastifyRequest): FormBody => ({
  typed: request.isMultipart() ? {} : ((request.body ?? {}) as Record<string, string | string[]>),
  files: [],
  heldBytes: 0,
})

/** Called when the form has been answered, however. */
export function releaseFiles(body: FormBody): void {
  held.giveBack(body.heldBytes)
  body.heldBytes = 0
}

/**
 * Reads a form with files (multipart/form-data) into `body`. Called after the session was opened and the rule was checked,
 * so that nobody's bytes are read for nothing.
 * @throws Refusal 415 where the form takes no files, 422 at the field of a file that is too large, 413 for too many parts,
 * 503 while too many others send files
 */
export async function readFiles(route: Route, request: FastifyRequest, body: FormBody): Promise<void> {
  if (!request.isMultipart()) return
  if (route.kind !== 'form' || !route.files) throw new Refusal(415, 'platform.wrong-media-type')
  const limits = { fileSize: FILE_BYTES_MAX, files: FILES_MAX, fieldSize: FIELD_BYTES_MAX }
  let tooLarge: string | undefined
  try {
    for await (const part of request.parts({ limits })) {
      if (part.type === 'field') {
        if (part.valueTruncated) throw new Refusal(413, 'platform.too-much')
        keep(body.typed, part.fieldname, String(part.value))
        continue
      }
      const file = await readFile(part.file, body)
      if (file === undefined) tooLarge = part.fieldname
      // A file field that was left empty arrives as a file without name and content.
      else if (file.length > 0 || part.filename !== '')
        body.files.push({ field: part.fieldname, name: part.filename, bytes: file })
    }
  } catch (error) {
    throw toRefusal(error)
  }
  if (tooLarge !== undefined)
    throw wrongFields([
      { field: tooLarge, code: 'platform.field.file-too-large', figures: { megabytes: FILE_BYTES_MAX / 1_048_576 } },
    ])
}

/** A file in memory, or undefined if it is too large; then the rest of it is read and forgotten. */
async function readFile(
  stream: AsyncIterable<Buffer> & { readonly truncated?: boolean },
  body: FormBody,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) {
    held.take(chunk.length)
    body.heldBytes += chunk.length
    chunks.push(chunk)
  }
  return stream.truncated ? undefined : Buffer.concat(chunks)
}

function keep(typed: Record<string, string | string[]>, name: string, value: string): void {
  const known = Object.hasOwn(typed, name) ? typed[name] : undefined
  if (known === undefined) Object.defineProperty(typed, name, { value, enumerable: true, configurable: true })
  else {
    const list = [...(Array.isArray(known) ? known : [known]), value]
    Object.defineProperty(typed, name, { value: list, enumerable: true, configurable: true })
  }
}

/** What the multipart parser says about limits and broken bodies, in our words. */
function toRefusal(error: unknown): unknown {
  if (error instanceof Refusal) return error
  const { code } = error as { code?: string }
  if (/^FST_(PARTS|FILES|FIELDS)_LIMIT$|^FST_REQ_FILE_TOO_LARGE$/.test(code ?? ''))
    return new Refusal(413, 'platform.too-much')
  return new Refusal(400, 'platform.unreadable')
}
