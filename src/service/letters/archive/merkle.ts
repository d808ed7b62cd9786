import { createHash } from 'node:crypto'

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
/** Leaf and node are hashed apart, so that nobody can pass a node off as a leaf (RFC 6962 section 2.1). */
const LEAF = Buffer.of(0)
const NODE = Buffer.of(1)

/**
 * Root of the Merkle tree over these hashes, as RFC 6962 section 2.1 builds it.
 * @throws RangeError for an empty list
 */
export function merkleRoot(hashes: readonly Uint8Array[]): Buffer {
  if (hashes.length === 0) throw new RangeError('A root stands over one link at least.')
  let level = hashes.map((hash) => sha256(LEAF, hash))
  while (level.length > 1) {
    const next: Buffer[] = []
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at] as Buffer, level[at + 1]]
      // A last one without a partner goes up as it is: the same tree as RFC 6962's split at the largest power of two.
      next.push(right ? sha256(NODE, left, right) : left)
    }
    level = next
  }
  return level[0] as Buffer
}
