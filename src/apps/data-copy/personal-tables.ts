/**
 * Every table of the house from which a way leads to a person, and what a person's copy of the own data takes from it (GDPR articles 15 and 20): rows by a condition
 * over the customer (`$1`) and the account that asks (`$2`), or nothing, with the reason. A test compares this list with the
 * database, so no table is forgotten: who adds one, adds a line here.
 */
export type PersonalTable = {
  readonly table: string
  readonly de: string
  readonly en: string
  /** Condition over the row `t`. */
  readonly where: string
  /** Columns that are left out: secrets, and what is about others. Hashes and ids of staff are left out everywhere. */
  readonly without?: readonly string[]
  /** Folder of the file store that holds the file named by the column sha256; it goes into the copy, too. */
  readonly filesOf?: 'photos' | 'letters' | 'scans'
}

const own = 't.customer_id = $1'
const places = 't.market_location_id in (select c.market_location_id from contract c where c.customer_id = $1)'
/** Of the place only what belongs to the time of the own contract. */
const readInTime = `exists (select 1 from contract c where c.customer_id = $1 and c.market_location_id = t.market_location_id
  and t.read_on >= c.starts_on - 1 and (c.ends_on is null or t.read_on <= c.ends_on))`

/** A power of attorney that a court's order hides from the customer (power_of_attorney.hidden_because) is in no copy. */
const shownPower = `not exists (select 1 from power_of_attorney p where p.id = t.power_id and p.hidden_because is not null)`
const notByHidden = `not (t.actor_kind = 'customer' and exists (select 1 from account_grant g join power_of_attorney p on p.id = g.power_id
  where g.account_id = t.actor_id and g.customer_id = t.customer_id and p.hidden_because is not null))`

export const exportedTables: readonly PersonalTable[] = [
  { table: 'customer', de: 'Stammdaten', en: 'Master data', where: 't.id = $1' },
  { table: 'customer_change', de: 'Änderungen der Daten', en: 'Changes of data', where: own, without: ['undo_hash'] },
  { table: 'contact_channel', de: 'Kontaktwege', en: 'Contact channels', where: own },
  { table: 'staff_customer', de: 'Arbeitet bei uns', en: 'Works with us', where: own },
  {
    table: 'customer_protection',
    de: 'Schutz des Datensatzes',
    en: 'Protection of the record',
    where: own,
  },
  { table: 'consent', de: 'Einwilligungen', en: 'Consents', where: own },
  { table: 'customer_preference', de: 'Wünsche zum Kontakt', en: 'Wishes about contact', where: own },
  { table: 'contract_account', de: 'Vertragskonten', en: 'Contract accounts', where: own },
  { table: 'bank_details', de: 'Zahlungswege', en: 'Ways of payment', where: own },
  { table: 'move_announcement', de: 'Gemeldete Umzüge', en: 'Moves announced', where: own },
  { table: 'mandate', de: 'Lastschriftmandate', en: 'Direct debit mandates', where: own },
  { table: 'contract', de: 'Verträge', en: 'Contracts', where: own },
  {
    table: 'contract_price',
    de: 'Preise',
    en: 'Prices',
    where: 't.contract_id in (select c.id from contract c where c.customer_id = $1)',
  },
  {
    table: 'market_location',
    de: 'Marktlokationen',
    en: 'Market locations',
    where: places.replace('t.market_location_id', 't.id'),
  },
  {
    table: 'site',
    de: 'Verbrauchsstellen',
    en: 'Sites',
    where: `t.id in (select m.site_id from market_location m join contract c on c.market_location_id = m.id where c.customer_id = $1)`,
  },
  { table: 'meter', de: 'Zähler', en: 'Meters', where: places },
  { table: 'register', de: 'Zählwerke', en: 'Registers', where: places },
  { table: 'reading', de: 'Zählerstände', en: 'Readings', where: readInTime, without: ['source_key'] },
  {
    table: 'interval_series',
    de: 'Werte der Viertelstunden',
    en: 'Values of quarter hours',
    where: `exists (select 1 from contract c where c.customer_id = $1 and c.market_location_id = t.market_location_id
      and t.day >= c.starts_on and (c.ends_on is null or t.day <= c.ends_on))`,
  },
  {
    table: 'reading_photo',
    de: 'Fotos von Zählerständen',
    en: 'Photos of readings',
    where: `exists (select 1 from reading r join contract c on c.market_location_id = r.market_location_id
      where r.id = t.reading_id and c.customer_id = $1 and r.read_on >= c.starts_on - 1 and (c.ends_on is null or r.read_on <= c.ends_on))`,
    filesOf: 'photos',
  },
  { table: 'reading_photo_upload', de: 'Gesendete Fotos', en: 'Photos sent', where: own },
  { table: 'reading_request', de: 'Bitten um Ablesung', en: 'Requests of readings', where: own },
  {
    table: 'meter_exchange_report',
    de: 'Gemeldete Zählerwechsel',
    en: 'Reported meter exchanges',
    where: own,
    without: ['source_key', 'source_id'],
  },
  {
    table: 'reading_campaign_member',
    de: 'Aktionen zur Ablesung',
    en: 'Reading campaigns',
    where: own,
  },
  { table: 'guest_reading', de: 'Zählerstände ohne Anmeldung', en: 'Readings without signing in', where: own },
  { table: 'letter', de: 'Briefe', en: 'Letters', where: own },
  { table: 'letter_file', de: 'Dateien der Briefe', en: 'Files of letters', where: own, filesOf: 'letters' },
  { table: 'letter_event', de: 'Was mit Briefen geschah', en: 'What happened to letters', where: own },
  { table: 'letter_delivery', de: 'Wege der Briefe', en: 'Ways of letters', where: own },
  { table: 'letter_notice', de: 'Hinweise auf Briefe', en: 'Notices of letters', where: own, without: ['message_key'] },
  {
    table: 'print_job',
    de: 'Briefe auf Papier',
    en: 'Letters on paper',
    where: own,
    without: ['job_key', 'printer_ref', 'last_error', 'next_try_at', 'attempts', 'receipt_noted'],
  },
  { table: 'letter_feedback', de: 'Rückmeldungen zu Briefen', en: 'Feedback on letters', where: own },
  {
    table: 'letter_hold',
    de: 'Gründe, Briefe länger aufzubewahren',
    en: 'Reasons to keep letters longer',
    where: own,
    without: ['reason', 'lifted_because'],
  },
  { table: 'letter_view_told', de: 'Hinweise zum Ende der Briefe', en: 'Notes on the end of letters', where: own },
  { table: 'letter_question', de: 'Fragen zu Briefen', en: 'Questions about letters', where: own },
  {
    table: 'outbox',
    de: 'E-Mails, SMS und Schreiben',
    en: 'Mails, text messages and pages',
    where: `${own} and not t.holds_secret`,
    without: ['idempotency_key', 'last_error', 'next_try_at'],
  },
  { table: 'contact', de: 'Anrufe, Besuche und Post', en: 'Calls, visits and post', where: own },
  {
    table: 'contact_file',
    de: 'Eingescannte Post',
    en: 'Scanned post',
    where: 't.contact_id in (select k.id from contact k where k.customer_id = $1)',
    filesOf: 'scans',
  },
  { table: 'outage_telling', de: 'Meldungen zu Störungen', en: 'Messages about outages', where: own },
  { table: 'task', de: 'Vorgänge', en: 'Tasks', where: own, without: ['dedupe_key', 'proposed_by'] },
  {
    table: 'task_step',
    de: 'Schritte von Vorgängen',
    en: 'Steps of tasks',
    where: 't.task_id in (select k.id from task k where k.customer_id = $1)',
  },
  { table: 'journal', de: 'Verlauf', en: 'History', where: `${own} and ${notByHidden}` },
  {
    table: 'audit',
    de: 'Wer Ihre Daten ansah und änderte',
    en: 'Who saw and changed your data',
    where: own,
    without: ['address', 'request_id'],
  },
  {
    table: 'viewing',
    de: 'Ansichten durch den Kundenservice',
    en: 'Views by customer service',
    where: own,
    without: ['link_ends_at'],
  },
  {
    table: 'exchange_change',
    de: 'An andere Systeme gemeldete Änderungen',
    en: 'Changes told to other systems',
    where: own,
  },
  { table: 'exchange_takeover', de: 'Übernahme durch andere Systeme', en: 'Takeover by other systems', where: own },
  {
    table: 'exchange_conflict',
    de: 'Abweichungen zu anderen Systemen',
    en: 'Differences to other systems',
    where: `t.change_id in (select x.id from exchange_change x where x.customer_id = $1)`,
  },
  { table: 'erasure_request', de: 'Verlangte Löschungen', en: 'Erasures demanded', where: own },
  {
    table: 'legal_hold',
    de: 'Gründe für längere Aufbewahrung',
    en: 'Reasons to keep longer',
    where: own,
    without: ['note'],
  },
  {
    table: 'account_grant',
    de: 'Wer für Sie handeln darf',
    en: 'Who may act for you',
    where: `${own} and ${shownPower}`,
  },
  { table: 'grant_invite', de: 'Einladungen', en: 'Invitations', where: `${own} and ${shownPower}` },
  {
    table: 'power_of_attorney',
    de: 'Vollmachten',
    en: 'Powers of attorney',
    where: `${own} and t.hidden_because is null and t.state in ('granted', 'ended')`,
    without: ['origin', 'hidden_because'],
  },
  { table: 'account', de: 'Ihr Zugang', en: 'Your login', where: 't.id = $2' },
  { table: 'session', de: 'Ihre Anmeldungen', en: 'Your sign-ins', where: 't.account_id = $2' },
  { table: 'known_browser', de: 'Ihre bekannten Geräte', en: 'Your known devices', where: 't.account_id = $2' },
  {
    table: 'passkey',
    de: 'Ihre Passkeys',
    en: 'Your passkeys',
    where: 't.account_id = $2',
    without: ['credential_id', 'public_key', 'counter'],
  },
  {
    table: 'openid_consent',
    de: 'Portale mit Ihrem Zugang',
    en: 'Portals with your account',
    where: 't.account_id = $2',
  },
  {
    table: 'openid_subject',
    de: 'Ihre Kennung bei anderen Portalen',
    en: 'Your name towards other portals',
    where: 't.account_id = $2',
  },
  { table: 'account_identity', de: 'Verbundene Konten', en: 'Linked accounts', where: 't.account_id = $2' },
  { table: 'caller_pin', de: 'PIN für das Telefon', en: 'PIN for the phone', where: own, without: ['wrong'] },
  { table: 'caller_check', de: 'Prüfungen am Telefon', en: 'Checks on the phone', where: own },
  { table: 'personal_copy', de: 'Angeforderte Kopien', en: 'Copies asked for', where: own, without: ['summary'] },
]

const secret = 'Hashes of links and codes for a short time; what was done with them stands in the history.'
const model = 'Made from other tables of the copy, for searching or counting; holds nothing more.'
const staffOnly = 'About staff and their work, not about customers.'
const technical = 'Figures and states of the program; no person.'
const partner = 'About other systems and machines, not about persons.'
const general = 'The same for all customers; no person.'

/** Tables of which nothing goes into a copy, and why. */
export const excludedTables: Readonly<Record<string, string>> = {
  account_opening: secret,
  activation_letter: secret,
  activation_request: secret,
  password_request: secret,
  account_totp: secret,
  recovery_code: secret,
  sign_in_step: secret,
  channel_proof: secret,
  passkey_challenge: secret,
  issuer_arrival: secret,
  openid_code: secret,
  openid_token: secret,
  customer_search: model,
  work_search: model,
  customer_search_word: model,
  letter_content: 'The content of the letters as data; the letters themselves are in the copy as files.',
  letter_order: 'Letters that are being made; once made they are in the copy.',
  letter_record: 'A chain of hashes that proves that letters were not changed; it names letters by number only.',
  letter_chain_head: technical,
  letter_root: technical,
  letter_topic_contact: general,
  letter_factor: general,
  letter_figure_day: 'Sums of letters by day and kind; no person.',
  letter_usage_month: 'Sums of use by month; no person.',
  letter_retention: general,
  letter_view_rule: general,
  letter_deletion: 'Which letters were proposed for deletion and released, by number only.',
  letter_deletion_item: 'Which letters were proposed for deletion and released, by number only.',
  letter_file_left: technical,
  letter_check: technical,
  letter_check_finding: 'What a check of the archive found; it names letters by number only.',
  letter_lock: technical,
  notice_farewell: 'Links with which mails are ended; they open nothing, and what was ended stands with the address.',
  delivery_rule: general,
  letter_kind_way: general,
  letter_source: partner,
  escalation_ladder: general,
  escalation_step: general,
  escalation_of_kind: general,
  notice_limit: technical,
  notice_count: technical,
  notice_health: technical,
  notice_stop: technical,
  postage_rate: general,
  print_rule: general,
  receipt_rule: general,
  bounce: 'Reports of mail servers about messages of the copy; they hold no more than whether one arrived.',
  letter_batch: technical,
  letter_batch_line: 'What became of each line of a delivered folder; the letters themselves are in the copy.',
  letter_kind: general,
  letter_design: general,
  letter_run: general,
  letter_run_item: 'Whom a serial letter was for; the letters themselves are in the copy.',
  letter_module: general,
  consent_wording: general,
  bank_code: general,
  retention_rule: general,
  duplicate_pair: 'Guesses of a program that two records may be one person; decided by staff or forgotten.',
  customer_merge: 'What staff chose when two records became one; the values stand in the master data.',
  customer_merge_row: 'Which rows moved when two records became one; the rows are in the copy.',
  gas_factor: general,
  temperature: general,
  reading_rule: general,
  reading_check_list: technical,
  reading_check_list_item: technical,
  exchange_delta: partner,
  exchange_receipt: 'What another system answered; the state of each change is in the copy.',
  exchange_speaker: partner,
  exchange_system: partner,
  leading_system: partner,
  webhook_delivery: partner,
  webhook_secret: partner,
  webhook_subscription: partner,
  machine_client: partner,
  machine_key: partner,
  machine_person: partner,
  machine_call: partner,
  machine_token: partner,
  import_batch: technical,
  import_reference: technical,
  import_refusal: 'Lines that were refused and belong to nobody yet; values are cut.',
  journal_clearing: technical,
  journal_feed: 'The order in which facts were told; the facts themselves are in the copy.',
  journal_heard: technical,
  journal_pending: technical,
  journal_reader: technical,
  rate_limit: 'Counts by hash; cannot be told apart by person.',
  migration: technical,
  staff: staffOnly,
  staff_invite: staffOnly,
  staff_session: staffOnly,
  staff_skill: staffOnly,
  fault_report: 'Reports of faults name a place and nobody; who reports one is not asked.',
  task_check: staffOnly,
  task_escalation: staffOnly,
  task_group: staffOnly,
  task_group_member: staffOnly,
  task_kind: staffOnly,
  task_skill: staffOnly,
  task_tally: staffOnly,
  task_tally_change: staffOnly,
  task_template: staffOnly,
  task_view: staffOnly,
}
