// `npm run proofs -- NAME`: the long proofs, one at a time.
import { runWithOwnNode } from './own-node.mjs'

await runWithOwnNode('proofs.ts')
