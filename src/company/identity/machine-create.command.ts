import { readSettings } from '#platform/config'
import { migrate, openPools, transaction } from '#platform/database'
import { insertMachine } from './machines/machines.sql.ts'
import { scopesOf } from './machines/scopes.ts'

// `npm run machine:create -- NAME scope,scope`: makes a client for a machine and prints its secret once.
const [name, list] = process.argv.slice(2)
const scopes = scopesOf(list ?? '')
if (!name || !scopes) {
  process.stderr.write('npm run machine:create -- NAME readings:read,readings:write\n')
  process.exit(64)
}
const settings = readSettings(process.env)
await migrate(settings)
const pools = openPools(settings, () => {})
const made = await transaction(pools.worker, (tx) => insertMachine(tx, { name, scopes }))
await pools.end()
process.stdout.write(
  `client_id      ${made.clientId}\nclient_secret  ${made.clientSecret}\nscopes         ${scopes.join(' ')}\n`,
)
