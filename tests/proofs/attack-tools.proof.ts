import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { tables, transaction } from '#platform/database'
import { newToken, tokenHash } from '#platform/http'
import { makeSenders, type Sender } from './kills/load.ts'
import { RunningHouse } from './kills/running-house.ts'

// `npm run proofs -- attack-tools [SECONDS]`: sqlmap, wapiti and ffuf (Debian packages of these names) against a house of its own
// on this machine, as stranger, signed-in customer and machine, each target for SECONDS at most (120 by default). Nothing may be
// found, and no request may be a fault of ours. tests/security/attack-tools.test.ts does the same in short.

type Target = {
  readonly name: string
  readonly url: string
  readonly body?: string
  readonly json?: boolean
  /** Token of a machine, instead of the customer's session. */
  readonly token?: string
}
/** The programs that attack. */
export const attackTools = ['sqlmap', 'wapiti', 'ffuf'] as const

const targets = (origin: string, { home }: Sender, token: string): Target[] => [
  { name: 'cursor of the changes', url: `${origin}/api/changes?after=5*&object=customer*`, token },
  {
    name: 'receipts of another system',
    url: `${origin}/api/receipts`,
    body: JSON.stringify({
      receipts: [{ changeId: '1*', outcome: 'refused', key: 'k*', reasonCode: 'x*', theirs: { street: 'y*' } }],
    }),
    json: true,
    token,
  },
  {
    name: 'address of a webhook',
    url: `${origin}/api/webhooks`,
    body: JSON.stringify({ url: 'https://a.example/*', objects: ['customer*'] }),
    json: true,
    token,
  },
  { name: 'cursor of the timeline', url: `${origin}/verlauf?vor=5*` },
  { name: 'ids of confirmed readings', url: `${origin}/zaehlerstand/danke?nr=1*` },
  { name: 'register of the list', url: `${origin}/api/readings?register=${home.registerId}*` },
  { name: 'token of a link', url: `${origin}/z/${'a'.repeat(42)}*` },
  {
    name: 'reading of a customer',
    url: `${origin}/api/readings`,
    body: JSON.stringify({
      day: '2026-11-20*',
      reason: 'check',
      submission: 'sqlmap-submission-1*',
      entries: [{ registerId: `${home.registerId}*`, value: '19700*', note: 'x*' }],
    }),
    json: true,
  },
]

const words =
  '.env .git/config .git/HEAD admin backup.sql config.json data database debug dist docs etc/passwd graphql health metrics node_modules openapi.json package.json phpinfo.php server-status src/main.ts swagger wp-login.php desk/api/customers desk/api/machines api/customers/1 api/imports/1 files data/files ../../etc/passwd ..%2f..%2fetc%2fpasswd %2e%2e/%2e%2e/etc/passwd assets/apps/..%2f..%2fpackage.json assets/apps/%00 demo/postfach oidc'

/** What a stranger may see of these. Everything else must not be there, or ask to sign in. */
const open = new Set(['health', 'metrics'])

async function run(command: string, args: readonly string[], seconds: number): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => output.push(piece.toString()))
  const timer = setTimeout(() => child.kill('SIGTERM'), seconds * 1_000)
  await new Promise<void>((resolve, reject) => {
    child.on('error', () => reject(new Error(`${command} is not there: apt-get install ${command}`)))
    child.on('close', () => resolve())
  })
  clearTimeout(timer)
  return output.join('')
}

async function inject(target: Target, sender: Sender, seconds: number, folder: string): Promise<string> {
  const headers = [
    'Sec-Fetch-Site: same-origin',
    'Accept: application/json',
    ...(target.json ? ['Content-Type: application/json'] : []),
    ...(target.token ? [`Authorization: Bearer ${target.token}`] : []),
  ]
  return run(
    'sqlmap',
    [
      '--batch',
      '--disable-coloring',
      '--flush-session',
      `--output-dir=${folder}`,
      '--dbms=PostgreSQL',
      '--level=2',
      '--risk=1',
      '--technique=BEUS',
      '--ignore-code=401,404,422,429,500',
      ...(target.token ? [] : [`--cookie=${sender.cookie}`]),
      `--headers=${headers.join('\\n')}`,
      `--url=${target.url}`,
      ...(target.body ? [`--data=${target.body}`] : []),
    ],
    seconds,
  )
}

async function find(origin: string, folder: string, seconds: number): Promise<readonly string[]> {
  const [list, found] = [join(folder, 'words'), join(folder, 'found.json')]
  writeFileSync(list, words.split(' ').join('\n'))
  await run(
    'ffuf',
    ['-s', '-u', `${origin}/FUZZ`, '-w', list, '-mc', '200-299,500-599', '-o', found, '-of', 'json'],
    seconds,
  )
  const { results } = JSON.parse(readFileSync(found, 'utf8')) as {
    results: { input: { FUZZ: string }; status: number }[]
  }
  return results.filter((hit) => !open.has(hit.input.FUZZ)).map((hit) => `${hit.status} /${hit.input.FUZZ}`)
}

/** Forms and links of the portal as a stranger finds them. wapiti's own checks of headers want some that CSP has replaced. */
async function crawl(origin: string, folder: string, seconds: number): Promise<readonly string[]> {
  const report = join(folder, 'wapiti.json')
  const modules = 'csp,cookieflags,sql,xss,exec,file,redirect,crlf'
  const limits = [
    '--scope',
    'folder',
    '-d',
    '2',
    '--max-links-per-page',
    '15',
    '--max-scan-time',
    String(seconds),
    '--max-attack-time',
    '15',
  ]
  const output = ['-f', 'json', '-o', report, '--store-session', folder, '--flush-session', '--no-bugreport']
  await run('wapiti', ['-u', `${origin}/start`, '-m', modules, ...limits, ...output], seconds + 150)
  const { vulnerabilities, anomalies } = JSON.parse(readFileSync(report, 'utf8')) as Record<
    'vulnerabilities' | 'anomalies',
    Readonly<Record<string, readonly { readonly path: string; readonly info: string }[]>>
  >
  return [...Object.entries(vulnerabilities), ...Object.entries(anomalies)].flatMap(([kind, list]) =>
    list.map((one) => `wapiti: ${kind} ${one.path} ${one.info}`),
  )
}

async function machineToken(house: RunningHouse): Promise<string> {
  const token = newToken()
  await transaction(house.pools.worker, (tx) =>
    sql`with c as (insert into machine_client (client_id, name, scopes, scopes_allowed)
                   values ('attacked', 'Attacked', '{customers:read,readings:read,changes:read,changes:write,webhooks:write}',
                           '{customers:read,readings:read,changes:read,changes:write,webhooks:write}') returning id, scopes),
             s as (insert into exchange_speaker (machine_id, system) select id, 'billing' from c)
        insert into machine_token (token_hash, machine_client_id, scopes, expires_at)
        select ${tokenHash(token)}, id, scopes, now() + interval '1 hour' from c`.execute(
      tables<Record<string, never>>(tx),
    ),
  )
  return token
}

export type Attack = {
  /** For each target of sqlmap, and for wapiti. */
  readonly seconds: number
  /** Of sqlmap's targets, the first so many. */
  readonly targetsMax: number
  readonly say: (line: string) => void
}

/** @returns everything that was found; nothing must be */
export async function attackHouse({ seconds, targetsMax, say }: Attack): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-attack-'))
  process.env['API_PER_MINUTE'] = '1000000'
  const house = await RunningHouse.start()
  const findings: string[] = []
  try {
    const [sender] = await makeSenders(house.pools, 1)
    if (!sender) throw new Error('There is no customer to attack as.')
    const token = await machineToken(house)
    const origin = `http://localhost:${house.port}`
    findings.push(...(await find(origin, folder, seconds)))
    findings.push(...(await crawl(origin, folder, seconds)))
    for (const target of targets(origin, sender, token).slice(0, targetsMax)) {
      const said = await inject(target, sender, seconds, folder)
      const asked = /tested|testing/.test(said)
      assert.ok(asked, `sqlmap did not test ${target.name}:\n${said.slice(-2_000)}`)
      // What sqlmap says before it describes what it has found, and nowhere else.
      if (said.includes('identified the following injection point')) findings.push(`sqlmap: ${target.name}`)
      say(JSON.stringify({ case: 'attack-tools', target: target.name, findings: findings.length }))
    }
    const faults = house
      .logs()
      .split('\n')
      .filter((line) => line.includes('request failed'))
    findings.push(...faults.slice(0, 5))
  } finally {
    await house.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return findings
}

export async function prove(args: readonly string[]): Promise<void> {
  const findings = await attackHouse({
    seconds: Number(args[0] ?? 120),
    targetsMax: 100,
    say: (line) => console.log(line),
  })
  assert.deepEqual(findings, [])
}
