import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

// `npm run bench -- NAME ...`: the benchmark is the file NAME.bench.ts in one of these folders; it exports
// run(args), which prints one line of JSON per case.
const folders = ['benchmarks', 'src/routing/benchmarks']

interface Benchmark {
  run(args: string[]): Promise<void> | void
}

const [name = '', ...args] = process.argv.slice(2)
const root = join(import.meta.dirname, '..')
const file = folders.map((folder) => join(root, folder, `${name}.bench.ts`)).find((path) => existsSync(path))
if (!/^[\w-]+$/.test(name) || file === undefined) {
  console.error(`There is no benchmark "${name}": a file NAME.bench.ts in ${folders.join(' or ')} is needed.`)
  process.exitCode = 2
} else {
  const benchmark = (await import(pathToFileURL(file).href)) as Benchmark
  await benchmark.run(args)
}
