import { existsSync, globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { projectFolder } from './options.ts'

/** What a file in tests/proofs exports: it prints its figures and throws when something does not hold. */
export interface Proof {
  prove(args: readonly string[]): Promise<void>
}

const folder = join(projectFolder, 'tests', 'proofs')
const ending = '.proof.ts'
const [name, ...args] = process.argv.slice(2)
const names = globSync(`*${ending}`, { cwd: folder }).map((file) => basename(file, ending))

if (name === undefined || !names.includes(name) || !existsSync(join(folder, `${name}${ending}`))) {
  console.log(
    `npm run proofs -- NAME, with NAME one of:\n${names
      .sort()
      .map((one) => `  ${one}`)
      .join('\n')}`,
  )
  process.exitCode = 1
} else {
  const proof = (await import(join(folder, `${name}${ending}`))) as Proof
  const began = performance.now()
  await proof.prove(args)
  console.log(`${name}: proved in ${((performance.now() - began) / 1000).toFixed(1)} s`)
}
