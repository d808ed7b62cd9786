import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

/** From so many points on a pair is shown to a person. Measured on planted duplicates: docs/benchmarks.md. */
export const SCORE_SHOWN_MIN = 60
/** A key that so many share says nothing (a default e-mail, a large building) and would cost pairs by the square. */
const BLOCK_MAX = 40

type NoTables = Record<string, never>

/**
 * One row per customer with what is compared: names folded and by sound (Kölner Phonetik), the address, and what identifies. Households
 * of a landlord at one address differ by first name and birth date, so those may speak against a pair, too.
 */
const facets = sql`
  create temp table duplicate_facet on commit drop as
  select c.id, c.kind, search_fold(coalesce(c.company_name, c.last_name)) as name, search_fold(coalesce(c.first_name, '')) as first,
         search_sound(left(regexp_replace(search_fold(coalesce(c.company_name, c.last_name)), '[^a-z]', '', 'g'), 40)) as sound,
         c.birth_date as born, regexp_replace(search_fold(coalesce(c.street, '')), 'str(a?s?s?e?)[.]?$', 'str') as street, lower(replace(coalesce(c.house_number, ''), ' ', '')) as house,
         coalesce(c.postal_code, '') as postal, lower(c.email) as email, c.mobile, b.iban
    from customer c
    left join lateral (select min(d.iban) as iban from bank_details d where d.customer_id = c.id) b on true
   where c.merged_into_id is null and c.restricted_at is null`

/** Keys that two records of one person share, although something in them is mistyped. Each key leaves out what another one needs. */
const keys = sql`
  create temp table duplicate_key on commit drop as
  select id, hashtextextended(key, 0) as key from (
    select id, 'sb:' || sound || born as key from duplicate_facet where born is not null and sound <> ''
    union all select id, 'fb:' || first || born from duplicate_facet where born is not null and first <> ''
    union all select id, 'sa:' || sound || postal || house from duplicate_facet where sound <> '' and postal <> '' and house <> ''
    union all select id, 'fa:' || left(first, 3) || left(name, 1) || postal || house from duplicate_facet where first <> '' and postal <> '' and house <> ''
    union all select id, 'ns:' || name || left(first, 1) || left(street, 4) || house from duplicate_facet where street <> '' and house <> ''
    union all select id, 'np:' || name || first || postal from duplicate_facet where first <> '' and postal <> ''
    union all select id, 'i:' || iban from duplicate_facet where iban is not null
    union all select id, 'e:' || email from duplicate_facet where email is not null
    union all select id, 'm:' || mobile from duplicate_facet where mobile is not null) k`

/**
 * Pairs that share a key, each once, with points for what agrees and against for what contradicts. The same first name with one letter
 * or an initial agrees; two first names that have nothing in common are two people, whatever else they share.
 */
const scored = sql`
  with pairs as materialized (
    select distinct x.id as a, y.id as b
      from duplicate_key x join duplicate_key y on y.key = x.key and y.id > x.id
     where x.key in (select key from duplicate_key group by key having count(*) between 2 and ${BLOCK_MAX})),
  compared as (
    select p.a, p.b,
           case when a.name = b.name then 35
                when similarity(a.name, b.name) >= 0.5 or levenshtein_short(a.name, b.name) <= 1 then 30
                when a.sound = b.sound then 25 else 0 end as name,
           case when a.first = '' or b.first = '' then 0 when a.first = b.first then 15
                when left(a.first, length(b.first)) = b.first or left(b.first, length(a.first)) = a.first then 10
                when levenshtein_short(a.first, b.first) <= 2 and left(a.first, 1) = left(b.first, 1) then 10 else -45 end as first,
           case when a.born is null or b.born is null then 0 when a.born = b.born then 35
                when levenshtein_short(a.born::text, b.born::text) <= 2 then 5 else -40 end as born,
           case when a.postal = '' or b.postal = '' or a.street = '' then 0
                when a.house = b.house and (a.street = b.street or levenshtein_short(a.street, b.street) <= 2) and a.postal = b.postal then 20
                when a.house = b.house and a.street = b.street then 10 else 0 end as address,
           case when a.iban = b.iban then 25 else 0 end as bank,
           case when a.email = b.email then 25 else 0 end as email,
           case when a.mobile = b.mobile then 20 else 0 end as mobile
      from pairs p join duplicate_facet a on a.id = p.a join duplicate_facet b on b.id = p.b
     where (a.kind = 'company') = (b.kind = 'company'))
  insert into duplicate_pair as d (a_id, b_id, score, reasons, found_at)
  select a, b, least(100, name + first + born + address + bank + email + mobile),
         array_remove(array[case when name > 0 then 'name' end, case when first > 0 then 'first-name' end, case when born > 0 then 'birth-date' end,
                            case when address > 0 then 'address' end, case when bank > 0 then 'bank' end, case when email > 0 then 'email' end,
                            case when mobile > 0 then 'mobile' end], null), `

/**
 * Finds pairs over all customers, set-based, in the caller's transaction. What somebody has decided stays decided.
 * @returns how many pairs are new
 */
export async function findDuplicates(tx: Tx, now: Temporal.Instant): Promise<number> {
  const on = tables<NoTables>(tx)
  await sql`set local work_mem = '64MB'`.execute(on)
  await facets.execute(on)
  await sql`create unique index on duplicate_facet (id)`.execute(on)
  await keys.execute(on)
  await sql`create index on duplicate_key (key)`.execute(on)
  await sql`analyze duplicate_facet`.execute(on)
  await sql`analyze duplicate_key`.execute(on)
  const done = await sql`${scored} ${now}::timestamptz from compared
     where name > 0 and name + first + born + address + bank + email + mobile >= ${SCORE_SHOWN_MIN}
    on conflict (a_id, b_id) do nothing`.execute(on)
  return Number(done.numAffectedRows ?? 0n)
}
