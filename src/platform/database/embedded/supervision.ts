import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A process, told apart from a later one with the same number by its birth. */
export interface Living {
  readonly pid: number
  readonly birth: string
}

/** Who looks after the folder, and what it says about itself. */
export interface Supervisor extends Living, Details {}

export interface Details {
  /** Where it serves, once it does. */
  readonly address?: string
  /** The processes that it started and that may outlive it if it is killed. */
  readonly children?: readonly Living[]
}

export interface Claim {
  /** Who looked after the folder before and died without saying so. */
  readonly predecessor: Supervisor | undefined
  /** Replaces what others can learn about this supervisor. */
  tell(details: Details): void
  release(): void
}

/** Somebody else looks after the folder, and lives. */
export class AlreadySupervised extends Error {
  override readonly name = 'AlreadySupervised'
  readonly supervisor: Supervisor

  constructor(folder: string, supervisor: Supervisor) {
    super(`Process ${supervisor.pid} already runs with ${folder}.`)
    this.supervisor = supervisor
  }
}

const fileName = 'supervisor.json'

/**
 * Makes this process the supervisor of the folder, taking over from a dead one.
 *
 * @throws AlreadySupervised when another living process is it.
 */
export function claimFolder(folder: string): Claim {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, fileName)
  const self = living(process.pid)
  let predecessor: Supervisor | undefined
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(self)}\n`)
  try {
    for (let mine = linked(draft, path); !mine; ) {
      const before = readOrUndefined(path)
      mine = before === undefined ? linked(draft, path) : follow(folder, path, before, draft)
      if (mine) predecessor = parse(before)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return {
    predecessor,
    tell(details) {
      writeFileSync(draft, `${JSON.stringify({ ...self, ...details })}\n`)
      renameSync(draft, path)
    },
    release() {
      if (supervisorOf(folder)?.pid === process.pid) rmSync(path, { force: true })
    },
  }
}

/** A hard link either makes the name or finds it taken, in one step, and the file is never seen half written. */
function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/**
 * Takes the place of a dead supervisor. Of several that find the same one only he who makes the name of its heir may
 * replace it, and only while it is still there; a slow rival finds another and begins anew.
 *
 * @returns whether the place is ours now
 */
function follow(folder: string, path: string, before: string, draft: string): boolean {
  refuseIfAlive(folder, before)
  const heir = `${path}.heir-of-${createHash('sha256').update(before).digest('hex').slice(0, 16)}`
  if (!linked(draft, heir)) {
    refuseIfAlive(folder, readOrUndefined(heir))
    rmSync(heir, { force: true })
    return false
  }
  if (readOrUndefined(path) !== before) {
    rmSync(heir, { force: true })
    return false
  }
  renameSync(heir, path)
  return true
}

function refuseIfAlive(folder: string, text: string | undefined): void {
  const found = parse(text)
  if (found !== undefined && isAlive(found)) throw new AlreadySupervised(folder, found)
}

/** What the folder's supervisor wrote about itself, whether it lives or not. */
export function supervisorOf(folder: string): Supervisor | undefined {
  return parse(readOrUndefined(join(folder, fileName)))
}

/** The living supervisor of the folder. */
export function livingSupervisorOf(folder: string): Supervisor | undefined {
  const found = supervisorOf(folder)
  return found !== undefined && isAlive(found) ? found : undefined
}

/** Whether the very same process still runs. */
export function isAlive({ pid, birth }: Living): boolean {
  return birthOf(pid) === birth
}

/** A running process, to be recognised later. */
export function living(pid: number): Living {
  return { pid, birth: birthOf(pid) ?? '' }
}

function parse(text: string | undefined): Supervisor | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Supervisor)
  } catch {
    return undefined
  }
}

/**
 * When a process began, as an opaque text; undefined if there is none with this number. Numbers are given out again,
 * in containers from 1 after each start, so a number alone proves nothing.
 */
export function birthOf(pid: number): string | undefined {
  const stat = readOrUndefined(`/proc/${pid}/stat`)
  if (stat !== undefined) {
    // Field 22 of proc(5) is the start in clock ticks since boot. The command in field 2 may contain blanks, so we
    // count behind its closing bracket. A zombie (state Z) has ended, only its parent has not yet asked for it.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z' || state === 'X') return undefined
    return `${readOrUndefined('/proc/sys/kernel/random/boot_id')?.trim()} ${fields[18]}`
  }
  if (process.platform === 'linux') return undefined
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return undefined
  }
}

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
