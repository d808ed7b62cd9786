import { RoadsRefusal } from '../refusal.ts'

export const utf8 = new TextDecoder()

/**
 * Reads protocol buffer fields from a slice of bytes (https://protobuf.dev/programming-guides/encoding). Only what OSM
 * PBF needs: varints, zigzag, length-delimited fields, and skipping the rest. Integers above 2^53 lose precision; OSM
 * ids stay far below.
 */
export class ProtobufCursor {
  readonly bytes: Uint8Array
  position: number
  readonly end: number

  constructor(bytes: Uint8Array, position = 0, end = bytes.length) {
    this.bytes = bytes
    this.position = position
    this.end = end
  }

  get done(): boolean {
    return this.position >= this.end
  }

  /** Field number and wire type in one: `tag >>> 3` and `tag & 7`. */
  tag(): number {
    const tag = this.varint()
    if (tag < 8 || tag > 0xffffffff) throw new RoadsRefusal('file-malformed', `PBF: impossible field tag ${tag}`)
    return tag
  }

  /** An unsigned varint. */
  varint(): number {
    const bytes = this.bytes
    let position = this.position
    let result = 0
    let factor = 1
    for (let count = 0; count < 10; count++) {
      if (position >= this.end) throw new RoadsRefusal('file-cut-off', 'PBF: a number runs past the end of its field')
      const byte = bytes[position++]
      result += (byte & 0x7f) * factor
      if (byte < 0x80) {
        this.position = position
        return result
      }
      factor *= 128
    }
    throw new RoadsRefusal('file-malformed', 'PBF: a number is longer than ten bytes')
  }

  /** A zigzag-coded signed varint (sint32, sint64). */
  zigzag(): number {
    const value = this.varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  /** A two's complement varint (int32, int64): negative numbers take ten bytes, more than a double holds exactly. */
  signed(): number {
    let value = 0n
    for (let count = 0n; count < 10n; count++) {
      if (this.position >= this.end)
        throw new RoadsRefusal('file-cut-off', 'PBF: a number runs past the end of its field')
      const byte = this.bytes[this.position++]
      value |= BigInt(byte & 0x7f) << (7n * count)
      if (byte < 0x80) return Number(BigInt.asIntN(64, value))
    }
    throw new RoadsRefusal('file-malformed', 'PBF: a number is longer than ten bytes')
  }

  /** A length-delimited field as a cursor of its own over the same bytes. */
  message(): ProtobufCursor {
    const length = this.varint()
    const start = this.position
    if (length > this.end - start) throw new RoadsRefusal('file-cut-off', 'PBF: a field is longer than what holds it')
    this.position = start + length
    return new ProtobufCursor(this.bytes, start, start + length)
  }

  slice(): Uint8Array {
    const inner = this.message()
    return this.bytes.subarray(inner.position, inner.end)
  }

  text(): string {
    return utf8.decode(this.slice())
  }

  skip(tag: number): void {
    const wireType = tag & 7
    if (wireType === 0) this.varint()
    else if (wireType === 1) this.advance(8)
    else if (wireType === 2) this.message()
    else if (wireType === 5) this.advance(4)
    else throw new RoadsRefusal('file-malformed', `PBF: unknown wire type ${wireType}`)
  }

  private advance(count: number): void {
    if (this.position + count > this.end) throw new RoadsRefusal('file-cut-off', 'PBF: a field runs past its end')
    this.position += count
  }
}
