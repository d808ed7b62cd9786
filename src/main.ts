import { readSettings, SettingsRefused } from '#platform/config'
import { migrate } from '#platform/database'
import { startProgram } from './program.ts'

/** `npm run serve -- --roles web,worker`: one program, roles by flag, both by default. */
function rolesOf(argv: readonly string[]): ReadonlySet<'web' | 'worker'> {
  const at = argv.findIndex((argument) => argument === '--roles' || argument.startsWith('--roles='))
  const asked = at < 0 ? 'web,worker' : (argv[at]?.split('=')[1] ?? argv[at + 1] ?? '')
  const roles = asked.split(',').map((role) => role.trim())
  const wrong = roles.find((role) => role !== 'web' && role !== 'worker')
  if (wrong !== undefined) throw new SettingsRefused(`--roles takes web, worker or both; "${wrong}" is neither.`)
  return new Set(roles as ('web' | 'worker')[])
}

try {
  const settings = readSettings(process.env)
  // Of several that start at once one migrates, and the others wait for it.
  await migrate(settings)
  const program = await startProgram(settings, rolesOf(process.argv.slice(2)))
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void program.stop().then(() => process.exit(0)))
  if (program.address) process.send?.({ ready: true, address: program.address })
} catch (error) {
  if (!(error instanceof SettingsRefused)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(78)
}
