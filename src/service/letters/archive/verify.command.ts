import { systemClock } from '#platform/clock'
import { readSettings } from '#platform/config'
import { openPools } from '#platform/database'
import { runCheck } from './archive.jobs.ts'
import { archiveKit } from './kit.ts'

// `npm run letters:verify`: reads the whole archive and says what is wrong with it. Exit code 1 if anything is.
const settings = readSettings(process.env)
const pools = openPools(settings, () => {})
const say = (line: string) => process.stdout.write(`${line}\n`)
try {
  const kit = await archiveKit(settings, systemClock.now)
  const begun = performance.now()
  const { findings, ...counted } = await runCheck(
    { pool: pools.worker, ...kit },
    { of: 1, index: 0 },
    systemClock.now(),
    systemClock.now,
  )
  const seconds = (performance.now() - begun) / 1_000
  say(
    `${counted.records} links, ${counted.letters} letters, ${counted.files} files (${Math.round(counted.bytes / 1_000_000)} MB), ` +
      `${counted.roots} roots, ${counted.stamps} stamps in ${seconds.toFixed(1)} s`,
  )
  if (!kit.trust) say('Stamps were not checked: TSA_CA names nobody whom we trust.')
  for (const { what, seq, letterId, detail } of findings)
    say([what, letterId && `letter ${letterId}`, seq && `link ${seq}`, detail].filter(Boolean).join(': '))
  say(findings.length === 0 ? 'Nothing is wrong.' : `${findings.length} findings.`)
  process.exitCode = findings.length === 0 ? 0 : 1
} finally {
  await pools.end()
}
