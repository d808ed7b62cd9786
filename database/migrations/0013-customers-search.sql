-- Search over a million customers: a read model of folded words, and a vocabulary in which typing errors are looked up. A
-- vocabulary is small (some 200,000 words for a million customers), so an error costs a look into it and never a scan.

-- Lower case without accents; umlauts written out and umlauts alone are the same (Müller, Mueller, Muller), sharp s is ss.
-- The same rule stands in src/company/customers/search/fold.ts; a test holds both together.
create function search_fold(typed text) returns text
  language sql immutable strict parallel safe
  return regexp_replace(
    regexp_replace(
      normalize(translate(replace(replace(replace(replace(lower(typed), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'øđðłı', 'oddli'), nfkd),
      '[\u0300-\u036f]', '', 'g'),
    '(?<=[aou])e', '', 'g');

-- The words of a text, each once, in order: no single letters, no titles, street endings in one form.
create function search_words(typed text) returns text[]
  language sql immutable parallel safe
  return (
    select coalesce(array_agg(word order by first), '{}')
      from (select regexp_replace(left(piece, 40), '^(.{3,})stra?s?s?e?$', '\1str') as word, min(number) as first
              from regexp_split_to_table(search_fold(typed), '[\u0001-\u002f\u003a-\u0060\u007b-\u007f]+') with ordinality as t(piece, number)
             where (length(piece) > 1 or piece ~ '[0-9]') and piece not in ('str', 'strasse', 'herr', 'frau', 'familie', 'firma', 'fam')
             group by 1) words);

-- How a German word sounds: Kölner Phonetik (H. J. Postel, IBM-Nachrichten 19, 1969). Meier, Mayr and Maier are 67.
create function search_sound(word text) returns text
  language sql immutable strict parallel safe
  return regexp_replace(regexp_replace(regexp_replace(
    translate(
      regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        word,
        'ph', 'f', 'g'),
        '[dt](?=[csz])', '8', 'g'),
        '(?<=[ckq])x', '8', 'g'),
        'x', '48', 'g'),
        '(?<=[sz])c', '8', 'g'),
        '^c(?=[ahkloqrux])', '4'),
        'c(?=[ahkoqux])', '4', 'g'),
        'c', '8', 'g'),
      'aeijouyhbpdtfvwgkqlmnrsz', '0000000-1122333444566788'),
    '-', '', 'g'), '(.)\1+', '\1', 'g'), '(?<!^)0', '', 'g');

-- A word and all that is left when one letter is taken out: two words one error apart have one of these in common.
create function search_variants(word text) returns text[]
  language sql immutable strict parallel safe
  return (select array_agg(distinct left(word, n - 1) || substr(word, n + 1)) || word from generate_series(1, length(word)) n);

create table customer_search (
  customer_id bigint primary key references customer on delete cascade,
  -- The first `names` words are of the name, the others of the addresses.
  words text[] not null,
  names smallint not null
);
create index customer_search_words on customer_search using gin (words);

create table customer_search_word (
  word text collate "C" primary key,
  sound text collate "C" not null,
  variants text[] not null,
  -- How many customers had it when they came in; an estimate that is good enough to begin with the rarest word.
  uses bigint not null
) with (fillfactor = 70);
create index customer_search_word_sound on customer_search_word (sound);
create index customer_search_word_variants on customer_search_word using gin (variants);
create index customer_search_word_trigrams on customer_search_word using gin (word gin_trgm_ops);

-- Writes the read model of some customers anew: names and postal address of the customer, addresses of all sites with a contract.
create function customer_search_refresh(ids bigint[]) returns void
  language sql volatile set search_path = public
  begin atomic
    with named as materialized (
      select c.id, search_words(concat_ws(' ', c.company_name, c.title, c.first_name, c.last_name)) as names,
             search_words(concat_ws(' ', c.street, replace(c.house_number, ' ', ''), c.postal_code, c.city, places.text)) as places
        from customer c left join lateral (
          select string_agg(distinct concat_ws(' ', s.street, replace(s.house_number, ' ', ''), s.postal_code, s.city), ' ') as text
            from contract k join market_location m on m.id = k.market_location_id join site s on s.id = m.site_id
           where k.customer_id = c.id) places on true
       where c.id = any (ids)),
    written as (
      insert into customer_search as d (customer_id, words, names)
      select id, names || array(select p from unnest(places) p where p <> all (names)), cardinality(names) from named order by id
      on conflict (customer_id) do update set words = excluded.words, names = excluded.names
        where (d.words, d.names) is distinct from (excluded.words, excluded.names)
      returning words),
    counted as materialized (select word, count(*) as uses from written, unnest(words) word group by word)
    insert into customer_search_word as w (word, sound, variants, uses)
    select c.word, coalesce(known.sound, search_sound(c.word)),
           coalesce(known.variants, case when c.word ~ '[0-9]' or length(c.word) < 3 then '{}' else search_variants(c.word) end), c.uses
      from counted c left join customer_search_word known on known.word = c.word collate "C"
     order by c.word
    on conflict (word) do update set uses = w.uses + excluded.uses;
  end;

-- Numbers are looked up where they are; range scans over a key serve them while they are being typed.
create index customer_number_typed on customer (customer_number_key(customer_number) collate "C");
create index contract_account_number_typed on contract_account (customer_number_key(contract_account_number) collate "C");
create index contract_number_typed on contract (customer_number_key(contract_number) collate "C");
create index market_location_code_typed on market_location (customer_number_key(market_location_code) collate "C");
create index customer_email_typed on customer (lower(email) collate "C") where email is not null;
create index customer_phone_typed on customer (phone collate "C") where phone is not null;
create index customer_mobile_typed on customer (mobile collate "C") where mobile is not null;

alter table customer_search enable row level security;
alter table customer_search_word enable row level security;
create policy worker_all on customer_search to kundenwerk_worker using (true) with check (true);
create policy worker_all on customer_search_word to kundenwerk_worker using (true) with check (true);
create policy staff_read on customer_search to kundenwerk_staff using (true);
create policy staff_read on customer_search_word to kundenwerk_staff using (true);
grant select, insert, update, delete on customer_search, customer_search_word to kundenwerk_worker;
grant select on customer_search, customer_search_word to kundenwerk_staff;
revoke execute on function customer_search_refresh from public;
grant execute on function customer_search_refresh to kundenwerk_worker;
