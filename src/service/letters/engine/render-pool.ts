import { type ChildProcess, fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Sheet } from '../blocks.ts'
import { type MadePdf, NotDrawn } from './drawing.ts'

/** Draws in other processes. A sheet that takes too long or takes its process with it is refused alone. */
export type RenderPool = {
  readonly draw: (sheet: Sheet) => Promise<MadePdf>
  readonly stop: () => Promise<void>
  /** Resident memory of the children in bytes, for the benchmark. */
  readonly pids: () => readonly number[]
}

/** A page takes 10 ms; a letter of 20 pages on a loaded machine still less than this. */
const DRAW_MS_MAX = 20_000
/** A native library leaks a little: some 2,000 letters, then a fresh process. */
const LETTERS_PER_CHILD = 2_000
/** A child holds some 150 MB; whoever makes three letters a day should not pay for it all night. */
const IDLE_MS_MAX = 60_000

type Answer = { readonly id?: number; readonly pdf?: Uint8Array; readonly pages?: number; readonly fault?: string }
type Waiting = {
  readonly sheet: Sheet
  readonly resolve: (made: MadePdf) => void
  readonly reject: (error: Error) => void
}

class Child {
  #process: ChildProcess | undefined
  #current: Waiting | undefined
  #timer: NodeJS.Timeout | undefined
  #drawn = 0
  readonly #idle: () => void

  constructor(idle: () => void) {
    this.#idle = idle
  }

  get free(): boolean {
    return this.#current === undefined
  }

  get pid(): number | undefined {
    return this.#process?.pid
  }

  take(waiting: Waiting): void {
    this.#current = waiting
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#fail(new NotDrawn('It took too long.')), DRAW_MS_MAX)
    this.#process ??= this.#start()
    this.#process.send({ id: this.#drawn, sheet: waiting.sheet })
  }

  #start(): ChildProcess {
    this.#drawn = 0
    const child = fork(join(import.meta.dirname, 'render-child.ts'), [], {
      serialization: 'advanced',
      execArgv: ['--max-old-space-size=256'],
      // One thread each: there is a process per core, and 20 % less CPU for the same letters.
      env: { RAYON_NUM_THREADS: '1', PATH: process.env['PATH'] },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    child.on('message', (answer: Answer) => this.#answered(answer))
    child.on('exit', () => {
      if (this.#process === child) this.#fail(new NotDrawn('The engine ended.'))
    })
    child.on('error', (error) => {
      if (this.#process === child) this.#fail(error)
    })
    return child
  }

  #answered(answer: Answer): void {
    const current = this.#current
    if (answer.id !== this.#drawn || !current) return
    this.#drawn += 1
    if (this.#drawn >= LETTERS_PER_CHILD) this.end()
    this.#rest()
    if (answer.pdf && answer.pages)
      current.resolve({
        pdf: Buffer.from(answer.pdf.buffer, answer.pdf.byteOffset, answer.pdf.byteLength),
        pages: answer.pages,
      })
    else current.reject(new NotDrawn(answer.fault ?? 'The engine did not say why.'))
    this.#idle()
  }

  #fail(error: Error): void {
    const current = this.#current
    this.end()
    this.#rest()
    current?.reject(error)
    this.#idle()
  }

  #rest(): void {
    this.#current = undefined
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.end(), IDLE_MS_MAX).unref()
  }

  end(): void {
    clearTimeout(this.#timer)
    const child = this.#process
    this.#process = undefined
    child?.kill()
  }
}

/** As many children as cores; each starts with its first sheet. */
export function renderPool(size = availableParallelism()): RenderPool {
  const queue: Waiting[] = []
  const next = () => {
    for (const child of children) {
      if (queue.length === 0) return
      if (child.free) child.take(queue.shift() as Waiting)
    }
  }
  const children = Array.from({ length: size }, () => new Child(next))
  return {
    draw: (sheet) =>
      new Promise((resolve, reject) => {
        queue.push({ sheet, resolve, reject })
        next()
      }),
    stop: async () => {
      for (const waiting of queue.splice(0)) waiting.reject(new NotDrawn('The house is closing.'))
      for (const child of children) child.end()
    },
    pids: () => children.map((child) => child.pid).filter((pid) => pid !== undefined),
  }
}
