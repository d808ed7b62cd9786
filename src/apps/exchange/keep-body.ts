import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import { sourceAt, type Source } from '#company/exchange'
import { Refusal } from '#platform/refusal'

/** A file through the API is kept on disk while it is read; larger ones go through `npm run import`. */
const MIB_MAX = 64

class SizeLimit extends Transform {
  #bytes = 0
  readonly #file: string
  constructor(file: string) {
    super()
    this.#file = file
  }
  override _transform(piece: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes += piece.length
    if (this.#bytes <= MIB_MAX * 1_048_576) done(null, piece)
    else done(new Refusal(413, 'exchange.file.too-large', { figures: { file: this.#file, maximum: MIB_MAX } }))
  }
}

/**
 * The body on disk while `work` reads it: its hash must be known before the first line goes in, so that the same file goes on where it
 * stopped.
 * @throws Refusal 415 for what is no CSV, 413 for what is too large
 */
export async function withBody<Result>(
  request: FastifyRequest,
  name: string,
  work: (source: Source) => Promise<Result>,
): Promise<Result> {
  if (!request.headers['content-type']?.startsWith('text/csv')) throw new Refusal(415, 'platform.wrong-media-type')
  const folder = await mkdtemp(join(tmpdir(), 'kundenwerk-import-'))
  try {
    const path = join(folder, `${randomUUID()}.csv`)
    await pipeline(request.raw, new SizeLimit(name), createWriteStream(path, { mode: 0o600 }))
    return await work(await sourceAt(path, name))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
