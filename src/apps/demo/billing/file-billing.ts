import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A small billing system of files, as the other side of an exchange folder: the reference for whoever connects a real one. It knows
 * nothing of this house but the files: `out/customer-….csv` in, `in/receipts-….csv` out, and its own customers in
 * `billing/customers.csv`. It is as bothersome as real ones: it answers late, it answers twice, and it refuses what it does not
 * know (here: postal codes that are not on its list), with its own values beside.
 */
export type FileBillingOptions = {
  readonly folder: string
  readonly now: () => Temporal.Instant
  /** Postal codes that it knows; others it refuses. */
  readonly knowsPostalCode: (code: string) => boolean
  /** Every so-manieth answer is held back for one round. */
  readonly lateEvery?: number
  /** Every so-manieth answer is sent a second time. */
  readonly twiceEvery?: number
}

type Row = Readonly<Record<string, string>>
type Answer = Row & { readonly change_id: string; readonly outcome: string }

const ADDRESS = ['street', 'house_number', 'postal_code', 'city', 'country'] as const
const RECEIPT = [
  'change_id',
  'outcome',
  'key',
  'answered_at',
  'reference',
  'reason_code',
  'reason',
  ...ADDRESS.map((one) => `theirs_${one}`),
]

export class FileBilling {
  readonly #options: FileBillingOptions
  readonly #home: string

  constructor(options: FileBillingOptions) {
    this.#options = options
    this.#home = join(options.folder, 'billing')
    for (const folder of [this.#home, join(options.folder, 'out'), join(options.folder, 'in')])
      mkdirSync(folder, { recursive: true })
  }

  /** Its own record of a customer, by customer number. */
  customer(number: string): Row | undefined {
    return this.#load('customers').find((row) => row['customer_number'] === number)
  }

  /** Puts a customer into its books, as they stood before the exchange began. */
  know(row: Row): void {
    this.#save('customers', upsert(this.#load('customers'), row, 'customer_number'))
  }

  /** One round: reads the files it has not read, books what it takes, and answers. @returns the answers it sent */
  round(): readonly Answer[] {
    const { lateEvery = 5, twiceEvery = 4 } = this.#options
    const late = this.#load('late') as Answer[]
    const seen = this.#load('seen')
    const books = new Map(this.#load('customers').map((row) => [row['customer_number'] ?? '', row]))
    const known = new Set(seen.map((row) => row['change_id']))
    const fresh = this.#newFiles(seen).flatMap((name) =>
      parse(readFileSync(join(this.#options.folder, 'out', name), 'utf8')),
    )
    const answers: Answer[] = [...late]
    const held: Answer[] = []
    let count = seen.length
    for (const change of fresh) {
      // The same change in a second file is the same change.
      if (known.has(change['change_id'])) continue
      known.add(change['change_id'])
      count += 1
      const answer = this.#judge(change, books)
      if (count % lateEvery === 0) held.push(answer)
      else answers.push(answer, ...(count % twiceEvery === 0 ? [answer] : []))
    }
    this.#save('customers', [...books.values()])
    this.#save('late', held, RECEIPT)
    this.#save(
      'seen',
      [...known].map((id) => ({ change_id: id ?? '' })),
    )
    if (answers.length > 0) this.#send(answers)
    return answers
  }

  #newFiles(seen: readonly Row[]): string[] {
    const last = Math.max(0, ...seen.map((row) => Number(row['change_id'])))
    const until = (name: string) => Number(/-(\d+)\.csv$/.exec(name)?.[1] ?? 0)
    return readdirSync(join(this.#options.folder, 'out'))
      .filter((name) => name.startsWith('customer-') && name.endsWith('.csv') && until(name) > last)
      .sort()
  }

  #judge(change: Row, books: Map<string, Row>): Answer {
    const number = change['customer_number'] ?? ''
    const ours = books.get(number) ?? {}
    const said = { change_id: change['change_id'] ?? '', answered_at: this.#options.now().toString() }
    if (!this.#options.knowsPostalCode(change['postal_code'] ?? '')) {
      const theirs = Object.fromEntries(ADDRESS.map((column) => [`theirs_${column}`, ours[column] ?? '']))
      const why = {
        reason_code: 'postal-code-unknown',
        reason: `Postleitzahl ${change['postal_code']} steht nicht im Ortsverzeichnis.`,
      }
      return { ...said, outcome: 'refused', key: `no-${said.change_id}`, ...why, ...theirs }
    }
    const {
      change_id: _id,
      occurred_at: _at,
      fact: _fact,
      fields: _fields,
      object_id: _object,
      customer_id: _customer,
      ...booked
    } = change
    books.set(number, { ...ours, ...booked })
    return {
      ...said,
      outcome: 'taken-over',
      key: `ok-${said.change_id}`,
      reference: `B${said.change_id.padStart(8, '0')}`,
    }
  }

  #send(answers: readonly Answer[]): void {
    const name = `receipts-${this.#options.now().epochMilliseconds}.csv`
    const path = join(this.#options.folder, 'in', name)
    writeFileSync(`${path}.part`, write(answers, RECEIPT))
    renameSync(`${path}.part`, path)
  }

  #load(name: string): Row[] {
    const path = join(this.#home, `${name}.csv`)
    return existsSync(path) ? parse(readFileSync(path, 'utf8')) : []
  }

  #save(name: string, rows: readonly Row[], columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]): void {
    const path = join(this.#home, `${name}.csv`)
    writeFileSync(`${path}.part`, write(rows, columns))
    renameSync(`${path}.part`, path)
  }
}

const upsert = (rows: readonly Row[], row: Row, key: string): Row[] => [
  ...rows.filter((one) => one[key] !== row[key]),
  row,
]

const quoted = (value: string): string => (/[;"\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

const write = (rows: readonly Row[], columns: readonly string[]): string =>
  `${[columns.join(';'), ...rows.map((row) => columns.map((column) => quoted(row[column] ?? '')).join(';'))].join('\n')}\n`

/** Records of a file with semicolons; quotes are doubled inside of quotes. */
function records(text: string): string[][] {
  const all: string[][] = []
  let record: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] as string
    if (isQuoted && sign === '"' && text[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (sign === '"') isQuoted = !isQuoted
    else if (isQuoted || (sign !== ';' && sign !== '\n')) cell += sign
    else {
      record.push(cell)
      cell = ''
      if (sign === '\n') all.push(record.splice(0))
    }
  }
  return all
}

function parse(text: string): Row[] {
  const [names = [], ...rest] = records(text)
  return rest.map((values) => Object.fromEntries(names.map((name, at) => [name, values[at] ?? ''])))
}
