import { deflateSync } from 'node:zlib'

/** Writes just enough OSM PBF to test the reader against bytes that no real extract has. */
export const field = {
  varint: (number: number, value: number): number[] => [...varint(number * 8), ...varint(value)],
  bytes: (number: number, value: Uint8Array | readonly number[]): number[] => [
    ...varint(number * 8 + 2),
    ...varint(value.length),
    ...value,
  ],
  text: (number: number, value: string): number[] => field.bytes(number, new TextEncoder().encode(value)),
  packed: (number: number, values: readonly number[]): number[] => field.bytes(number, values.flatMap(varint)),
}

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  return [...bytes, rest]
}

export const zigzag = (value: number): number => (value < 0 ? -value * 2 - 1 : value * 2)

/** Differences from one value to the next, as PBF stores ids and coordinates. */
export const deltas = (values: readonly number[]): number[] =>
  values.map((value, i) => zigzag(value - (values[i - 1] ?? 0)))

export function blob(type: string, content: readonly number[], packing: 'raw' | 'zlib' = 'zlib'): Uint8Array {
  const bytes = Uint8Array.from(content)
  const body =
    packing === 'raw'
      ? field.bytes(1, bytes)
      : [...field.varint(2, bytes.length), ...field.bytes(3, deflateSync(bytes))]
  const header = [...field.text(1, type), ...field.varint(3, body.length)]
  return Uint8Array.from([0, 0, header.length >> 8, header.length & 255, ...header, ...body])
}

export const header = (...features: readonly string[]): Uint8Array =>
  blob(
    'OSMHeader',
    ['OsmSchema-V0.6', 'DenseNodes', ...features].flatMap((feature) => field.text(4, feature)),
  )

/** A block with one group; texts[0] is empty, as the format wants. */
export function block(
  texts: readonly string[],
  group: readonly number[],
  packing: 'raw' | 'zlib' = 'zlib',
): Uint8Array {
  const table = texts.flatMap((text) => field.text(1, text))
  return blob('OSMData', [...field.bytes(1, table), ...field.bytes(2, group)], packing)
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}
