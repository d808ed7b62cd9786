import { Socket } from 'node:net'
import { format } from 'node:util'
import { afterAll, afterEach } from 'vitest'

// What a test did besides what it checks: words on the error channel, and calls to strangers. Each fails the test.
const offences: string[] = []

console.error = (...said: unknown[]) => {
  offences.push(`console.error: ${format(...said)}`)
}

const isLocal = (host: string) => host === 'localhost' || host === '::1' || /^127\.|^::ffff:127\./.test(host)

const connect = Socket.prototype.connect as (this: Socket, ...args: unknown[]) => Socket

Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
  const host = hostOf(args)
  if (host === undefined || isLocal(host)) return connect.apply(this, args)
  offences.push(`A call to ${host}: tests use the one fake of each outside service.`)
  return this.destroy(new Error(`Tests may not reach ${host}.`))
} as typeof Socket.prototype.connect

/** `connect` takes options, a path, or a port and a host; `net.connect` hands it all three in a list. */
function hostOf(args: unknown[]): string | undefined {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args
  if (typeof first === 'object' && first !== null) {
    const { host, path } = first as { host?: string; path?: string | null }
    // node:http sets the path to null, so that net does not take the page's path for a pipe.
    return typeof path === 'string' ? undefined : host
  }
  return typeof second === 'string' ? second : undefined
}

function report(): void {
  if (offences.length > 0) throw new Error(offences.splice(0).join('\n'))
}

afterEach(report)
afterAll(report)
