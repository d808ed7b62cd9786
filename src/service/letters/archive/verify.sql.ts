import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

/** A link as it stands in the table. */
export type LinkRow = {
  readonly seq: string
  readonly letterId: string
  readonly act: string
  readonly form: number
  readonly metaHash: Buffer
  readonly filesHash: Buffer
  readonly prevHash: Buffer
  readonly hash: Buffer
}

const linkColumns = sql`r.seq, r.letter_id as "letterId", r.act, r.form, r.meta_hash as "metaHash", r.files_hash as "filesHash",
  r.prev_hash as "prevHash", r.hash`

export async function linkRows(tx: Tx, after: string, limit: number): Promise<readonly LinkRow[]> {
  const { rows } =
    await sql<LinkRow>`select ${linkColumns} from letter_record r where r.seq > ${after} order by r.seq limit ${limit}`.execute(
      on(tx),
    )
  return rows
}

export async function headOf(tx: Tx): Promise<{ readonly seq: string; readonly hash: Buffer } | undefined> {
  return (await sql<{ seq: string; hash: Buffer }>`select seq, hash from letter_chain_head`.execute(on(tx))).rows[0]
}

/** The link whose hash is this one: where a moved row belongs behind. */
export async function seqOfHash(tx: Tx, hash: Buffer): Promise<string | undefined> {
  return (await sql<{ seq: string }>`select seq from letter_record where hash = ${hash}`.execute(on(tx))).rows[0]?.seq
}

/** The letter whose files this hash stands for. */
export async function letterOfFiles(tx: Tx, filesHash: Buffer): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select letter_id as id from letter_record where files_hash = ${filesHash} and act = 'published' limit 1`.execute(
    on(tx),
  )
  return rows[0]?.id
}

const part = (name: string) => sql`encode(sha256(convert_to(coalesce(${sql.raw(name)}::text, ''), 'UTF8')), 'hex')`
const epoch = (name: string) => sql`extract(epoch from ${sql.raw(name)})::numeric(20, 6)`

/**
 * The hashes of the migration once more, with nothing but PostgreSQL's own functions: whoever owns the database could also replace
 * ours. Form 1 is of the first links.
 */
const metaHash = sql`case
  when r.act = 'erased' then sha256(convert_to(concat_ws(e'\x1f', 'erased', l.id, l.kind, ${epoch('l.published_at')}), 'UTF8'))
  when c.letter_id is null then null
  when r.form = 1 then sha256(convert_to(concat_ws(e'\x1f', l.id, l.customer_id, coalesce(l.contract_id, 0), l.kind, l.kind_version, l.source,
    l.source_key, l.title, l.language, l.pages, ${epoch('l.published_at')}, encode(c.input_hash, 'hex'), ${part('c.reading')}, ${part('c.search_text')}), 'UTF8'))
  else sha256(convert_to(concat_ws(e'\x1f', 2, l.id, l.customer_id, coalesce(l.contract_id::text, ''), l.kind, l.kind_version, l.source,
    l.source_key, l.title, l.language, l.pages, ${epoch('l.published_at')}, coalesce(l.action_due_on::text, ''), c.customer_id,
    encode(c.input_hash, 'hex'), ${part('c.frame')}, ${part('c.reading')}, ${part('c.search_text')},
    case when r.act = 'published' then '' else concat_ws(e'\x1f', r.act, ${epoch('l.ended_at')}, coalesce(l.ended_because, ''),
      coalesce(l.replaced_by_letter_id::text, ''), l.cut_off) end), 'UTF8')) end`
const filesHash = sql`case
  when r.act = 'erased' then sha256('erased')
  when r.form = 1 then sha256(convert_to(string_agg(concat_ws(e'\x1f', f.position, f.form, f.language, encode(f.sha256, 'hex'), f.size_bytes,
    f.pages), e'\x1e' order by f.position), 'UTF8'))
  else sha256(convert_to(string_agg(concat_ws(e'\x1f', f.position, f.form, f.language, f.title, encode(f.sha256, 'hex'), f.size_bytes,
    f.pages, f.customer_id), e'\x1e' order by f.position), 'UTF8')) end`

/** A link beside the letter that it stands for, as that is now. */
export type JudgedLink = LinkRow & {
  readonly nowMeta: Buffer | null
  readonly nowFiles: Buffer | null
  readonly state: string | null
  readonly hasContent: boolean
  /** True if a later link says that the letter was erased by a released deletion. */
  readonly erased: boolean
  readonly files: readonly { readonly sha256: string; readonly position: number; readonly size: number }[]
}

/** Links of a part of the chain: every `of`-th, or all. */
export type ChainPart = { readonly of: number; readonly index: number }

export async function judgedLinks(
  tx: Tx,
  after: string,
  limit: number,
  chainPart: ChainPart,
): Promise<readonly JudgedLink[]> {
  const { rows } = await sql<JudgedLink>`
    with picked as (
      select * from letter_record where seq > ${after} and seq % ${chainPart.of} = ${chainPart.index} order by seq limit ${limit})
    select ${linkColumns}, ${metaHash} as "nowMeta", fs."nowFiles", l.state, c.letter_id is not null as "hasContent",
           exists (select 1 from letter_record e where e.letter_id = r.letter_id and e.act = 'erased') as erased, fs.files
      from picked r left join letter l on l.id = r.letter_id left join letter_content c on c.letter_id = r.letter_id
      left join lateral (
        select ${filesHash} as "nowFiles",
               coalesce(jsonb_agg(jsonb_build_object('sha256', encode(f.sha256, 'hex'), 'position', f.position, 'size', f.size_bytes)
                 order by f.position) filter (where f.letter_id is not null), '[]') as files
          from letter_file f where f.letter_id = r.letter_id) fs on true
     order by r.seq`.execute(on(tx))
  return rows
}

export type Unrecorded = { readonly letterId: string; readonly what: string }

/** Letters that stand in a state of which the chain knows nothing, and the other way round. */
export async function unrecorded(tx: Tx, limit: number): Promise<readonly Unrecorded[]> {
  const { rows } = await sql<Unrecorded>`
    select l.id as "letterId", l.state as what from letter l
     where l.state in ('published', 'withdrawn', 'replaced', 'erased')
       and (not exists (select 1 from letter_record r where r.letter_id = l.id and r.act = 'published')
            or l.state <> 'published' and not exists (select 1 from letter_record r where r.letter_id = l.id and r.act = l.state))
    union all
    select r.letter_id, 'not ' || r.act from letter_record r join letter l on l.id = r.letter_id
     where r.act <> 'published' and l.state not in (r.act, 'erased')
        or r.act = 'published' and l.state not in ('published', 'withdrawn', 'replaced', 'erased')
     order by 1 limit ${limit}`.execute(on(tx))
  return rows
}

export type CheckRow = {
  readonly scope: 'whole' | 'share'
  readonly begunAt: Temporal.Instant
  readonly endedAt: Temporal.Instant
  readonly records: number
  readonly letters: number
  readonly files: number
  readonly bytes: number
  readonly roots: number
  readonly stamps: number
}
export type Finding = {
  readonly what: string
  readonly seq: string | null
  readonly letterId: string | null
  readonly detail: string
}

/** Findings beyond this many are counted and not kept: somebody has to look anyway. */
const KEPT_MAX = 500

export async function storeCheck(tx: Tx, check: CheckRow, findings: readonly Finding[]): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into letter_check (scope, begun_at, ended_at, records, letters, files, bytes, roots, stamps, findings)
    values (${check.scope}, ${check.begunAt}, ${check.endedAt}, ${check.records}, ${check.letters}, ${check.files}, ${check.bytes},
            ${check.roots}, ${check.stamps}, ${findings.length}) returning id`.execute(on(tx))
  const id = rows[0]?.id as string
  const kept = JSON.stringify(
    findings.slice(0, KEPT_MAX).map((one, position) => ({ ...one, position, detail: one.detail.slice(0, 500) })),
  )
  await sql`insert into letter_check_finding (check_id, position, what, seq, letter_id, detail)
    select ${id}, f.position, f.what, f.seq, f."letterId", f.detail
      from jsonb_to_recordset(${kept}::jsonb) as f(position integer, what text, seq bigint, "letterId" bigint, detail text)`.execute(
    on(tx),
  )
  return id
}
