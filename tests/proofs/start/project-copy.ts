import { execFileSync } from 'node:child_process'
import { chownSync, cpSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const project = resolve(import.meta.dirname, '..', '..', '..')

export interface Owner {
  readonly uid: number
  readonly gid: number
}

/**
 * Copies the project as git has it, with its installed packages as hard links where the file system allows.
 * For an ordinary user all but the packages becomes his own.
 */
export function copyProject(folder: string, owner: Owner | undefined): void {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: project })
  const own = (path: string) => owner && chownSync(path, owner.uid, owner.gid)
  mkdirSync(folder, { recursive: true })
  const folders = new Set([folder])
  for (const name of listed.toString().split('\0')) {
    if (name === '' || name === 'node_modules') continue
    const target = join(folder, name)
    mkdirSync(dirname(target), { recursive: true })
    cpSync(join(project, name), target)
    own(target)
    for (let one = dirname(target); one.startsWith(folder); one = dirname(one)) folders.add(one)
  }
  for (const one of folders) own(one)
  copyPackages(join(folder, 'node_modules'))
}

/** Links take a second where copies of 800 MB take half a minute; across file systems there is no other way. */
function copyPackages(target: string): void {
  const source = `${join(project, 'node_modules')}/.`
  mkdirSync(target)
  try {
    execFileSync('cp', ['-RPpl', source, target], { stdio: 'ignore' })
  } catch {
    execFileSync('cp', ['-RPp', source, target])
  }
}
