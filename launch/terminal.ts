/** What the launcher tells people, line by line. */
export interface Terminal {
  say(sentence: string): void
  /** A step that takes time: what, and when it is done how long it took. */
  step<T>(what: string, work: (progress: Progress) => Promise<T>): Promise<T>
}

export type Progress = (done: number, total: number, what: string) => void

/** Without a terminal a line of progress is written this often, with one it is rewritten in place. */
const progressLineEveryMs = 5_000
const progressRedrawEveryMs = 100

export function openTerminal(out: NodeJS.WriteStream): Terminal {
  return {
    say: (sentence) => void out.write(`${sentence}\n`),
    async step(what, work) {
      const began = performance.now()
      const clear = out.isTTY ? '\r\x1b[K' : ''
      const draw = progressWriter(out, what, clear)
      if (out.isTTY) out.write(`${what} ...`)
      try {
        const result = await work(draw)
        out.write(`${clear}${what}: ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
        return result
      } catch (error) {
        out.write(`${clear}${what}: failed\n`)
        throw error
      }
    },
  }
}

function progressWriter(out: NodeJS.WriteStream, what: string, clear: string): Progress {
  let last = performance.now()
  return (done, total, detail) => {
    const now = performance.now()
    if (now - last < (out.isTTY ? progressRedrawEveryMs : progressLineEveryMs)) return
    last = now
    const percent = total > 0 ? Math.floor((done / total) * 100) : 0
    out.write(`${clear}${what}: ${percent} % (${detail}, ${done} of ${total})${out.isTTY ? '' : '\n'}`)
  }
}
