/** Why a file or a question was refused; programs decide by the code, people read the message. */
export type RoadsRefusalCode =
  | 'file-unreadable'
  | 'file-cut-off'
  | 'file-malformed'
  | 'file-too-large'
  | 'file-unsupported'
  | 'no-roads'
  | 'point-off-road'
  | 'question-malformed'

/** Thrown for everything that the caller can put right: a broken file, a point far from any road, a wrong argument. */
export class RoadsRefusal extends Error {
  readonly code: RoadsRefusalCode

  constructor(code: RoadsRefusalCode, message: string) {
    super(message)
    this.name = 'RoadsRefusal'
    this.code = code
  }
}
