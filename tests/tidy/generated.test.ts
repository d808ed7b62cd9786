import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { contactChannels } from '#company/customers/web'
import { factByName } from '#company/journal'
import { describeSchema } from '#platform/database'
import { methodOf, platformRefusals } from '#platform/http'
import { openApi } from '../../src/apps/api/openapi.ts'
import { sentenceKeyOf } from '../../src/apps/portal/timeline-view.ts'
import { portalTexts } from '../../src/apps/portal/texts.ts'
import { modules, routes } from '../../src/house.ts'
import { lintRules } from '../../launch/lint-rules.ts'
import { testDatabase } from '../setup/database.ts'

const project = join(import.meta.dirname, '../..')

test('openapi.json says what the routes say', () => {
  const written = JSON.parse(readFileSync(join(project, 'openapi.json'), 'utf8'))
  expect(written, 'run `npm run openapi`').toEqual(JSON.parse(JSON.stringify(openApi(routes))))
})

test('database/schema.sql is what the migrations add up to', async ({ skip }) => {
  const database = await testDatabase()
  const client = new pg.Client({ connectionString: database.url() })
  await client.connect()
  try {
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int / 10000 as version`,
    )
    skip(rows[0]?.version !== 18, 'The catalog of other versions writes the same schema in other words.')
    const now = await describeSchema(client, process.env['KW_ROLE_PREFIX'] ?? 'kundenwerk')
    expect(now, 'run `npm run schema`').toBe(readFileSync(join(project, 'database/schema.sql'), 'utf8'))
  } finally {
    await client.end()
    await database.drop()
  }
})

test('no two routes share method and path', () => {
  const seen = routes.map((route) => `${methodOf(route)} ${route.path.replaceAll(/:\w+/g, ':')}`)
  expect(seen.filter((one, at) => seen.indexOf(one) !== at)).toEqual([])
})

test('every refusal code that the source names has a text', async () => {
  const { sourceFilesBelow } = await import('./borders.ts')
  const known = new Set([...platformRefusals.keys, ...modules.flatMap((module) => module.refusals?.keys ?? [])])
  const named = sourceFilesBelow(join(project, 'src')).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/new Refusal\(\s*\d{3},\s*'([^']+)'/g)].map((match) => match[1] as string),
  )
  expect([...new Set(named)].filter((code) => !known.has(code as never))).toEqual([])
})

test('every fact that customers see has its sentence', () => {
  const variants: Record<string, readonly object[]> = {
    'exchange.change-taken-over': [{ system: 'billing' }, { system: 'crm' }],
    'staying.reading-entered': [{ verdict: 'plausible' }, { verdict: 'questionable' }],
    'staying.reading-decided': [{ decision: 'accepted' }, { decision: 'refused' }],
    'staying.meter-exchange-decided': [{ decision: 'accepted' }, { decision: 'refused' }],
    'customers.customer-changed': [
      {},
      ...['title', 'city', 'email', 'mobile', 'phone', 'language'].map((field) => ({ fields: [field] })),
    ],
    'customers.channel-confirmed': [{ kind: 'e-mail' }, { kind: 'mobile' }],
    'customers.channel-removed': [{ kind: 'e-mail' }, { kind: 'mobile' }],
    'customers.channel-bounced': [{ kind: 'e-mail' }, { kind: 'mobile' }],
    'customers.consent-answered': [{ given: true }, { given: false }],
    'customers.contact-recorded': ['in', 'out'].flatMap((direction) =>
      contactChannels.map((way) => ({ direction, way })),
    ),
    'customers.erasure-decided': [{ decision: 'released' }, { decision: 'refused' }],
    'customers.bank-changed': [{ way: 'direct-debit' }, { way: 'transfer' }],
  }
  const keys = [...factByName.values()]
    .filter((kind) => kind.onTimeline)
    .flatMap((kind) => (variants[kind.name] ?? [{}]).map((payload) => sentenceKeyOf({ name: kind.name, payload })))
  expect(keys.filter((key) => !portalTexts.keys.includes(key))).toEqual([])
})

test('.oxlintrc.json says what architecture.ts says', () => {
  expect(JSON.parse(readFileSync(join(project, '.oxlintrc.json'), 'utf8')), 'run `npm run lint:rules`').toEqual(
    JSON.parse(JSON.stringify(lintRules())),
  )
})

test('the linter catches a burglar, too', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-lint-'))
  try {
    const file = join(folder, 'src/company/customers/a.ts')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `import { readingRoutes } from '#journey/staying'\nexport const x = readingRoutes\n`)
    writeFileSync(join(folder, '.oxlintrc.json'), JSON.stringify(lintRules()))
    const { status, stdout } = spawnSync(join(project, 'node_modules/.bin/oxlint'), ['--deny-warnings', 'src'], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(stdout).toContain('company/customers may not call journey/staying')
    expect(status).not.toBe(0)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
