import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from './options.ts'

/** A sign-in that exists in the demo only. */
export interface SignIn {
  /** Who that is: "customer", "agent", "dispatcher" and so on. */
  readonly role: string
  readonly address: string
  readonly name: string
  readonly secret: string
}

/** What the launcher asks of src/apps/demo/index.ts. */
export interface DemoUtility {
  fillDemo(
    ownerUrl: string,
    options: {
      readonly customers: number
      readonly origin: string
      readonly progress: (done: number, total: number, what: string) => void
    },
  ): Promise<void>
  demoSignIns(origin: string): readonly SignIn[]
}

const program = join(projectFolder, 'src', 'apps', 'demo', 'index.ts')

export async function demoUtility(): Promise<DemoUtility | undefined> {
  return existsSync(program) ? ((await import(program)) as DemoUtility) : undefined
}

/** How far the demo utility of a data folder is: it is filled once, and a filling that broke off begins anew. */
export type DemoState = 'none' | 'unfinished' | 'filled' | 'unwanted'

const stateFile = (dataFolder: string) => join(dataFolder, 'demo.json')

export function demoState(dataFolder: string): DemoState {
  const path = stateFile(dataFolder)
  if (!existsSync(path)) return 'none'
  return (JSON.parse(readFileSync(path, 'utf8')) as { state: DemoState }).state
}

export function keepDemoState(dataFolder: string, state: DemoState): void {
  writeFileSync(stateFile(dataFolder), `${JSON.stringify({ state })}\n`)
}
