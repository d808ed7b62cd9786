import { createHash } from 'node:crypto'

/** A root over all links since the one before. */
export type Root = {
  readonly number: number
  readonly closedOn: Temporal.PlainDate
  readonly firstSeq: string
  readonly lastSeq: string
  readonly chainHash: Buffer
  readonly root: Buffer
  readonly previousHash: Buffer
}

/** What is stamped: a text that a person can read and check without this program. */
export const statementOf = (root: Root): Buffer =>
  Buffer.from(
    [
      'Kundenwerk root of letters, form 1',
      `number ${root.number}`,
      `closed on ${root.closedOn}`,
      `links ${root.firstSeq} to ${root.lastSeq}`,
      `last link ${root.chainHash.toString('hex')}`,
      `tree ${root.root.toString('hex')}`,
      `statement before ${root.previousHash.toString('hex')}`,
      '',
    ].join('\n'),
  )

export const statementHash = (root: Root): Buffer => createHash('sha256').update(statementOf(root)).digest()

/** Before the first root there is none. */
export const NO_STATEMENT = Buffer.alloc(32)

/** Where the statement and its stamp lie beside the files. */
export const bookNames = (number: number) => ({
  statement: `roots/${String(number).padStart(6, '0')}.txt`,
  token: `roots/${String(number).padStart(6, '0')}.tst`,
})
