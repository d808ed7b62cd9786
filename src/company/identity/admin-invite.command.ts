import { readSettings } from '#platform/config'
import { migrate, openPools, transaction } from '#platform/database'
import { insertInvite } from './staff/staff.sql.ts'

// `npm run admin:invite -- NAME`: prints a link that signs somebody in once as administrator, within a day.
const HOURS = 24
const [name] = process.argv.slice(2)
if (!name) {
  process.stderr.write('npm run admin:invite -- "Paul Schreiber"\n')
  process.exit(64)
}
const settings = readSettings(process.env)
await migrate(settings)
const pools = openPools(settings, () => {})
const token = await transaction(pools.worker, (tx) =>
  insertInvite(tx, { name: name.slice(0, 200), roles: ['administrator'], hours: HOURS }),
)
await pools.end()
const origin = new URL(settings.STAFF_URL ?? settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).origin
process.stdout.write(`${origin}/desk/einladung/${token}\nGood once, for ${HOURS} hours.\n`)
