import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { IndexRefused } from './index-file.ts'
import { type FolderOptions, INDEXES, REPORT, takeFolder } from './take-folder.ts'

export type Watch = { readonly stop: () => Promise<void> }

/** Often enough for a delivery, seldom enough for a network drive. */
const LOOK_MS = 5_000
/** An index is written last; when nothing has changed it for so long, the delivery is complete. */
const CALM_MS = 5_000

/** Folders below `root` that have an index which rests, and no report yet. */
export async function deliveriesIn(root: string, nowMs: number): Promise<string[]> {
  const names = await readdir(root, { withFileTypes: true }).catch(() => [])
  const folders = names
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => join(root, entry.name))
  const ready: string[] = []
  for (const folder of folders.sort()) {
    if (await stat(join(folder, REPORT)).catch(() => undefined)) continue
    for (const index of INDEXES) {
      const found = await stat(join(folder, index)).catch(() => undefined)
      if (found && nowMs - found.mtimeMs >= CALM_MS) ready.push(folder)
    }
  }
  return [...new Set(ready)]
}

/** Looks into the folder of deliveries again and again. An index that cannot be read gets a report that says so. */
export function startFolderWatch(
  options: FolderOptions & { readonly root: string; readonly onError: (error: unknown) => void },
): Watch {
  const stopping = new AbortController()
  const running = loop(options, stopping.signal)
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

async function loop(options: Parameters<typeof startFolderWatch>[0], stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    for (const folder of await deliveriesIn(options.root, Date.now())) {
      if (stop.aborted) return
      try {
        await takeFolder(options, folder)
      } catch (error) {
        options.onError(error)
        if (error instanceof IndexRefused)
          await writeFile(join(folder, REPORT), `refused;${error.message}\n`).catch(options.onError)
      }
    }
    await pause(LOOK_MS, stop)
  }
}

const pause = (ms: number, stop: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (stop.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    stop.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true })
  })
