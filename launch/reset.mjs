// `npm run reset`: deletes the embedded database, so that the next start begins anew.
import { runWithOwnNode } from './own-node.mjs'

await runWithOwnNode('reset.ts')
