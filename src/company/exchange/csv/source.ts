import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline, Transform, type TransformCallback } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { fileRefused } from '../fault.ts'

/** A file on disk, packed with gzip or not. `name` is what messages call it. */
export type Source = { readonly name: string; readonly path: string; readonly packed: boolean; readonly bytes: number }

export async function sourceAt(path: string, name: string): Promise<Source> {
  const { size } = await stat(path)
  return { name, path, packed: path.endsWith('.gz'), bytes: size }
}

/** Bytes read at once: large enough that the disk is not asked often, small against the memory limit. */
const PIECE_BYTES = 256 * 1024

/**
 * CSV packs 4 to 15 to 1; what grows more than 100-fold is a bomb. The first 16 MiB are free, because a small file of
 * equal lines may pack well without harm.
 */
const GROWTH_MAX = 100
const GROWTH_FREE_BYTES = 16 * 1024 * 1024

class GrowthLimit extends Transform {
  readonly #source: Source
  #bytes = 0
  constructor(source: Source) {
    super()
    this.#source = source
  }
  override _transform(piece: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes += piece.length
    const bomb = this.#bytes > GROWTH_FREE_BYTES && this.#bytes > this.#source.bytes * GROWTH_MAX
    if (bomb) done(fileRefused('exchange.file.bomb', this.#source.name, 0, { growth: GROWTH_MAX }))
    else done(null, piece)
  }
}

/**
 * The bytes of the file, unpacked. A piece is good until the next one is asked for: plain files are read into one buffer,
 * because a new one per piece is garbage that is collected only after hundreds of MB.
 * @throws Refusal if the package is damaged or grows beyond measure
 */
export async function* bytesOf(source: Source): AsyncGenerator<Buffer> {
  if (source.packed) yield* unpackedBytesOf(source)
  else yield* plainBytesOf(source)
}

async function* plainBytesOf(source: Source): AsyncGenerator<Buffer> {
  const file = await open(source.path)
  const buffer = Buffer.allocUnsafeSlow(PIECE_BYTES)
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE_BYTES)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

async function* unpackedBytesOf(source: Source): AsyncGenerator<Buffer> {
  const unpacked = new GrowthLimit(source)
  // An error anywhere in the chain ends all of it and is thrown where the bytes are read.
  const file = createReadStream(source.path, { highWaterMark: PIECE_BYTES })
  pipeline(file, createGunzip({ chunkSize: PIECE_BYTES }), unpacked, () => undefined)
  try {
    yield* unpacked
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw fileRefused('exchange.file.package-damaged', source.name, 0)
    throw error
  }
}
