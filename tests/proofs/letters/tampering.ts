import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'

/**
 * What somebody with the owner's password and the disk could do to the archive. Each act is done as the database's owner with triggers
 * and foreign keys off, and gives back how it is undone.
 */
export type Act = { readonly name: string; readonly undo: () => Promise<void>; readonly letterId?: string }

export type Place = {
  readonly client: pg.Client
  /** Folder of the archive's files. */
  readonly folder: string
  /** Whole numbers from 0 below a bound. */
  readonly below: (bound: number) => number
}

type Row = Readonly<Record<string, unknown>>

async function anyRow(place: Place, table: string, where = 'true'): Promise<Row> {
  const { rows } = await place.client.query<{ n: string }>(`select count(*) as n from ${table} t where ${where}`)
  const count = Number(rows[0]?.n)
  if (count === 0) throw new Error(`No row of ${table} with ${where}.`)
  const found = await place.client.query<Row>(
    `select t.ctid::text as "ctid", t.* from ${table} t where ${where} order by t.ctid offset ${place.below(count)} limit 1`,
  )
  return found.rows[0] as Row
}

/** Keeps a table's rows aside and puts them back: the one undo for whatever is done to rows. */
async function keeping(
  place: Place,
  tables: readonly string[],
  work: () => Promise<string | undefined>,
  name: string,
): Promise<Act> {
  const { client } = place
  for (const table of tables) {
    await client.query(`drop table if exists kept_${table}`)
    await client.query(`create temporary table kept_${table} as select * from ${table}`)
  }
  const letterId = await work()
  return {
    name,
    ...(letterId !== undefined && { letterId }),
    undo: async () => {
      for (const table of tables) {
        const { rows } = await client.query<{ list: string }>(
          `select string_agg(quote_ident(attname), ', ' order by attnum) as list from pg_attribute
            where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped`,
        )
        const list = rows[0]?.list
        await client.query(`delete from ${table}`)
        await client.query(`insert into ${table} (${list}) overriding system value select ${list} from kept_${table}`)
      }
    },
  }
}

const pathOf = (place: Place, row: Row): string => {
  const name = (row['sha256'] as Buffer).toString('hex')
  return join(place.folder, name.slice(0, 2), name)
}

async function flipBit(place: Place): Promise<Act> {
  const row = await anyRow(place, 'letter_file')
  const path = pathOf(place, row)
  const before = await readFile(path)
  const after = Buffer.from(before)
  const at = place.below(after.length)
  after[at] = (after[at] as number) ^ (1 << place.below(8))
  await chmod(path, 0o644)
  await writeFile(path, after)
  return { name: 'bit flipped in a file', letterId: String(row['letter_id']), undo: () => writeFile(path, before) }
}

async function cutFile(place: Place): Promise<Act> {
  const row = await anyRow(place, 'letter_file')
  const path = pathOf(place, row)
  const before = await readFile(path)
  await chmod(path, 0o644)
  await writeFile(path, before.subarray(0, place.below(before.length)))
  return { name: 'file cut short', letterId: String(row['letter_id']), undo: () => writeFile(path, before) }
}

async function loseFile(place: Place): Promise<Act> {
  const row = await anyRow(place, 'letter_file')
  const path = pathOf(place, row)
  await rename(path, `${path}.away`)
  return { name: 'file missing', letterId: String(row['letter_id']), undo: () => rename(`${path}.away`, path) }
}

async function swapFiles(place: Place): Promise<Act> {
  const one = await anyRow(place, 'letter_file')
  const other = await anyRow(place, 'letter_file', `t.sha256 <> '\\x${(one['sha256'] as Buffer).toString('hex')}'`)
  const [a, b] = [pathOf(place, one), pathOf(place, other)]
  const swap = async () => {
    await rename(a, `${a}.away`)
    await rename(b, a)
    await rename(`${a}.away`, b)
  }
  await swap()
  return { name: 'two files exchanged', letterId: String(one['letter_id']), undo: swap }
}

/** One value of one column of one row, changed to another that the table takes. */
const changes: readonly (readonly [string, string, string?])[] = [
  ['letter', `title = title || '.'`],
  ['letter', `published_at = published_at + interval '1 microsecond'`],
  ['letter', `pages = pages + 1`],
  ['letter', `kind_version = kind_version + 1`],
  ['letter', `source_key = source_key || 'x'`],
  ['letter', `customer_id = (select max(id) from customer c where c.id <> letter.customer_id)`],
  ['letter', `language = case language when 'de' then 'en' else 'de' end`],
  ['letter', `action_due_on = coalesce(action_due_on, '2026-01-01') + 1`],
  ['letter', `ended_because = 'Anders.'`, `t.state = 'withdrawn'`],
  ['letter', `cut_off = not cut_off`, `t.state = 'withdrawn'`],
  ['letter', `state = 'published', ended_at = null, ended_because = null`, `t.state = 'withdrawn'`],
  ['letter', `state = 'withdrawn', ended_at = now(), ended_because = 'x'`, `t.state = 'published'`],
  ['letter_content', `reading = jsonb_set(reading, '{closing}', '"Mit Gruß"')`],
  ['letter_content', `frame = jsonb_set(coalesce(frame, '{}'), '{title}', '"Anders"')`],
  ['letter_content', `search_text = search_text || ' mehr'`],
  ['letter_content', `customer_id = customer_id + 1`],
  ['letter_content', `input_hash = sha256(input_hash)`],
  ['letter_file', `sha256 = sha256(sha256)`],
  ['letter_file', `title = title || '!'`],
  ['letter_file', `size_bytes = size_bytes + 1`],
  ['letter_file', `position = position + 1`],
  ['letter_record', `hash = sha256(hash)`],
  ['letter_record', `prev_hash = sha256(prev_hash)`],
  ['letter_record', `meta_hash = sha256(meta_hash)`],
  ['letter_record', `files_hash = sha256(files_hash)`],
  ['letter_record', `act = case act when 'published' then 'replaced' else 'published' end`],
  ['letter_root', `root = sha256(root)`],
  ['letter_root', `last_seq = last_seq + 1`],
  ['letter_root', `closed_on = closed_on - 1`],
  ['letter_root', `token = set_byte(token, 200, (get_byte(token, 200) + 1) % 256)`, 't.token is not null'],
]

async function changeRow(place: Place): Promise<Act> {
  const [table, set, where] = changes[place.below(changes.length)] as (typeof changes)[number]
  return keeping(
    place,
    [table],
    async () => {
      const row = await anyRow(place, table, where)
      // In the way of one of the changes only.
      await place.client.query('alter table letter_record drop constraint if exists letter_record_letter_id_act_key')
      await place.client.query(`update ${table} set ${set} where ctid = $1`, [row['ctid']])
      return table.startsWith('letter_r') ? undefined : String(row['letter_id'] ?? row['id'])
    },
    `${table}: ${set}`,
  )
}

const tables = ['letter', 'letter_content', 'letter_file', 'letter_record', 'letter_root'] as const

async function deleteRow(place: Place): Promise<Act> {
  const table = tables[place.below(tables.length)] as string
  return keeping(
    place,
    [table],
    async () => {
      const row = await anyRow(place, table, table === 'letter' ? `t.published_at is not null` : 'true')
      await place.client.query(`delete from ${table} where ctid = $1`, [row['ctid']])
      return undefined
    },
    `${table}: row deleted`,
  )
}

/** Rows of two letters exchanged. */
async function moveRow(place: Place): Promise<Act> {
  const table = (['letter_content', 'letter_file', 'letter_record'] as const)[place.below(3)] as string
  const key = table === 'letter_record' ? 'seq' : 'letter_id'
  return keeping(
    place,
    [table],
    async () => {
      const one = await anyRow(place, table)
      const other = await anyRow(place, table, `t.${key} <> ${one[key]}`)
      await place.client.query(`update ${table} set ${key} = -1 where ctid = $1`, [one['ctid']])
      await place.client.query(`update ${table} set ${key} = $2 where ${key} = $1`, [other[key], one[key]])
      await place.client.query(`update ${table} set ${key} = $1 where ${key} = -1`, [other[key]])
      return undefined
    },
    `${table}: rows exchanged`,
  )
}

/** The head and what hangs on it cut off at the end, as if the last letters had never been. */
async function cutChain(place: Place): Promise<Act> {
  return keeping(
    place,
    ['letter_record', 'letter_chain_head', 'letter_root'],
    async () => {
      const { client } = place
      const { rows } = await client.query<{ last: string }>('select max(seq) as last from letter_record')
      const last = Number(rows[0]?.last) - 1 - place.below(5)
      await client.query('delete from letter_record where seq > $1', [last])
      await client.query('delete from letter_root where last_seq > $1', [last])
      await client.query(
        'update letter_chain_head set seq = $1, hash = (select hash from letter_record where seq = $1)',
        [last],
      )
      return undefined
    },
    'end of the chain cut off, head and roots with it',
  )
}

/** The thorough forger: changes a letter, and makes all links, the head and the root's tree anew so that they fit again. */
async function rewriteChain(place: Place): Promise<Act> {
  return keeping(
    place,
    ['letter', 'letter_record', 'letter_chain_head'],
    async () => {
      const { client } = place
      const row = await anyRow(place, 'letter', `t.state = 'published'`)
      await client.query(`update letter set title = title || ' (neu)' where id = $1`, [row['id']])
      await client.query(`do $$
      declare r record; before bytea := sha256('kundenwerk letters');
      begin
        for r in select * from letter_record order by seq loop
          update letter_record set meta_hash = letter_meta_hash(r.letter_id, r.act, r.form), prev_hash = before,
                 hash = letter_record_hash(r.seq, r.letter_id, r.act, letter_meta_hash(r.letter_id, r.act, r.form), r.files_hash, before)
           where seq = r.seq returning hash into before;
        end loop;
        update letter_chain_head set hash = before;
      end $$`)
      return undefined
    },
    'a letter changed and the whole chain written anew',
  )
}

const acts = [
  flipBit,
  flipBit,
  cutFile,
  loseFile,
  swapFiles,
  changeRow,
  changeRow,
  changeRow,
  changeRow,
  deleteRow,
  deleteRow,
  moveRow,
  moveRow,
  cutChain,
  rewriteChain,
]

/** What the owner of the tables may do before anything else: triggers off, foreign keys gone. */
export async function openDoors(client: pg.Client): Promise<void> {
  for (const table of [...tables, 'letter_chain_head']) await client.query(`alter table ${table} disable trigger user`)
  await client.query(`do $$
    declare k record;
    begin
      for k in select conname, conrelid::regclass as t from pg_constraint
                where contype = 'f' and (confrelid in ('letter'::regclass) or conrelid in ('letter'::regclass)) loop
        execute format('alter table %s drop constraint %I', k.t, k.conname);
      end loop;
    end $$`)
}

/** One random act, done. */
export async function tamper(place: Place): Promise<Act> {
  const act = acts[place.below(acts.length)] as (typeof acts)[number]
  return act(place)
}
