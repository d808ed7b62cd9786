import { createServer } from 'node:net'
import { createInterface } from 'node:readline/promises'
import { Refusal } from './options.ts'

/** How many ports above the wanted one are tried for the offer. */
const offeredPortsMax = 50

/**
 * The port to serve on: the wanted one if it is free; else another, if somebody sits at the terminal and agrees.
 *
 * @throws Refusal that names a free port.
 */
export async function choosePort(wanted: number): Promise<number> {
  if (await isFree(wanted)) return wanted
  const offer = await freePortAfter(wanted)
  const said = `Port ${wanted} is taken by another program.`
  if (offer === undefined) throw new Refusal(`${said} Choose one with: npm start -- --port N`)
  if (process.stdin.isTTY && process.stdout.isTTY) {
    const asker = createInterface({ input: process.stdin, output: process.stdout })
    const answer = await asker.question(`${said} Use ${offer} instead? [Y/n] `)
    asker.close()
    if (/^(y|yes|j|ja)?$/i.test(answer.trim())) return offer
  }
  throw new Refusal(`${said} This one is free: npm start -- --port ${offer}`)
}

async function freePortAfter(wanted: number): Promise<number | undefined> {
  const last = Math.min(wanted + offeredPortsMax, 65_535)
  for (let port = wanted + 1; port <= last; port++) if (await isFree(port)) return port
  return undefined
}

/** Both families are tried: a program that listens on 127.0.0.1 only does not stop us from taking [::]. */
async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1', undefined]) if (!(await canListen(port, host))) return false
  return true
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EACCES') reject(new Refusal(`Port ${port} is kept for the system: choose one above 1023.`))
      // A machine without IPv6 cannot listen there, and neither can anybody else.
      else resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT')
    })
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
