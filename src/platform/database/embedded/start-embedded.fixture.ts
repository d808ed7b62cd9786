// A supervisor to be killed: starts the embedded database in the given folder, says so, and waits.
import { startEmbedded } from './start-embedded.ts'

const folder = process.argv[2]
if (folder === undefined) throw new Error('start-embedded.fixture.ts FOLDER')
const embedded = await startEmbedded({ folder, log: () => {}, settings: { shared_buffers: '16MB', fsync: 'off' } })
console.log(embedded.pid())
setInterval(() => {}, 60_000)
