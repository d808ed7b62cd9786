import { execFileSync, spawnSync } from 'node:child_process'

/** A user of the operating system under which the database server runs. */
export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** PostgreSQL's own user first (Debian, then macOS); `nobody` exists on every system. None is created. */
const candidates = ['postgres', '_postgres', 'nobody']

/**
 * The unprivileged account for the server, or undefined when the caller is an ordinary user and the server simply
 * runs as the caller. PostgreSQL refuses to run as root, and `initdb` refuses a uid without an entry in the user
 * table, so a bare number would not do.
 *
 * @throws Error when the caller is root and the system knows none of the candidates.
 */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of candidates) {
    const account = lookUp(name)
    if (account !== undefined && account.uid !== 0) return account
  }
  throw new Error(`PostgreSQL does not run as root, and none of the users ${candidates.join(', ')} exists here.`)
}

function lookUp(name: string): Account | undefined {
  try {
    const ask = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }).trim())
    return { name, uid: ask('-u'), gid: ask('-g') }
  } catch {
    return undefined
  }
}

/** Whether the account may enter the folder; asked of the system itself, which knows about ACLs and mounts. */
export function mayEnter(folder: string, account: Account | undefined): boolean {
  const asked = spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { cwd: '/', stdio: 'ignore', ...identity(account) })
  return asked.status === 0
}

/** The part of the spawn options that changes the user. */
export function identity(account: Account | undefined): { uid?: number; gid?: number } {
  return account === undefined ? {} : { uid: account.uid, gid: account.gid }
}
