import { type ChildProcess, fork } from 'node:child_process'

/** Work in other processes, one question at a time each. What takes too long or takes its process with it fails alone. */
export type ChildPool<Question, Answer> = {
  readonly ask: (question: Question) => Promise<Answer>
  readonly stop: () => Promise<void>
  readonly pids: () => readonly number[]
}

export type ChildPoolOptions = {
  /** File of the child: it answers each `{ id, question }` with `{ id, answer }` or `{ id, fault }`. */
  readonly entry: string
  readonly size: number
  readonly answerMsMax: number
  /** After so many questions a fresh process takes its place: native libraries leak a little. */
  readonly questionsPerChild: number
  readonly heapMbMax: number
}

/** The child said no, ended or took too long. */
export class ChildFault extends Error {
  override name = 'ChildFault'
}

/** Whoever has little work should not pay for waiting processes all night. */
const IDLE_MS_MAX = 60_000

type Reply<Answer> = { readonly id?: number; readonly answer?: Answer; readonly fault?: string }
type Waiting<Question, Answer> = {
  readonly question: Question
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

class Child<Question, Answer> {
  #process: ChildProcess | undefined
  #current: Waiting<Question, Answer> | undefined
  #timer: NodeJS.Timeout | undefined
  #asked = 0
  readonly #options: ChildPoolOptions
  readonly #idle: () => void

  constructor(options: ChildPoolOptions, idle: () => void) {
    this.#options = options
    this.#idle = idle
  }

  get free(): boolean {
    return this.#current === undefined
  }

  get pid(): number | undefined {
    return this.#process?.pid
  }

  take(waiting: Waiting<Question, Answer>): void {
    this.#current = waiting
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#fail('It took too long.'), this.#options.answerMsMax)
    this.#process ??= this.#start()
    this.#process.send({ id: this.#asked, question: waiting.question })
  }

  #start(): ChildProcess {
    this.#asked = 0
    const child = fork(this.#options.entry, [], {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${this.#options.heapMbMax}`],
      // No secret of the house goes along. One thread each: there is a process per core, and 20 % less CPU for the same work.
      env: { RAYON_NUM_THREADS: '1', PATH: process.env['PATH'] },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    child.on('message', (reply: Reply<Answer>) => this.#answered(reply))
    child.on('exit', () => this.#process === child && this.#fail('The process ended.'))
    child.on('error', (error) => this.#process === child && this.#fail(error.message))
    return child
  }

  #answered(reply: Reply<Answer>): void {
    const current = this.#current
    if (reply.id !== this.#asked || !current) return
    this.#asked += 1
    if (this.#asked >= this.#options.questionsPerChild) this.end()
    this.#rest()
    if (reply.answer === undefined) current.reject(new ChildFault(reply.fault ?? 'No answer.'))
    else current.resolve(reply.answer)
    this.#idle()
  }

  #fail(why: string): void {
    const current = this.#current
    this.end()
    this.#rest()
    current?.reject(new ChildFault(why))
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
    child?.kill('SIGKILL')
  }
}

/** Each child starts with its first question. */
export function childPool<Question, Answer>(options: ChildPoolOptions): ChildPool<Question, Answer> {
  const queue: Waiting<Question, Answer>[] = []
  const next = () => {
    for (const child of children) {
      const waiting = child.free ? queue.shift() : undefined
      if (waiting) child.take(waiting)
    }
  }
  const children = Array.from({ length: options.size }, () => new Child<Question, Answer>(options, next))
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        queue.push({ question, resolve, reject })
        next()
      }),
    stop: async () => {
      for (const waiting of queue.splice(0)) waiting.reject(new ChildFault('The house is closing.'))
      for (const child of children) child.end()
    },
    pids: () => children.map((child) => child.pid).filter((pid) => pid !== undefined),
  }
}
