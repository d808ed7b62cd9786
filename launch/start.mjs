// `npm start`: installs what is missing, then starts the database, the web process and the worker.
import { runWithOwnNode } from './own-node.mjs'

await runWithOwnNode('supervise.ts')
