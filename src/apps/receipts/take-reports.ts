import { mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type pg from 'pg'
import { SMTPServer } from 'smtp-server'
import type { Clock } from '#platform/clock'
import { noteMailReport } from './note-report.ts'

const POLL_MS = 5_000
/** Reports hold the head of the message at most; who sends more is no mail server with a report. */
const SIZE_MAX = 512 * 1024

export type TakeOptions = {
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}

/** Reads a folder of mails once and puts each into `read` or `unread` beside it. @returns how many there were */
export async function readReportFolder(options: TakeOptions, folder: string): Promise<number> {
  await mkdir(join(folder, 'read'), { recursive: true })
  await mkdir(join(folder, 'unread'), { recursive: true })
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((one) => one.isFile() && !one.name.startsWith('.'))
    .map((one) => one.name)
  for (const name of names.toSorted()) {
    const path = join(folder, name)
    const outcome = await noteMailReport(options.pool, await readFile(path), options.clock.now()).catch((error) => {
      options.onError(error)
      return 'stranger' as const
    })
    await rename(path, join(folder, outcome === 'stranger' || outcome === 'unknown' ? 'unread' : 'read', name))
  }
  return names.length
}

/** Takes reports by LMTP on the loopback: the mail server hands each over and is told whether it is noted. */
export function startReportServer(
  options: TakeOptions,
  port: number,
): Promise<{ port: number; stop: () => Promise<void> }> {
  const server = new SMTPServer({
    lmtp: true,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: SIZE_MAX,
    onData: (stream, session, done) => {
      const recipients = session.envelope.rcptTo.map((one) => one.address)
      buffer(stream)
        .then((raw) => noteMailReport(options.pool, raw, options.clock.now(), recipients))
        .then(
          () => done(null),
          (error: unknown) => {
            options.onError(error)
            // The mail server keeps it and comes again.
            done(Object.assign(new Error('Not noted, please try again.'), { responseCode: 451 }))
          },
        )
    },
  })
  server.on('error', options.onError)
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () =>
      resolve({
        port: (server.server.address() as { port: number }).port,
        stop: () => new Promise((ended) => server.close(() => ended())),
      }),
    )
  })
}

/** Folder and LMTP, whichever the settings name. */
export async function startReports(
  options: TakeOptions,
  from: { readonly folder: string | undefined; readonly port: number | undefined },
): Promise<{ readonly stop: () => Promise<void> }> {
  const server = from.port === undefined ? undefined : await startReportServer(options, from.port)
  const { folder } = from
  let running: Promise<unknown> = Promise.resolve()
  const timer =
    folder === undefined
      ? undefined
      : setInterval(() => {
          running = running.then(() => readReportFolder(options, folder)).catch(options.onError)
        }, POLL_MS)
  return {
    stop: async () => {
      clearInterval(timer)
      await running
      await server?.stop()
    },
  }
}
