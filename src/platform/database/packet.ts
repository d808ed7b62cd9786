import pg from 'pg'
import utils from 'pg/lib/utils.js'
import { serialize } from 'pg-protocol'
import { typeParsers, type WireQuery } from './wire.ts'

/** What pg calls a connection: the messages of the extended query protocol, and which statements the server knows. */
type Wire = {
  readonly stream: { readonly writable: boolean; readonly write: (bytes: Buffer) => unknown }
  readonly parsedStatements: Record<string, string>
  readonly submittedNamedStatements: Record<string, string>
}
type Parameter = string | Buffer | null
type Field = { readonly name: string; readonly dataTypeID: number }
type Columns = { readonly names: readonly string[]; readonly parsers: readonly ((text: string) => unknown)[] }
type Row = Record<string, unknown>
/** What a statement gave back, what the server says it did, and to how many rows. */
export type Answer = { readonly rows: Row[]; tag: string; affected: number }

/** Columns of named statements, per connection: the server refuses a plan whose result has changed, so they hold. */
const knownColumns = new WeakMap<Wire, Map<string, Columns>>()

function columnsKnownTo(wire: Wire): Map<string, Columns> {
  const known = knownColumns.get(wire)
  if (known) return known
  const made = new Map<string, Columns>()
  knownColumns.set(wire, made)
  return made
}

const columnsOf = (fields: readonly Field[]): Columns => ({
  names: fields.map((field) => field.name),
  parsers: fields.map((field) => typeParsers.getTypeParser(field.dataTypeID, 'text') as (text: string) => unknown),
})

const DESCRIBE = serialize.describe({ type: 'P', name: '' })
const EXECUTE = serialize.execute()
const SYNC = serialize.sync()

/** pg takes what extends its Query, and calls these methods with the server's answers. */
const Query = pg.Query as unknown as new (text: string) => object

/**
 * Several statements with one Sync at the end. The server runs all of them up to there in one transaction, unless one is open
 * already: a read needs no `begin` and no `commit`, and one that fails leaves nothing behind (PostgreSQL, Message Flow,
 * Pipelining). Statements sent before are only bound, and their columns are not described again. Against one Sync for each
 * statement between `begin` and `commit` that halves the web process's cost of a small read.
 */
export class Packet extends Query {
  readonly #queries: readonly WireQuery[]
  readonly #settle: (error: unknown, answers: Answer[]) => void
  readonly #answers: Answer[]
  readonly #sentNow = new Set<string>()
  #wire: Wire | undefined
  #at = 0
  #columns: Columns | undefined
  #unreadable: unknown
  /** pg notes under this name that the server has parsed the statement; set only for those that are parsed now. */
  name: string | undefined
  text: string | undefined

  constructor(queries: readonly WireQuery[], settle: (error: unknown, answers: Answer[]) => void) {
    super('')
    this.#queries = queries
    this.#settle = settle
    this.#answers = queries.map(() => ({ rows: [], tag: '', affected: 0 }))
  }

  /** @returns what pg tells the caller instead, if a value cannot be sent; then nothing of the packet has left */
  submit(wire: Wire): unknown {
    this.#wire = wire
    const parameters: Parameter[][] = []
    try {
      for (const { values } of this.#queries) parameters.push(values.map((value) => utils.prepareValue(value)))
    } catch (unsendable) {
      return unsendable
    }
    const messages = this.#queries.flatMap((query, at) => this.#messages(wire, query, parameters[at] as Parameter[]))
    // One buffer and one write: pieces held back by the socket cost the web process a tenth more.
    if (wire.stream.writable) wire.stream.write(Buffer.concat([...messages, SYNC]))
    this.#expect()
    return null
  }

  #messages(wire: Wire, { name, text }: WireQuery, values: Parameter[]): Buffer[] {
    const bind = serialize.bind({ ...(name !== undefined && { statement: name }), values })
    const described = name !== undefined && columnsKnownTo(wire).has(name) ? [] : [DESCRIBE]
    if (name !== undefined && (wire.parsedStatements[name] ?? wire.submittedNamedStatements[name]) !== undefined)
      return [bind, ...described, EXECUTE]
    if (name !== undefined) {
      wire.submittedNamedStatements[name] = text
      this.#sentNow.add(name)
    }
    return [serialize.parse({ text, ...(name !== undefined && { name }) }), bind, ...described, EXECUTE]
  }

  /** Gets ready for the answer to the statement whose turn it is. */
  #expect(): void {
    const query = this.#queries[this.#at]
    const isNew = query?.name !== undefined && this.#sentNow.has(query.name)
    this.name = isNew ? query.name : undefined
    this.text = isNew ? query.text : undefined
    this.#columns = query?.name === undefined ? undefined : columnsKnownTo(this.#wire as Wire).get(query.name)
  }

  handleRowDescription({ fields }: { fields: readonly Field[] }): void {
    this.#columns = columnsOf(fields)
    const name = this.#queries[this.#at]?.name
    if (name !== undefined) columnsKnownTo(this.#wire as Wire).set(name, this.#columns)
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const { names, parsers } = this.#columns as Columns
    const row: Row = {}
    try {
      for (let at = 0; at < fields.length; at += 1) {
        const text = fields[at] as string | null
        row[names[at] as string] = text === null ? null : (parsers[at] as (text: string) => unknown)(text)
      }
    } catch (error) {
      this.#unreadable ??= error
    }
    this.#answers[this.#at]?.rows.push(row)
  }

  handleCommandComplete({ text }: { text: string }): void {
    const answer = this.#answers[this.#at]
    if (answer) {
      answer.tag = text
      answer.affected = affectedBy(text)
    }
    this.#at += 1
    this.#expect()
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' })
  }

  handleReadyForQuery(): void {
    this.#settle(this.#unreadable, this.#answers)
  }

  /** The server skips what comes after the failed statement up to the Sync: those it has never parsed. */
  handleError(error: unknown): void {
    const known = this.#wire?.submittedNamedStatements ?? {}
    for (const { name } of this.#queries.slice(this.#at + 1))
      if (name !== undefined && this.#sentNow.has(name)) delete known[name]
    this.#settle(error, this.#answers)
  }
}

/** The last word of a command's tag: `INSERT 0 3`, `UPDATE 2`; none for `BEGIN`. */
const affectedBy = (tag: string): number => Number(/\d+$/.exec(tag)?.[0] ?? 0)

/** Statements whose answers nobody reads, waiting for the next packet of their connection. */
const heldBack = new WeakMap<pg.ClientBase, WireQuery[]>()

/** Lets statements wait for the next packet of the connection: of what only writes, the answer is that nothing failed. */
export function holdBack(client: pg.ClientBase, queries: readonly WireQuery[]): void {
  heldBack.set(client, [...(heldBack.get(client) ?? []), ...queries])
}

/** What waited is not sent: its transaction is rolled back. */
export const forgetHeldBack = (client: pg.ClientBase): void => void heldBack.delete(client)

/** Whether something waits, for who takes the connection over. */
export const holdsBack = (client: pg.ClientBase): boolean => heldBack.has(client)

/** Sends the statements in one packet, after those that waited, and answers each in order. */
export async function sendPacket(client: pg.ClientBase, queries: readonly WireQuery[]): Promise<Answer[]> {
  const before = heldBack.get(client) ?? []
  if (before.length > 0) heldBack.delete(client)
  const { promise, resolve, reject } = Promise.withResolvers<Answer[]>()
  const packet = new Packet([...before, ...queries], (error, answers) =>
    error === undefined ? resolve(answers) : reject(error),
  )
  client.query(packet as unknown as pg.Submittable)
  return (await promise).slice(before.length)
}
