import { readSettings } from '#platform/config'
import { openPools, transaction } from '#platform/database'
import { newClientBody } from './openid/clients.contract.ts'
import { insertClient } from './openid/clients.sql.ts'

// `npm run openid:client -- NAME https://portal.example/back [https://portal.example/] [--ours] [--public]`: registers a portal whose
// visitors sign in with our accounts, and prints its secret once. The second address is where people go after signing out.
const words = process.argv.slice(2)
const [name, redirectUri, postLogoutUri] = words.filter((word) => !word.startsWith('--'))
const client = newClientBody.safeParse({
  name,
  redirectUris: redirectUri ? [redirectUri] : [],
  postLogoutUris: postLogoutUri ? [postLogoutUri] : [],
  isFirstParty: words.includes('--ours'),
  keepsSecret: !words.includes('--public'),
})
if (!client.success) {
  process.stderr.write(
    'npm run openid:client -- NAME https://portal.example/back [https://portal.example/] [--ours] [--public]\n',
  )
  process.exit(64)
}
const pools = openPools(readSettings(process.env), () => {})
const made = await transaction(pools.worker, (tx) => insertClient(tx, client.data))
await pools.end()
process.stdout.write(`client_id      ${made.clientId}\nclient_secret  ${made.clientSecret ?? '(none, PKCE only)'}\n`)
