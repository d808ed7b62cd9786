-- Written by `npm run schema` from a freshly migrated PostgreSQL 18. For reading; not run.

create table account (
  id bigint generated always as identity not null,
  email text,
  email_confirmed_at timestamp with time zone,
  name text,
  password_hash text,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  language text default 'de'::text not null,
  passkey_handle text,
  constraint account_email_check CHECK ((email = lower(email))),
  constraint account_email_key UNIQUE (email),
  constraint account_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text]))),
  constraint account_passkey_handle_key UNIQUE (passkey_handle),
  constraint account_pkey PRIMARY KEY (id)
);
CREATE INDEX account_by_email_typed ON public.account USING btree (lower(email) COLLATE "C");
alter table account enable row level security;

create table account_grant (
  id bigint generated always as identity not null,
  account_id bigint not null,
  customer_id bigint not null,
  rights text[] default '{all}'::text[] not null,
  level text not null,
  valid_from timestamp with time zone default now() not null,
  valid_to timestamp with time zone,
  shown_as text,
  kind text default 'own'::text not null,
  site_ids bigint[],
  contract_ids bigint[],
  given_by_account_id bigint,
  ended_by text,
  row_version integer default 1 not null,
  power_id bigint,
  constraint account_grant_account_id_customer_id_key UNIQUE (account_id, customer_id),
  constraint account_grant_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint account_grant_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint account_grant_ended_by_check CHECK ((ended_by = ANY (ARRAY['self'::text, 'people'::text, 'staff'::text, 'time'::text]))),
  constraint account_grant_given_by_account_id_fkey FOREIGN KEY (given_by_account_id) REFERENCES account(id),
  constraint account_grant_kind_check CHECK ((kind = ANY (ARRAY['own'::text, 'person'::text, 'attorney'::text]))),
  constraint account_grant_level_check CHECK ((level = ANY (ARRAY['readings'::text, 'open'::text]))),
  constraint account_grant_pkey PRIMARY KEY (id),
  constraint account_grant_power_id_fkey FOREIGN KEY (power_id) REFERENCES power_of_attorney(id),
  constraint account_grant_scope_not_empty CHECK (((cardinality(site_ids) IS DISTINCT FROM 0) AND (cardinality(contract_ids) IS DISTINCT FROM 0)))
);
CREATE INDEX account_grant_by_end ON public.account_grant USING btree (valid_to) WHERE (valid_to IS NOT NULL);
CREATE INDEX account_grant_of_customer ON public.account_grant USING btree (customer_id);
alter table account_grant enable row level security;

create table account_identity (
  id bigint generated always as identity not null,
  account_id bigint not null,
  issuer text not null,
  subject text not null,
  shown_as text,
  linked_at timestamp with time zone default now() not null,
  last_used_at timestamp with time zone,
  constraint account_identity_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint account_identity_issuer_subject_key UNIQUE (issuer, subject),
  constraint account_identity_pkey PRIMARY KEY (id)
);
CREATE INDEX account_identity_of_account ON public.account_identity USING btree (account_id);
alter table account_identity enable row level security;

create table account_opening (
  id bigint generated always as identity not null,
  account_id bigint not null,
  customer_id bigint not null,
  way text not null,
  token_hash bytea,
  code_hash text,
  attempts smallint default 0 not null,
  asked_at timestamp with time zone default now() not null,
  ends_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint account_opening_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint account_opening_check CHECK (((way = 'e-mail'::text) = (token_hash IS NOT NULL))),
  constraint account_opening_check1 CHECK (((way = 'post'::text) = (code_hash IS NOT NULL))),
  constraint account_opening_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint account_opening_pkey PRIMARY KEY (id),
  constraint account_opening_token_hash_key UNIQUE (token_hash),
  constraint account_opening_way_check CHECK ((way = ANY (ARRAY['e-mail'::text, 'post'::text])))
);
CREATE INDEX account_opening_of_grant ON public.account_opening USING btree (account_id, customer_id, asked_at DESC);
alter table account_opening enable row level security;

create table account_totp (
  account_id bigint not null,
  secret_sealed text not null,
  begun_at timestamp with time zone default now() not null,
  confirmed_at timestamp with time zone,
  last_step bigint default 0 not null,
  constraint account_totp_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint account_totp_pkey PRIMARY KEY (account_id)
);
alter table account_totp enable row level security;

create table activation_letter (
  id bigint generated always as identity not null,
  customer_number_typed text,
  postal_code_typed text,
  code_plain text,
  code_hash text not null,
  origin text not null,
  language text not null,
  ordered_by_kind text not null,
  ordered_by_id bigint,
  asked_at timestamp with time zone default now() not null,
  customer_id bigint,
  attempts smallint default 0 not null,
  ends_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint activation_letter_check CHECK (((ordered_by_kind = 'staff'::text) = (ordered_by_id IS NOT NULL))),
  constraint activation_letter_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint activation_letter_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text]))),
  constraint activation_letter_ordered_by_id_fkey FOREIGN KEY (ordered_by_id) REFERENCES staff(id),
  constraint activation_letter_ordered_by_kind_check CHECK ((ordered_by_kind = ANY (ARRAY['guest'::text, 'staff'::text]))),
  constraint activation_letter_pkey PRIMARY KEY (id)
);
CREATE INDEX activation_letter_of_customer ON public.activation_letter USING btree (customer_id, id DESC);
alter table activation_letter enable row level security;

create table activation_request (
  id bigint generated always as identity not null,
  customer_number_typed text,
  meter_number_typed text,
  email text,
  password_hash text,
  browser_hash bytea not null,
  origin text not null,
  language text not null,
  asked_at timestamp with time zone default now() not null,
  customer_id bigint,
  shown_as text,
  email_on_file boolean default false not null,
  token_hash bytea,
  ends_at timestamp with time zone,
  used_at timestamp with time zone,
  letter_id bigint,
  constraint activation_request_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint activation_request_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text]))),
  constraint activation_request_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES activation_letter(id) ON DELETE SET NULL,
  constraint activation_request_pkey PRIMARY KEY (id),
  constraint activation_request_token_hash_key UNIQUE (token_hash)
);
alter table activation_request enable row level security;

create table audit (
  id bigint generated always as identity not null,
  happened_at timestamp with time zone default clock_timestamp() not null,
  actor_kind text not null,
  staff_id bigint not null,
  customer_id bigint,
  action text not null,
  route text not null,
  subject text,
  subject_id bigint,
  detail text,
  address text not null,
  request_id text not null,
  constraint audit_action_check CHECK ((action = ANY (ARRAY['seen'::text, 'changed'::text, 'searched'::text, 'read-audit'::text, 'refused'::text]))),
  constraint audit_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['staff'::text, 'viewing'::text]))),
  constraint audit_detail_check CHECK ((length(detail) <= 300)),
  constraint audit_pkey PRIMARY KEY (id, happened_at)
) partition by RANGE (happened_at);
CREATE INDEX audit_by_time ON ONLY public.audit USING btree (happened_at DESC, id DESC);
CREATE INDEX audit_of_customer ON ONLY public.audit USING btree (customer_id, happened_at DESC, id DESC);
CREATE INDEX audit_of_staff ON ONLY public.audit USING btree (staff_id, happened_at DESC, id DESC);
alter table audit enable row level security;

create table bank_code (
  code text not null,
  name text not null,
  constraint bank_code_code_check CHECK ((code ~ '^[0-9]{8}$'::text)),
  constraint bank_code_pkey PRIMARY KEY (code)
);

create table bank_details (
  contract_account_id bigint not null,
  customer_id bigint not null,
  way text not null,
  iban text,
  holder text,
  mandate_id bigint,
  row_version integer default 1 not null,
  changed_here_at timestamp with time zone,
  constraint bank_details_check CHECK (((way = 'direct-debit'::text) = (mandate_id IS NOT NULL))),
  constraint bank_details_check1 CHECK (((iban IS NULL) = (holder IS NULL))),
  constraint bank_details_contract_account_id_fkey FOREIGN KEY (contract_account_id) REFERENCES contract_account(id),
  constraint bank_details_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint bank_details_mandate_id_fkey FOREIGN KEY (mandate_id) REFERENCES mandate(id),
  constraint bank_details_pkey PRIMARY KEY (contract_account_id),
  constraint bank_details_way_check CHECK ((way = ANY (ARRAY['direct-debit'::text, 'transfer'::text])))
);
CREATE INDEX bank_details_by_iban ON public.bank_details USING btree (iban) WHERE (iban IS NOT NULL);
CREATE INDEX bank_details_of_customer ON public.bank_details USING btree (customer_id);
alter table bank_details enable row level security;

create table bounce (
  id bigint generated always as identity not null,
  digest bytea not null,
  outbox_id bigint not null,
  class text not null,
  status text,
  said text,
  received_at timestamp with time zone not null,
  constraint bounce_class_check CHECK ((class = ANY (ARRAY['hard'::text, 'soft'::text, 'delayed'::text, 'delivered'::text, 'unknown'::text]))),
  constraint bounce_digest_check CHECK ((length(digest) = 32)),
  constraint bounce_digest_key UNIQUE (digest),
  constraint bounce_pkey PRIMARY KEY (id),
  constraint bounce_said_check CHECK ((length(said) <= 500)),
  constraint bounce_status_check CHECK ((length(status) <= 20))
);
CREATE INDEX bounce_of_message ON public.bounce USING btree (outbox_id);
alter table bounce enable row level security;

create table calibration_rule (
  id bigint generated always as identity not null,
  commodity text not null,
  kind text,
  years smallint not null,
  valid_from date not null,
  source text not null,
  constraint calibration_rule_commodity_check CHECK ((commodity = ANY (ARRAY['power'::text, 'gas'::text, 'water'::text, 'heat'::text]))),
  constraint calibration_rule_kind_check CHECK ((kind = ANY (ARRAY['conventional'::text, 'modern'::text, 'smart'::text]))),
  constraint calibration_rule_pkey PRIMARY KEY (id),
  constraint calibration_rule_years_check CHECK (((years >= 1) AND (years <= 50)))
);
CREATE UNIQUE INDEX calibration_rule_once ON public.calibration_rule USING btree (commodity, COALESCE(kind, ''::text), valid_from);
alter table calibration_rule enable row level security;

create table caller_check (
  id bigint generated always as identity not null,
  customer_id bigint not null,
  staff_id bigint not null,
  level text not null,
  checked_at timestamp with time zone default now() not null,
  constraint caller_check_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint caller_check_level_check CHECK ((level = ANY (ARRAY['pin'::text, 'questions'::text, 'failed'::text]))),
  constraint caller_check_pkey PRIMARY KEY (id),
  constraint caller_check_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
);
CREATE INDEX caller_check_of_customer ON public.caller_check USING btree (customer_id, staff_id, id DESC);
alter table caller_check enable row level security;

create table caller_pin (
  customer_id bigint not null,
  pin_hash text not null,
  set_at timestamp with time zone default now() not null,
  set_by_account_id bigint not null,
  wrong smallint default 0 not null,
  constraint caller_pin_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint caller_pin_pkey PRIMARY KEY (customer_id),
  constraint caller_pin_set_by_account_id_fkey FOREIGN KEY (set_by_account_id) REFERENCES account(id)
);
alter table caller_pin enable row level security;

create table channel_proof (
  id bigint generated always as identity not null,
  channel_id bigint not null,
  customer_id bigint not null,
  wants_main boolean not null,
  origin text not null,
  language text not null,
  asked_at timestamp with time zone not null,
  token_hash bytea,
  code_hash text,
  attempts smallint default 0 not null,
  ends_at timestamp with time zone,
  used_at timestamp with time zone,
  constraint channel_proof_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES contact_channel(id),
  constraint channel_proof_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint channel_proof_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text]))),
  constraint channel_proof_pkey PRIMARY KEY (id),
  constraint channel_proof_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX channel_proof_of_channel ON public.channel_proof USING btree (channel_id, id DESC);
alter table channel_proof enable row level security;

create table consent (
  id bigint generated always as identity not null,
  customer_id bigint not null,
  purpose text not null,
  given boolean not null,
  wording_id bigint not null,
  wording text not null,
  wording_hash bytea not null,
  page text not null,
  channel text not null,
  actor_kind text not null,
  actor_id bigint,
  reason text,
  answered_at timestamp with time zone not null,
  told_by text,
  constraint consent_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['customer'::text, 'staff'::text, 'system'::text]))),
  constraint consent_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint consent_pkey PRIMARY KEY (id),
  constraint consent_purpose_check CHECK ((purpose = ANY (ARRAY['offers-by-mail'::text, 'offers-by-phone'::text, 'advice-from-consumption'::text, 'surveys'::text]))),
  constraint consent_reason_check CHECK ((length(reason) <= 500)),
  constraint consent_told_by_check CHECK ((told_by = ANY (ARRAY['call'::text, 'counter'::text, 'letter'::text, 'e-mail'::text]))),
  constraint consent_wording_id_fkey FOREIGN KEY (wording_id) REFERENCES consent_wording(id)
);
CREATE INDEX consent_of_customer ON public.consent USING btree (customer_id, purpose, id DESC);
alter table consent enable row level security;

create table consent_wording (
  id bigint generated always as identity not null,
  purpose text not null,
  version text not null,
  language text not null,
  wording text not null,
  valid_from date not null,
  constraint consent_wording_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text]))),
  constraint consent_wording_pkey PRIMARY KEY (id),
  constraint consent_wording_purpose_check CHECK ((purpose = ANY (ARRAY['offers-by-mail'::text, 'offers-by-phone'::text, 'advice-from-consumption'::text, 'surveys'::text]))),
  constraint consent_wording_purpose_version_language_key UNIQUE (purpose, version, language)
);
alter table consent_wording enable row level security;

create table contact (
  id bigint generated always as identity not null,
  contact_key text not null,
  customer_id bigint,
  contract_id bigint,
  channel text not null,
  direction text default 'in'::text not null,
  topic text not null,
  phase text not null,
  outcome text not null,
  solved boolean,
  verification text default 'none'::text not null,
  began_at timestamp with time zone not null,
  duration_s integer,
  note text,
  task_id bigint,
  entered_by bigint,
  entered_at timestamp with time zone default now() not null,
  row_version integer default 1 not null,
  changed_here_at timestamp with time zone,
  constraint contact_channel_check1 CHECK ((channel = ANY (ARRAY['phone'::text, 'counter'::text, 'letter'::text, 'reading-card'::text, 'e-mail'::text, 'other'::text]))),
  constraint contact_contact_key_key UNIQUE (contact_key),
  constraint contact_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES contract(id),
  constraint contact_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint contact_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  constraint contact_duration_s_check CHECK (((duration_s >= 0) AND (duration_s <= 86400))),
  constraint contact_entered_by_fkey FOREIGN KEY (entered_by) REFERENCES staff(id),
  constraint contact_note_check CHECK ((length(note) <= 1000)),
  constraint contact_outcome_check CHECK ((outcome = ANY (ARRAY['answered'::text, 'done'::text, 'task-opened'::text, 'forwarded'::text, 'call-back'::text, 'not-reached'::text]))),
  constraint contact_phase_check CHECK ((phase = ANY (ARRAY['joining'::text, 'staying'::text, 'paying'::text, 'leaving'::text, 'any'::text]))),
  constraint contact_pkey PRIMARY KEY (id),
  constraint contact_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(id),
  constraint contact_topic_fkey FOREIGN KEY (topic) REFERENCES contact_topic(code),
  constraint contact_verification_check CHECK ((verification = ANY (ARRAY['none'::text, 'name'::text, 'numbers'::text, 'pin'::text])))
);
CREATE INDEX contact_again ON public.contact USING btree (customer_id, topic, began_at) INCLUDE (contract_id) WHERE (direction = 'in'::text);
CREATE INDEX contact_by_time ON public.contact USING btree (began_at, id);
CREATE INDEX contact_of_customer ON public.contact USING btree (customer_id, began_at DESC, id DESC);
alter table contact enable row level security;

create table contact_channel (
  id bigint generated always as identity not null,
  customer_id bigint not null,
  kind text not null,
  value text not null,
  state text default 'unconfirmed'::text not null,
  purposes text[] default '{contract,reminder,outage}'::text[] not null,
  added_at timestamp with time zone not null,
  added_by text not null,
  confirmed_at timestamp with time zone,
  bounced_at timestamp with time zone,
  removed_at timestamp with time zone,
  constraint contact_channel_added_by_check CHECK ((added_by = ANY (ARRAY['customer'::text, 'staff'::text]))),
  constraint contact_channel_check CHECK (((state <> 'confirmed'::text) OR (confirmed_at IS NOT NULL))),
  constraint contact_channel_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint contact_channel_kind_check CHECK ((kind = ANY (ARRAY['e-mail'::text, 'mobile'::text]))),
  constraint contact_channel_pkey PRIMARY KEY (id),
  constraint contact_channel_purposes_check CHECK ((purposes <@ '{contract,reminder,outage}'::text[])),
  constraint contact_channel_state_check CHECK ((state = ANY (ARRAY['unconfirmed'::text, 'confirmed'::text, 'bounced'::text, 'removed'::text]))),
  constraint contact_channel_value_check CHECK (((length(value) >= 1) AND (length(value) <= 254)))
);
CREATE INDEX contact_channel_by_value ON public.contact_channel USING btree (value) WHERE (state <> 'removed'::text);
CREATE UNIQUE INDEX contact_channel_once ON public.contact_channel USING btree (customer_id, kind, value) WHERE (state <> 'removed'::text);
alter table contact_channel enable row level security;

create table contact_file (
  id bigint generated always as identity not null,
  contact_id bigint not null,
  sha256 bytea not null,
  name text not null,
  media_type text not null,
  bytes integer not null,
  added_by bigint,
  added_at timestamp with time zone not null,
  constraint contact_file_added_by_fkey FOREIGN KEY (added_by) REFERENCES staff(id),
  constraint contact_file_bytes_check CHECK ((bytes > 0)),
  constraint contact_file_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contact(id),
  constraint contact_file_contact_id_sha256_key UNIQUE (contact_id, sha256),
  constraint contact_file_media_type_check CHECK ((media_type = ANY (ARRAY['application/pdf'::text, 'image/jpeg'::text, 'image/png'::text]))),
  constraint contact_file_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint contact_file_pkey PRIMARY KEY (id)
);
alter table contact_file enable row level security;

create table contact_topic (
  code text not null,
  name_de text not null,
  name_en text not null,
  phase text not null,
  position smallint not null,
  constraint contact_topic_code_check CHECK ((code ~ '^[a-z][a-z-]{1,29}$'::text)),
  constraint contact_topic_phase_check CHECK ((phase = ANY (ARRAY['joining'::text, 'staying'::text, 'paying'::text, 'leaving'::text, 'any'::text]))),
  constraint contact_topic_pkey PRIMARY KEY (code)
);
alter table contact_topic enable row level security;

create table contract (
  id bigint generated always as identity not null,
  contract_number text not null,
  contract_account_id bigint not null,
  customer_id bigint not null,
  market_location_id bigint not null,
  starts_on date not null,
  ends_on date,
  row_version integer default 1 not null,
  changed_here_at timestamp with time zone,
  constraint contract_check CHECK ((ends_on >= starts_on)),
  constraint contract_contract_account_id_fkey FOREIGN KEY (contract_account_id) REFERENCES contract_account(id),
  constraint contract_contract_number_key UNIQUE (contract_number),
  constraint contract_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint contract_market_location_id_fkey FOREIGN KEY (market_location_id) REFERENCES market_location(id),
  constraint contract_pkey PRIMARY KEY (id)
);
CREATE INDEX contract_number_typed ON public.contract USING btree (customer_number_key(contract_number) COLLATE "C");
CREATE INDEX contract_of_account ON public.contract USING btree (contract_account_id);
CREATE INDEX contract_of_customer ON public.contract USING btree (customer_id, market_location_id);
CREATE INDEX contract_of_market_location ON public.contract USING btree (market_location_id, starts_on);
alter table contract enable row level security;

create table contract_account (
  id bigint generated always as identity not null,
  contract_account_number text not null,
  customer_id bigint not null,
  payer_customer_id bigint,
  recipient_customer_id bigint,
  billing_month smallint,
  row_version integer default 1 not null,
  changed_here_at timestamp with time zone,
  constraint contract_account_billing_month_check CHECK (((billing_month >= 1) AND (billing_month <= 12))),
  constraint contract_account_contract_account_number_key UNIQUE (contract_account_number),
  constraint contract_account_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint contract_account_payer_customer_id_fkey FOREIGN KEY (payer_customer_id) REFERENCES customer(id),
  constraint contract_account_pkey PRIMARY KEY (id),
  constraint contract_account_recipient_customer_id_fkey FOREIGN KEY (recipient_customer_id) REFERENCES customer(id)
);
CREATE INDEX contract_account_number_typed ON public.contract_account USING btree (customer_number_key(contract_account_number) COLLATE "C");
CREATE INDEX contract_account_of_customer ON public.contract_account USING btree (customer_id);
alter table contract_account enable row level security;

create table contract_price (
  contract_id bigint not null,
  valid_from date not null,
  product_code text not null,
  product_name text not null,
  price_sheet text,
  unit_price_ct numeric(12,6),
  base_price_eur_year numeric(12,4),
  constraint contract_price_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES contract(id) ON DELETE CASCADE,
  constraint contract_price_pkey PRIMARY KEY (contract_id, valid_from)
);
alter table contract_price enable row level security;

create table customer (
  id bigint generated always as identity not null,
  customer_number text not null,
  kind text not null,
  salutation text default 'none'::text not null,
  title text,
  first_name text,
  last_name text,
  company_name text,
  register_number text,
  birth_date date,
  email text,
  phone text,
  mobile text,
  street text,
  house_number text,
  postal_code text,
  city text,
  country text default 'DE'::text not null,
  language text default 'de'::text not null,
  row_version integer default 1 not null,
  changed_here_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  died_on date,
  estate_contact text,
  restricted_at timestamp with time zone,
  erased_at timestamp with time zone,
  merged_into_id bigint,
  constraint customer_check CHECK (((kind = 'company'::text) OR (last_name IS NOT NULL))),
  constraint customer_check1 CHECK (((kind <> 'company'::text) OR (company_name IS NOT NULL))),
  constraint customer_customer_number_check CHECK (((length(customer_number) >= 1) AND (length(customer_number) <= 20))),
  constraint customer_customer_number_key UNIQUE (customer_number),
  constraint customer_estate_contact_check CHECK ((length(estate_contact) <= 120)),
  constraint customer_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'household'::text, 'company'::text]))),
  constraint customer_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text]))),
  constraint customer_merged_into_id_fkey FOREIGN KEY (merged_into_id) REFERENCES customer(id),
  constraint customer_pkey PRIMARY KEY (id),
  constraint customer_salutation_check CHECK ((salutation = ANY (ARRAY['ms'::text, 'mr'::text, 'none'::text])))
);
CREATE INDEX customer_by_number_key ON public.customer USING btree (customer_number_key(customer_number));
CREATE INDEX customer_email_typed ON public.customer USING btree (lower(email) COLLATE "C") WHERE (email IS NOT NULL);
CREATE INDEX customer_merged_into ON public.customer USING btree (merged_into_id) WHERE (merged_into_id IS NOT NULL);
CREATE INDEX customer_mobile_typed ON public.customer USING btree (mobile COLLATE "C") WHERE (mobile IS NOT NULL);
CREATE INDEX customer_number_typed ON public.customer USING btree (customer_number_key(customer_number) COLLATE "C");
CREATE INDEX customer_phone_typed ON public.customer USING btree (phone COLLATE "C") WHERE (phone IS NOT NULL);
alter table customer enable row level security;

create table customer_change (
  id bigint generated always as identity not null,
  customer_id bigint not null,
  kind text not null,
  contract_account_id bigint,
  before jsonb,
  after jsonb,
  changed_at timestamp with time zone not null,
  channel text not null,
  actor_kind text not null,
  actor_id bigint,
  reason text,
  origin text not null,
  undo_until timestamp with time zone,
  undo_hash bytea,
  undone_at timestamp with time zone,
  undo_of bigint,
  told_by text,
  constraint customer_change_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['customer'::text, 'staff'::text, 'machine'::text, 'system'::text, 'guest'::text]))),
  constraint customer_change_contract_account_id_fkey FOREIGN KEY (contract_account_id) REFERENCES contract_account(id),
  constraint customer_change_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint customer_change_kind_check CHECK ((kind = ANY (ARRAY['name'::text, 'address'::text, 'bank'::text, 'mandate'::text, 'email'::text, 'mobile'::text, 'phone'::text, 'preferences'::text]))),
  constraint customer_change_pkey PRIMARY KEY (id),
  constraint customer_change_reason_check CHECK ((length(reason) <= 500)),
  constraint customer_change_told_by_check CHECK ((told_by = ANY (ARRAY['call'::text, 'counter'::text, 'letter'::text, 'e-mail'::text]))),
  constraint customer_change_undo_hash_key UNIQUE (undo_hash),
  constraint customer_change_undo_of_fkey FOREIGN KEY (undo_of) REFERENCES customer_change(id)
);
CREATE INDEX customer_change_of_customer ON public.customer_change USING btree (customer_id, id DESC);
alter table customer_change enable row level security;

create table customer_merge (
  id bigint generated always as identity not null,
  survivor_id bigint not null,
  merged_id bigint not null,
  staff_id bigint not null,
  reason text not null,
  before jsonb not null,
  after jsonb not null,
  merged_at timestamp with time zone not null,
  undone_at timestamp with time zone,
  undone_by_staff_id bigint,
  constraint customer_merge_merged_id_fkey FOREIGN KEY (merged_id) REFERENCES customer(id),
  constraint customer_merge_pkey PRIMARY KEY (id),
  constraint customer_merge_reason_check CHECK (((length(reason) >= 5) AND (length(reason) <= 500))),
  constraint customer_merge_survivor_id_fkey FOREIGN KEY (survivor_id) REFERENCES customer(id)
);
CREATE INDEX customer_merge_of_survivor ON public.customer_merge USING btree (survivor_id);
CREATE UNIQUE INDEX customer_merge_once ON public.customer_merge USING btree (merged_id) WHERE (undone_at IS NULL);
alter table customer_merge enable row level security;

create table customer_merge_row (
  merge_id bigint not null,
  table_name text not null,
  row_key bigint not null,
  constraint customer_merge_row_merge_id_fkey FOREIGN KEY (merge_id) REFERENCES customer_merge(id),
  constraint customer_merge_row_pkey PRIMARY KEY (merge_id, table_name, row_key)
);
alter table customer_merge_row enable row level security;

create table customer_preference (
  customer_id bigint not null,
  letters text default 'post'::text not null,
  notify text default 'e-mail'::text not null,
  form_of_address text default 'sie'::text not null,
  quiet_from time without time zone,
  quiet_to time without time zone,
  row_version integer default 1 not null,
  constraint customer_preference_check CHECK (((quiet_from IS NULL) = (quiet_to IS NULL))),
  constraint customer_preference_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint customer_preference_form_of_address_check CHECK ((form_of_address = ANY (ARRAY['sie'::text, 'du'::text]))),
  constraint customer_preference_letters_check CHECK ((letters = ANY (ARRAY['portal'::text, 'post'::text]))),
  constraint customer_preference_notify_check CHECK ((notify = ANY (ARRAY['e-mail'::text, 'sms'::text, 'none'::text]))),
  constraint customer_preference_pkey PRIMARY KEY (customer_id)
);
alter table customer_preference enable row level security;

create table customer_protection (
  id bigint generated always as identity not null,
  customer_id bigint not null,
  kind text not null,
  note text not null,
  granted_until date,
  set_by_staff_id bigint not null,
  set_at timestamp with time zone not null,
  ended_by_staff_id bigint,
  ended_at timestamp with time zone,
  constraint customer_protection_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint customer_protection_ended_by_staff_id_fkey FOREIGN KEY (ended_by_staff_id) REFERENCES staff(id),
  constraint customer_protection_kind_check CHECK ((kind = ANY (ARRAY['address-block'::text, 'other'::text]))),
  constraint customer_protection_note_check CHECK (((length(note) >= 5) AND (length(note) <= 300))),
  constraint customer_protection_pkey PRIMARY KEY (id),
  constraint customer_protection_set_by_staff_id_fkey FOREIGN KEY (set_by_staff_id) REFERENCES staff(id)
);
CREATE UNIQUE INDEX customer_protection_once ON public.customer_protection USING btree (customer_id) WHERE (ended_at IS NULL);
alter table customer_protection enable row level security;

create table customer_search (
  customer_id bigint not null,
  words text[] not null,
  names smallint not null,
  constraint customer_search_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id) ON DELETE CASCADE,
  constraint customer_search_pkey PRIMARY KEY (customer_id)
);
CREATE INDEX customer_search_words ON public.customer_search USING gin (words);
alter table customer_search enable row level security;

create table customer_search_word (
  word text not null,
  sound text not null,
  variants text[] not null,
  uses bigint not null,
  constraint customer_search_word_pkey PRIMARY KEY (word)
);
CREATE INDEX customer_search_word_sound ON public.customer_search_word USING btree (sound);
CREATE INDEX customer_search_word_trigrams ON public.customer_search_word USING gin (word gin_trgm_ops);
CREATE INDEX customer_search_word_variants ON public.customer_search_word USING gin (variants);
alter table customer_search_word enable row level security;

create table delivery_rule (
  id bigint generated always as identity not null,
  kind text not null,
  demands text not null,
  source text not null,
  says_de text not null,
  says_en text not null,
  valid_from date not null,
  valid_to date,
  constraint delivery_rule_check CHECK ((valid_to >= valid_from)),
  constraint delivery_rule_demands_check CHECK ((demands = ANY (ARRAY['post'::text, 'registered'::text]))),
  constraint delivery_rule_pkey PRIMARY KEY (id),
  constraint delivery_rule_source_check CHECK (((length(source) >= 3) AND (length(source) <= 120)))
);
CREATE INDEX delivery_rule_of_kind ON public.delivery_rule USING btree (kind, valid_from);

create table duplicate_pair (
  id bigint generated always as identity not null,
  a_id bigint not null,
  b_id bigint not null,
  score smallint not null,
  reasons text[] not null,
  state text default 'open'::text not null,
  found_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  decided_by_staff_id bigint,
  row_version integer default 1 not null,
  constraint duplicate_pair_a_id_b_id_key UNIQUE (a_id, b_id),
  constraint duplicate_pair_a_id_fkey FOREIGN KEY (a_id) REFERENCES customer(id),
  constraint duplicate_pair_b_id_fkey FOREIGN KEY (b_id) REFERENCES customer(id),
  constraint duplicate_pair_check CHECK ((a_id < b_id)),
  constraint duplicate_pair_pkey PRIMARY KEY (id),
  constraint duplicate_pair_state_check CHECK ((state = ANY (ARRAY['open'::text, 'dismissed'::text, 'merged'::text])))
);
CREATE INDEX duplicate_pair_open ON public.duplicate_pair USING btree (score DESC, id) WHERE (state = 'open'::text);
alter table duplicate_pair enable row level security;

create table erasure_request (
  id bigint generated always as identity not null,
  customer_id bigint not null,
  channel text not null,
  actor_kind text not null,
  actor_id bigint not null,
  asked_at timestamp with time zone not null,
  state text default 'asked'::text not null,
  reason text,
  decided_by_staff_id bigint,
  decided_at timestamp with time zone,
  restricted_until date,
  erased_at timestamp with time zone,
  row_version integer default 1 not null,
  constraint erasure_request_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['customer'::text, 'staff'::text]))),
  constraint erasure_request_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint erasure_request_pkey PRIMARY KEY (id),
  constraint erasure_request_reason_check CHECK ((length(reason) <= 500)),
  constraint erasure_request_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'refused'::text, 'released'::text, 'waiting'::text, 'restricted'::text, 'erased'::text])))
);
CREATE INDEX erasure_request_due ON public.erasure_request USING btree (state) WHERE (state = ANY (ARRAY['released'::text, 'waiting'::text, 'restricted'::text]));
CREATE UNIQUE INDEX erasure_request_open ON public.erasure_request USING btree (customer_id) WHERE (state = ANY (ARRAY['asked'::text, 'released'::text, 'waiting'::text, 'restricted'::text]));
alter table erasure_request enable row level security;

create table escalation_ladder (
  code text not null,
  urgent boolean default false not null,
  bundle_minutes smallint default 0 not null,
  constraint escalation_ladder_bundle_minutes_check CHECK (((bundle_minutes >= 0) AND (bundle_minutes <= 1440))),
  constraint escalation_ladder_code_check CHECK ((code ~ '^[a-z][a-z-]{1,29}$'::text)),
  constraint escalation_ladder_pkey PRIMARY KEY (code)
);

create table escalation_of_kind (
  kind text not null,
  ladder text not null,
  constraint escalation_of_kind_kind_fkey FOREIGN KEY (kind) REFERENCES letter_kind(code),
  constraint escalation_of_kind_ladder_fkey FOREIGN KEY (ladder) REFERENCES escalation_ladder(code),
  constraint escalation_of_kind_pkey PRIMARY KEY (kind)
);

create table escalation_step (
  ladder text not null,
  step smallint not null,
  after_days smallint not null,
  act text not null,
  constraint escalation_step_act_check CHECK ((act = ANY (ARRAY['notice'::text, 'other-channel'::text, 'reminder'::text, 'paper'::text]))),
  constraint escalation_step_after_days_check CHECK (((after_days >= 0) AND (after_days <= 90))),
  constraint escalation_step_check CHECK (((step > 0) OR (after_days = 0))),
  constraint escalation_step_ladder_fkey FOREIGN KEY (ladder) REFERENCES escalation_ladder(code),
  constraint escalation_step_pkey PRIMARY KEY (ladder, step),
  constraint escalation_step_step_check CHECK (((step >= 0) AND (step <= 9)))
);

create table exchange_change (
  id bigint generated always as identity not null,
  object text not null,
  object_id bigint not null,
  customer_id bigint,
  fact_id bigint not null,
  fact text not null,
  fields text[] default '{}'::text[] not null,
  channel text not null,
  actor_kind text not null,
  actor_id bigint,
  occurred_at timestamp with time zone not null,
  state jsonb,
  changed_here_at timestamp with time zone,
  constraint exchange_change_fact_id_object_object_id_key UNIQUE (fact_id, object, object_id),
  constraint exchange_change_pkey PRIMARY KEY (id)
);
CREATE INDEX exchange_change_of_customer ON public.exchange_change USING btree (customer_id, id DESC);
CREATE INDEX exchange_change_of_object ON public.exchange_change USING btree (object, object_id, id);
alter table exchange_change enable row level security;

create table exchange_conflict (
  id bigint generated always as identity not null,
  source text not null,
  batch_id bigint,
  line bigint,
  change_id bigint,
  system text,
  object text not null,
  object_id bigint,
  fields jsonb not null,
  state text default 'open'::text not null,
  seen_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  decided_by_staff_id bigint,
  constraint exchange_conflict_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES import_batch(id) ON DELETE CASCADE,
  constraint exchange_conflict_change_id_fkey FOREIGN KEY (change_id) REFERENCES exchange_change(id) ON DELETE CASCADE,
  constraint exchange_conflict_pkey PRIMARY KEY (id),
  constraint exchange_conflict_source_check CHECK ((source = ANY (ARRAY['import'::text, 'refusal'::text]))),
  constraint exchange_conflict_state_check CHECK ((state = ANY (ARRAY['open'::text, 'kept'::text, 'taken'::text, 'gone'::text]))),
  constraint exchange_conflict_system_fkey FOREIGN KEY (system) REFERENCES exchange_system(key)
);
CREATE INDEX exchange_conflict_of_batch ON public.exchange_conflict USING btree (batch_id, id);
CREATE INDEX exchange_conflict_of_change ON public.exchange_conflict USING btree (change_id);
CREATE INDEX exchange_conflict_open ON public.exchange_conflict USING btree (object, object_id) WHERE (state = 'open'::text);
CREATE UNIQUE INDEX exchange_conflict_of_refusal ON public.exchange_conflict USING btree (change_id, system) WHERE ((state = 'open'::text) AND (source = 'refusal'::text));
CREATE UNIQUE INDEX exchange_conflict_once ON public.exchange_conflict USING btree (object, object_id) WHERE ((state = 'open'::text) AND (source = 'import'::text) AND (object_id IS NOT NULL));

create table exchange_delta (
  name text not null,
  written_until bigint default 0 not null,
  planned_until bigint,
  constraint exchange_delta_pkey PRIMARY KEY (name)
);

create table exchange_receipt (
  id bigint generated always as identity not null,
  system text not null,
  receipt_key text not null,
  change_id bigint not null,
  outcome text not null,
  effect text not null,
  answered_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  way text not null,
  constraint exchange_receipt_effect_check CHECK ((effect = ANY (ARRAY['applied'::text, 'repeated'::text, 'late'::text, 'unknown'::text]))),
  constraint exchange_receipt_outcome_check CHECK ((outcome = ANY (ARRAY['taken-over'::text, 'refused'::text]))),
  constraint exchange_receipt_pkey PRIMARY KEY (id),
  constraint exchange_receipt_receipt_key_check CHECK (((length(receipt_key) >= 1) AND (length(receipt_key) <= 100))),
  constraint exchange_receipt_system_fkey FOREIGN KEY (system) REFERENCES exchange_system(key),
  constraint exchange_receipt_system_receipt_key_key UNIQUE (system, receipt_key),
  constraint exchange_receipt_way_check CHECK ((way = ANY (ARRAY['api'::text, 'file'::text])))
);
CREATE INDEX exchange_receipt_of_change ON public.exchange_receipt USING btree (change_id);

create table exchange_speaker (
  machine_id bigint not null,
  system text not null,
  constraint exchange_speaker_pkey PRIMARY KEY (machine_id),
  constraint exchange_speaker_system_fkey FOREIGN KEY (system) REFERENCES exchange_system(key)
);

create table exchange_system (
  key text not null,
  name text not null,
  constraint exchange_system_key_check CHECK ((key ~ '^[a-z][a-z0-9-]{1,30}$'::text)),
  constraint exchange_system_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  constraint exchange_system_pkey PRIMARY KEY (key)
);

create table exchange_takeover (
  change_id bigint not null,
  system text not null,
  object text not null,
  object_id bigint not null,
  customer_id bigint,
  fields text[] not null,
  state text default 'waiting'::text not null,
  answered_at timestamp with time zone,
  reference text,
  reason_code text,
  reason text,
  constraint exchange_takeover_change_id_fkey FOREIGN KEY (change_id) REFERENCES exchange_change(id) ON DELETE CASCADE,
  constraint exchange_takeover_pkey PRIMARY KEY (change_id, system),
  constraint exchange_takeover_reason_check CHECK ((length(reason) <= 500)),
  constraint exchange_takeover_reason_code_check CHECK ((length(reason_code) <= 60)),
  constraint exchange_takeover_reference_check CHECK ((length(reference) <= 100)),
  constraint exchange_takeover_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'taken-over'::text, 'refused'::text, 'settled'::text]))),
  constraint exchange_takeover_system_fkey FOREIGN KEY (system) REFERENCES exchange_system(key)
);
CREATE INDEX exchange_takeover_of_customer ON public.exchange_takeover USING btree (customer_id, change_id DESC);
CREATE INDEX exchange_takeover_open ON public.exchange_takeover USING btree (object, object_id) WHERE (state = ANY (ARRAY['waiting'::text, 'refused'::text]));
alter table exchange_takeover enable row level security;

create table fault_report (
  id bigint generated always as identity not null,
  kind text not null,
  street text not null,
  house_number text,
  postal_code text not null,
  city text,
  description text,
  phone text,
  task_id bigint,
  reported_at timestamp with time zone not null,
  constraint fault_report_city_check CHECK ((length(city) <= 100)),
  constraint fault_report_description_check CHECK ((length(description) <= 1000)),
  constraint fault_report_house_number_check CHECK ((length(house_number) <= 20)),
  constraint fault_report_kind_check CHECK ((kind = ANY (ARRAY['gas'::text, 'water'::text, 'power'::text, 'heat'::text, 'other'::text]))),
  constraint fault_report_phone_check CHECK ((length(phone) <= 40)),
  constraint fault_report_pkey PRIMARY KEY (id),
  constraint fault_report_postal_code_check CHECK ((length(postal_code) <= 10)),
  constraint fault_report_street_check CHECK ((length(street) <= 100)),
  constraint fault_report_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(id)
);
CREATE INDEX fault_report_of_task ON public.fault_report USING btree (task_id);
alter table fault_report enable row level security;

create table gas_factor (
  id bigint generated always as identity not null,
  gas_factor_key text not null,
  postal_code text,
  valid_from date not null,
  valid_to date not null,
  volume_conversion_factor numeric(6,4) not null,
  calorific_value numeric(7,3) not null,
  constraint gas_factor_check CHECK ((valid_to >= valid_from)),
  constraint gas_factor_gas_factor_key_key UNIQUE (gas_factor_key),
  constraint gas_factor_pkey PRIMARY KEY (id)
);
CREATE INDEX gas_factor_by_day ON public.gas_factor USING btree (valid_from, valid_to);

create table grant_invite (
  id bigint generated always as identity not null,
  customer_id bigint not null,
  shown_as text not null,
  invited_by_account_id bigint,
  email text not null,
  person_name text not null,
  rights text[] not null,
  site_ids bigint[],
  contract_ids bigint[],
  grant_valid_to timestamp with time zone,
  kind text default 'person'::text not null,
  origin text not null,
  language text not null,
  made_at timestamp with time zone default now() not null,
  token_hash bytea,
  ends_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  account_id bigint,
  withdrawn_at timestamp with time zone,
  power_id bigint,
  constraint grant_invite_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint grant_invite_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint grant_invite_email_check CHECK ((email = lower(email))),
  constraint grant_invite_invited_by_account_id_fkey FOREIGN KEY (invited_by_account_id) REFERENCES account(id),
  constraint grant_invite_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'attorney'::text]))),
  constraint grant_invite_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text]))),
  constraint grant_invite_pkey PRIMARY KEY (id),
  constraint grant_invite_power_id_fkey FOREIGN KEY (power_id) REFERENCES power_of_attorney(id),
  constraint grant_invite_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX grant_invite_of_customer ON public.grant_invite USING btree (customer_id, id DESC);
alter table grant_invite enable row level security;

create table guest_reading (
  id bigint generated always as identity not null,
  reference text not null,
  meter_number_typed text not null,
  contract_number_typed text not null,
  values_typed jsonb not null,
  read_on date not null,
  received_at timestamp with time zone not null,
  state text default 'received'::text not null,
  reading_ids bigint[] default '{}'::bigint[] not null,
  customer_id bigint,
  unmatched_because text,
  constraint guest_reading_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint guest_reading_pkey PRIMARY KEY (id),
  constraint guest_reading_reference_key UNIQUE (reference),
  constraint guest_reading_state_check CHECK ((state = ANY (ARRAY['received'::text, 'taken-over'::text, 'unmatched'::text])))
);
alter table guest_reading enable row level security;

create table idempotent_answer (
  machine_id bigint not null,
  key_hash bytea not null,
  request_hash bytea not null,
  status smallint,
  answer jsonb,
  created_at timestamp with time zone default now() not null,
  constraint idempotent_answer_pkey PRIMARY KEY (machine_id, key_hash)
);
CREATE INDEX idempotent_answer_by_age ON public.idempotent_answer USING btree (created_at);

create table import_batch (
  id bigint generated always as identity not null,
  file text not null,
  content_sha256 bytea,
  state text default 'running'::text not null,
  line_done bigint default 0 not null,
  rows_read bigint default 0 not null,
  rows_new bigint default 0 not null,
  rows_changed bigint default 0 not null,
  rows_same bigint default 0 not null,
  rows_refused bigint default 0 not null,
  rows_conflicting bigint default 0 not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  failure text,
  constraint import_batch_pkey PRIMARY KEY (id),
  constraint import_batch_state_check CHECK ((state = ANY (ARRAY['running'::text, 'stopped'::text, 'done'::text, 'failed'::text])))
);
CREATE UNIQUE INDEX import_batch_resumable ON public.import_batch USING btree (file, content_sha256) WHERE (state <> 'done'::text);

create table import_reference (
  batch_id bigint not null,
  line bigint not null,
  source_key text not null,
  reference text not null,
  done boolean default false not null,
  constraint import_reference_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES import_batch(id) ON DELETE CASCADE,
  constraint import_reference_pkey PRIMARY KEY (batch_id, line)
);

create table import_refusal (
  batch_id bigint not null,
  line bigint not null,
  column_name text default ''::text not null,
  code text not null,
  value_shown text,
  constraint import_refusal_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES import_batch(id) ON DELETE CASCADE,
  constraint import_refusal_pkey PRIMARY KEY (batch_id, line, column_name, code)
);

create table interval_series (
  register_id bigint not null,
  market_location_id bigint not null,
  day date not null,
  unit text not null,
  status text default 'measured'::text not null,
  quarter_hours integer[] not null,
  total bigint default array_total(quarter_hours) not null,
  entered_at timestamp with time zone not null,
  row_version integer default 1 not null,
  changed_here_at timestamp with time zone,
  constraint interval_series_check CHECK ((cardinality(quarter_hours) = quarter_hours_of(day))),
  constraint interval_series_pkey PRIMARY KEY (register_id, day),
  constraint interval_series_quarter_hours_check CHECK ((0 <= ALL (quarter_hours))),
  constraint interval_series_register_id_market_location_id_fkey FOREIGN KEY (register_id, market_location_id) REFERENCES register(id, market_location_id) ON UPDATE CASCADE,
  constraint interval_series_status_check CHECK ((status = ANY (ARRAY['measured'::text, 'substituted'::text, 'provisional'::text]))),
  constraint interval_series_unit_check CHECK ((unit = ANY (ARRAY['Wh'::text, 'l'::text])))
);
CREATE INDEX interval_series_of_market_location ON public.interval_series USING btree (market_location_id, day);
alter table interval_series enable row level security;

create table issuer_arrival (
  token_hash bytea not null,
  issuer text not null,
  subject text not null,
  shown_as text,
  ends_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint issuer_arrival_pkey PRIMARY KEY (token_hash)
);
alter table issuer_arrival enable row level security;

create table journal (
  id bigint generated always as identity not null,
  name text not null,
  phase text not null,
  customer_id bigint,
  contract_id bigint,
  channel text not null,
  actor_kind text not null,
  actor_id bigint,
  occurred_at timestamp with time zone not null,
  recorded_at timestamp with time zone default clock_timestamp() not null,
  payload jsonb not null,
  constraint journal_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['customer'::text, 'staff'::text, 'machine'::text, 'system'::text, 'guest'::text]))),
  constraint journal_phase_check CHECK ((phase = ANY (ARRAY['joining'::text, 'staying'::text, 'paying'::text, 'leaving'::text, 'any'::text]))),
  constraint journal_pkey PRIMARY KEY (id, recorded_at)
) partition by RANGE (recorded_at);
CREATE INDEX journal_by_name ON ONLY public.journal USING btree (name, occurred_at DESC);
CREATE INDEX journal_of_customer ON ONLY public.journal USING btree (customer_id, occurred_at DESC, id DESC);
CREATE INDEX journal_of_task ON ONLY public.journal USING btree ((((payload ->> 'taskId'::text))::bigint), id) WHERE (name ~~ 'tasks.%'::text);
alter table journal enable row level security;

create table journal_clearing (
  one_row boolean default true not null,
  cleared_before timestamp with time zone not null,
  constraint journal_clearing_one_row_check CHECK (one_row),
  constraint journal_clearing_pkey PRIMARY KEY (one_row)
);

create table journal_feed (
  position bigint generated always as identity not null,
  journal_id bigint not null,
  recorded_at timestamp with time zone not null,
  name text not null,
  customer_id bigint,
  constraint journal_feed_pkey PRIMARY KEY ("position")
);
CREATE INDEX journal_feed_of_customer ON public.journal_feed USING btree (customer_id, "position");
CREATE UNIQUE INDEX journal_feed_once ON public.journal_feed USING btree (journal_id);
alter table journal_feed enable row level security;

create table journal_heard (
  listener text not null,
  journal_id bigint not null,
  heard_at timestamp with time zone default clock_timestamp() not null,
  constraint journal_heard_pkey PRIMARY KEY (listener, journal_id)
);

create table journal_pending (
  journal_id bigint not null,
  recorded_at timestamp with time zone not null,
  constraint journal_pending_pkey PRIMARY KEY (journal_id)
);

create table journal_reader (
  name text not null,
  position bigint not null,
  constraint journal_reader_pkey PRIMARY KEY (name)
);

create table known_browser (
  account_id bigint not null,
  token_hash bytea not null,
  first_seen_at timestamp with time zone default now() not null,
  last_seen_at timestamp with time zone default now() not null,
  user_agent text,
  constraint known_browser_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint known_browser_pkey PRIMARY KEY (account_id, token_hash)
);
alter table known_browser enable row level security;

create table leading_system (
  object text not null,
  field text default '*'::text not null,
  system text not null,
  constraint leading_system_pkey PRIMARY KEY (object, field),
  constraint leading_system_system_fkey FOREIGN KEY (system) REFERENCES exchange_system(key)
);

create table leading_system_planned (
  object text not null,
  field text not null,
  system text,
  from_day date not null,
  planned_by_staff_id bigint not null,
  planned_at timestamp with time zone not null,
  constraint leading_system_planned_pkey PRIMARY KEY (object, field, from_day),
  constraint leading_system_planned_system_fkey FOREIGN KEY (system) REFERENCES exchange_system(key)
);

create table legal_hold (
  id bigint generated always as identity not null,
  customer_id bigint not null,
  contract_account_id bigint,
  kind text not null,
  note text not null,
  set_by_staff_id bigint,
  set_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint legal_hold_contract_account_id_fkey FOREIGN KEY (contract_account_id) REFERENCES contract_account(id),
  constraint legal_hold_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint legal_hold_kind_check CHECK ((kind = ANY (ARRAY['open-balance'::text, 'dispute'::text, 'authority'::text]))),
  constraint legal_hold_note_check CHECK (((length(note) >= 5) AND (length(note) <= 500))),
  constraint legal_hold_pkey PRIMARY KEY (id)
);
CREATE INDEX legal_hold_of_customer ON public.legal_hold USING btree (customer_id) WHERE (ended_at IS NULL);
alter table legal_hold enable row level security;

create table letter (
  id bigint generated always as identity not null,
  customer_id bigint not null,
  contract_id bigint,
  kind text not null,
  kind_version integer not null,
  source text not null,
  source_key text not null,
  title text not null,
  language text not null,
  importance text not null,
  category text not null,
  action_due_on date,
  state text default 'ordered'::text not null,
  pages smallint,
  ordered_at timestamp with time zone not null,
  published_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_because text,
  replaced_by_letter_id bigint,
  cut_off boolean default false not null,
  row_version integer default 1 not null,
  constraint letter_category_check CHECK ((category = ANY (ARRAY['joining'::text, 'staying'::text, 'paying'::text, 'leaving'::text, 'account'::text]))),
  constraint letter_check CHECK (((importance <> 'action'::text) OR (action_due_on IS NOT NULL))),
  constraint letter_check2 CHECK (((state = ANY (ARRAY['withdrawn'::text, 'replaced'::text])) = (ended_at IS NOT NULL))),
  constraint letter_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES contract(id),
  constraint letter_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint letter_ended_because_check CHECK ((length(ended_because) <= 500)),
  constraint letter_importance_check CHECK ((importance = ANY (ARRAY['action'::text, 'important'::text, 'information'::text]))),
  constraint letter_kind_fkey FOREIGN KEY (kind) REFERENCES letter_kind(code),
  constraint letter_kind_version_check CHECK ((kind_version > 0)),
  constraint letter_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text]))),
  constraint letter_pages_check CHECK ((pages > 0)),
  constraint letter_pkey PRIMARY KEY (id),
  constraint letter_published_check CHECK (((state = ANY (ARRAY['published'::text, 'withdrawn'::text, 'replaced'::text, 'erased'::text])) = ((published_at IS NOT NULL) AND (pages IS NOT NULL)))),
  constraint letter_replaced_by_letter_id_fkey FOREIGN KEY (replaced_by_letter_id) REFERENCES letter(id),
  constraint letter_source_check CHECK ((source ~ '^[a-z][a-z0-9-]{0,39}$'::text)),
  constraint letter_source_key_check CHECK (((length(source_key) >= 1) AND (length(source_key) <= 200))),
  constraint letter_source_source_key_key UNIQUE (source, source_key),
  constraint letter_state_check CHECK ((state = ANY (ARRAY['ordered'::text, 'published'::text, 'withdrawn'::text, 'replaced'::text, 'failed'::text, 'erased'::text]))),
  constraint letter_title_check CHECK (((length(title) >= 1) AND (length(title) <= 200)))
);
CREATE INDEX letter_by_day ON public.letter USING btree (published_at) WHERE (published_at IS NOT NULL);
CREATE INDEX letter_of_customer ON public.letter USING btree (customer_id, published_at DESC, id DESC);
CREATE INDEX letter_of_kind ON public.letter USING btree (kind, published_at DESC);
alter table letter enable row level security;

create table letter_batch (
  id bigint generated always as identity not null,
  folder text not null,
  index_sha256 bytea not null,
  lines integer not null,
  begun_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint letter_batch_folder_check CHECK (((length(folder) >= 1) AND (length(folder) <= 200))),
  constraint letter_batch_index_sha256_check CHECK ((length(index_sha256) = 32)),
  constraint letter_batch_index_sha256_key UNIQUE (index_sha256),
  constraint letter_batch_lines_check CHECK ((lines >= 0)),
  constraint letter_batch_pkey PRIMARY KEY (id)
);
alter table letter_batch enable row level security;

create table letter_batch_line (
  batch_id bigint not null,
  line integer not null,
  source_key text not null,
  outcome text not null,
  reason text,
  letter_id bigint,
  constraint letter_batch_line_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES letter_batch(id),
  constraint letter_batch_line_check CHECK (((outcome = 'refused'::text) = (reason IS NOT NULL))),
  constraint letter_batch_line_check1 CHECK (((outcome = 'refused'::text) = (letter_id IS NULL))),
  constraint letter_batch_line_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES letter(id),
  constraint letter_batch_line_outcome_check CHECK ((outcome = ANY (ARRAY['taken'::text, 'known'::text, 'refused'::text]))),
  constraint letter_batch_line_pkey PRIMARY KEY (batch_id, line)
);
alter table letter_batch_line enable row level security;

create table letter_chain_head (
  only_one boolean default true not null,
  seq bigint not null,
  hash bytea not null,
  constraint letter_chain_head_only_one_check CHECK (only_one),
  constraint letter_chain_head_pkey PRIMARY KEY (only_one)
);
alter table letter_chain_head enable row level security;

create table letter_check (
  id bigint generated always as identity not null,
  scope text not null,
  begun_at timestamp with time zone not null,
  ended_at timestamp with time zone not null,
  records bigint not null,
  letters bigint not null,
  files bigint not null,
  bytes bigint not null,
  roots integer not null,
  stamps integer not null,
  findings integer not null,
  constraint letter_check_pkey PRIMARY KEY (id),
  constraint letter_check_scope_check CHECK ((scope = ANY (ARRAY['whole'::text, 'share'::text])))
);
alter table letter_check enable row level security;

create table letter_check_finding (
  check_id bigint not null,
  position integer not null,
  what text not null,
  seq bigint,
  letter_id bigint,
  detail text not null,
  constraint letter_check_finding_check_id_fkey FOREIGN KEY (check_id) REFERENCES letter_check(id),
  constraint letter_check_finding_detail_check CHECK ((length(detail) <= 500)),
  constraint letter_check_finding_pkey PRIMARY KEY (check_id, "position"),
  constraint letter_check_finding_what_check CHECK (((length(what) >= 1) AND (length(what) <= 40)))
);
alter table letter_check_finding enable row level security;

create table letter_content (
  letter_id bigint not null,
  customer_id bigint not null,
  frame jsonb,
  reading jsonb not null,
  search_text text not null,
  input_hash bytea not null,
  constraint letter_content_input_hash_check CHECK ((length(input_hash) = 32)),
  constraint letter_content_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES letter(id),
  constraint letter_content_pkey PRIMARY KEY (letter_id)
);
alter table letter_content enable row level security;

create table letter_deletion (
  id bigint generated always as identity not null,
  kind text not null,
  state text default 'proposed'::text not null,
  letters integer not null,
  proposed_by_staff_id bigint not null,
  proposed_at timestamp with time zone not null,
  decided_by_staff_id bigint,
  decided_at timestamp with time zone,
  because text,
  done_at timestamp with time zone,
  row_version integer default 1 not null,
  constraint letter_deletion_because_check CHECK ((length(because) <= 500)),
  constraint letter_deletion_check CHECK ((decided_by_staff_id <> proposed_by_staff_id)),
  constraint letter_deletion_check1 CHECK (((state = 'proposed'::text) = (decided_at IS NULL))),
  constraint letter_deletion_kind_fkey FOREIGN KEY (kind) REFERENCES letter_kind(code),
  constraint letter_deletion_pkey PRIMARY KEY (id),
  constraint letter_deletion_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'released'::text, 'refused'::text, 'done'::text])))
);
alter table letter_deletion enable row level security;

create table letter_deletion_item (
  deletion_id bigint not null,
  letter_id bigint not null,
  outcome text,
  constraint letter_deletion_item_deletion_id_fkey FOREIGN KEY (deletion_id) REFERENCES letter_deletion(id),
  constraint letter_deletion_item_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES letter(id),
  constraint letter_deletion_item_outcome_check CHECK ((outcome = ANY (ARRAY['erased'::text, 'held'::text, 'not-due'::text, 'refused'::text]))),
  constraint letter_deletion_item_pkey PRIMARY KEY (deletion_id, letter_id)
);
CREATE UNIQUE INDEX letter_deletion_item_open ON public.letter_deletion_item USING btree (letter_id) WHERE (outcome IS NULL);
alter table letter_deletion_item enable row level security;

create table letter_delivery (
  letter_id bigint not null,
  customer_id bigint not null,
  way text not null,
  because text not null,
  rule_id bigint,
  ladder text not null,
  decided_at timestamp with time zone not null,
  step smallint default 0 not null,
  next_step_at timestamp with time zone,
  ended_because text,
  constraint letter_delivery_because_check CHECK ((because = ANY (ARRAY['law'::text, 'nature'::text, 'choice-post'::text, 'no-channel'::text, 'choice-portal'::text, 'kind-digital'::text, 'kind-post'::text, 'source-posts'::text, 'told-directly'::text]))),
  constraint letter_delivery_ended_because_check CHECK ((ended_because = ANY (ARRAY['opened'::text, 'on-paper'::text, 'ended-letter'::text, 'last-step'::text, 'told-directly'::text]))),
  constraint letter_delivery_ladder_fkey FOREIGN KEY (ladder) REFERENCES escalation_ladder(code),
  constraint letter_delivery_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES letter(id),
  constraint letter_delivery_pkey PRIMARY KEY (letter_id),
  constraint letter_delivery_rule_id_fkey FOREIGN KEY (rule_id) REFERENCES delivery_rule(id),
  constraint letter_delivery_way_check CHECK ((way = ANY (ARRAY['digital'::text, 'post'::text, 'both'::text, 'elsewhere'::text])))
);
CREATE INDEX letter_delivery_due ON public.letter_delivery USING btree (next_step_at, letter_id) WHERE (next_step_at IS NOT NULL);
CREATE INDEX letter_delivery_open ON public.letter_delivery USING btree (customer_id) WHERE (next_step_at IS NOT NULL);
alter table letter_delivery enable row level security;

create table letter_design (
  id bigint generated always as identity not null,
  kind text not null,
  version integer not null,
  state text default 'draft'::text not null,
  body jsonb not null,
  note text default ''::text not null,
  author_ids bigint[] not null,
  changed_at timestamp with time zone not null,
  proposed_at timestamp with time zone,
  checked_by bigint,
  released_at timestamp with time zone,
  valid_from date,
  row_version integer default 1 not null,
  constraint letter_design_author_ids_check CHECK (((cardinality(author_ids) >= 1) AND (cardinality(author_ids) <= 50))),
  constraint letter_design_check CHECK (((state = 'released'::text) = (released_at IS NOT NULL))),
  constraint letter_design_check1 CHECK (((state = 'released'::text) = ((checked_by IS NOT NULL) AND (valid_from IS NOT NULL)))),
  constraint letter_design_check2 CHECK (((state <> 'proposed'::text) OR (proposed_at IS NOT NULL))),
  constraint letter_design_check3 CHECK (((checked_by IS NULL) OR (NOT (checked_by = ANY (author_ids))))),
  constraint letter_design_kind_fkey FOREIGN KEY (kind) REFERENCES letter_kind(code),
  constraint letter_design_kind_version_key UNIQUE (kind, version),
  constraint letter_design_note_check CHECK ((length(note) <= 300)),
  constraint letter_design_pkey PRIMARY KEY (id),
  constraint letter_design_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'proposed'::text, 'released'::text, 'dropped'::text]))),
  constraint letter_design_version_check CHECK (((version >= 1) AND (version <= 9999)))
);
CREATE INDEX letter_design_in_force ON public.letter_design USING btree (kind, valid_from DESC, version DESC) WHERE (state = 'released'::text);
CREATE UNIQUE INDEX letter_design_open ON public.letter_design USING btree (kind) WHERE (state = ANY (ARRAY['draft'::text, 'proposed'::text]));
alter table letter_design enable row level security;

create table letter_event (
  id bigint generated always as identity not null,
  letter_id bigint not null,
  customer_id bigint not null,
  account_id bigint,
  what text not null,
  why text,
  happened_at timestamp with time zone not null,
  constraint letter_event_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES letter(id),
  constraint letter_event_letter_id_what_account_id_key UNIQUE NULLS NOT DISTINCT (letter_id, what, account_id),
  constraint letter_event_pkey PRIMARY KEY (id),
  constraint letter_event_what_check CHECK ((what = ANY (ARRAY['published'::text, 'notified'::text, 'posted'::text, 'opened'::text, 'downloaded'::text, 'deemed-received'::text, 'withdrawn'::text, 'replaced'::text]))),
  constraint letter_event_why_check CHECK ((length(why) <= 200))
);
CREATE INDEX letter_event_by_day ON public.letter_event USING btree (happened_at, what);
alter table letter_event enable row level security;

create table letter_factor (
  item text not null,
  valid_from date not null,
  low numeric(12,4) not null,
  value numeric(12,4) not null,
  high numeric(12,4) not null,
  measured boolean not null,
  source text not null,
  staff_id bigint,
  constraint letter_factor_check CHECK (((low <= value) AND (value <= high))),
  constraint letter_factor_check1 CHECK (((NOT measured) OR (low = high))),
  constraint letter_factor_item_check CHECK ((item = ANY (ARRAY['print-sheet'::text, 'envelope'::text, 'inserting'::text, 'handling'::text, 'postage-discount'::text, 'notice-email'::text, 'notice-sms'::text, 'return-handling'::text, 'address-search'::text, 'contact-minute'::text, 'contact-minutes'::text, 'paper-sheet'::text, 'co2-sheet'::text, 'co2-transport'::text, 'follow-up-days'::text, 'base-days'::text, 'adoption'::text, 'reprint'::text]))),
  constraint letter_factor_low_check CHECK ((low >= (0)::numeric)),
  constraint letter_factor_pkey PRIMARY KEY (item, valid_from),
  constraint letter_factor_source_check CHECK (((length(source) >= 3) AND (length(source) <= 300)))
);
alter table letter_factor enable row level security;

create table letter_feedback (
  id bigint generated always as identity not null,
  letter_id bigint not null,
  customer_id bigint not null,
  account_id bigint not null,
  understood boolean,
  solved boolean,
  words text,
  given_at timestamp with time zone not null,
  constraint letter_feedback_check CHECK (((understood IS NOT NULL) OR (solved IS NOT NULL) OR (words IS NOT NULL))),
  constraint letter_feedback_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES letter(id),
  constraint letter_feedback_pkey PRIMARY KEY (id),
  constraint letter_feedback_words_check CHECK ((length(words) <= 1000))
);
CREATE INDEX letter_feedback_of_letter ON public.letter_feedback USING btree (letter_id, id DESC);
alter table letter_feedback enable row level security;

create table letter_figure_day (
  day date not null,
  kind text not null,
  kind_version integer not null,
  letters integer not null,
  pages integer not null,
  digital integer not null,
  printed integer not null,
  escalated integer not null,
  registered integer not null,
  sheets integer not null,
  postage_cents bigint not null,
  returned integer not null,
  resent integer not null,
  no_channel integer not null,
  notices_email integer not null,
  notices_sms integer not null,
  reminders integer not null,
  opened integer not null,
  downloaded integer not null,
  feedback integer not null,
  understood integer not null,
  not_understood integer not null,
  solved integer not null,
  questions integer not null,
  contacts integer not null,
  contacts_timed integer not null,
  contact_seconds bigint not null,
  contacts_resolved integer not null,
  contacts_before integer not null,
  cause_lost integer not null,
  cause_address integer not null,
  cause_unread integer not null,
  cause_misunderstood integer not null,
  counted_at timestamp with time zone not null,
  constraint letter_figure_day_kind_fkey FOREIGN KEY (kind) REFERENCES letter_kind(code),
  constraint letter_figure_day_pkey PRIMARY KEY (day, kind, kind_version)
);
alter table letter_figure_day enable row level security;

create table letter_file (
  letter_id bigint not null,
  position smallint not null,
  customer_id bigint not null,
  form text not null,
  language text not null,
  title text not null,
  sha256 bytea not null,
  size_bytes integer not null,
  pages smallint not null,
  constraint letter_file_form_check CHECK ((form = ANY (ARRAY['letter'::text, 'large-print'::text, 'other-language'::text, 'enclosure'::text]))),
  constraint letter_file_language_check CHECK ((language ~ '^[a-z]{2}$'::text)),
  constraint letter_file_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES letter(id),
  constraint letter_file_pages_check CHECK ((pages > 0)),
  constraint letter_file_pkey PRIMARY KEY (letter_id, "position"),
  constraint letter_file_position_check CHECK ((("position" >= 0) AND ("position" <= 20))),
  constraint letter_file_sha256_check CHECK ((length(sha256) = 32)),
  constraint letter_file_size_bytes_check CHECK ((size_bytes > 0)),
  constraint letter_file_title_check CHECK (((length(title) >= 1) AND (length(title) <= 200)))
);
CREATE INDEX letter_file_by_content ON public.letter_file USING btree (sha256);
alter table letter_file enable row level security;

create table letter_file_left (
  sha256 bytea not null,
  since timestamp with time zone not null,
  constraint letter_file_left_pkey PRIMARY KEY (sha256),
  constraint letter_file_left_sha256_check CHECK ((length(sha256) = 32))
);
alter table letter_file_left enable row level security;

create table letter_hold (
  id bigint generated always as identity not null,
  customer_id bigint,
  letter_id bigint,
  reason text not null,
  set_by_staff_id bigint not null,
  set_at timestamp with time zone not null,
  lifted_by_staff_id bigint,
  lifted_at timestamp with time zone,
  lifted_because text,
  constraint letter_hold_check CHECK (((customer_id IS NULL) <> (letter_id IS NULL))),
  constraint letter_hold_check1 CHECK ((((lifted_at IS NULL) = (lifted_because IS NULL)) AND ((lifted_at IS NULL) = (lifted_by_staff_id IS NULL)))),
  constraint letter_hold_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint letter_hold_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES letter(id),
  constraint letter_hold_lifted_because_check CHECK (((length(lifted_because) >= 5) AND (length(lifted_because) <= 500))),
  constraint letter_hold_pkey PRIMARY KEY (id),
  constraint letter_hold_reason_check CHECK (((length(reason) >= 5) AND (length(reason) <= 500)))
);
CREATE INDEX letter_hold_of_customer ON public.letter_hold USING btree (customer_id) WHERE (lifted_at IS NULL);
CREATE INDEX letter_hold_of_letter ON public.letter_hold USING btree (letter_id) WHERE (lifted_at IS NULL);
alter table letter_hold enable row level security;

create table letter_kind (
  code text not null,
  title_de text not null,
  title_en text not null,
  importance text not null,
  category text not null,
  topic text default 'general'::text not null,
  confirmed boolean default true not null,
  by_customer boolean default false not null,
  by_post boolean default false not null,
  row_version integer default 1 not null,
  retention text default 'voucher'::text not null,
  constraint letter_kind_category_check CHECK ((category = ANY (ARRAY['joining'::text, 'staying'::text, 'paying'::text, 'leaving'::text, 'account'::text]))),
  constraint letter_kind_code_check CHECK ((code ~ '^[a-z][a-z0-9.-]{1,59}$'::text)),
  constraint letter_kind_importance_check CHECK ((importance = ANY (ARRAY['action'::text, 'important'::text, 'information'::text]))),
  constraint letter_kind_pkey PRIMARY KEY (code),
  constraint letter_kind_retention_check CHECK ((retention = ANY (ARRAY['voucher'::text, 'business-letter'::text, 'claim'::text]))),
  constraint letter_kind_title_de_check CHECK (((length(title_de) >= 1) AND (length(title_de) <= 100))),
  constraint letter_kind_title_en_check CHECK (((length(title_en) >= 1) AND (length(title_en) <= 100))),
  constraint letter_kind_topic_check CHECK (((length(topic) >= 1) AND (length(topic) <= 40)))
);
alter table letter_kind enable row level security;

create table letter_kind_way (
  id bigint generated always as identity not null,
  kind text not null,
  way text not null,
  decided_at timestamp with time zone not null,
  staff_id bigint,
  figures jsonb,
  constraint letter_kind_way_kind_fkey FOREIGN KEY (kind) REFERENCES letter_kind(code),
  constraint letter_kind_way_pkey PRIMARY KEY (id),
  constraint letter_kind_way_way_check CHECK ((way = ANY (ARRAY['digital'::text, 'post'::text])))
);
CREATE INDEX letter_kind_way_newest ON public.letter_kind_way USING btree (kind, id DESC);

create table letter_lock (
  sha256 bytea not null,
  locked_until date not null,
  constraint letter_lock_pkey PRIMARY KEY (sha256),
  constraint letter_lock_sha256_check CHECK ((length(sha256) = 32))
);
CREATE INDEX letter_lock_ends ON public.letter_lock USING btree (locked_until);
alter table letter_lock enable row level security;

create table letter_module (
  code text not null,
  version integer not null,
  body jsonb not null,
  released_in bigint not null,
  released_at timestamp with time zone not null,
  constraint letter_module_code_check CHECK ((code ~ '^[a-z][a-z0-9-]{1,59}$'::text)),
  constraint letter_module_pkey PRIMARY KEY (code, version),
  constraint letter_module_released_in_fkey FOREIGN KEY (released_in) REFERENCES letter_design(id),
  constraint letter_module_version_check CHECK (((version >= 1) AND (version <= 9999)))
);
alter table letter_module enable row level security;

create table letter_notice (
  id bigint generated always as identity not null,
  letter_id bigint not null,
  customer_id bigint not null,
  step smallint not null,
  act text not null,
  via text not null,
  address text not null,
  language text not null,
  not_before timestamp with time zone not null,
  message_key text,
  state text default 'waiting'::text not null,
  constraint letter_notice_act_check CHECK ((act = ANY (ARRAY['notice'::text, 'other-channel'::text, 'reminder'::text]))),
  constraint letter_notice_address_check CHECK (((length(address) >= 1) AND (length(address) <= 1000))),
  constraint letter_notice_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text]))),
  constraint letter_notice_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES letter(id),
  constraint letter_notice_letter_id_step_via_address_key UNIQUE (letter_id, step, via, address),
  constraint letter_notice_pkey PRIMARY KEY (id),
  constraint letter_notice_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'handed-over'::text, 'sent'::text, 'delivered'::text, 'failed'::text, 'dropped'::text]))),
  constraint letter_notice_via_check CHECK ((via = ANY (ARRAY['e-mail'::text, 'sms'::text, 'push'::text])))
);
CREATE INDEX letter_notice_due ON public.letter_notice USING btree (not_before, id) WHERE (state = 'waiting'::text);
CREATE INDEX letter_notice_of_message ON public.letter_notice USING btree (message_key) WHERE (message_key IS NOT NULL);
CREATE INDEX letter_notice_waiting_of ON public.letter_notice USING btree (customer_id, via, address) WHERE (state = 'waiting'::text);
alter table letter_notice enable row level security;

create table letter_order (
  letter_id bigint not null,
  customer_id bigint not null,
  priority smallint default 1 not null,
  recipient text[] not null,
  parameters jsonb not null,
  attempts smallint default 0 not null,
  next_try_at timestamp with time zone default now() not null,
  last_error text,
  told_directly boolean default false not null,
  on_paper boolean default false not null,
  constraint letter_order_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES letter(id),
  constraint letter_order_pkey PRIMARY KEY (letter_id),
  constraint letter_order_priority_check CHECK (((priority >= 1) AND (priority <= 9))),
  constraint letter_order_recipient_check CHECK (((cardinality(recipient) >= 1) AND (cardinality(recipient) <= 6)))
);
CREATE INDEX letter_order_due ON public.letter_order USING btree (priority, letter_id, next_try_at) WHERE (attempts < 5);
alter table letter_order enable row level security;

create table letter_question (
  id bigint generated always as identity not null,
  letter_id bigint not null,
  customer_id bigint not null,
  account_id bigint not null,
  words text not null,
  asked_at timestamp with time zone not null,
  constraint letter_question_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES letter(id),
  constraint letter_question_pkey PRIMARY KEY (id),
  constraint letter_question_words_check CHECK (((length(words) >= 1) AND (length(words) <= 2000)))
);
CREATE INDEX letter_question_of_letter ON public.letter_question USING btree (letter_id, id DESC);
alter table letter_question enable row level security;

create table letter_record (
  seq bigint not null,
  letter_id bigint not null,
  act text not null,
  meta_hash bytea not null,
  files_hash bytea not null,
  prev_hash bytea not null,
  hash bytea not null,
  recorded_at timestamp with time zone default clock_timestamp() not null,
  form smallint default 1 not null,
  constraint letter_record_act_check CHECK ((act = ANY (ARRAY['published'::text, 'withdrawn'::text, 'replaced'::text, 'erased'::text]))),
  constraint letter_record_form_check CHECK ((form = ANY (ARRAY[1, 2]))),
  constraint letter_record_hash_key UNIQUE (hash),
  constraint letter_record_letter_id_act_key UNIQUE (letter_id, act),
  constraint letter_record_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES letter(id),
  constraint letter_record_pkey PRIMARY KEY (seq)
);
alter table letter_record enable row level security;

create table letter_retention (
  class text not null,
  valid_from date not null,
  years smallint not null,
  from_year_end boolean not null,
  statute text not null,
  constraint letter_retention_class_check CHECK ((class = ANY (ARRAY['voucher'::text, 'business-letter'::text, 'claim'::text]))),
  constraint letter_retention_pkey PRIMARY KEY (class, valid_from),
  constraint letter_retention_years_check CHECK (((years >= 1) AND (years <= 30)))
);
alter table letter_retention enable row level security;

create table letter_root (
  number integer not null,
  closed_on date not null,
  first_seq bigint not null,
  last_seq bigint not null,
  chain_hash bytea not null,
  root bytea not null,
  previous_hash bytea not null,
  made_at timestamp with time zone not null,
  booked_at timestamp with time zone,
  token bytea,
  authority text,
  stamped_at timestamp with time zone,
  attempts smallint default 0 not null,
  last_error text,
  constraint letter_root_authority_check CHECK ((length(authority) <= 300)),
  constraint letter_root_chain_hash_check CHECK ((length(chain_hash) = 32)),
  constraint letter_root_check CHECK ((last_seq >= first_seq)),
  constraint letter_root_check1 CHECK (((token IS NULL) = (stamped_at IS NULL))),
  constraint letter_root_last_error_check CHECK ((length(last_error) <= 500)),
  constraint letter_root_number_check CHECK ((number > 0)),
  constraint letter_root_pkey PRIMARY KEY (number),
  constraint letter_root_previous_hash_check CHECK ((length(previous_hash) = 32)),
  constraint letter_root_root_check CHECK ((length(root) = 32))
);
alter table letter_root enable row level security;

create table letter_run (
  id bigint generated always as identity not null,
  name text not null,
  kind text not null,
  kind_version integer,
  criteria jsonb not null,
  parameters jsonb not null,
  purpose text not null,
  per_hour integer not null,
  per_day integer not null,
  starts_at timestamp with time zone not null,
  quiet_from smallint not null,
  quiet_to smallint not null,
  state text default 'draft'::text not null,
  author_id bigint not null,
  approved_by bigint,
  approved_at timestamp with time zone,
  ended_at timestamp with time zone,
  made_at timestamp with time zone not null,
  row_version integer default 1 not null,
  constraint letter_run_check CHECK (((state <> ALL (ARRAY['running'::text, 'stopped'::text, 'ended'::text])) OR (approved_by IS NOT NULL))),
  constraint letter_run_check1 CHECK (((approved_by IS NULL) OR (approved_by <> author_id))),
  constraint letter_run_check2 CHECK (((state = 'draft'::text) OR (state = 'dropped'::text) OR (kind_version IS NOT NULL))),
  constraint letter_run_kind_fkey FOREIGN KEY (kind) REFERENCES letter_kind(code),
  constraint letter_run_name_check CHECK (((length(name) >= 3) AND (length(name) <= 100))),
  constraint letter_run_per_day_check CHECK (((per_day >= 1) AND (per_day <= 1000000))),
  constraint letter_run_per_hour_check CHECK (((per_hour >= 1) AND (per_hour <= 100000))),
  constraint letter_run_pkey PRIMARY KEY (id),
  constraint letter_run_purpose_check CHECK ((purpose = ANY (ARRAY['contract'::text, 'offers-by-mail'::text, 'surveys'::text]))),
  constraint letter_run_quiet_from_check CHECK (((quiet_from >= 0) AND (quiet_from <= 23))),
  constraint letter_run_quiet_to_check CHECK (((quiet_to >= 0) AND (quiet_to <= 23))),
  constraint letter_run_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'proposed'::text, 'running'::text, 'stopped'::text, 'ended'::text, 'dropped'::text])))
);
CREATE INDEX letter_run_at_work ON public.letter_run USING btree (starts_at) WHERE (state = 'running'::text);
alter table letter_run enable row level security;

create table letter_run_item (
  run_id bigint not null,
  customer_id bigint not null,
  contract_id bigint,
  state text default 'waiting'::text not null,
  reason text,
  letter_id bigint,
  done_at timestamp with time zone,
  constraint letter_run_item_check CHECK (((state = 'ordered'::text) = (letter_id IS NOT NULL))),
  constraint letter_run_item_check1 CHECK (((state = 'refused'::text) = (reason IS NOT NULL))),
  constraint letter_run_item_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES contract(id),
  constraint letter_run_item_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint letter_run_item_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES letter(id),
  constraint letter_run_item_pkey PRIMARY KEY (run_id, customer_id),
  constraint letter_run_item_run_id_fkey FOREIGN KEY (run_id) REFERENCES letter_run(id),
  constraint letter_run_item_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'ordered'::text, 'refused'::text])))
);
CREATE INDEX letter_run_item_done ON public.letter_run_item USING btree (run_id, done_at) WHERE (state = 'ordered'::text);
CREATE INDEX letter_run_item_of_customer ON public.letter_run_item USING btree (customer_id);
CREATE INDEX letter_run_item_refused ON public.letter_run_item USING btree (run_id, customer_id) WHERE (state = 'refused'::text);
CREATE INDEX letter_run_item_waiting ON public.letter_run_item USING btree (run_id, customer_id) WHERE (state = 'waiting'::text);
alter table letter_run_item enable row level security;

create table letter_source (
  source text not null,
  posts_itself boolean not null,
  decided_at timestamp with time zone not null,
  constraint letter_source_pkey PRIMARY KEY (source)
);

create table letter_topic_contact (
  topic text not null,
  contact_topic text not null,
  constraint letter_topic_contact_pkey PRIMARY KEY (topic, contact_topic)
);
alter table letter_topic_contact enable row level security;

create table letter_usage_month (
  month date not null,
  what text not null,
  category text not null,
  times integer not null,
  customers integer not null,
  constraint letter_usage_month_pkey PRIMARY KEY (month, what, category),
  constraint letter_usage_month_what_check CHECK ((what = ANY (ARRAY['opened'::text, 'downloaded'::text, 'asked'::text, 'feedback'::text, 'told-email'::text, 'told-sms'::text])))
);
alter table letter_usage_month enable row level security;

create table letter_view_rule (
  valid_from date not null,
  months smallint not null,
  notice_days smallint not null,
  constraint letter_view_rule_months_check CHECK (((months >= 6) AND (months <= 120))),
  constraint letter_view_rule_notice_days_check CHECK (((notice_days >= 14) AND (notice_days <= 180))),
  constraint letter_view_rule_pkey PRIMARY KEY (valid_from)
);
alter table letter_view_rule enable row level security;

create table letter_view_told (
  customer_id bigint not null,
  until date not null,
  told_at timestamp with time zone not null,
  constraint letter_view_told_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint letter_view_told_pkey PRIMARY KEY (customer_id, until)
);
alter table letter_view_told enable row level security;

create table machine_call (
  id bigint generated always as identity not null,
  machine_id bigint not null,
  asked_at timestamp with time zone not null,
  method text not null,
  path text not null,
  status smallint not null,
  duration_ms integer not null,
  code text,
  fields jsonb,
  request_id text not null,
  constraint machine_call_path_check CHECK ((length(path) <= 200)),
  constraint machine_call_pkey PRIMARY KEY (id)
);
CREATE INDEX machine_call_by_age ON public.machine_call USING brin (asked_at);
CREATE INDEX machine_call_failed ON public.machine_call USING btree (machine_id, id DESC) WHERE (status >= 400);
CREATE INDEX machine_call_of_machine ON public.machine_call USING btree (machine_id, id DESC);
alter table machine_call enable row level security;

create table machine_client (
  id bigint generated always as identity not null,
  client_id text not null,
  name text not null,
  scopes text[] not null,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  scopes_allowed text[] not null,
  calls_per_minute integer,
  sandbox_of bigint,
  row_version integer default 1 not null,
  constraint machine_client_calls_per_minute_check CHECK (((calls_per_minute >= 1) AND (calls_per_minute <= 1000000))),
  constraint machine_client_client_id_key UNIQUE (client_id),
  constraint machine_client_pkey PRIMARY KEY (id),
  constraint machine_client_sandbox_of_fkey FOREIGN KEY (sandbox_of) REFERENCES machine_client(id),
  constraint machine_client_sandbox_of_key UNIQUE (sandbox_of)
);
alter table machine_client enable row level security;

create table machine_key (
  id bigint generated always as identity not null,
  machine_id bigint not null,
  secret_hash bytea not null,
  label text not null,
  created_at timestamp with time zone default now() not null,
  created_by_staff_id bigint,
  ends_at timestamp with time zone,
  last_used_at timestamp with time zone,
  constraint machine_key_label_check CHECK (((length(label) >= 1) AND (length(label) <= 60))),
  constraint machine_key_machine_id_fkey FOREIGN KEY (machine_id) REFERENCES machine_client(id) ON DELETE CASCADE,
  constraint machine_key_pkey PRIMARY KEY (id)
);
CREATE INDEX machine_key_of_machine ON public.machine_key USING btree (machine_id, id);
alter table machine_key enable row level security;

create table machine_person (
  machine_id bigint not null,
  staff_id bigint not null,
  named_at timestamp with time zone default now() not null,
  constraint machine_person_machine_id_fkey FOREIGN KEY (machine_id) REFERENCES machine_client(id) ON DELETE CASCADE,
  constraint machine_person_pkey PRIMARY KEY (machine_id, staff_id),
  constraint machine_person_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
);
CREATE INDEX machine_person_of_staff ON public.machine_person USING btree (staff_id);
alter table machine_person enable row level security;

create table machine_token (
  token_hash bytea not null,
  machine_client_id bigint not null,
  scopes text[] not null,
  expires_at timestamp with time zone not null,
  key_id bigint,
  constraint machine_token_key_id_fkey FOREIGN KEY (key_id) REFERENCES machine_key(id) ON DELETE CASCADE,
  constraint machine_token_machine_client_id_fkey FOREIGN KEY (machine_client_id) REFERENCES machine_client(id),
  constraint machine_token_pkey PRIMARY KEY (token_hash)
);
CREATE INDEX machine_token_by_end ON public.machine_token USING btree (expires_at);
CREATE INDEX machine_token_of_key ON public.machine_token USING btree (key_id);
alter table machine_token enable row level security;

create table mandate (
  id bigint generated always as identity not null,
  customer_id bigint not null,
  contract_account_id bigint not null,
  mandate_reference text not null,
  creditor_id text not null,
  creditor_name text not null,
  iban text not null,
  holder text not null,
  wording text not null,
  wording_version text not null,
  wording_hash bytea not null,
  language text not null,
  signed_on date not null,
  signed_at timestamp with time zone not null,
  signed_by text not null,
  state text default 'active'::text not null,
  ended_at timestamp with time zone,
  last_used_on date,
  told_by text,
  constraint mandate_check CHECK (((state = 'active'::text) = (ended_at IS NULL))),
  constraint mandate_contract_account_id_fkey FOREIGN KEY (contract_account_id) REFERENCES contract_account(id),
  constraint mandate_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint mandate_iban_check CHECK (((iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'::text) OR (iban = ''::text))),
  constraint mandate_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text]))),
  constraint mandate_mandate_reference_check CHECK ((mandate_reference ~ '^[A-Za-z0-9+?/:().,''-]{1,35}$'::text)),
  constraint mandate_mandate_reference_key UNIQUE (mandate_reference),
  constraint mandate_pkey PRIMARY KEY (id),
  constraint mandate_signed_by_check CHECK ((signed_by = ANY (ARRAY['portal'::text, 'desk'::text]))),
  constraint mandate_state_check CHECK ((state = ANY (ARRAY['active'::text, 'replaced'::text, 'revoked'::text]))),
  constraint mandate_told_by_check CHECK ((told_by = ANY (ARRAY['call'::text, 'counter'::text, 'letter'::text, 'e-mail'::text])))
);
CREATE INDEX mandate_of_customer ON public.mandate USING btree (customer_id, id DESC);
CREATE UNIQUE INDEX mandate_active ON public.mandate USING btree (contract_account_id) WHERE (state = 'active'::text);
alter table mandate enable row level security;

create table market_location (
  id bigint generated always as identity not null,
  market_location_code text not null,
  site_id bigint not null,
  commodity text not null,
  direction text default 'consumption'::text not null,
  grid_operator_code text,
  load_profile text,
  forecast_kwh numeric(14,3),
  row_version integer default 1 not null,
  changed_here_at timestamp with time zone,
  constraint market_location_commodity_check CHECK ((commodity = ANY (ARRAY['power'::text, 'gas'::text, 'water'::text, 'heat'::text]))),
  constraint market_location_direction_check CHECK ((direction = ANY (ARRAY['consumption'::text, 'feed-in'::text]))),
  constraint market_location_forecast_kwh_check CHECK ((forecast_kwh >= (0)::numeric)),
  constraint market_location_market_location_code_key UNIQUE (market_location_code),
  constraint market_location_pkey PRIMARY KEY (id),
  constraint market_location_site_id_fkey FOREIGN KEY (site_id) REFERENCES site(id)
);
CREATE INDEX market_location_code_typed ON public.market_location USING btree (customer_number_key(market_location_code) COLLATE "C");
CREATE INDEX market_location_of_site ON public.market_location USING btree (site_id);
alter table market_location enable row level security;

create table meter (
  id bigint generated always as identity not null,
  meter_number text not null,
  number_key text not null,
  commodity text not null,
  kind text not null,
  metering_location_code text,
  market_location_id bigint not null,
  manufacturer text,
  installed_on date not null,
  removed_on date,
  replaces_meter_id bigint,
  calibrated_until date,
  row_version integer default 1 not null,
  changed_here_at timestamp with time zone,
  constraint meter_check CHECK ((removed_on >= installed_on)),
  constraint meter_commodity_check CHECK ((commodity = ANY (ARRAY['power'::text, 'gas'::text, 'water'::text, 'heat'::text]))),
  constraint meter_kind_check CHECK ((kind = ANY (ARRAY['conventional'::text, 'modern'::text, 'smart'::text]))),
  constraint meter_market_location_id_fkey FOREIGN KEY (market_location_id) REFERENCES market_location(id),
  constraint meter_meter_number_key UNIQUE (meter_number),
  constraint meter_pkey PRIMARY KEY (id),
  constraint meter_replaces_meter_id_fkey FOREIGN KEY (replaces_meter_id) REFERENCES meter(id)
);
CREATE INDEX meter_by_number_key ON public.meter USING btree (number_key);
CREATE INDEX meter_by_number_typed ON public.meter USING btree (number_key COLLATE "C");
CREATE INDEX meter_by_tail ON public.meter USING btree (meter_number_tail(number_key)) WHERE (meter_number_tail(number_key) IS NOT NULL);
CREATE INDEX meter_calibration ON public.meter USING btree (calibrated_until, id) WHERE (removed_on IS NULL);
CREATE INDEX meter_of_market_location ON public.meter USING btree (market_location_id);
alter table meter enable row level security;

create table meter_exchange_report (
  id bigint generated always as identity not null,
  customer_id bigint not null,
  contract_id bigint,
  meter_id bigint not null,
  market_location_id bigint not null,
  exchanged_on date not null,
  new_meter_number text not null,
  registers jsonb not null,
  note text,
  source text not null,
  source_id bigint,
  source_key text not null,
  reported_at timestamp with time zone not null,
  state text default 'reported'::text not null,
  because text,
  decided_at timestamp with time zone,
  decided_by bigint,
  new_meter_id bigint,
  row_version integer default 1 not null,
  constraint meter_exchange_report_because_check CHECK ((length(because) <= 400)),
  constraint meter_exchange_report_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES contract(id),
  constraint meter_exchange_report_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint meter_exchange_report_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES staff(id),
  constraint meter_exchange_report_market_location_id_fkey FOREIGN KEY (market_location_id) REFERENCES market_location(id),
  constraint meter_exchange_report_meter_id_fkey FOREIGN KEY (meter_id) REFERENCES meter(id),
  constraint meter_exchange_report_new_meter_id_fkey FOREIGN KEY (new_meter_id) REFERENCES meter(id),
  constraint meter_exchange_report_new_meter_number_check CHECK (((length(new_meter_number) >= 4) AND (length(new_meter_number) <= 40))),
  constraint meter_exchange_report_note_check CHECK ((length(note) <= 300)),
  constraint meter_exchange_report_pkey PRIMARY KEY (id),
  constraint meter_exchange_report_source_check CHECK ((source = ANY (ARRAY['customer'::text, 'partner'::text, 'machine'::text]))),
  constraint meter_exchange_report_source_key_check CHECK ((length(source_key) <= 300)),
  constraint meter_exchange_report_source_key_key UNIQUE (source_key),
  constraint meter_exchange_report_state_check CHECK ((state = ANY (ARRAY['reported'::text, 'accepted'::text, 'refused'::text])))
);
CREATE INDEX meter_exchange_report_of_customer ON public.meter_exchange_report USING btree (customer_id, id DESC);
CREATE UNIQUE INDEX meter_exchange_report_open ON public.meter_exchange_report USING btree (meter_id) WHERE (state = 'reported'::text);
alter table meter_exchange_report enable row level security;

create table move_announcement (
  id bigint generated always as identity not null,
  customer_id bigint not null,
  moves_on date not null,
  street text not null,
  house_number text,
  postal_code text not null,
  city text not null,
  country text default 'DE'::text not null,
  letters_too boolean not null,
  announced_at timestamp with time zone not null,
  channel text not null,
  actor_kind text not null,
  actor_id bigint not null,
  reason text,
  origin text not null,
  applied_at timestamp with time zone,
  told_by text,
  constraint move_announcement_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['customer'::text, 'staff'::text]))),
  constraint move_announcement_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint move_announcement_pkey PRIMARY KEY (id),
  constraint move_announcement_reason_check CHECK ((length(reason) <= 500)),
  constraint move_announcement_told_by_check CHECK ((told_by = ANY (ARRAY['call'::text, 'counter'::text, 'letter'::text, 'e-mail'::text])))
);
CREATE INDEX move_announcement_due ON public.move_announcement USING btree (moves_on) WHERE (letters_too AND (applied_at IS NULL));
CREATE INDEX move_announcement_of_customer ON public.move_announcement USING btree (customer_id, id DESC);
alter table move_announcement enable row level security;

create table notice_count (
  day date not null,
  scope text not null,
  sent integer not null,
  constraint notice_count_pkey PRIMARY KEY (day, scope)
);

create table notice_farewell (
  token text default replace(replace(encode(sha256((((gen_random_uuid())::text || (gen_random_uuid())::text))::bytea), 'base64'::text), '+'::text, '-'::text), '/'::text, '_'::text) not null,
  customer_id bigint not null,
  address text not null,
  constraint notice_farewell_customer_id_address_key UNIQUE (customer_id, address),
  constraint notice_farewell_pkey PRIMARY KEY (token)
);
alter table notice_farewell enable row level security;

create table notice_health (
  hour timestamp with time zone not null,
  via text not null,
  sent integer default 0 not null,
  bounced integer default 0 not null,
  constraint notice_health_pkey PRIMARY KEY (hour, via)
);

create table notice_limit (
  via text not null,
  a_day_max integer not null,
  an_address_max integer not null,
  bounce_percent_max numeric(4,1) default 10 not null,
  stop_after integer default 50 not null,
  constraint notice_limit_a_day_max_check CHECK ((a_day_max > 0)),
  constraint notice_limit_an_address_max_check CHECK ((an_address_max > 0)),
  constraint notice_limit_pkey PRIMARY KEY (via),
  constraint notice_limit_via_check CHECK ((via = ANY (ARRAY['e-mail'::text, 'sms'::text, 'push'::text])))
);

create table notice_stop (
  id bigint generated always as identity not null,
  via text not null,
  sent integer not null,
  bounced integer not null,
  stopped_at timestamp with time zone not null,
  released_at timestamp with time zone,
  released_by_staff_id bigint,
  constraint notice_stop_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX notice_stop_now ON public.notice_stop USING btree (via) WHERE (released_at IS NULL);

create table openid_client (
  id bigint generated always as identity not null,
  client_id text not null,
  name text not null,
  secret_hash bytea,
  redirect_uris text[] not null,
  post_logout_uris text[] default '{}'::text[] not null,
  is_first_party boolean not null,
  created_at timestamp with time zone default now() not null,
  disabled_at timestamp with time zone,
  constraint openid_client_client_id_key UNIQUE (client_id),
  constraint openid_client_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint openid_client_pkey PRIMARY KEY (id),
  constraint openid_client_post_logout_uris_check CHECK ((cardinality(post_logout_uris) <= 20)),
  constraint openid_client_redirect_uris_check CHECK (((cardinality(redirect_uris) >= 1) AND (cardinality(redirect_uris) <= 20)))
);
alter table openid_client enable row level security;

create table openid_code (
  code_hash bytea not null,
  client_id bigint not null,
  account_id bigint not null,
  session_id bigint not null,
  redirect_uri text not null,
  scopes text[] not null,
  nonce text,
  code_challenge text not null,
  ends_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint openid_code_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint openid_code_client_id_fkey FOREIGN KEY (client_id) REFERENCES openid_client(id),
  constraint openid_code_pkey PRIMARY KEY (code_hash),
  constraint openid_code_session_id_fkey FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE CASCADE
);
CREATE INDEX openid_code_ended ON public.openid_code USING btree (ends_at);
alter table openid_code enable row level security;

create table openid_consent (
  id bigint generated always as identity not null,
  account_id bigint not null,
  client_id bigint not null,
  scopes text[] not null,
  given_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  constraint openid_consent_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint openid_consent_client_id_fkey FOREIGN KEY (client_id) REFERENCES openid_client(id),
  constraint openid_consent_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX openid_consent_once ON public.openid_consent USING btree (account_id, client_id) WHERE (withdrawn_at IS NULL);
alter table openid_consent enable row level security;

create table openid_key (
  kid text not null,
  public_jwk jsonb not null,
  sealed_private text not null,
  signs_from timestamp with time zone not null,
  signs_until timestamp with time zone not null,
  kept_until timestamp with time zone not null,
  constraint openid_key_pkey PRIMARY KEY (kid)
);
alter table openid_key enable row level security;

create table openid_subject (
  account_id bigint not null,
  subject uuid default gen_random_uuid() not null,
  constraint openid_subject_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint openid_subject_pkey PRIMARY KEY (account_id),
  constraint openid_subject_subject_key UNIQUE (subject)
);
alter table openid_subject enable row level security;

create table openid_token (
  token_hash bytea not null,
  code_hash bytea not null,
  client_id bigint not null,
  account_id bigint not null,
  session_id bigint not null,
  scopes text[] not null,
  ends_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint openid_token_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint openid_token_client_id_fkey FOREIGN KEY (client_id) REFERENCES openid_client(id),
  constraint openid_token_pkey PRIMARY KEY (token_hash),
  constraint openid_token_session_id_fkey FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE CASCADE
);
CREATE INDEX openid_token_of_code ON public.openid_token USING btree (code_hash);
CREATE INDEX openid_token_of_session ON public.openid_token USING btree (session_id);
alter table openid_token enable row level security;

create table outage (
  id bigint generated always as identity not null,
  commodity text not null,
  planned boolean default false not null,
  cause_de text not null,
  cause_en text,
  starts_at timestamp with time zone not null,
  expected_end_at timestamp with time zone,
  ended_at timestamp with time zone,
  published_at timestamp with time zone not null,
  published_by bigint,
  row_version integer default 1 not null,
  constraint outage_cause_de_check CHECK (((length(cause_de) >= 1) AND (length(cause_de) <= 200))),
  constraint outage_cause_en_check CHECK ((length(cause_en) <= 200)),
  constraint outage_commodity_check CHECK ((commodity = ANY (ARRAY['power'::text, 'gas'::text, 'water'::text, 'heat'::text]))),
  constraint outage_pkey PRIMARY KEY (id),
  constraint outage_published_by_fkey FOREIGN KEY (published_by) REFERENCES staff(id)
);
CREATE INDEX outage_ended ON public.outage USING btree (ended_at) WHERE (ended_at IS NOT NULL);
CREATE INDEX outage_running ON public.outage USING btree (starts_at) WHERE (ended_at IS NULL);
alter table outage enable row level security;

create table outage_area (
  outage_id bigint not null,
  postal_code text not null,
  street text default ''::text not null,
  street_key text default outage_street_key(street) not null,
  constraint outage_area_outage_id_fkey FOREIGN KEY (outage_id) REFERENCES outage(id),
  constraint outage_area_pkey PRIMARY KEY (outage_id, postal_code, street),
  constraint outage_area_postal_code_check CHECK ((postal_code ~ '^[0-9]{5}$'::text)),
  constraint outage_area_street_check CHECK ((length(street) <= 100))
);
CREATE INDEX outage_area_of_code ON public.outage_area USING btree (postal_code);
alter table outage_area enable row level security;

create table outage_telling (
  outage_id bigint not null,
  customer_id bigint not null,
  about text not null,
  told_at timestamp with time zone,
  constraint outage_telling_about_check CHECK ((about = ANY (ARRAY['published'::text, 'ended'::text]))),
  constraint outage_telling_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint outage_telling_outage_id_fkey FOREIGN KEY (outage_id) REFERENCES outage(id),
  constraint outage_telling_pkey PRIMARY KEY (outage_id, customer_id, about)
);
CREATE INDEX outage_to_tell ON public.outage_telling USING btree (outage_id, customer_id) WHERE (told_at IS NULL);
alter table outage_telling enable row level security;

create table outage_update (
  id bigint generated always as identity not null,
  outage_id bigint not null,
  text_de text not null,
  text_en text,
  expected_end_at timestamp with time zone,
  said_at timestamp with time zone not null,
  said_by bigint,
  constraint outage_update_outage_id_fkey FOREIGN KEY (outage_id) REFERENCES outage(id),
  constraint outage_update_pkey PRIMARY KEY (id),
  constraint outage_update_said_by_fkey FOREIGN KEY (said_by) REFERENCES staff(id),
  constraint outage_update_text_de_check CHECK (((length(text_de) >= 1) AND (length(text_de) <= 500))),
  constraint outage_update_text_en_check CHECK ((length(text_en) <= 500))
);
CREATE INDEX outage_update_of ON public.outage_update USING btree (outage_id, id DESC);
alter table outage_update enable row level security;

create table outbox (
  id bigint generated always as identity not null,
  idempotency_key text not null,
  channel text not null,
  kind text not null,
  recipient text not null,
  subject text not null,
  body_text text not null,
  body_html text,
  customer_id bigint,
  state text default 'waiting'::text not null,
  attempts smallint default 0 not null,
  last_error text,
  next_try_at timestamp with time zone default now() not null,
  created_at timestamp with time zone default now() not null,
  sent_at timestamp with time zone,
  holds_secret boolean default false not null,
  file_sha256 bytea,
  farewell_url text,
  return_token text default replace((gen_random_uuid())::text, '-'::text, ''::text) not null,
  constraint outbox_channel_check CHECK ((channel = ANY (ARRAY['e-mail'::text, 'sms'::text, 'print'::text]))),
  constraint outbox_farewell_url_check CHECK ((length(farewell_url) <= 300)),
  constraint outbox_file_sha256_check CHECK ((length(file_sha256) = 32)),
  constraint outbox_idempotency_key_key UNIQUE (idempotency_key),
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text])))
);
CREATE INDEX outbox_failed ON public.outbox USING btree (id DESC) WHERE (state = 'failed'::text);
CREATE INDEX outbox_newest ON public.outbox USING btree (id DESC);
CREATE INDEX outbox_waiting ON public.outbox USING btree (next_try_at) WHERE (state = 'waiting'::text);
CREATE UNIQUE INDEX outbox_return_token ON public.outbox USING btree (return_token);
alter table outbox enable row level security;

create table passkey (
  id bigint generated always as identity not null,
  account_id bigint not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint default 0 not null,
  transports text[] default '{}'::text[] not null,
  synced boolean default false not null,
  name text not null,
  made_at timestamp with time zone default now() not null,
  last_used_at timestamp with time zone,
  constraint passkey_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint passkey_credential_id_key UNIQUE (credential_id),
  constraint passkey_pkey PRIMARY KEY (id)
);
CREATE INDEX passkey_of_account ON public.passkey USING btree (account_id);
alter table passkey enable row level security;

create table passkey_challenge (
  challenge_hash bytea not null,
  purpose text not null,
  session_id bigint,
  ends_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint passkey_challenge_check CHECK (((purpose = 'sign-in'::text) = (session_id IS NULL))),
  constraint passkey_challenge_pkey PRIMARY KEY (challenge_hash),
  constraint passkey_challenge_purpose_check CHECK ((purpose = ANY (ARRAY['register'::text, 'sign-in'::text, 'confirm'::text])))
);
CREATE INDEX passkey_challenge_by_end ON public.passkey_challenge USING btree (ends_at);
alter table passkey_challenge enable row level security;

create table password_request (
  id bigint generated always as identity not null,
  email text,
  browser_hash bytea not null,
  origin text not null,
  language text not null,
  asked_at timestamp with time zone default now() not null,
  account_id bigint,
  token_hash bytea,
  ends_at timestamp with time zone,
  used_at timestamp with time zone,
  purpose text default 'password'::text not null,
  constraint password_request_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint password_request_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text]))),
  constraint password_request_pkey PRIMARY KEY (id),
  constraint password_request_purpose_check CHECK ((purpose = ANY (ARRAY['password'::text, 'sign-in'::text]))),
  constraint password_request_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX password_request_of_account ON public.password_request USING btree (account_id) WHERE (used_at IS NULL);
alter table password_request enable row level security;

create table personal_copy (
  id bigint generated always as identity not null,
  customer_id bigint not null,
  account_id bigint not null,
  language text not null,
  asked_at timestamp with time zone not null,
  state text default 'asked'::text not null,
  made_at timestamp with time zone,
  ends_at timestamp with time zone,
  file_sha256 bytea,
  size_bytes integer,
  summary jsonb,
  fetched_at timestamp with time zone,
  attempts smallint default 0 not null,
  constraint personal_copy_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint personal_copy_file_sha256_check CHECK ((length(file_sha256) = 32)),
  constraint personal_copy_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text]))),
  constraint personal_copy_pkey PRIMARY KEY (id),
  constraint personal_copy_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'ready'::text, 'failed'::text, 'ended'::text])))
);
CREATE INDEX personal_copy_due ON public.personal_copy USING btree (id) WHERE (state = 'asked'::text);
CREATE INDEX personal_copy_ending ON public.personal_copy USING btree (ends_at) WHERE (state = 'ready'::text);
CREATE INDEX personal_copy_of_customer ON public.personal_copy USING btree (customer_id, id DESC);
alter table personal_copy enable row level security;

create table postage_rate (
  product text not null,
  registered boolean not null,
  weight_max_g integer not null,
  cents integer not null,
  source text not null,
  valid_from date not null,
  constraint postage_rate_cents_check CHECK ((cents > 0)),
  constraint postage_rate_pkey PRIMARY KEY (product, registered, valid_from),
  constraint postage_rate_product_check CHECK ((product = ANY (ARRAY['standard'::text, 'kompakt'::text, 'gross'::text, 'maxi'::text]))),
  constraint postage_rate_weight_max_g_check CHECK ((weight_max_g > 0))
);

create table power_of_attorney (
  id bigint generated always as identity not null,
  customer_number_typed text not null,
  customer_name_typed text not null,
  customer_id bigint,
  kind text not null,
  person_name text not null,
  email text not null,
  wanted_until date,
  note text,
  proof_sha256 bytea not null,
  proof_type text not null,
  proof_bytes integer not null,
  origin text not null,
  language text not null,
  asked_at timestamp with time zone default now() not null,
  state text default 'asked'::text not null,
  rights text[],
  valid_until date,
  hidden_because text,
  first_staff_id bigint,
  first_at timestamp with time zone,
  second_staff_id bigint,
  decided_at timestamp with time zone,
  refused_because text,
  invite_id bigint,
  ended_at timestamp with time zone,
  ended_because text,
  row_version integer default 1 not null,
  constraint power_of_attorney_check CHECK (((second_staff_id IS NULL) OR (second_staff_id <> first_staff_id))),
  constraint power_of_attorney_check1 CHECK (((kind <> 'carer'::text) OR (state <> ALL (ARRAY['granted'::text, 'seen-once'::text])) OR (valid_until IS NOT NULL))),
  constraint power_of_attorney_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint power_of_attorney_email_check CHECK ((email = lower(email))),
  constraint power_of_attorney_ended_because_check CHECK ((ended_because = ANY (ARRAY['time'::text, 'customer'::text, 'self'::text, 'staff'::text, 'death'::text]))),
  constraint power_of_attorney_first_staff_id_fkey FOREIGN KEY (first_staff_id) REFERENCES staff(id),
  constraint power_of_attorney_invite_id_fkey FOREIGN KEY (invite_id) REFERENCES grant_invite(id),
  constraint power_of_attorney_kind_check CHECK ((kind = ANY (ARRAY['spouse'::text, 'relative'::text, 'carer'::text, 'heir'::text, 'landlord'::text, 'other'::text]))),
  constraint power_of_attorney_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text]))),
  constraint power_of_attorney_pkey PRIMARY KEY (id),
  constraint power_of_attorney_proof_bytes_check CHECK ((proof_bytes > 0)),
  constraint power_of_attorney_proof_type_check CHECK ((proof_type = ANY (ARRAY['application/pdf'::text, 'image/jpeg'::text, 'image/png'::text, 'image/webp'::text]))),
  constraint power_of_attorney_second_staff_id_fkey FOREIGN KEY (second_staff_id) REFERENCES staff(id),
  constraint power_of_attorney_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'seen-once'::text, 'granted'::text, 'refused'::text, 'ended'::text])))
);
CREATE INDEX power_by_invite ON public.power_of_attorney USING btree (invite_id) WHERE (invite_id IS NOT NULL);
CREATE INDEX power_of_customer ON public.power_of_attorney USING btree (customer_id, id DESC) WHERE (customer_id IS NOT NULL);
alter table power_of_attorney enable row level security;

create table print_job (
  id bigint generated always as identity not null,
  letter_id bigint not null,
  customer_id bigint not null,
  job_key text not null,
  because text not null,
  recipient text[] not null,
  pages smallint not null,
  sheets smallint not null,
  weight_g integer not null,
  product text not null,
  registered boolean default false not null,
  postage_cents integer not null,
  state text default 'waiting'::text not null,
  cut_off_at timestamp with time zone not null,
  printer_ref text,
  attempts smallint default 0 not null,
  next_try_at timestamp with time zone not null,
  last_error text,
  ordered_at timestamp with time zone not null,
  handed_over_at timestamp with time zone,
  posted_at timestamp with time zone,
  posting_proof text,
  returned_at timestamp with time zone,
  receipt_noted boolean default false not null,
  ended_because text,
  row_version integer default 1 not null,
  constraint print_job_because_check CHECK ((because = ANY (ARRAY['law'::text, 'nature'::text, 'choice-post'::text, 'no-channel'::text, 'kind-post'::text, 'not-opened'::text, 'channel-lost'::text, 'again'::text]))),
  constraint print_job_ended_because_check CHECK ((length(ended_because) <= 300)),
  constraint print_job_job_key_check CHECK ((job_key ~ '^[a-z0-9-]{6,60}$'::text)),
  constraint print_job_job_key_key UNIQUE (job_key),
  constraint print_job_letter_id_because_key UNIQUE (letter_id, because),
  constraint print_job_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES letter(id),
  constraint print_job_pages_check CHECK ((pages > 0)),
  constraint print_job_pkey PRIMARY KEY (id),
  constraint print_job_posting_proof_check CHECK ((length(posting_proof) <= 100)),
  constraint print_job_sheets_check CHECK ((sheets > 0)),
  constraint print_job_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'held'::text, 'handing-over'::text, 'at-printer'::text, 'posted'::text, 'refused'::text, 'returned'::text, 'cancelled'::text]))),
  constraint print_job_weight_g_check CHECK ((weight_g > 0))
);
CREATE INDEX print_job_at_printer ON public.print_job USING btree (next_try_at) WHERE (state = 'at-printer'::text);
CREATE INDEX print_job_due ON public.print_job USING btree (next_try_at, id) WHERE (state = ANY (ARRAY['waiting'::text, 'handing-over'::text]));
CREATE INDEX print_job_newest ON public.print_job USING btree (id DESC);
CREATE INDEX print_job_receipt ON public.print_job USING btree (posted_at) WHERE ((state = 'posted'::text) AND (NOT receipt_noted));
alter table print_job enable row level security;

create table print_rule (
  valid_from date not null,
  cut_off time without time zone not null,
  sheet_g numeric(5,2) not null,
  envelope_g numeric(5,2) not null,
  constraint print_rule_pkey PRIMARY KEY (valid_from)
);

create table rate_limit (
  bucket text not null,
  window_start timestamp with time zone not null,
  used integer not null,
  constraint rate_limit_pkey PRIMARY KEY (bucket, window_start)
);
CREATE INDEX rate_limit_by_age ON public.rate_limit USING btree (window_start);

create table reading (
  id bigint generated always as identity not null,
  register_id bigint not null,
  market_location_id bigint not null,
  read_on date not null,
  value numeric(18,6) not null,
  reason text not null,
  source text not null,
  status text not null,
  verdict text default 'unknown'::text not null,
  judgement jsonb,
  estimate_reason text,
  estimate_factors text,
  explanation text,
  channel text not null,
  entered_by_kind text not null,
  entered_by_id bigint,
  entered_at timestamp with time zone not null,
  replaces_reading_id bigint,
  source_key text,
  row_version integer default 1 not null,
  changed_here_at timestamp with time zone,
  constraint reading_pkey PRIMARY KEY (id),
  constraint reading_place FOREIGN KEY (register_id, market_location_id) REFERENCES register(id, market_location_id) ON UPDATE CASCADE,
  constraint reading_reason_check CHECK ((reason = ANY (ARRAY['regular'::text, 'move-in'::text, 'move-out'::text, 'price-change'::text, 'exchange'::text, 'check'::text, 'interim'::text]))),
  constraint reading_replaces_reading_id_fkey FOREIGN KEY (replaces_reading_id) REFERENCES reading(id),
  constraint reading_source_check CHECK ((source = ANY (ARRAY['customer'::text, 'grid-operator'::text, 'metering-operator'::text, 'remote'::text, 'calculated'::text, 'estimated'::text, 'agent'::text]))),
  constraint reading_source_key_key UNIQUE (source_key),
  constraint reading_status_check CHECK ((status = ANY (ARRAY['valid'::text, 'in-check'::text, 'replaced'::text, 'refused'::text]))),
  constraint reading_value_check CHECK ((value >= (0)::numeric)),
  constraint reading_verdict_check CHECK ((verdict = ANY (ARRAY['plausible'::text, 'questionable'::text, 'unknown'::text])))
);
CREATE INDEX reading_of_market_location ON public.reading USING btree (market_location_id, read_on DESC);
CREATE INDEX reading_to_judge ON public.reading USING btree (entered_at, id) WHERE ((verdict = 'unknown'::text) AND (judgement IS NULL));
CREATE UNIQUE INDEX reading_one_per_day ON public.reading USING btree (register_id, read_on, reason) WHERE (status = ANY (ARRAY['valid'::text, 'in-check'::text]));
alter table reading enable row level security;

create table reading_campaign (
  id bigint generated always as identity not null,
  name text not null,
  purpose text not null,
  state text default 'draft'::text not null,
  selection jsonb not null,
  channels text[] not null,
  starts_on date not null,
  due_on date not null,
  a_day_max integer not null,
  remind_days smallint,
  target_percent smallint not null,
  cost_mail_cents integer not null,
  cost_letter_cents integer not null,
  cost_company_cents integer not null,
  made_by bigint,
  made_at timestamp with time zone not null,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  row_version integer default 1 not null,
  constraint reading_campaign_a_day_max_check CHECK (((a_day_max >= 1) AND (a_day_max <= 100000))),
  constraint reading_campaign_channels_check CHECK ((((cardinality(channels) >= 1) AND (cardinality(channels) <= 4)) AND (channels <@ '{e-mail,letter,portal,company}'::text[]))),
  constraint reading_campaign_check CHECK ((due_on > starts_on)),
  constraint reading_campaign_cost_company_cents_check CHECK ((cost_company_cents >= 0)),
  constraint reading_campaign_cost_letter_cents_check CHECK ((cost_letter_cents >= 0)),
  constraint reading_campaign_cost_mail_cents_check CHECK ((cost_mail_cents >= 0)),
  constraint reading_campaign_made_by_fkey FOREIGN KEY (made_by) REFERENCES staff(id),
  constraint reading_campaign_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint reading_campaign_pkey PRIMARY KEY (id),
  constraint reading_campaign_purpose_check CHECK ((purpose = ANY (ARRAY['reading'::text, 'exchange'::text]))),
  constraint reading_campaign_remind_days_check CHECK (((remind_days >= 0) AND (remind_days <= 90))),
  constraint reading_campaign_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'running'::text, 'stopped'::text, 'done'::text]))),
  constraint reading_campaign_target_percent_check CHECK (((target_percent >= 1) AND (target_percent <= 100)))
);
alter table reading_campaign enable row level security;

create table reading_campaign_member (
  id bigint generated always as identity not null,
  campaign_id bigint not null,
  customer_id bigint not null,
  market_location_ids bigint[] not null,
  meter_ids bigint[] not null,
  planned_on date not null,
  state text default 'waiting'::text not null,
  because text,
  channel text,
  asked_at timestamp with time zone,
  request_id bigint,
  reminded_at timestamp with time zone,
  answered_at timestamp with time zone,
  constraint reading_campaign_member_campaign_id_customer_id_key UNIQUE (campaign_id, customer_id),
  constraint reading_campaign_member_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES reading_campaign(id),
  constraint reading_campaign_member_channel_check CHECK ((channel = ANY (ARRAY['e-mail'::text, 'letter'::text, 'portal'::text, 'company'::text]))),
  constraint reading_campaign_member_check CHECK (((state = 'asked'::text) = (asked_at IS NOT NULL))),
  constraint reading_campaign_member_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint reading_campaign_member_pkey PRIMARY KEY (id),
  constraint reading_campaign_member_request_id_fkey FOREIGN KEY (request_id) REFERENCES reading_request(id),
  constraint reading_campaign_member_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'asked'::text, 'left-out'::text])))
);
CREATE INDEX reading_campaign_of_customer ON public.reading_campaign_member USING btree (customer_id);
CREATE INDEX reading_campaign_open ON public.reading_campaign_member USING btree (campaign_id, id) WHERE ((state = 'asked'::text) AND (answered_at IS NULL));
CREATE INDEX reading_campaign_waiting ON public.reading_campaign_member USING btree (campaign_id, planned_on, id) WHERE (state = 'waiting'::text);
alter table reading_campaign_member enable row level security;

create table reading_check_list (
  id bigint generated always as identity not null,
  origin text not null,
  made_at timestamp with time zone not null,
  constraint reading_check_list_origin_key UNIQUE (origin),
  constraint reading_check_list_pkey PRIMARY KEY (id)
);

create table reading_check_list_item (
  list_id bigint not null,
  reading_id bigint not null,
  constraint reading_check_list_item_list_id_fkey FOREIGN KEY (list_id) REFERENCES reading_check_list(id) ON DELETE CASCADE,
  constraint reading_check_list_item_pkey PRIMARY KEY (list_id, reading_id),
  constraint reading_check_list_item_reading_id_fkey FOREIGN KEY (reading_id) REFERENCES reading(id)
);
CREATE INDEX reading_check_list_item_of_reading ON public.reading_check_list_item USING btree (reading_id);

create table reading_company (
  id bigint generated always as identity not null,
  code text not null,
  name text not null,
  client_id text,
  made_at timestamp with time zone not null,
  constraint reading_company_client_id_check CHECK (((length(client_id) >= 1) AND (length(client_id) <= 200))),
  constraint reading_company_client_id_key UNIQUE (client_id),
  constraint reading_company_code_check CHECK ((code ~ '^[a-z][a-z0-9-]{1,30}$'::text)),
  constraint reading_company_code_key UNIQUE (code),
  constraint reading_company_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint reading_company_pkey PRIMARY KEY (id)
);
alter table reading_company enable row level security;

create table reading_file (
  id bigint generated always as identity not null,
  company_id bigint not null,
  batch_id bigint not null,
  channel text not null,
  staff_id bigint,
  received_at timestamp with time zone not null,
  constraint reading_file_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES import_batch(id) ON DELETE CASCADE,
  constraint reading_file_channel_check CHECK ((channel = ANY (ARRAY['desk'::text, 'api'::text]))),
  constraint reading_file_company_id_batch_id_key UNIQUE (company_id, batch_id),
  constraint reading_file_company_id_fkey FOREIGN KEY (company_id) REFERENCES reading_company(id),
  constraint reading_file_pkey PRIMARY KEY (id),
  constraint reading_file_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
);
CREATE INDEX reading_file_latest ON public.reading_file USING btree (id DESC);
alter table reading_file enable row level security;

create table reading_photo (
  id bigint generated always as identity not null,
  reading_id bigint not null,
  sha256 bytea not null,
  media_type text not null,
  bytes integer not null,
  taken_in_at timestamp with time zone not null,
  constraint reading_photo_pkey PRIMARY KEY (id),
  constraint reading_photo_reading_id_fkey FOREIGN KEY (reading_id) REFERENCES reading(id)
);
CREATE INDEX reading_photo_by_hash ON public.reading_photo USING btree (sha256);
CREATE INDEX reading_photo_of_reading ON public.reading_photo USING btree (reading_id);
CREATE UNIQUE INDEX reading_photo_once ON public.reading_photo USING btree (reading_id, sha256);
alter table reading_photo enable row level security;

create table reading_photo_upload (
  customer_id bigint not null,
  submission text not null,
  sha256 bytea not null,
  media_type text not null,
  bytes integer not null,
  received_at timestamp with time zone not null,
  constraint reading_photo_upload_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint reading_photo_upload_pkey PRIMARY KEY (customer_id, submission, sha256)
);
CREATE INDEX reading_photo_upload_by_age ON public.reading_photo_upload USING btree (received_at);
CREATE INDEX reading_photo_upload_by_hash ON public.reading_photo_upload USING btree (sha256);
alter table reading_photo_upload enable row level security;

create table reading_request (
  id bigint generated always as identity not null,
  customer_id bigint not null,
  market_location_ids bigint[] not null,
  reason text default 'regular'::text not null,
  asked_at timestamp with time zone not null,
  due_on date not null,
  answered_at timestamp with time zone,
  link_token_hash bytea,
  link_ends_at timestamp with time zone,
  reminded_at timestamp with time zone,
  reminder_token_hash bytea,
  overdue_at timestamp with time zone,
  overdue_ended_at timestamp with time zone,
  sent_by text,
  remind_days smallint,
  constraint reading_request_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint reading_request_link_token_hash_key UNIQUE (link_token_hash),
  constraint reading_request_pkey PRIMARY KEY (id),
  constraint reading_request_remind_days_check CHECK (((remind_days >= 0) AND (remind_days <= 90))),
  constraint reading_request_reminder_token_hash_key UNIQUE (reminder_token_hash),
  constraint reading_request_sent_by_check CHECK ((sent_by = ANY (ARRAY['e-mail'::text, 'letter'::text, 'portal'::text])))
);
CREATE INDEX reading_request_of_customer ON public.reading_request USING btree (customer_id, due_on DESC);
CREATE INDEX reading_request_open ON public.reading_request USING btree (due_on) WHERE (answered_at IS NULL);
CREATE INDEX reading_request_overdue ON public.reading_request USING btree (id) WHERE ((overdue_at IS NOT NULL) AND (overdue_ended_at IS NULL));
alter table reading_request enable row level security;

create table reading_rule (
  valid_from date not null,
  age_days_max smallint not null,
  distance_days_min smallint not null,
  check_days smallint not null,
  link_days smallint not null,
  remind_days smallint default 3 not null,
  overdue_days smallint default 14 not null,
  constraint reading_rule_age_days_max_check CHECK (((age_days_max >= 1) AND (age_days_max <= 400))),
  constraint reading_rule_check CHECK ((overdue_days > remind_days)),
  constraint reading_rule_check_days_check CHECK (((check_days >= 1) AND (check_days <= 60))),
  constraint reading_rule_distance_days_min_check CHECK (((distance_days_min >= 0) AND (distance_days_min <= 366))),
  constraint reading_rule_link_days_check CHECK (((link_days >= 1) AND (link_days <= 90))),
  constraint reading_rule_overdue_days_check CHECK (((overdue_days >= 1) AND (overdue_days <= 180))),
  constraint reading_rule_pkey PRIMARY KEY (valid_from),
  constraint reading_rule_remind_days_check CHECK (((remind_days >= 0) AND (remind_days <= 90)))
);

create table receipt_rule (
  way text not null,
  after_days smallint not null,
  source text not null,
  valid_from date not null,
  constraint receipt_rule_after_days_check CHECK (((after_days >= 1) AND (after_days <= 30))),
  constraint receipt_rule_pkey PRIMARY KEY (way, valid_from),
  constraint receipt_rule_way_check CHECK ((way = ANY (ARRAY['post'::text, 'registered'::text])))
);

create table recovery_code (
  id bigint generated always as identity not null,
  account_id bigint not null,
  selector text not null,
  code_hash text not null,
  made_at timestamp with time zone default now() not null,
  used_at timestamp with time zone,
  constraint recovery_code_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint recovery_code_account_id_selector_key UNIQUE (account_id, selector),
  constraint recovery_code_pkey PRIMARY KEY (id)
);
alter table recovery_code enable row level security;

create table register (
  id bigint generated always as identity not null,
  register_key text not null,
  meter_id bigint not null,
  obis text not null,
  rate text not null,
  direction text not null,
  market_location_id bigint not null,
  unit text not null,
  digits_before smallint not null,
  digits_after smallint not null,
  factor numeric(12,4) default 1 not null,
  row_version integer default 1 not null,
  changed_here_at timestamp with time zone,
  constraint register_digits_after_check CHECK (((digits_after >= 0) AND (digits_after <= 6))),
  constraint register_digits_before_check CHECK (((digits_before >= 1) AND (digits_before <= 12))),
  constraint register_direction_check CHECK ((direction = ANY (ARRAY['consumption'::text, 'feed-in'::text]))),
  constraint register_factor_check CHECK ((factor > (0)::numeric)),
  constraint register_market_location_id_fkey FOREIGN KEY (market_location_id) REFERENCES market_location(id),
  constraint register_meter_id_fkey FOREIGN KEY (meter_id) REFERENCES meter(id),
  constraint register_pkey PRIMARY KEY (id),
  constraint register_place UNIQUE (id, market_location_id),
  constraint register_rate_check CHECK ((rate = ANY (ARRAY['total'::text, 'high'::text, 'low'::text]))),
  constraint register_register_key_key UNIQUE (register_key),
  constraint register_unit_check CHECK ((unit = ANY (ARRAY['kWh'::text, 'm3'::text, 'MWh'::text])))
);
CREATE INDEX register_of_market_location ON public.register USING btree (market_location_id);
CREATE INDEX register_of_meter ON public.register USING btree (meter_id);
alter table register enable row level security;

create table retention_rule (
  category text not null,
  valid_from date not null,
  years smallint not null,
  from_year_end boolean not null,
  statute text not null,
  constraint retention_rule_category_check CHECK ((category = ANY (ARRAY['vouchers'::text, 'letters'::text, 'mandates'::text, 'consents'::text]))),
  constraint retention_rule_pkey PRIMARY KEY (category, valid_from),
  constraint retention_rule_years_check CHECK (((years >= 0) AND (years <= 30)))
);
alter table retention_rule enable row level security;

create table session (
  id bigint generated always as identity not null,
  token_hash bytea not null,
  account_id bigint not null,
  customer_id bigint not null,
  created_at timestamp with time zone default now() not null,
  last_seen_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  idle_seconds integer not null,
  ended_at timestamp with time zone,
  user_agent text,
  proved_at timestamp with time zone default now() not null,
  proved_by text default 'password'::text not null,
  constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint session_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint session_pkey PRIMARY KEY (id),
  constraint session_proved_by_check CHECK ((proved_by = ANY (ARRAY['password'::text, 'link'::text, 'passkey'::text, 'second-factor'::text, 'issuer'::text, 'activation'::text]))),
  constraint session_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX session_of_account ON public.session USING btree (account_id) WHERE (ended_at IS NULL);
alter table session enable row level security;

create table sign_in_step (
  id bigint generated always as identity not null,
  token_hash bytea not null,
  account_id bigint not null,
  proved_by text not null,
  wants text not null,
  code_mac bytea,
  attempts smallint default 0 not null,
  next text,
  made_at timestamp with time zone default now() not null,
  ends_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint sign_in_step_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint sign_in_step_check CHECK (((wants = 'mail-code'::text) = (code_mac IS NOT NULL))),
  constraint sign_in_step_pkey PRIMARY KEY (id),
  constraint sign_in_step_proved_by_check CHECK ((proved_by = ANY (ARRAY['password'::text, 'link'::text, 'issuer'::text]))),
  constraint sign_in_step_token_hash_key UNIQUE (token_hash),
  constraint sign_in_step_wants_check CHECK ((wants = ANY (ARRAY['totp'::text, 'mail-code'::text])))
);
CREATE INDEX sign_in_step_by_end ON public.sign_in_step USING btree (ends_at);
alter table sign_in_step enable row level security;

create table site (
  id bigint generated always as identity not null,
  site_number text not null,
  street text not null,
  house_number text not null,
  postal_code text not null,
  city text not null,
  country text default 'DE'::text not null,
  location_hint text,
  kind text not null,
  living_area_m2 integer,
  persons integer,
  row_version integer default 1 not null,
  changed_here_at timestamp with time zone,
  constraint site_kind_check CHECK ((kind = ANY (ARRAY['flat'::text, 'house'::text, 'business'::text, 'common-area'::text]))),
  constraint site_living_area_m2_check CHECK ((living_area_m2 > 0)),
  constraint site_persons_check CHECK ((persons >= 0)),
  constraint site_pkey PRIMARY KEY (id),
  constraint site_site_number_key UNIQUE (site_number)
);
CREATE INDEX site_by_postal_code ON public.site USING btree (postal_code);
alter table site enable row level security;

create table staff (
  id bigint generated always as identity not null,
  issuer text not null,
  subject text not null,
  name text not null,
  email text,
  roles text[] default '{}'::text[] not null,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint staff_issuer_subject_key UNIQUE (issuer, subject),
  constraint staff_pkey PRIMARY KEY (id)
);
alter table staff enable row level security;

create table staff_customer (
  id bigint generated always as identity not null,
  staff_id bigint not null,
  customer_id bigint not null,
  set_by_staff_id bigint not null,
  set_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint staff_customer_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint staff_customer_pkey PRIMARY KEY (id),
  constraint staff_customer_set_by_staff_id_fkey FOREIGN KEY (set_by_staff_id) REFERENCES staff(id),
  constraint staff_customer_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
);
CREATE UNIQUE INDEX staff_customer_once ON public.staff_customer USING btree (staff_id, customer_id) WHERE (ended_at IS NULL);
alter table staff_customer enable row level security;

create table staff_invite (
  id bigint generated always as identity not null,
  token_hash bytea not null,
  name text not null,
  roles text[] not null,
  made_at timestamp with time zone default now() not null,
  ends_at timestamp with time zone not null,
  used_at timestamp with time zone,
  staff_id bigint,
  constraint staff_invite_pkey PRIMARY KEY (id),
  constraint staff_invite_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint staff_invite_token_hash_key UNIQUE (token_hash)
);
alter table staff_invite enable row level security;

create table staff_session (
  id bigint generated always as identity not null,
  token_hash bytea not null,
  staff_id bigint not null,
  created_at timestamp with time zone default now() not null,
  last_seen_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  idle_seconds integer not null,
  ended_at timestamp with time zone,
  user_agent text,
  constraint staff_session_pkey PRIMARY KEY (id),
  constraint staff_session_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint staff_session_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX staff_session_of_staff ON public.staff_session USING btree (staff_id) WHERE (ended_at IS NULL);
alter table staff_session enable row level security;

create table staff_skill (
  staff_id bigint not null,
  skill text not null,
  constraint staff_skill_pkey PRIMARY KEY (staff_id, skill),
  constraint staff_skill_skill_fkey FOREIGN KEY (skill) REFERENCES task_skill(code),
  constraint staff_skill_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
);
alter table staff_skill enable row level security;

create table task (
  id bigint generated always as identity not null,
  kind text not null,
  state text default 'open'::text not null,
  customer_id bigint,
  contract_id bigint,
  subject jsonb default '{}'::jsonb not null,
  group_name text not null,
  owner_staff_id bigint,
  priority smallint default 2 not null,
  due_on date not null,
  dedupe_key text,
  outcome text,
  row_version integer default 1 not null,
  created_at timestamp with time zone default now() not null,
  done_at timestamp with time zone,
  skill text,
  waits_until date,
  template_version integer,
  proposed_outcome text,
  proposed_by bigint,
  escalation smallint default 0 not null,
  escalates_on date,
  escalated_at timestamp with time zone,
  constraint task_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES contract(id),
  constraint task_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint task_dedupe_key_key UNIQUE (dedupe_key),
  constraint task_owner_staff_id_fkey FOREIGN KEY (owner_staff_id) REFERENCES staff(id),
  constraint task_pkey PRIMARY KEY (id),
  constraint task_priority_check CHECK (((priority >= 1) AND (priority <= 3))),
  constraint task_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES staff(id),
  constraint task_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'void'::text])))
);
CREATE INDEX task_basket ON public.task USING btree (priority, due_on, id) WHERE ((state = 'open'::text) AND (waits_until IS NULL));
CREATE INDEX task_basket_free ON public.task USING btree (group_name, skill, priority, due_on, id) WHERE ((state = 'open'::text) AND (waits_until IS NULL) AND (owner_staff_id IS NULL));
CREATE INDEX task_basket_of_group ON public.task USING btree (group_name, priority, due_on, id) WHERE ((state = 'open'::text) AND (waits_until IS NULL));
CREATE INDEX task_basket_of_kind ON public.task USING btree (kind, priority, due_on, id) WHERE ((state = 'open'::text) AND (waits_until IS NULL));
CREATE INDEX task_basket_of_owner ON public.task USING btree (owner_staff_id, priority, due_on, id) WHERE ((state = 'open'::text) AND (waits_until IS NULL) AND (owner_staff_id IS NOT NULL));
CREATE INDEX task_basket_overdue ON public.task USING btree (due_on, id) WHERE (state = 'open'::text);
CREATE INDEX task_basket_to_check ON public.task USING btree (priority, due_on, id) WHERE ((state = 'open'::text) AND (proposed_by IS NOT NULL));
CREATE INDEX task_basket_waiting ON public.task USING btree (priority, due_on, id) WHERE ((state = 'open'::text) AND (waits_until IS NOT NULL));
CREATE INDEX task_escalating ON public.task USING btree (escalates_on, id) WHERE ((state = 'open'::text) AND (escalates_on IS NOT NULL));
CREATE INDEX task_of_customer ON public.task USING btree (customer_id, id DESC);
CREATE INDEX task_oldest_of_group ON public.task USING btree (group_name, created_at) WHERE (state = 'open'::text);
CREATE INDEX task_oldest_of_owner ON public.task USING btree (owner_staff_id, created_at) WHERE ((state = 'open'::text) AND (owner_staff_id IS NOT NULL));
CREATE INDEX task_waiting ON public.task USING btree (waits_until, id) WHERE ((state = 'open'::text) AND (waits_until IS NOT NULL));
alter table task enable row level security;

create table task_check (
  task_id bigint not null,
  step_key text not null,
  staff_id bigint,
  checked_at timestamp with time zone not null,
  constraint task_check_pkey PRIMARY KEY (task_id, step_key),
  constraint task_check_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint task_check_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(id)
);
alter table task_check enable row level security;

create table task_escalation (
  kind text not null,
  step smallint not null,
  after_days smallint not null,
  priority smallint,
  to_group text,
  constraint task_escalation_after_days_check CHECK (((after_days >= 0) AND (after_days <= 365))),
  constraint task_escalation_kind_fkey FOREIGN KEY (kind) REFERENCES task_kind(kind) ON DELETE CASCADE,
  constraint task_escalation_pkey PRIMARY KEY (kind, step),
  constraint task_escalation_priority_check CHECK (((priority >= 1) AND (priority <= 3))),
  constraint task_escalation_step_check CHECK (((step >= 1) AND (step <= 5))),
  constraint task_escalation_to_group_fkey FOREIGN KEY (to_group) REFERENCES task_group(code)
);
alter table task_escalation enable row level security;

create table task_group (
  code text not null,
  name_de text not null,
  name_en text not null,
  position smallint default 100 not null,
  is_partner boolean default false not null,
  constraint task_group_code_check CHECK ((code ~ '^[a-z][a-z-]{1,29}$'::text)),
  constraint task_group_pkey PRIMARY KEY (code)
);
alter table task_group enable row level security;

create table task_group_member (
  group_code text not null,
  staff_id bigint not null,
  constraint task_group_member_group_code_fkey FOREIGN KEY (group_code) REFERENCES task_group(code),
  constraint task_group_member_pkey PRIMARY KEY (group_code, staff_id),
  constraint task_group_member_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
);
CREATE INDEX task_group_of_member ON public.task_group_member USING btree (staff_id);
alter table task_group_member enable row level security;

create table task_kind (
  kind text not null,
  skill text,
  needs_second boolean default false not null,
  ends_by_decision boolean default false not null,
  due_days smallint default 3 not null,
  row_version integer default 1 not null,
  constraint task_kind_due_days_check CHECK (((due_days >= 0) AND (due_days <= 365))),
  constraint task_kind_kind_check CHECK (((length(kind) >= 1) AND (length(kind) <= 60))),
  constraint task_kind_pkey PRIMARY KEY (kind),
  constraint task_kind_skill_fkey FOREIGN KEY (skill) REFERENCES task_skill(code)
);
alter table task_kind enable row level security;

create table task_skill (
  code text not null,
  name_de text not null,
  name_en text not null,
  constraint task_skill_code_check CHECK ((code ~ '^[a-z][a-z0-9-]{1,29}$'::text)),
  constraint task_skill_pkey PRIMARY KEY (code)
);
alter table task_skill enable row level security;

create table task_step (
  id bigint generated always as identity not null,
  task_id bigint not null,
  step text not null,
  staff_id bigint,
  note text,
  happened_at timestamp with time zone not null,
  in_facts boolean default false not null,
  constraint task_step_pkey PRIMARY KEY (id),
  constraint task_step_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint task_step_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(id)
);
CREATE INDEX task_step_of_task ON public.task_step USING btree (task_id, id);
alter table task_step enable row level security;

create table task_tally (
  tally text not null,
  of text not null,
  day date not null,
  n integer not null,
  constraint task_tally_pkey PRIMARY KEY (tally, of, day)
);
alter table task_tally enable row level security;

create table task_tally_change (
  id bigint generated always as identity not null,
  group_name text not null,
  kind text not null,
  owner_staff_id bigint not null,
  due_on date not null,
  made_on date not null,
  n integer not null,
  constraint task_tally_change_pkey PRIMARY KEY (id)
);
alter table task_tally_change enable row level security;

create table task_template (
  kind text not null,
  version integer not null,
  steps jsonb not null,
  made_by bigint,
  made_at timestamp with time zone default now() not null,
  constraint task_template_made_by_fkey FOREIGN KEY (made_by) REFERENCES staff(id),
  constraint task_template_pkey PRIMARY KEY (kind, version)
);
alter table task_template enable row level security;

create table task_view (
  id bigint generated always as identity not null,
  staff_id bigint,
  name text not null,
  filter jsonb not null,
  made_at timestamp with time zone default now() not null,
  constraint task_view_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  constraint task_view_pkey PRIMARY KEY (id),
  constraint task_view_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
);
CREATE INDEX task_view_of_staff ON public.task_view USING btree (staff_id);
alter table task_view enable row level security;

create table temperature (
  day date not null,
  mean_temperature_c numeric(4,1) not null,
  constraint temperature_pkey PRIMARY KEY (day)
);

create table viewing (
  id bigint generated always as identity not null,
  staff_id bigint not null,
  customer_id bigint not null,
  reason text not null,
  begun_at timestamp with time zone default now() not null,
  ends_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  link_hash bytea,
  link_ends_at timestamp with time zone not null,
  token_hash bytea,
  constraint viewing_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id),
  constraint viewing_link_hash_key UNIQUE (link_hash),
  constraint viewing_pkey PRIMARY KEY (id),
  constraint viewing_reason_check CHECK (((length(reason) >= 3) AND (length(reason) <= 300))),
  constraint viewing_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint viewing_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX viewing_of_customer ON public.viewing USING btree (customer_id, id DESC);
CREATE INDEX viewing_of_staff ON public.viewing USING btree (staff_id, id DESC);
alter table viewing enable row level security;

create table webhook_delivery (
  subscription_id bigint not null,
  change_id bigint not null,
  object text not null,
  object_id bigint not null,
  state text default 'waiting'::text not null,
  attempts smallint default 0 not null,
  next_try_at timestamp with time zone default '-infinity'::timestamp with time zone not null,
  last_status smallint,
  last_error text,
  last_try_at timestamp with time zone,
  constraint webhook_delivery_change_id_fkey FOREIGN KEY (change_id) REFERENCES exchange_change(id) ON DELETE CASCADE,
  constraint webhook_delivery_pkey PRIMARY KEY (subscription_id, change_id),
  constraint webhook_delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'failed'::text, 'skipped'::text]))),
  constraint webhook_delivery_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES webhook_subscription(id) ON DELETE CASCADE
);
CREATE INDEX webhook_delivery_before ON public.webhook_delivery USING btree (subscription_id, object, object_id, change_id) WHERE (state = 'waiting'::text);
CREATE INDEX webhook_delivery_failed ON public.webhook_delivery USING btree (subscription_id, change_id DESC) WHERE (state = 'failed'::text);
CREATE INDEX webhook_delivery_waiting ON public.webhook_delivery USING btree (subscription_id, change_id) WHERE (state = 'waiting'::text);

create table webhook_secret (
  id bigint generated always as identity not null,
  subscription_id bigint not null,
  secret text not null,
  created_at timestamp with time zone not null,
  ends_at timestamp with time zone,
  constraint webhook_secret_pkey PRIMARY KEY (id),
  constraint webhook_secret_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES webhook_subscription(id) ON DELETE CASCADE
);
CREATE INDEX webhook_secret_of_subscription ON public.webhook_secret USING btree (subscription_id);

create table webhook_subscription (
  id bigint generated always as identity not null,
  machine_id bigint not null,
  url text not null,
  objects text[] default '{}'::text[] not null,
  facts text[] default '{}'::text[] not null,
  state text default 'active'::text not null,
  failures integer default 0 not null,
  failing_since timestamp with time zone,
  retry_at timestamp with time zone,
  last_error text,
  last_sent_at timestamp with time zone,
  row_version integer default 1 not null,
  created_at timestamp with time zone not null,
  constraint webhook_subscription_pkey PRIMARY KEY (id),
  constraint webhook_subscription_state_check CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'gone'::text]))),
  constraint webhook_subscription_url_check CHECK ((length(url) <= 500))
);
CREATE INDEX webhook_subscription_of_machine ON public.webhook_subscription USING btree (machine_id, id);

create table work_search (
  kind text not null,
  ref_id bigint not null,
  customer_id bigint,
  title text not null,
  words tsvector not null,
  happened_at timestamp with time zone not null,
  constraint work_search_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer(id) ON DELETE CASCADE,
  constraint work_search_kind_check CHECK ((kind = ANY (ARRAY['task'::text, 'contact'::text]))),
  constraint work_search_pkey PRIMARY KEY (kind, ref_id)
);
CREATE INDEX work_search_of_customer ON public.work_search USING btree (customer_id);
CREATE INDEX work_search_words ON public.work_search USING gin (words);
alter table work_search enable row level security;

create view contact_log with (security_barrier=true) as
 SELECT id,
    customer_id,
    topic,
    channel,
    began_at,
    duration_s
   FROM contact
  WHERE ((direction = 'in'::text) AND (customer_id IS NOT NULL));

create view contract_days with (security_barrier=true) as
 SELECT id AS contract_id,
    customer_id,
    market_location_id,
    starts_on,
    ends_on
   FROM contract c
  WHERE (app_sees_customer(customer_id) AND app_sees_contract(id));

create view supplied_reading with (security_barrier=true) as
 SELECT d.customer_id,
    d.contract_id,
    g.id,
    g.register_id,
    g.market_location_id,
    g.read_on,
    g.value,
    g.reason,
    g.source,
    g.status,
    g.verdict,
    g.judgement,
    g.estimate_reason,
    g.estimate_factors,
    g.explanation,
    g.replaces_reading_id,
    g.entered_at
   FROM (contract_days d
     JOIN reading g ON ((g.market_location_id = d.market_location_id)))
  WHERE ((g.read_on >= (d.starts_on - 1)) AND (g.read_on <= COALESCE(d.ends_on, 'infinity'::date)));

create view supplied_register with (security_barrier=true) as
 SELECT s.customer_id,
    s.contract_id,
    s.contract_number,
    s.starts_on,
    s.ends_on,
    s.market_location_id,
    s.load_profile,
    s.forecast_kwh,
    s.site_id,
    s.street,
    s.house_number,
    s.postal_code,
    s.city,
    s.location_hint,
    r.id AS register_id,
    r.register_key,
    r.obis,
    r.rate,
    r.direction,
    r.unit,
    r.digits_before,
    r.digits_after,
    r.factor,
    m.id AS meter_id,
    m.meter_number,
    m.kind AS meter_kind,
    m.commodity,
    m.installed_on,
    m.removed_on
   FROM ((supply s
     JOIN register r ON ((r.market_location_id = s.market_location_id)))
     JOIN meter m ON ((m.id = r.meter_id)))
  WHERE ((m.installed_on <= COALESCE(s.ends_on, 'infinity'::date)) AND (COALESCE(m.removed_on, 'infinity'::date) >= (s.starts_on - 1)));

create view supply with (security_barrier=true, security_invoker=false) as
 SELECT c.id AS contract_id,
    c.contract_number,
    c.customer_id,
    c.contract_account_id,
    c.starts_on,
    c.ends_on,
    m.id AS market_location_id,
    m.market_location_code,
    m.commodity,
    m.direction,
    m.load_profile,
    m.forecast_kwh,
    s.id AS site_id,
    s.site_number,
    s.street,
    s.house_number,
    s.postal_code,
    s.city,
    s.location_hint,
    s.kind AS site_kind,
    s.living_area_m2,
    s.persons
   FROM ((contract c
     JOIN market_location m ON ((m.id = c.market_location_id)))
     JOIN site s ON ((s.id = m.site_id)))
  WHERE (app_sees_customer(c.customer_id) AND app_sees_contract(c.id));

create view supply_price with (security_barrier=true, security_invoker=false) as
 SELECT p.contract_id,
    c.customer_id,
    c.market_location_id,
    p.valid_from,
    (lead(p.valid_from) OVER (PARTITION BY p.contract_id ORDER BY p.valid_from) - 1) AS valid_to,
    p.product_name,
    p.unit_price_ct,
    p.base_price_eur_year
   FROM (contract_price p
     JOIN contract c ON ((c.id = p.contract_id)))
  WHERE (app_sees_customer(c.customer_id) AND app_sees_contract(c.id));

create view task_count with (security_invoker=true) as
 SELECT task_tally.tally,
    task_tally.of,
    task_tally.day,
    task_tally.n
   FROM task_tally
UNION ALL
 SELECT v.tally,
    v.of,
    v.day,
    c.n
   FROM (task_tally_change c
     CROSS JOIN LATERAL ( VALUES ('group-due'::text,c.group_name,c.due_on), ('owner-due'::text,(c.owner_staff_id)::text,c.due_on), ('kind-due'::text,c.kind,c.due_on), ('group-made'::text,c.group_name,c.made_on), ('owner-made'::text,(c.owner_staff_id)::text,c.made_on)) v(tally, of, day));

CREATE OR REPLACE FUNCTION public.account_disable(whose bigint)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  with ended as (update session set ended_at = now() where account_id = whose and ended_at is null),
       changed as (update account set disabled_at = now() where id = whose and disabled_at is null returning 1)
  select count(*)::integer from changed
$function$
;

CREATE OR REPLACE FUNCTION public.account_enable(whose bigint)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  with changed as (update account set disabled_at = null where id = whose and disabled_at is not null returning 1)
  select count(*)::integer from changed
$function$
;

CREATE OR REPLACE FUNCTION public.account_end_sessions(whose bigint)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  with ended as (update session set ended_at = now() where account_id = whose and ended_at is null returning 1)
  select count(*)::integer from ended
$function$
;

CREATE OR REPLACE FUNCTION public.account_find(email_typed text, customers bigint[])
 RETURNS TABLE(account_id bigint, name text, email text, created_at timestamp with time zone, disabled_at timestamp with time zone, open_sessions integer, last_seen_at timestamp with time zone, grants jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select a.id, a.name, a.email, a.created_at, a.disabled_at,
         (select count(*)::integer from session s where s.account_id = a.id and s.ended_at is null and s.expires_at > now()),
         (select max(s.last_seen_at) from session s where s.account_id = a.id),
         (select coalesce(jsonb_agg(jsonb_build_object('customerId', g.customer_id::text, 'shownAs', g.shown_as, 'level', g.level)
                                    order by g.customer_id), '[]')
            from account_grant g where g.account_id = a.id and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now()))
    from account a
   where a.id in (select e.id from account e
                   where email_typed <> '' and lower(e.email) collate "C" >= lower(email_typed) collate "C"
                     and lower(e.email) collate "C" < lower(email_typed) || U&'\+10FFFF' collate "C"
                  union select g.account_id from account_grant g where g.customer_id = any(customers))
   order by a.email, a.id limit 50
$function$
;

CREATE OR REPLACE FUNCTION public.account_of_email(wanted text)
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select a.id from account a where a.email = lower(wanted) and a.disabled_at is null and app_staff_id() is not null
$function$
;

CREATE OR REPLACE FUNCTION public.app_account_id()
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.account_id'::text, true), ''::text))::bigint
;

CREATE OR REPLACE FUNCTION public.app_closed_customers()
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 20
 SET search_path TO 'public'
AS $function$
  select p.customer_id from customer_protection p where p.ended_at is null and not app_sees_protected()
  union
  select staff_own_customers(app_staff_id()) where app_staff_id() is not null
$function$
;

CREATE OR REPLACE FUNCTION public.app_contract_ids()
 RETURNS bigint[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.contract_ids'::text, true), ''::text))::bigint[]
;

CREATE OR REPLACE FUNCTION public.app_customer_id()
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::bigint
;

CREATE OR REPLACE FUNCTION public.app_customer_ids()
 RETURNS bigint[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select customer_with_merged(app_customer_id())
$function$
;

CREATE OR REPLACE FUNCTION public.app_is_partner()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN ((cardinality(app_staff_roles()) > 0) AND (app_staff_roles() <@ ARRAY['partner'::text, 'developer'::text]))
;

CREATE OR REPLACE FUNCTION public.app_machine_id()
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.machine_id'::text, true), ''::text))::bigint
;

CREATE OR REPLACE FUNCTION public.app_manages_machine(machine bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select 'administrator' = any (app_staff_roles())
      or exists (select from machine_person p join machine_client c on c.id = machine and p.machine_id in (c.id, c.sandbox_of)
                  where p.staff_id = app_staff_id())
$function$
;

CREATE OR REPLACE FUNCTION public.app_manages_people()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select exists (select 1 from account_grant g
                  where g.account_id = app_account_id() and g.customer_id = app_customer_id() and g.level = 'open'
                    and g.rights && '{all,people}' and g.site_ids is null and g.contract_ids is null
                    and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now()))
$function$
;

CREATE OR REPLACE FUNCTION public.app_named_for(machine bigint, sandbox_of bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select exists (select from machine_person p where p.staff_id = app_staff_id() and p.machine_id in (machine, app_named_for.sandbox_of))
$function$
;

CREATE OR REPLACE FUNCTION public.app_sees_contract(id bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN ((app_contract_ids() IS NULL) OR (id = ANY (app_contract_ids())))
;

CREATE OR REPLACE FUNCTION public.app_sees_customer(id bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN ((CURRENT_USER = ANY (ARRAY['kundenwerk_worker'::name, 'kundenwerk_staff'::name])) OR (id = (NULLIF(current_setting('app.customer_id'::text, true), ''::text))::bigint))
;

CREATE OR REPLACE FUNCTION public.app_sees_protected()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (app_staff_roles() && '{team-lead,manager,auditor}'::text[])
;

CREATE OR REPLACE FUNCTION public.app_staff_id()
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.staff_id'::text, true), ''::text))::bigint
;

CREATE OR REPLACE FUNCTION public.app_staff_roles()
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((NULLIF(current_setting('app.staff_roles'::text, true), ''::text))::text[], '{}'::text[])
;

CREATE OR REPLACE FUNCTION public.array_total(numbers integer[])
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (SELECT COALESCE(sum(n.n), (0)::bigint) AS "coalesce" FROM unnest(array_total.numbers) n(n))
;

CREATE OR REPLACE FUNCTION public.audit_customer_of(subject text, id bigint)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
begin
  case subject
    when 'customer' then return (select c.id from customer c where c.id = audit_customer_of.id);
    when 'task' then return (select t.customer_id from task t where t.id = audit_customer_of.id);
    when 'power' then return (select p.customer_id from power_of_attorney p where p.id = audit_customer_of.id);
    when 'reading' then
      return (select c.customer_id from reading r join contract c on c.market_location_id = r.market_location_id
                and r.read_on >= c.starts_on - 1 and (c.ends_on is null or r.read_on <= c.ends_on)
               where r.id = audit_customer_of.id order by c.starts_on desc limit 1);
    else return null;
  end case;
end $function$
;

CREATE OR REPLACE FUNCTION public.audit_make_partitions(until date)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
declare
  month date := date_trunc('month', now() at time zone 'UTC')::date;
  made integer := 0;
  name text;
begin
  while month <= until loop
    name := 'audit_' || to_char(month, 'YYYY_MM');
    if to_regclass(name) is null then
      execute format('create table %I partition of audit for values from (%L) to (%L)', name,
        month::timestamp at time zone 'UTC', (month + interval '1 month')::timestamp at time zone 'UTC');
      execute format('create trigger audit_no_truncate before truncate on %I for each statement execute function audit_refuse_change()', name);
      made := made + 1;
    end if;
    month := (month + interval '1 month')::date;
  end loop;
  return made;
end $function$
;

CREATE OR REPLACE FUNCTION public.audit_refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'The audit log is append-only: % is refused.', tg_op using errcode = 'insufficient_privilege';
end $function$
;

CREATE OR REPLACE FUNCTION public.audit_write(what text, at_route text, about text, about_id bigint, told text, from_address text, in_request text, by_roles text[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  insert into audit (actor_kind, staff_id, customer_id, action, route, subject, subject_id, detail, address, request_id)
  select 'staff', app_staff_id(), audit_customer_of(about, about_id), case when staff_closed_to(about, about_id) is null then what else 'refused' end,
         at_route, about, about_id, left(told, 300), from_address, in_request
   where app_staff_id() is not null and app_staff_roles() && by_roles
$function$
;

CREATE OR REPLACE FUNCTION public.calibration_end(commodity text, kind text, installed_on date, today date)
 RETURNS date
 LANGUAGE sql
 STABLE
RETURN (SELECT make_date(((EXTRACT(year FROM calibration_end.installed_on))::integer + r.years), 12, 31) AS make_date FROM calibration_rule r WHERE ((r.commodity = calibration_end.commodity) AND ((r.kind IS NULL) OR (r.kind = calibration_end.kind)) AND (r.valid_from <= calibration_end.today)) ORDER BY r.kind, r.valid_from DESC LIMIT 1)
;

CREATE OR REPLACE FUNCTION public.contracts_in_scope(whose bigint, sites bigint[], contracts bigint[])
 RETURNS bigint[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select coalesce(array_agg(c.id), '{}')
    from contract c join market_location m on m.id = c.market_location_id
   where c.customer_id = whose and (c.id = any (contracts) or m.site_id = any (sites))
$function$
;

CREATE OR REPLACE FUNCTION public.customer_number_key(typed text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN ltrim(upper(regexp_replace(typed, '[^0-9A-Za-z]'::text, ''::text, 'g'::text)), '0'::text)
;

CREATE OR REPLACE FUNCTION public.customer_search_refresh(ids bigint[])
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'public'
BEGIN ATOMIC
 WITH named AS MATERIALIZED (
          SELECT c.id,
             search_words(concat_ws(' '::text, c.company_name, c.title, c.first_name, c.last_name)) AS names,
             search_words(concat_ws(' '::text, c.street, replace(c.house_number, ' '::text, ''::text), c.postal_code, c.city, places.text)) AS places
            FROM (customer c
              LEFT JOIN LATERAL ( SELECT string_agg(DISTINCT concat_ws(' '::text, s.street, replace(s.house_number, ' '::text, ''::text), s.postal_code, s.city), ' '::text) AS text
                    FROM ((contract k
                      JOIN market_location m ON ((m.id = k.market_location_id)))
                      JOIN site s ON ((s.id = m.site_id)))
                   WHERE (k.customer_id = c.id)) places ON (true))
           WHERE (c.id = ANY (customer_search_refresh.ids))
         ), written AS (
          INSERT INTO customer_search AS d (customer_id, words, names)  SELECT named.id,
                     (named.names || ARRAY( SELECT p.p
                            FROM unnest(named.places) p(p)
                           WHERE (p.p <> ALL (named.names)))),
                     cardinality(named.names) AS cardinality
                    FROM named
                   ORDER BY named.id ON CONFLICT(customer_id) DO UPDATE SET words = excluded_1.words, names = excluded_1.names
           WHERE ((d.words IS DISTINCT FROM excluded_1.words) OR (d.names IS DISTINCT FROM excluded_1.names))
           RETURNING d.words
         ), counted AS MATERIALIZED (
          SELECT word.word,
             count(*) AS uses
            FROM written,
             LATERAL unnest(written.words) word(word)
           GROUP BY word.word
         )
  INSERT INTO customer_search_word AS w (word, sound, variants, uses)  SELECT c.word,
             COALESCE(known.sound, search_sound(c.word)) AS "coalesce",
             COALESCE(known.variants,
                 CASE
                     WHEN ((c.word ~ '[0-9]'::text) OR (length(c.word) < 3)) THEN '{}'::text[]
                     ELSE search_variants(c.word)
                 END) AS "coalesce",
             c.uses
            FROM (counted c
              LEFT JOIN customer_search_word known ON ((known.word = (c.word COLLATE "C"))))
           ORDER BY c.word ON CONFLICT(word) DO UPDATE SET uses = (w.uses + excluded.uses);
END
;

CREATE OR REPLACE FUNCTION public.customer_with_merged(whose bigint)
 RETURNS bigint[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  with recursive family (id) as (
    select whose union select c.id from customer c join family f on c.merged_into_id = f.id)
  select array_agg(id) from family
$function$
;

CREATE OR REPLACE FUNCTION public.customers_of_account(wanted text, skipped integer, shown integer)
 RETURNS TABLE(customer_id bigint, customer_number text, shown_as text, place text, level text, kind text, valid_to timestamp with time zone, found bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select c.id, c.customer_number, coalesce(c.company_name, concat_ws(' ', c.title, c.first_name, c.last_name)),
         concat_ws(', ', nullif(concat_ws(' ', c.street, c.house_number), ''), c.city), g.level, g.kind, g.valid_to, count(*) over ()
    from account_grant g join customer c on c.id = g.customer_id
   where g.account_id = app_account_id() and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())
     and not exists (
       select 1 from regexp_split_to_table(wanted, '\s+') as word
        where strpos(lower(concat_ws(' ', c.customer_number, c.company_name, c.first_name, c.last_name, c.street, c.house_number, c.postal_code, c.city)),
                     lower(word)) = 0)
   order by 3, c.id
   offset skipped limit shown
$function$
;

CREATE OR REPLACE FUNCTION public.grant_end_by_staff(of_customer bigint, of_power bigint)
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  with withdrawn as (
    update grant_invite set withdrawn_at = now() where power_id = of_power and accepted_at is null and withdrawn_at is null)
  update account_grant g
     set valid_to = now(), ended_by = 'staff', row_version = row_version + 1
   where g.customer_id = of_customer and g.power_id = of_power and g.ended_by is null and app_staff_id() is not null
  returning g.account_id
$function$
;

CREATE OR REPLACE FUNCTION public.grant_leave()
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  update account_grant g
     set valid_to = now(), ended_by = 'self', row_version = row_version + 1
   where g.account_id = app_account_id() and g.customer_id = app_customer_id() and g.ended_by is null
     and (g.valid_to is null or g.valid_to > now())
  returning g.id
$function$
;

CREATE OR REPLACE FUNCTION public.grants_hand_over(from_account bigint, to_account bigint, customers bigint[], at_moment timestamp with time zone)
 RETURNS bigint[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
declare handed bigint[];
begin
  if app_staff_id() is null or from_account = to_account then return '{}'; end if;
  with given as (
    select g.* from account_grant g
     where g.account_id = from_account and g.customer_id = any (customers) and g.ended_by is null and g.kind <> 'attorney'
       and g.valid_from < at_moment and (g.valid_to is null or g.valid_to > at_moment)
       for update),
  taken as (
    insert into account_grant as t (account_id, customer_id, level, rights, shown_as, kind, site_ids, contract_ids, valid_from, valid_to)
    select to_account, customer_id, level, rights, shown_as, 'person', site_ids, contract_ids, at_moment, valid_to from given
    on conflict (account_id, customer_id) do update
       set level = excluded.level, rights = excluded.rights, shown_as = excluded.shown_as, kind = 'person', site_ids = excluded.site_ids,
           contract_ids = excluded.contract_ids, valid_from = excluded.valid_from, valid_to = excluded.valid_to, ended_by = null,
           power_id = null, row_version = t.row_version + 1
     where t.valid_to is not null and t.valid_to <= at_moment
    returning customer_id),
  ended as (
    update account_grant g set valid_to = at_moment, row_version = g.row_version + 1
      from given where g.id = given.id
    returning g.customer_id)
  select array_agg(customer_id order by customer_id) into handed from ended;
  return coalesce(handed, '{}');
end $function$
;

CREATE OR REPLACE FUNCTION public.journal_refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'The journal is append-only: % is refused.', tg_op using errcode = 'insufficient_privilege';
end $function$
;

CREATE OR REPLACE FUNCTION public.legal_day(instant timestamp with time zone)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((instant AT TIME ZONE 'Europe/Berlin'::text))::date
;

CREATE OR REPLACE FUNCTION public.letter_design_stays()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' or old.state in ('released', 'dropped') or (old.kind, old.version) is distinct from (new.kind, new.version) then
    raise exception 'Version % of % is kept as it is.', old.version, old.kind using errcode = 'insufficient_privilege';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.letter_due(of_letter bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
RETURN (SELECT ((l.state = ANY (ARRAY['published'::text, 'withdrawn'::text, 'replaced'::text])) AND (letter_view_end(letter_last_day(l.customer_id), l.published_at, letter_view_time(letter_today())) < letter_today()) AND (letter_kept_until(k.retention, l.published_at, letter_today()) < letter_today()) AND (NOT letter_held(l.id, l.customer_id))) FROM (letter l JOIN letter_kind k ON ((k.code = l.kind))) WHERE (l.id = letter_due.of_letter))
;

CREATE OR REPLACE FUNCTION public.letter_file_before_publishing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (select state from letter where id = new.letter_id) not in ('ordered', 'failed') then
    raise exception 'Letter % is published: nothing is added to it.', new.letter_id using errcode = 'insufficient_privilege';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.letter_files_hash(of_letter bigint)
 RETURNS bytea
 LANGUAGE sql
 STABLE
 SET search_path TO 'public'
RETURN (SELECT sha256(convert_to(string_agg(concat_ws(''::text, f."position", f.form, f.language, encode(f.sha256, 'hex'::text), f.size_bytes, f.pages), ''::text ORDER BY f."position"), 'UTF8'::name)) AS sha256 FROM letter_file f WHERE (f.letter_id = letter_files_hash.of_letter))
;

CREATE OR REPLACE FUNCTION public.letter_files_hash(of_letter bigint, of_act text, of_form smallint)
 RETURNS bytea
 LANGUAGE sql
 STABLE
 SET search_path TO 'public'
RETURN (SELECT CASE WHEN (of_act = 'erased'::text) THEN sha256('\x657261736564'::bytea) WHEN (of_form = 1) THEN letter_files_hash(of_letter) ELSE (SELECT sha256(convert_to(string_agg(concat_ws(''::text, f."position", f.form, f.language, f.title, encode(f.sha256, 'hex'::text), f.size_bytes, f.pages, f.customer_id), ''::text ORDER BY f."position"), 'UTF8'::name)) AS sha256 FROM letter_file f WHERE (f.letter_id = letter_files_hash.of_letter)) END AS sha256)
;

CREATE OR REPLACE FUNCTION public.letter_held(of_letter bigint, of_customer bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
RETURN ((EXISTS (SELECT 1 FROM letter_hold h WHERE ((h.lifted_at IS NULL) AND ((h.letter_id = letter_held.of_letter) OR (h.customer_id = letter_held.of_customer))))) OR (EXISTS (SELECT 1 FROM legal_hold h WHERE ((h.ended_at IS NULL) AND (h.customer_id = letter_held.of_customer)))))
;

CREATE OR REPLACE FUNCTION public.letter_kept_until(class text, published timestamp with time zone, on_day date)
 RETURNS date
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
RETURN (SELECT ((CASE WHEN r.from_year_end THEN make_date((EXTRACT(year FROM legal_day(letter_kept_until.published)))::integer, 12, 31) ELSE legal_day(letter_kept_until.published) END + make_interval(years => (r.years)::integer)))::date AS date FROM letter_retention r WHERE ((r.class = letter_kept_until.class) AND (r.valid_from <= letter_kept_until.on_day)) ORDER BY r.valid_from DESC LIMIT 1)
;

CREATE OR REPLACE FUNCTION public.letter_last_day(of_customer bigint)
 RETURNS date
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
RETURN (SELECT CASE WHEN bool_or((contract.ends_on IS NULL)) THEN 'infinity'::date ELSE max(contract.ends_on) END AS max FROM contract WHERE (contract.customer_id = letter_last_day.of_customer))
;

CREATE OR REPLACE FUNCTION public.letter_meta_hash(of_letter bigint)
 RETURNS bytea
 LANGUAGE sql
 STABLE
 SET search_path TO 'public'
RETURN (SELECT sha256(convert_to(concat_ws(''::text, l.id, l.customer_id, COALESCE(l.contract_id, (0)::bigint), l.kind, l.kind_version, l.source, l.source_key, l.title, l.language, l.pages, (EXTRACT(epoch FROM l.published_at))::numeric(20,6), encode(c.input_hash, 'hex'::text), encode(sha256(convert_to((c.reading)::text, 'UTF8'::name)), 'hex'::text), encode(sha256(convert_to(c.search_text, 'UTF8'::name)), 'hex'::text)), 'UTF8'::name)) AS sha256 FROM (letter l JOIN letter_content c ON ((c.letter_id = l.id))) WHERE (l.id = letter_meta_hash.of_letter))
;

CREATE OR REPLACE FUNCTION public.letter_meta_hash(of_letter bigint, of_act text, of_form smallint)
 RETURNS bytea
 LANGUAGE sql
 STABLE
 SET search_path TO 'public'
RETURN (SELECT CASE WHEN (of_act = 'erased'::text) THEN (SELECT sha256(convert_to(concat_ws(''::text, 'erased', l.id, l.kind, (EXTRACT(epoch FROM l.published_at))::numeric(20,6)), 'UTF8'::name)) AS sha256 FROM letter l WHERE (l.id = letter_meta_hash.of_letter)) WHEN (of_form = 1) THEN letter_meta_hash(of_letter) ELSE (SELECT sha256(convert_to(concat_ws(''::text, 2, l.id, l.customer_id, COALESCE((l.contract_id)::text, ''::text), l.kind, l.kind_version, l.source, l.source_key, l.title, l.language, l.pages, (EXTRACT(epoch FROM l.published_at))::numeric(20,6), COALESCE((l.action_due_on)::text, ''::text), c.customer_id, encode(c.input_hash, 'hex'::text), encode(sha256(convert_to(COALESCE((c.frame)::text, ''::text), 'UTF8'::name)), 'hex'::text), encode(sha256(convert_to((c.reading)::text, 'UTF8'::name)), 'hex'::text), encode(sha256(convert_to(c.search_text, 'UTF8'::name)), 'hex'::text), CASE WHEN (letter_meta_hash.of_act = 'published'::text) THEN ''::text ELSE concat_ws(''::text, letter_meta_hash.of_act, (EXTRACT(epoch FROM l.ended_at))::numeric(20,6), COALESCE(l.ended_because, ''::text), COALESCE((l.replaced_by_letter_id)::text, ''::text), l.cut_off) END), 'UTF8'::name)) AS sha256 FROM (letter l JOIN letter_content c ON ((c.letter_id = l.id))) WHERE (l.id = letter_meta_hash.of_letter)) END AS sha256)
;

CREATE OR REPLACE FUNCTION public.letter_own_last_day()
 RETURNS date
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
RETURN letter_last_day(app_customer_id())
;

CREATE OR REPLACE FUNCTION public.letter_record_hash(seq bigint, letter_id bigint, act text, meta_hash bytea, files_hash bytea, prev_hash bytea)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE
RETURN sha256(convert_to(concat_ws(''::text, seq, letter_id, act, encode(meta_hash, 'hex'::text), encode(files_hash, 'hex'::text), encode(prev_hash, 'hex'::text)), 'UTF8'::name))
;

CREATE OR REPLACE FUNCTION public.letter_record_link()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
declare head letter_chain_head;
begin
  select * into strict head from letter_chain_head for update;
  new.seq := head.seq + 1;
  new.form := 2;
  new.prev_hash := head.hash;
  new.meta_hash := letter_meta_hash(new.letter_id, new.act, new.form);
  new.files_hash := letter_files_hash(new.letter_id, new.act, new.form);
  new.hash := letter_record_hash(new.seq, new.letter_id, new.act, new.meta_hash, new.files_hash, new.prev_hash);
  new.recorded_at := clock_timestamp();
  update letter_chain_head set seq = new.seq, hash = new.hash;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.letter_refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'A letter is not changed and not deleted: % on % is refused.', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $function$
;

CREATE OR REPLACE FUNCTION public.letter_refuse_unless_erased()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' and (select state from letter where id = old.letter_id) = 'erased' then return old; end if;
  raise exception 'A letter is not changed and not deleted: % on % is refused.', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $function$
;

CREATE OR REPLACE FUNCTION public.letter_released(of_letter bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
RETURN (EXISTS (SELECT 1 FROM (letter_deletion_item i JOIN letter_deletion d ON ((d.id = i.deletion_id))) WHERE ((i.letter_id = letter_released.of_letter) AND (i.outcome IS NULL) AND (d.state = 'released'::text))))
;

CREATE OR REPLACE FUNCTION public.letter_root_steps()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (old.number, old.closed_on, old.first_seq, old.last_seq, old.chain_hash, old.root, old.previous_hash, old.made_at)
     is distinct from (new.number, new.closed_on, new.first_seq, new.last_seq, new.chain_hash, new.root, new.previous_hash, new.made_at)
     or old.token is not null and (old.token, old.authority, old.stamped_at) is distinct from (new.token, new.authority, new.stamped_at) then
    raise exception 'A root is not changed.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.letter_steps()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.state <> 'erased' and new.state = 'erased' then
    if not (letter_due(old.id) and letter_released(old.id))
       or (old.id, old.customer_id, old.kind, old.published_at, old.pages) is distinct from (new.id, new.customer_id, new.kind, new.published_at, new.pages) then
      raise exception 'Letter % is not to be erased.', old.id using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if (old.state, new.state) not in (('ordered', 'ordered'), ('ordered', 'published'), ('ordered', 'failed'), ('failed', 'ordered'),
      ('failed', 'failed'), ('published', 'published'), ('published', 'withdrawn'), ('published', 'replaced'),
      ('withdrawn', 'withdrawn'), ('replaced', 'replaced'), ('withdrawn', 'replaced')) then
    raise exception 'A letter that is % does not become %.', old.state, new.state using errcode = 'insufficient_privilege';
  end if;
  if (old.id, old.customer_id, old.contract_id, old.kind, old.kind_version, old.source, old.source_key, old.title, old.language, old.ordered_at)
     is distinct from
     (new.id, new.customer_id, new.contract_id, new.kind, new.kind_version, new.source, new.source_key, new.title, new.language, new.ordered_at)
     or old.state in ('published', 'withdrawn', 'replaced')
        and (old.pages, old.published_at, old.action_due_on) is distinct from (new.pages, new.published_at, new.action_due_on)
     or old.state in ('withdrawn', 'replaced') and old.cut_off and not new.cut_off then
    raise exception 'A letter is not changed: withdraw it and write another.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.letter_today()
 RETURNS date
 LANGUAGE sql
 STABLE
RETURN COALESCE((NULLIF(current_setting('app.today'::text, true), ''::text))::date, legal_day(now()))
;

CREATE OR REPLACE FUNCTION public.letter_view_end(last_day date, published timestamp with time zone, view_time interval)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE
RETURN CASE WHEN (last_day = 'infinity'::date) THEN last_day ELSE ((GREATEST(last_day, legal_day(published)) + view_time))::date END
;

CREATE OR REPLACE FUNCTION public.letter_view_time(on_day date)
 RETURNS interval
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
RETURN COALESCE((SELECT make_interval(months => (letter_view_rule.months)::integer) AS make_interval FROM letter_view_rule WHERE (letter_view_rule.valid_from <= letter_view_time.on_day) ORDER BY letter_view_rule.valid_from DESC LIMIT 1), '6 mons'::interval)
;

CREATE OR REPLACE FUNCTION public.levenshtein_short(a text, b text)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
declare
  m integer := length(a);
  n integer := length(b);
  before integer[];
  row_now integer[];
begin
  if a = b then return 0; end if;
  if abs(m - n) > 2 or m > 40 or n > 40 then return 3; end if;
  before := array(select generate_series(0, n));
  for i in 1..m loop
    row_now := array[i];
    for j in 1..n loop
      row_now := row_now || least(before[j + 1] + 1, row_now[j] + 1,
        before[j] + case when substr(a, i, 1) = substr(b, j, 1) then 0 else 1 end);
    end loop;
    before := row_now;
  end loop;
  return least(3, before[n + 1]);
end $function$
;

CREATE OR REPLACE FUNCTION public.machine_may(machine bigint, wanted text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
begin
  return exists (select from machine_client c where c.id = machine and c.disabled_at is null and wanted = any(c.scopes)
                    and wanted = any(c.scopes_allowed) and (c.sandbox_of is null or c.id = app_machine_id()));
end $function$
;

CREATE OR REPLACE FUNCTION public.machine_name(machine bigint)
 RETURNS text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
begin
  return (select c.name from machine_client c where c.id = machine);
end $function$
;

CREATE OR REPLACE FUNCTION public.machine_open(hash bytea)
 RETURNS TABLE(client_id text, machine_client_id bigint, scopes text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select c.client_id, c.id, array(select unnest(t.scopes) intersect select unnest(c.scopes) intersect select unnest(c.scopes_allowed) order by 1)
    from machine_token t
    join machine_client c on c.id = t.machine_client_id and c.disabled_at is null and c.sandbox_of is null
    left join machine_key k on k.id = t.key_id
   where t.token_hash = hash and t.expires_at > now() and (k.ends_at is null or k.ends_at > now())
$function$
;

CREATE OR REPLACE FUNCTION public.machine_people(machine bigint)
 RETURNS TABLE(id bigint, name text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select s.id, s.name from machine_person p join staff s on s.id = p.staff_id
   where p.machine_id = machine and app_manages_machine(machine) order by s.name, s.id
$function$
;

CREATE OR REPLACE FUNCTION public.machine_permits_take(hash bytea, house_limit integer, minute bigint, lots integer)
 RETURNS TABLE(machine_id bigint, per_minute integer, lot integer, used integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
declare machine bigint; most integer; wanted integer;
begin
  select c.id, coalesce(c.calls_per_minute, house_limit) into machine, most
    from machine_token t join machine_client c on c.id = t.machine_client_id where t.token_hash = hash and t.expires_at > now();
  most := coalesce(most, house_limit);
  wanted := greatest(1, least(100, most / lots));
  -- Kept for ten minutes, long enough for the one that it counts.
  return query select machine, most, wanted,
    rate_limit_take(case when machine is null then 'token:' || left(encode(hash, 'base64'), 22) else 'machine:' || machine end || ':' || minute,
                    600, wanted);
end $function$
;

CREATE OR REPLACE FUNCTION public.meter_number_tail(number_key text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN "substring"(number_key, '[1-9][0-9]{3,}$'::text)
;

CREATE OR REPLACE FUNCTION public.openid_session(of_session bigint)
 RETURNS TABLE(proved_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
BEGIN ATOMIC
 SELECT s.proved_at
    FROM ((session s
      JOIN account a ON (((a.id = s.account_id) AND (a.disabled_at IS NULL))))
      JOIN account_grant g ON (((g.account_id = s.account_id) AND (g.customer_id = s.customer_id) AND (g.valid_from <= now()) AND ((g.valid_to IS NULL) OR (g.valid_to > now())))))
   WHERE ((s.id = openid_session.of_session) AND (s.ended_at IS NULL) AND (s.expires_at > now()) AND (s.last_seen_at > (now() - make_interval(secs => (s.idle_seconds)::double precision))));
END
;

CREATE OR REPLACE FUNCTION public.outage_street_key(street text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(regexp_replace(search_fold(COALESCE(street, ''::text)), '[^a-z0-9]'::text, ''::text, 'g'::text), 'str(asse)?$'::text, 'str'::text)
;

CREATE OR REPLACE FUNCTION public.partner_tasks()
 RETURNS TABLE(id bigint, kind text, due_on date, row_version integer, company text, street text, house_number text, postal_code text, city text, location_hint text, meter_numbers text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select t.id, t.kind, t.due_on, t.row_version, g.name_de, s.street, s.house_number, s.postal_code, s.city, s.location_hint,
         array(select m.meter_number from meter m where m.market_location_id = c.market_location_id and m.removed_on is null order by 1)
    from task t
    join task_group g on g.code = t.group_name and g.is_partner
    join task_group_member mine on mine.group_code = g.code and mine.staff_id = app_staff_id()
    left join contract c on c.id = t.contract_id
    left join market_location l on l.id = c.market_location_id
    left join site s on s.id = l.site_id
   where t.state = 'open' and 'partner' = any (app_staff_roles())
   order by t.due_on, t.id
   limit 500
$function$
;

CREATE OR REPLACE FUNCTION public.quarter_hours_of(day date)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN ((EXTRACT(epoch FROM ((((day + 1))::timestamp without time zone AT TIME ZONE 'Europe/Berlin'::text) - ((day)::timestamp without time zone AT TIME ZONE 'Europe/Berlin'::text))) / (900)::numeric))::integer
;

CREATE OR REPLACE FUNCTION public.rate_limit_take(bucket_name text, window_seconds integer, cost integer)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public'
BEGIN ATOMIC
 INSERT INTO rate_limit AS r (bucket, window_start, used)
   VALUES (rate_limit_take.bucket_name, to_timestamp(((floor((EXTRACT(epoch FROM now()) / (rate_limit_take.window_seconds)::numeric)) * (rate_limit_take.window_seconds)::numeric))::double precision), rate_limit_take.cost) ON CONFLICT(bucket, window_start) DO UPDATE SET used = (r.used + excluded.used)
   RETURNING r.used;
END
;

CREATE OR REPLACE FUNCTION public.sandbox_align()
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'public'
AS $function$
begin
  if not exists (
    select a.attname, format_type(a.atttypid, a.atttypmod) from unnest(sandbox_tables()) t(name)
      join pg_attribute a on a.attrelid = format('public.%I', t.name)::regclass and a.attnum > 0 and not a.attisdropped
     where not exists (select from pg_attribute b where b.attrelid = to_regclass(format('sandbox.%I', t.name)) and b.attname = a.attname
                          and not b.attisdropped and format_type(b.atttypid, b.atttypmod) = format_type(a.atttypid, a.atttypmod)))
  then return false; end if;
  perform sandbox_build();
  return true;
end $function$
;

CREATE OR REPLACE FUNCTION public.sandbox_build()
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'public'
AS $function$
declare name text; definition text; machine bigint;
begin
  for name in select viewname from pg_views where schemaname = 'sandbox' loop
    execute format('drop view sandbox.%I cascade', name);
  end loop;
  for name in select tablename from pg_tables where schemaname = 'sandbox' loop
    execute format('drop table sandbox.%I cascade', name);
  end loop;
  foreach name in array sandbox_tables() loop perform sandbox_table(name); end loop;
  -- The text of a view names tables without their schema, so it means those of the sandbox when it is read there.
  foreach name in array sandbox_views() loop
    perform set_config('search_path', 'public', true);
    definition := pg_get_viewdef(format('public.%I', name)::regclass);
    perform set_config('search_path', 'sandbox, public', true);
    execute format('create view sandbox.%I with (security_invoker = true) as %s', name, definition);
    execute format('grant select on sandbox.%I to kundenwerk_sandbox', name);
  end loop;
  perform set_config('search_path', 'public', true);
  grant usage on all sequences in schema sandbox to kundenwerk_sandbox;
  execute 'create trigger journal_fed after insert on sandbox.journal_pending for each row execute function sandbox.journal_fed()';
  for machine in select id from machine_client where sandbox_of is not null loop perform sandbox_fill(machine); end loop;
end $function$
;

CREATE OR REPLACE FUNCTION public.sandbox_fill(machine bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
declare
  name text; n integer; code text; check_digit integer; customer_id bigint; site_id bigint; place_id bigint; account_id bigint;
  contract_id bigint; meter_id bigint; register_id bigint; year integer;
  first_names text[] := array['Ada', 'Emil', 'Mira', 'Jonas', 'Lea', null];
  last_names text[] := array['Beispiel', 'Muster', 'Probe', 'Versuch', 'Übung', null];
begin
  if not exists (select from machine_client c where c.id = machine and c.sandbox_of is not null) then
    raise exception 'No sandbox: %', machine using errcode = 'check_violation';
  end if;
  if cardinality(app_staff_roles()) > 0 and not app_manages_machine(machine) then
    raise exception 'Not yours: %', machine using errcode = 'insufficient_privilege';
  end if;
  perform set_config('app.machine_id', machine::text, true);
  foreach name in array sandbox_tables() loop
    continue when name in ('webhook_subscription', 'webhook_secret', 'idempotent_answer');
    execute format('delete from sandbox.%I where sandbox_id = $1', name) using machine;
  end loop;
  insert into sandbox.exchange_speaker (machine_id, system) values (machine, 'billing');
  for n in 1..6 loop
    insert into sandbox.customer (customer_number, kind, salutation, first_name, last_name, company_name, email, phone, street, house_number, postal_code, city)
    values ('SB-100' || n, case when n = 6 then 'company' else 'person' end, 'none', first_names[n], last_names[n],
            case when n = 6 then 'Erfundene Bäckerei GmbH' end, 'kunde' || n || '@sandbox.example', null, 'Sandkastenweg', n::text, '12345', 'Musterstadt')
    returning id into customer_id;
    insert into sandbox.site (site_number, street, house_number, postal_code, city, kind)
    values ('SB-S-100' || n, 'Sandkastenweg', n::text, '12345', 'Musterstadt', case when n = 6 then 'business' else 'flat' end) returning id into site_id;
    code := '900000100' || n;
    -- Check digit of a market location: 10 - (odd places + 2 x even places) mod 10.
    select (10 - sum(substr(code, i, 1)::integer * case when i % 2 = 1 then 1 else 2 end) % 10) % 10 into check_digit from generate_series(1, 10) i;
    insert into sandbox.market_location (market_location_code, site_id, commodity, load_profile, forecast_kwh)
    values (code || check_digit, site_id, 'power', 'H25', 2000 + n * 400) returning id into place_id;
    insert into sandbox.contract_account (contract_account_number, customer_id, billing_month) values ('SB-A-100' || n, customer_id, 12) returning id into account_id;
    insert into sandbox.contract (contract_number, contract_account_id, customer_id, market_location_id, starts_on)
    values ('SB-V-100' || n, account_id, customer_id, place_id, '2023-01-01') returning id into contract_id;
    insert into sandbox.contract_price (contract_id, valid_from, product_code, product_name, unit_price_ct, base_price_eur_year)
    values (contract_id, '2023-01-01', 'SB-STROM', 'Sandbox Strom', 31.9, 120);
    insert into sandbox.meter (meter_number, number_key, commodity, kind, market_location_id, installed_on)
    values ('1SBX000000100' || n, '1SBX000000100' || n, 'power', 'conventional', place_id, '2020-01-01') returning id into meter_id;
    insert into sandbox.register (register_key, meter_id, obis, rate, direction, market_location_id, unit, digits_before, digits_after)
    values ('SB-R-100' || n, meter_id, '1-0:1.8.0', 'total', 'consumption', place_id, 'kWh', 6, 0) returning id into register_id;
    for year in 2023..2025 loop
      insert into sandbox.reading (register_id, market_location_id, read_on, value, reason, source, status, channel, entered_by_kind, entered_at)
      values (register_id, place_id, make_date(year, 12, 31), 10000 + (year - 2022) * (2000 + n * 400), 'regular', 'customer', 'valid', 'import',
              'system', make_date(year + 1, 1, 3));
    end loop;
  end loop;
  perform set_config('app.machine_id', '', true);
end $function$
;

CREATE OR REPLACE FUNCTION public.sandbox_table(wanted text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'public'
AS $function$
declare index record; definition text;
begin
  execute format('create table sandbox.%I (like public.%1$I including defaults including constraints including identity including generated)', wanted);
  execute format('alter table sandbox.%I add column sandbox_id bigint not null default app_machine_id()', wanted);
  for index in
    select pg_get_indexdef(i.indexrelid) as text, i.indisunique and not i.indisprimary
           and wanted in ('customer', 'site', 'market_location', 'contract_account', 'contract', 'meter', 'register', 'reading', 'exchange_receipt')
           or i.indisunique and wanted = 'journal_reader' as is_own
      from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
     where i.indrelid = format('public.%I', wanted)::regclass and a.amname = 'btree'
  loop
    definition := replace(replace(index.text, ' ON ONLY public.', ' ON sandbox.'), ' ON public.', ' ON sandbox.');
    if index.is_own then definition := regexp_replace(definition, 'USING btree \(', 'USING btree (sandbox_id, '); end if;
    execute definition;
  end loop;
  execute format('create index on sandbox.%I (sandbox_id)', wanted);
  execute format('alter table sandbox.%I enable row level security', wanted);
  execute format('create policy own on sandbox.%I to kundenwerk_sandbox using (sandbox_id = (select app_machine_id())) with check (sandbox_id = (select app_machine_id()))', wanted);
  execute format('create policy worker_all on sandbox.%I for select to kundenwerk_worker using (true)', wanted);
  execute format('grant select, insert, update, delete on sandbox.%I to kundenwerk_sandbox', wanted);
  execute format('grant select on sandbox.%I to kundenwerk_worker', wanted);
end $function$
;

CREATE OR REPLACE FUNCTION public.sandbox_tables()
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE
RETURN ARRAY['customer'::text, 'site'::text, 'market_location'::text, 'contract_account'::text, 'contract'::text, 'contract_price'::text, 'meter'::text, 'register'::text, 'reading'::text, 'reading_check_list'::text, 'reading_check_list_item'::text, 'task'::text, 'journal'::text, 'journal_pending'::text, 'journal_feed'::text, 'journal_reader'::text, 'exchange_change'::text, 'exchange_takeover'::text, 'exchange_receipt'::text, 'exchange_conflict'::text, 'exchange_speaker'::text, 'webhook_subscription'::text, 'webhook_secret'::text, 'webhook_delivery'::text, 'idempotent_answer'::text]
;

CREATE OR REPLACE FUNCTION public.sandbox_views()
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE
RETURN ARRAY['supply'::text, 'supply_price'::text, 'contract_days'::text, 'supplied_register'::text, 'supplied_reading'::text]
;

CREATE OR REPLACE FUNCTION public.sandbox_waiting(as_of timestamp with time zone)
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select distinct w.sandbox_id from sandbox.webhook_subscription w
   where w.state = 'active' and (w.retry_at is null or w.retry_at <= as_of)
     and exists (select from sandbox.webhook_delivery d where d.subscription_id = w.id and d.state = 'waiting' and d.next_try_at <= as_of)
  union
  select f.sandbox_id from sandbox.journal_feed f
   where f.position > coalesce((select r.position from sandbox.journal_reader r where r.sandbox_id = f.sandbox_id and r.name = 'exchange.changes'), 0)
$function$
;

CREATE OR REPLACE FUNCTION public.search_fold(typed text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN regexp_replace(regexp_replace(NORMALIZE(translate(replace(replace(replace(replace(lower(typed), 'ß'::text, 'ss'::text), 'æ'::text, 'ae'::text), 'œ'::text, 'oe'::text), 'þ'::text, 'th'::text), 'øđðłı'::text, 'oddli'::text), NFKD), '[\u0300-\u036f]'::text, ''::text, 'g'::text), '(?<=[aou])e'::text, ''::text, 'g'::text)
;

CREATE OR REPLACE FUNCTION public.search_sound(word text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN regexp_replace(regexp_replace(regexp_replace(translate(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(word, 'ph'::text, 'f'::text, 'g'::text), '[dt](?=[csz])'::text, '8'::text, 'g'::text), '(?<=[ckq])x'::text, '8'::text, 'g'::text), 'x'::text, '48'::text, 'g'::text), '(?<=[sz])c'::text, '8'::text, 'g'::text), '^c(?=[ahkloqrux])'::text, '4'::text), 'c(?=[ahkoqux])'::text, '4'::text, 'g'::text), 'c'::text, '8'::text, 'g'::text), 'aeijouyhbpdtfvwgkqlmnrsz'::text, '0000000-1122333444566788'::text), '-'::text, ''::text, 'g'::text), '(.)\1+'::text, '\1'::text, 'g'::text), '(?<!^)0'::text, ''::text, 'g'::text)
;

CREATE OR REPLACE FUNCTION public.search_variants(word text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (SELECT (array_agg(DISTINCT ("left"(search_variants.word, (n.n - 1)) || substr(search_variants.word, (n.n + 1)))) || search_variants.word) FROM generate_series(1, length(search_variants.word)) n(n))
;

CREATE OR REPLACE FUNCTION public.search_words(typed text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (SELECT COALESCE(array_agg(words.word ORDER BY words.first), '{}'::text[]) AS "coalesce" FROM (SELECT regexp_replace("left"(t.piece, 40), '^(.{3,})stra?s?s?e?$'::text, '\1str'::text) AS word, min(t.number) AS first FROM regexp_split_to_table(search_fold(search_words.typed), '[\u0001-\u002f\u003a-\u0060\u007b-\u007f]+'::text) WITH ORDINALITY t(piece, number) WHERE (((length(t.piece) > 1) OR (t.piece ~ '[0-9]'::text)) AND (t.piece <> ALL (ARRAY['str'::text, 'strasse'::text, 'herr'::text, 'frau'::text, 'familie'::text, 'firma'::text, 'fam'::text]))) GROUP BY (regexp_replace("left"(t.piece, 40), '^(.{3,})stra?s?s?e?$'::text, '\1str'::text))) words)
;

CREATE OR REPLACE FUNCTION public.session_is_fresh(hash bytea, seconds integer)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select coalesce((select s.proved_at > now() - make_interval(secs => seconds)
                     from session s where s.token_hash = hash and s.ended_at is null), false)
$function$
;

CREATE OR REPLACE FUNCTION public.session_open(hash bytea)
 RETURNS TABLE(session_id bigint, account_id bigint, customer_id bigint, level text, rights text[], scope text, viewer_staff_id bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
#variable_conflict use_column
declare
  first_in_a_while boolean;
  ignored text;
begin
  select s.id, s.account_id, s.customer_id, g.level, g.rights,
         case when g.site_ids is null and g.contract_ids is null then 'all' else 'part' end,
         s.last_seen_at < now() - interval '1 minute',
         set_config('app.customer_id', s.customer_id::text, true) || set_config('app.account_id', s.account_id::text, true)
         || set_config('app.contract_ids',
                       case when g.site_ids is null and g.contract_ids is null then ''
                            else contracts_in_scope(s.customer_id, g.site_ids, g.contract_ids)::text end, true)
    into session_id, account_id, customer_id, level, rights, scope, first_in_a_while, ignored
    from session s
    join account a on a.id = s.account_id and a.disabled_at is null
    join account_grant g on g.account_id = s.account_id and g.customer_id = s.customer_id
     and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())
   where s.token_hash = hash and s.ended_at is null and s.expires_at > now()
     and s.last_seen_at > now() - make_interval(secs => s.idle_seconds);
  if not found then
    ignored := set_config('app.customer_id', '', true) || set_config('app.account_id', '', true)
               || set_config('app.contract_ids', '', true);
    return query select * from viewing_open(hash);
    return;
  end if;
  if first_in_a_while then
    update session s set last_seen_at = now() where s.token_hash = hash;
  end if;
  return next;
end $function$
;

CREATE OR REPLACE FUNCTION public.session_renew(old_hash bytea, new_hash bytea)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  with renewed as (
    update session set token_hash = new_hash
     where token_hash = old_hash and ended_at is null and account_id = app_account_id() returning 1)
  select exists (select 1 from renewed)
$function$
;

CREATE OR REPLACE FUNCTION public.staff_by_name()
 RETURNS TABLE(id bigint, name text)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 200
 SET search_path TO 'public'
AS $function$
  select f.id, f.name from staff f where f.disabled_at is null and app_staff_id() is not null and app_sees_protected() order by f.name, f.id limit 2000
$function$
;

CREATE OR REPLACE FUNCTION public.staff_closed_by_number(key text)
 RETURNS TABLE(id bigint, customer_number text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select c.id, c.customer_number from app_closed_customers() x join customer c on c.id = x
   where customer_number_key(c.customer_number) = key and c.restricted_at is null and app_staff_id() is not null
$function$
;

CREATE OR REPLACE FUNCTION public.staff_closed_to(subject text, id bigint)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select case when bool_or(o.id is not null) then 'own' when count(*) > 0 then 'protected' end
    from staff_customers_of(subject, id) c join app_closed_customers() x on x = c
    left join staff_own_customers(app_staff_id()) o(id) on o.id = c
$function$
;

CREATE OR REPLACE FUNCTION public.staff_customers_of(subject text, id bigint)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 2
 SET search_path TO 'public'
AS $function$
begin
  case subject
    when 'letter' then return query select l.customer_id from letter l where l.id = staff_customers_of.id;
    when 'letter-question' then
      return query select l.customer_id from letter_question q join letter l on l.id = q.letter_id where q.id = staff_customers_of.id;
    when 'contact' then return query select c.customer_id from contact c where c.id = staff_customers_of.id;
    when 'erasure' then return query select r.customer_id from erasure_request r where r.id = staff_customers_of.id;
    when 'reading-request' then return query select r.customer_id from reading_request r where r.id = staff_customers_of.id;
    when 'guest-reading' then return query select g.customer_id from guest_reading g where g.id = staff_customers_of.id;
    when 'conflict' then
      return query select coalesce(h.customer_id, case when x.object = 'customer' then x.object_id end)
        from exchange_conflict x left join exchange_change h on h.id = x.change_id where x.id = staff_customers_of.id;
    when 'account' then
      return query select g.customer_id from account_grant g where g.account_id = staff_customers_of.id and (g.valid_to is null or g.valid_to > now());
    when 'duplicate' then
      return query select unnest(array[p.a_id, p.b_id]) from duplicate_pair p where p.id = staff_customers_of.id;
    when 'merge' then
      return query select unnest(array[m.survivor_id, m.merged_id]) from customer_merge m where m.id = staff_customers_of.id;
    when 'meter' then
      return query select c.customer_id from meter m join contract c on c.market_location_id = m.market_location_id
        and (c.ends_on is null or c.ends_on >= legal_day(now())) where m.id = staff_customers_of.id;
    else return query select a from audit_customer_of(subject, staff_customers_of.id) a where a is not null;
  end case;
end $function$
;

CREATE OR REPLACE FUNCTION public.staff_developers()
 RETURNS TABLE(id bigint, name text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select s.id, s.name from staff s where 'developer' = any (s.roles) and s.disabled_at is null
     and 'administrator' = any (app_staff_roles()) order by s.name, s.id limit 200
$function$
;

CREATE OR REPLACE FUNCTION public.staff_disable(whose bigint)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  with ended as (update staff_session set ended_at = now() where staff_id = whose and ended_at is null),
       changed as (update staff set disabled_at = now() where id = whose and disabled_at is null returning 1)
  select count(*)::integer from changed
$function$
;

CREATE OR REPLACE FUNCTION public.staff_for_tasks()
 RETURNS TABLE(id bigint, name text, roles text[])
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
begin
  return query select s.id, s.name, s.roles from staff s where s.disabled_at is null and s.roles && array['agent', 'dispatcher', 'manager', 'administrator'] order by s.name, s.id;
end $function$
;

CREATE OR REPLACE FUNCTION public.staff_manages_machine(staff bigint, machine bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select exists (select from staff s where s.id = staff_manages_machine.staff and s.disabled_at is null and 'administrator' = any (s.roles))
      or exists (select from machine_person p join machine_client c on c.id = machine and p.machine_id in (c.id, c.sandbox_of)
                  where p.staff_id = staff_manages_machine.staff)
$function$
;

CREATE OR REPLACE FUNCTION public.staff_name(id bigint)
 RETURNS text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
begin
  return (select s.name from staff s where s.id = staff_name.id);
end $function$
;

CREATE OR REPLACE FUNCTION public.staff_own_customers(of_staff bigint)
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 5
 SET search_path TO 'public'
AS $function$
  with own as (
    select l.customer_id as id from staff_customer l where l.staff_id = of_staff and l.ended_at is null
    union
    select c.id from staff f join customer c on lower(c.email) collate "C" = lower(f.email) where f.id = of_staff and f.email <> ''
    union
    select g.customer_id from staff f join account a on a.email = lower(f.email)
      join account_grant g on g.account_id = a.id and g.kind <> 'attorney' and (g.valid_to is null or g.valid_to > now())
     where f.id = of_staff and f.email <> '')
  select id from own
  union
  select k2.customer_id from own join contract k on k.customer_id = own.id and (k.ends_on is null or k.ends_on >= legal_day(now()))
    join market_location m on m.id = k.market_location_id join market_location m2 on m2.site_id = m.site_id
    join contract k2 on k2.market_location_id = m2.id and (k2.ends_on is null or k2.ends_on >= legal_day(now()))
  union
  select g2.customer_id from own join account_grant g on g.customer_id = own.id and g.kind <> 'attorney' and (g.valid_to is null or g.valid_to > now())
    join account_grant g2 on g2.account_id = g.account_id and g2.kind <> 'attorney' and (g2.valid_to is null or g2.valid_to > now())
$function$
;

CREATE OR REPLACE FUNCTION public.staff_session_open(hash bytea)
 RETURNS TABLE(session_id bigint, staff_id bigint, name text, roles text[])
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
declare hit record;
begin
  perform set_config('app.staff_id', '', true), set_config('app.staff_roles', '', true);
  select s.id, f.id as staff_id, f.name, f.roles, s.last_seen_at
    into hit
    from staff_session s join staff f on f.id = s.staff_id and f.disabled_at is null
   where s.token_hash = hash and s.ended_at is null and s.expires_at > now()
     and s.last_seen_at > now() - make_interval(secs => s.idle_seconds);
  if not found then return; end if;
  perform set_config('app.staff_id', hit.staff_id::text, true), set_config('app.staff_roles', hit.roles::text, true);
  if hit.last_seen_at < now() - interval '1 minute' then
    update staff_session s set last_seen_at = now() where s.id = hit.id;
  end if;
  return query select hit.id, hit.staff_id, hit.name, hit.roles;
end $function$
;

CREATE OR REPLACE FUNCTION public.task_next_escalation(of_kind text, due date, done smallint)
 RETURNS date
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
BEGIN ATOMIC
 SELECT (task_next_escalation.due + (e.after_days)::integer)
    FROM task_escalation e
   WHERE ((e.kind =
         CASE
             WHEN (EXISTS ( SELECT
                FROM task_escalation own
               WHERE (own.kind = task_next_escalation.of_kind))) THEN task_next_escalation.of_kind
             ELSE '*'::text
         END) AND (e.step > task_next_escalation.done))
   ORDER BY e.step
  LIMIT 1;
END
;

CREATE OR REPLACE FUNCTION public.task_ruled()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
begin
  new.skill := coalesce(new.skill, (select k.skill from task_kind k where k.kind = new.kind));
  new.template_version := (select max(p.version) from task_template p where p.kind = new.kind);
  new.escalates_on := task_next_escalation(new.kind, new.due_on, new.escalation);
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.task_tally_deleted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
begin
  insert into task_tally_change (group_name, kind, owner_staff_id, due_on, made_on, n)
  select group_name, kind, coalesce(owner_staff_id, 0), due_on, legal_day(created_at), -count(*)
    from old_rows where state = 'open' group by 1, 2, 3, 4, 5;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.task_tally_inserted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
begin
  insert into task_tally_change (group_name, kind, owner_staff_id, due_on, made_on, n)
  select group_name, kind, coalesce(owner_staff_id, 0), due_on, legal_day(created_at), count(*)
    from new_rows where state = 'open' group by 1, 2, 3, 4, 5;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.task_tally_updated()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
begin
  insert into task_tally_change (group_name, kind, owner_staff_id, due_on, made_on, n)
  select group_name, kind, owner, due_on, made_on, sum(n) from (
    select group_name, kind, coalesce(owner_staff_id, 0) as owner, due_on, legal_day(created_at) as made_on, 1 as n from new_rows where state = 'open'
    union all
    select group_name, kind, coalesce(owner_staff_id, 0), due_on, legal_day(created_at), -1 from old_rows where state = 'open') both_sides
   group by 1, 2, 3, 4, 5 having sum(n) <> 0;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.viewing_open(hash bytea)
 RETURNS TABLE(session_id bigint, account_id bigint, customer_id bigint, level text, rights text[], scope text, viewer_staff_id bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
declare hit record;
begin
  select v.id, v.customer_id, v.staff_id into hit
    from viewing v join staff f on f.id = v.staff_id and f.disabled_at is null
   where v.token_hash = hash and v.ended_at is null and v.ends_at > now();
  if not found then return; end if;
  perform set_config('app.customer_id', hit.customer_id::text, true), set_config('transaction_read_only', 'on', true);
  return query select hit.id, null::bigint, hit.customer_id, 'open'::text, '{all}'::text[], 'all'::text, hit.staff_id;
end $function$
;

CREATE TRIGGER audit_no_change BEFORE DELETE OR UPDATE ON public.audit FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_2026_11 FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_2026_12 FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_2027_01 FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_2027_02 FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_2027_03 FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_2027_04 FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_2027_05 FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_2027_06 FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_2027_07 FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_2027_08 FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_2027_09 FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_2027_10 FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_2027_11 FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_2027_12 FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_2028_01 FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_other FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER journal_no_change BEFORE DELETE OR UPDATE ON public.journal FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();

CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON public.journal FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_change();

CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON public.journal_2026 FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_change();

CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON public.journal_2027 FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_change();

CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON public.journal_2028 FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_change();

CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON public.journal_2029 FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_change();

CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON public.journal_2030 FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_change();

CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON public.journal_other FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_change();

CREATE TRIGGER letter_no_delete BEFORE DELETE ON public.letter FOR EACH ROW EXECUTE FUNCTION letter_refuse_change();

CREATE TRIGGER letter_no_truncate BEFORE TRUNCATE ON public.letter FOR EACH STATEMENT EXECUTE FUNCTION letter_refuse_change();

CREATE TRIGGER letter_steps BEFORE UPDATE ON public.letter FOR EACH ROW EXECUTE FUNCTION letter_steps();

CREATE TRIGGER letter_content_no_change BEFORE DELETE OR UPDATE ON public.letter_content FOR EACH ROW EXECUTE FUNCTION letter_refuse_unless_erased();

CREATE TRIGGER letter_content_no_truncate BEFORE TRUNCATE ON public.letter_content FOR EACH STATEMENT EXECUTE FUNCTION letter_refuse_change();

CREATE TRIGGER letter_design_no_truncate BEFORE TRUNCATE ON public.letter_design FOR EACH STATEMENT EXECUTE FUNCTION letter_refuse_change();

CREATE TRIGGER letter_design_stays BEFORE DELETE OR UPDATE ON public.letter_design FOR EACH ROW EXECUTE FUNCTION letter_design_stays();

CREATE TRIGGER letter_event_no_change BEFORE DELETE OR UPDATE ON public.letter_event FOR EACH ROW EXECUTE FUNCTION letter_refuse_unless_erased();

CREATE TRIGGER letter_event_no_truncate BEFORE TRUNCATE ON public.letter_event FOR EACH STATEMENT EXECUTE FUNCTION letter_refuse_change();

CREATE TRIGGER letter_feedback_no_change BEFORE DELETE OR UPDATE ON public.letter_feedback FOR EACH ROW EXECUTE FUNCTION letter_refuse_unless_erased();

CREATE TRIGGER letter_file_before_publishing BEFORE INSERT ON public.letter_file FOR EACH ROW EXECUTE FUNCTION letter_file_before_publishing();

CREATE TRIGGER letter_file_no_change BEFORE DELETE OR UPDATE ON public.letter_file FOR EACH ROW EXECUTE FUNCTION letter_refuse_unless_erased();

CREATE TRIGGER letter_file_no_truncate BEFORE TRUNCATE ON public.letter_file FOR EACH STATEMENT EXECUTE FUNCTION letter_refuse_change();

CREATE TRIGGER letter_module_no_change BEFORE DELETE OR UPDATE ON public.letter_module FOR EACH ROW EXECUTE FUNCTION letter_refuse_change();

CREATE TRIGGER letter_module_no_truncate BEFORE TRUNCATE ON public.letter_module FOR EACH STATEMENT EXECUTE FUNCTION letter_refuse_change();

CREATE TRIGGER letter_question_no_change BEFORE DELETE OR UPDATE ON public.letter_question FOR EACH ROW EXECUTE FUNCTION letter_refuse_unless_erased();

CREATE TRIGGER letter_record_link BEFORE INSERT ON public.letter_record FOR EACH ROW EXECUTE FUNCTION letter_record_link();

CREATE TRIGGER letter_record_no_change BEFORE DELETE OR UPDATE ON public.letter_record FOR EACH ROW EXECUTE FUNCTION letter_refuse_change();

CREATE TRIGGER letter_record_no_truncate BEFORE TRUNCATE ON public.letter_record FOR EACH STATEMENT EXECUTE FUNCTION letter_refuse_change();

CREATE TRIGGER letter_root_no_delete BEFORE DELETE ON public.letter_root FOR EACH ROW EXECUTE FUNCTION letter_refuse_change();

CREATE TRIGGER letter_root_no_truncate BEFORE TRUNCATE ON public.letter_root FOR EACH STATEMENT EXECUTE FUNCTION letter_refuse_change();

CREATE TRIGGER letter_root_steps BEFORE UPDATE ON public.letter_root FOR EACH ROW EXECUTE FUNCTION letter_root_steps();

CREATE TRIGGER task_ruled BEFORE INSERT ON public.task FOR EACH ROW EXECUTE FUNCTION task_ruled();

CREATE TRIGGER task_tally_deleted AFTER DELETE ON public.task REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION task_tally_deleted();

CREATE TRIGGER task_tally_inserted AFTER INSERT ON public.task REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION task_tally_inserted();

CREATE TRIGGER task_tally_updated AFTER UPDATE ON public.task REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION task_tally_updated();

create policy own on account for all to kundenwerk_customer
  using ((id = ( SELECT app_account_id() AS app_account_id)))
  with check ((id = ( SELECT app_account_id() AS app_account_id)));

create policy people_seen on account for select to kundenwerk_customer
  using ((( SELECT app_manages_people() AS app_manages_people) AND (id IN ( SELECT g.account_id
   FROM account_grant g
  WHERE (g.customer_id = ( SELECT app_customer_id() AS app_customer_id))))));

create policy worker_all on account for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on account_grant for select to kundenwerk_customer
  using (((account_id = ( SELECT app_account_id() AS app_account_id)) AND (valid_from <= now()) AND ((valid_to IS NULL) OR (valid_to > now()))));

create policy people_changed on account_grant for update to kundenwerk_customer
  using (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND ( SELECT app_manages_people() AS app_manages_people)))
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND ( SELECT app_manages_people() AS app_manages_people)));

create policy people_seen on account_grant for select to kundenwerk_customer
  using (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND ( SELECT app_manages_people() AS app_manages_people) AND ((power_id IS NULL) OR (EXISTS ( SELECT 1
   FROM power_of_attorney p
  WHERE (p.id = account_grant.power_id))))));

create policy worker_all on account_grant for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on account_identity for all to kundenwerk_customer
  using ((account_id = ( SELECT app_account_id() AS app_account_id)))
  with check ((account_id = ( SELECT app_account_id() AS app_account_id)));

create policy worker_all on account_identity for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own_new on account_opening for insert to kundenwerk_customer
  with check (((account_id = ( SELECT app_account_id() AS app_account_id)) AND (customer_id = ( SELECT app_customer_id() AS app_customer_id))));

create policy worker_all on account_opening for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on account_totp for select to kundenwerk_customer
  using ((account_id = ( SELECT app_account_id() AS app_account_id)));

create policy worker_all on account_totp for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_new on activation_letter for insert to kundenwerk_staff
  with check (((ordered_by_kind = 'staff'::text) AND (customer_id IS NOT NULL) AND (used_at IS NULL) AND (attempts = 0)));

create policy staff_see on activation_letter for select to kundenwerk_staff
  using (true);

create policy worker_all on activation_letter for all to kundenwerk_worker
  using (true)
  with check (true);

create policy worker_all on activation_request for all to kundenwerk_worker
  using (true)
  with check (true);

create policy auditor on audit for select to kundenwerk_staff
  using (('auditor'::text = ANY (( SELECT app_staff_roles() AS app_staff_roles)::text[])));

create policy own on audit for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy worker_all on audit for all to kundenwerk_worker
  using (true)
  with check (true);

create policy not_closed on bank_details for all to kundenwerk_staff
  using ((customer_id <> ALL (ARRAY( SELECT app_closed_customers() AS app_closed_customers))));

create policy own_change on bank_details for update to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)))
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND ((mandate_id IS NULL) OR (mandate_id IN ( SELECT m.id
   FROM mandate m
  WHERE (m.customer_id = ( SELECT app_customer_id() AS app_customer_id)))))));

create policy own_new on bank_details for insert to kundenwerk_customer
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (contract_account_id IN ( SELECT a.id
   FROM contract_account a
  WHERE (a.customer_id = ( SELECT app_customer_id() AS app_customer_id))))));

create policy own_read on bank_details for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy staff_all on bank_details for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on bank_details for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_read on bounce for select to kundenwerk_staff
  using (true);

create policy worker_all on bounce for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_read on calibration_rule for select to kundenwerk_staff
  using (true);

create policy worker_all on calibration_rule for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_new on caller_check for insert to kundenwerk_staff
  with check ((staff_id = ( SELECT (NULLIF(current_setting('app.staff_id'::text, true), ''::text))::bigint AS "nullif")));

create policy staff_see on caller_check for select to kundenwerk_staff
  using (true);

create policy worker_all on caller_check for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on caller_pin for all to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)))
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (set_by_account_id = ( SELECT app_account_id() AS app_account_id)) AND (wrong = 0)));

create policy staff_see on caller_pin for select to kundenwerk_staff
  using (true);

create policy worker_all on caller_pin for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own_id on channel_proof for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy own_new on channel_proof for insert to kundenwerk_customer
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (token_hash IS NULL) AND (code_hash IS NULL) AND (used_at IS NULL) AND (channel_id IN ( SELECT c.id
   FROM contact_channel c
  WHERE (c.customer_id = ( SELECT app_customer_id() AS app_customer_id))))));

create policy staff_id on channel_proof for select to kundenwerk_staff
  using (true);

create policy staff_new on channel_proof for insert to kundenwerk_staff
  with check (((token_hash IS NULL) AND (code_hash IS NULL)));

create policy worker_all on channel_proof for all to kundenwerk_worker
  using (true)
  with check (true);

create policy not_closed on consent for all to kundenwerk_staff
  using ((customer_id <> ALL (ARRAY( SELECT app_closed_customers() AS app_closed_customers))));

create policy own_new on consent for insert to kundenwerk_customer
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (actor_kind = 'customer'::text) AND (actor_id = ( SELECT app_account_id() AS app_account_id)) AND (reason IS NULL)));

create policy own_read on consent for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy staff_all on consent for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on consent for all to kundenwerk_worker
  using (true)
  with check (true);

create policy everybody_reads on consent_wording for select to public
  using (true);

create policy worker_all on consent_wording for all to kundenwerk_worker
  using (true)
  with check (true);

create policy not_closed on contact for all to kundenwerk_staff
  using (((customer_id IS NULL) OR (customer_id <> ALL (ARRAY( SELECT app_closed_customers() AS app_closed_customers)))));

create policy own on contact for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy scope on contact for select to kundenwerk_customer
  using (((( SELECT app_contract_ids() AS app_contract_ids) IS NULL) OR (contract_id = ANY (( SELECT app_contract_ids() AS app_contract_ids)::bigint[]))));

create policy staff_all on contact for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on contact for all to kundenwerk_worker
  using (true)
  with check (true);

create policy not_closed on contact_channel for all to kundenwerk_staff
  using ((customer_id <> ALL (ARRAY( SELECT app_closed_customers() AS app_closed_customers))));

create policy own_new on contact_channel for insert to kundenwerk_customer
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (state = 'unconfirmed'::text) AND (confirmed_at IS NULL) AND (added_by = 'customer'::text)));

create policy own_purposes on contact_channel for update to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)))
  with check ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy own_read on contact_channel for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy staff_all on contact_channel for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on contact_channel for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on contact_file for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on contact_file for all to kundenwerk_worker
  using (true)
  with check (true);

create policy everybody_reads on contact_topic for select to kundenwerk_customer, kundenwerk_staff
  using (true);

create policy worker_all on contact_topic for all to kundenwerk_worker
  using (true)
  with check (true);

create policy no_partner on contract for all to kundenwerk_staff
  using ((NOT ( SELECT app_is_partner() AS app_is_partner)));

create policy not_closed on contract for all to kundenwerk_staff
  using ((customer_id <> ALL (ARRAY( SELECT app_closed_customers() AS app_closed_customers))));

create policy own on contract for all to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy scope on contract for all to kundenwerk_customer
  using (((( SELECT app_contract_ids() AS app_contract_ids) IS NULL) OR (id = ANY (( SELECT app_contract_ids() AS app_contract_ids)::bigint[]))));

create policy staff_all on contract for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on contract for all to kundenwerk_worker
  using (true)
  with check (true);

create policy no_partner on contract_account for all to kundenwerk_staff
  using ((NOT ( SELECT app_is_partner() AS app_is_partner)));

create policy not_closed on contract_account for all to kundenwerk_staff
  using ((customer_id <> ALL (ARRAY( SELECT app_closed_customers() AS app_closed_customers))));

create policy own on contract_account for all to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy scope on contract_account for all to kundenwerk_customer
  using (((( SELECT app_contract_ids() AS app_contract_ids) IS NULL) OR (id IN ( SELECT c.contract_account_id
   FROM contract c
  WHERE (c.customer_id = ( SELECT app_customer_id() AS app_customer_id))))));

create policy staff_all on contract_account for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on contract_account for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on contract_price for all to kundenwerk_customer
  using ((contract_id IN ( SELECT c.id
   FROM contract c
  WHERE (c.customer_id = ( SELECT app_customer_id() AS app_customer_id)))));

create policy staff_all on contract_price for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on contract_price for all to kundenwerk_worker
  using (true)
  with check (true);

create policy no_partner on customer for all to kundenwerk_staff
  using ((NOT ( SELECT app_is_partner() AS app_is_partner)));

create policy not_closed on customer for all to kundenwerk_staff
  using ((id <> ALL (ARRAY( SELECT app_closed_customers() AS app_closed_customers))));

create policy not_restricted on customer for select to kundenwerk_staff
  using ((restricted_at IS NULL));

create policy own on customer for all to kundenwerk_customer
  using ((id = ( SELECT app_customer_id() AS app_customer_id)));

create policy own_change on customer for update to kundenwerk_customer
  using ((id = ( SELECT app_customer_id() AS app_customer_id)))
  with check ((id = ( SELECT app_customer_id() AS app_customer_id)));

create policy staff_all on customer for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on customer for all to kundenwerk_worker
  using (true)
  with check (true);

create policy not_closed on customer_change for all to kundenwerk_staff
  using ((customer_id <> ALL (ARRAY( SELECT app_closed_customers() AS app_closed_customers))));

create policy own_new on customer_change for insert to kundenwerk_customer
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (actor_kind = 'customer'::text) AND (actor_id = ( SELECT app_account_id() AS app_account_id)) AND (reason IS NULL) AND (undo_hash IS NULL) AND (undone_at IS NULL)));

create policy own_read on customer_change for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy staff_all on customer_change for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on customer_change for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on customer_merge for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on customer_merge for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on customer_merge_row for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on customer_merge_row for all to kundenwerk_worker
  using (true)
  with check (true);

create policy not_closed on customer_preference for all to kundenwerk_staff
  using ((customer_id <> ALL (ARRAY( SELECT app_closed_customers() AS app_closed_customers))));

create policy own on customer_preference for all to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)))
  with check ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy staff_all on customer_preference for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on customer_preference for all to kundenwerk_worker
  using (true)
  with check (true);

create policy not_closed on customer_protection for all to kundenwerk_staff
  using ((customer_id <> ALL (ARRAY( SELECT app_closed_customers() AS app_closed_customers))));

create policy staff_all on customer_protection for all to kundenwerk_staff
  using (( SELECT app_sees_protected() AS app_sees_protected))
  with check (( SELECT app_sees_protected() AS app_sees_protected));

create policy worker_all on customer_protection for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_read on customer_search for all to kundenwerk_staff
  using (true);

create policy worker_all on customer_search for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_read on customer_search_word for all to kundenwerk_staff
  using (true);

create policy worker_all on customer_search_word for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on duplicate_pair for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on duplicate_pair for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own_new on erasure_request for insert to kundenwerk_customer
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (actor_kind = 'customer'::text) AND (actor_id = ( SELECT app_account_id() AS app_account_id)) AND (state = 'asked'::text) AND (decided_by_staff_id IS NULL) AND (restricted_until IS NULL)));

create policy own_read on erasure_request for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy staff_all on erasure_request for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on erasure_request for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on exchange_change for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on exchange_change for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on exchange_takeover for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on exchange_takeover for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_read on fault_report for select to kundenwerk_staff
  using (true);

create policy worker_all on fault_report for all to kundenwerk_worker
  using (true)
  with check (true);

create policy people_new on grant_invite for insert to kundenwerk_customer
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND ( SELECT app_manages_people() AS app_manages_people) AND (invited_by_account_id = ( SELECT app_account_id() AS app_account_id)) AND (kind = 'person'::text) AND (accepted_at IS NULL)));

create policy people_seen on grant_invite for select to kundenwerk_customer
  using (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND ( SELECT app_manages_people() AS app_manages_people)));

create policy people_withdrawn on grant_invite for update to kundenwerk_customer
  using (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND ( SELECT app_manages_people() AS app_manages_people) AND (accepted_at IS NULL)))
  with check ((withdrawn_at IS NOT NULL));

create policy staff_powers on grant_invite for all to kundenwerk_staff
  using ((kind = 'attorney'::text))
  with check ((kind = 'attorney'::text));

create policy worker_all on grant_invite for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on guest_reading for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on guest_reading for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on interval_series for select to kundenwerk_customer
  using ((EXISTS ( SELECT 1
   FROM contract_days d
  WHERE ((d.customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (d.market_location_id = interval_series.market_location_id) AND (interval_series.day >= d.starts_on) AND ((d.ends_on IS NULL) OR (interval_series.day <= d.ends_on))))));

create policy staff_all on interval_series for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on interval_series for all to kundenwerk_worker
  using (true)
  with check (true);

create policy worker_all on issuer_arrival for all to kundenwerk_worker
  using (true)
  with check (true);

create policy journal_customer on journal for all to kundenwerk_customer
  using ((customer_id = ANY (( SELECT app_customer_ids() AS app_customer_ids)::bigint[])))
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (actor_kind = 'customer'::text) AND (actor_id = ( SELECT app_account_id() AS app_account_id))));

create policy journal_staff on journal for all to kundenwerk_staff
  using (true)
  with check (true);

create policy journal_worker on journal for all to kundenwerk_worker
  using (true)
  with check (true);

create policy scope on journal for select to kundenwerk_customer
  using (((( SELECT app_contract_ids() AS app_contract_ids) IS NULL) OR (contract_id = ANY (( SELECT app_contract_ids() AS app_contract_ids)::bigint[])) OR ((actor_kind = 'customer'::text) AND (actor_id = ( SELECT app_account_id() AS app_account_id)))));

create policy journal_feed_customer on journal_feed for all to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy journal_feed_staff on journal_feed for all to kundenwerk_staff
  using (true);

create policy journal_feed_worker on journal_feed for all to kundenwerk_worker
  using (true)
  with check (true);

create policy scope on journal_feed for select to kundenwerk_customer
  using ((( SELECT app_contract_ids() AS app_contract_ids) IS NULL));

create policy worker_all on known_browser for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own_read on legal_hold for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy staff_all on legal_hold for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on legal_hold for all to kundenwerk_worker
  using (true)
  with check (true);

create policy not_closed on letter for all to kundenwerk_staff
  using ((customer_id <> ALL (ARRAY( SELECT app_closed_customers() AS app_closed_customers))));

create policy own on letter for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy own_new on letter for insert to kundenwerk_customer
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (state = 'ordered'::text) AND (source = 'kundenwerk'::text) AND (NOT cut_off) AND (kind IN ( SELECT k.code
   FROM letter_kind k
  WHERE k.by_customer))));

create policy scope on letter for select to kundenwerk_customer
  using (((( SELECT app_contract_ids() AS app_contract_ids) IS NULL) OR (contract_id = ANY (( SELECT app_contract_ids() AS app_contract_ids)::bigint[]))));

create policy shelf on letter for select to kundenwerk_customer
  using (((state <> 'erased'::text) AND ((published_at IS NULL) OR (letter_view_end(( SELECT letter_own_last_day() AS letter_own_last_day), published_at, ( SELECT letter_view_time(letter_today()) AS letter_view_time)) >= ( SELECT letter_today() AS letter_today)))));

create policy staff_all on letter for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_read on letter_batch for select to kundenwerk_staff
  using (true);

create policy worker_all on letter_batch for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_read on letter_batch_line for select to kundenwerk_staff
  using (true);

create policy worker_all on letter_batch_line for all to kundenwerk_worker
  using (true)
  with check (true);

create policy worker_read on letter_chain_head for select to kundenwerk_worker
  using (true);

create policy staff_read on letter_check for select to kundenwerk_staff
  using (true);

create policy worker_all on letter_check for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_read on letter_check_finding for select to kundenwerk_staff
  using (true);

create policy worker_all on letter_check_finding for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on letter_content for select to kundenwerk_customer
  using (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (letter_id IN ( SELECT l.id
   FROM letter l
  WHERE ((l.customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (NOT l.cut_off) AND (l.state = ANY (ARRAY['published'::text, 'withdrawn'::text, 'replaced'::text])))))));

create policy staff_all on letter_content for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter_content for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on letter_deletion for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter_deletion for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on letter_deletion_item for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter_deletion_item for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on letter_delivery for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy scope on letter_delivery for all to kundenwerk_customer
  using (((( SELECT app_contract_ids() AS app_contract_ids) IS NULL) OR (letter_id IN ( SELECT l.id
   FROM letter l
  WHERE (l.customer_id = ( SELECT app_customer_id() AS app_customer_id))))));

create policy staff_all on letter_delivery for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter_delivery for all to kundenwerk_worker
  using (true)
  with check (true);

create policy released on letter_design for select to kundenwerk_customer
  using ((state = 'released'::text));

create policy staff_all on letter_design for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter_design for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on letter_event for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy own_new on letter_event for insert to kundenwerk_customer
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (account_id = ( SELECT app_account_id() AS app_account_id)) AND (what = ANY (ARRAY['opened'::text, 'downloaded'::text])) AND (letter_id IN ( SELECT l.id
   FROM letter l
  WHERE (l.customer_id = ( SELECT app_customer_id() AS app_customer_id))))));

create policy scope on letter_event for all to kundenwerk_customer
  using (((( SELECT app_contract_ids() AS app_contract_ids) IS NULL) OR (letter_id IN ( SELECT l.id
   FROM letter l
  WHERE (l.customer_id = ( SELECT app_customer_id() AS app_customer_id))))));

create policy staff_all on letter_event for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter_event for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on letter_factor for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter_factor for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on letter_feedback for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy own_new on letter_feedback for insert to kundenwerk_customer
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (account_id = ( SELECT app_account_id() AS app_account_id)) AND (letter_id IN ( SELECT l.id
   FROM letter l
  WHERE (l.customer_id = ( SELECT app_customer_id() AS app_customer_id))))));

create policy scope on letter_feedback for all to kundenwerk_customer
  using (((( SELECT app_contract_ids() AS app_contract_ids) IS NULL) OR (letter_id IN ( SELECT l.id
   FROM letter l
  WHERE (l.customer_id = ( SELECT app_customer_id() AS app_customer_id))))));

create policy staff_all on letter_feedback for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter_feedback for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_read on letter_figure_day for select to kundenwerk_staff
  using (true);

create policy worker_all on letter_figure_day for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on letter_file for select to kundenwerk_customer
  using (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (letter_id IN ( SELECT l.id
   FROM letter l
  WHERE ((l.customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (NOT l.cut_off) AND (l.state = ANY (ARRAY['published'::text, 'withdrawn'::text, 'replaced'::text])))))));

create policy staff_all on letter_file for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter_file for all to kundenwerk_worker
  using (true)
  with check (true);

create policy worker_all on letter_file_left for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on letter_hold for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter_hold for all to kundenwerk_worker
  using (true)
  with check (true);

create policy everybody on letter_kind for select to kundenwerk_customer
  using (true);

create policy staff_all on letter_kind for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter_kind for all to kundenwerk_worker
  using (true)
  with check (true);

create policy worker_all on letter_lock for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on letter_module for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter_module for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on letter_notice for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter_notice for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own_new on letter_order for insert to kundenwerk_customer
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (attempts = 0) AND (letter_id IN ( SELECT l.id
   FROM letter l
  WHERE ((l.customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (l.state = 'ordered'::text))))));

create policy staff_all on letter_order for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter_order for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on letter_question for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy own_new on letter_question for insert to kundenwerk_customer
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (account_id = ( SELECT app_account_id() AS app_account_id)) AND (letter_id IN ( SELECT l.id
   FROM letter l
  WHERE (l.customer_id = ( SELECT app_customer_id() AS app_customer_id))))));

create policy scope on letter_question for all to kundenwerk_customer
  using (((( SELECT app_contract_ids() AS app_contract_ids) IS NULL) OR (letter_id IN ( SELECT l.id
   FROM letter l
  WHERE (l.customer_id = ( SELECT app_customer_id() AS app_customer_id))))));

create policy staff_all on letter_question for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter_question for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_new on letter_record for insert to kundenwerk_staff
  with check (true);

create policy staff_read on letter_record for select to kundenwerk_staff
  using (true);

create policy worker_all on letter_record for all to kundenwerk_worker
  using (true)
  with check (true);

create policy everybody on letter_retention for select to public
  using (true);

create policy staff_read on letter_root for select to kundenwerk_staff
  using (true);

create policy worker_all on letter_root for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on letter_run for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter_run for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on letter_run_item for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on letter_run_item for all to kundenwerk_worker
  using (true)
  with check (true);

create policy worker_all on letter_topic_contact for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_read on letter_usage_month for select to kundenwerk_staff
  using (true);

create policy worker_all on letter_usage_month for all to kundenwerk_worker
  using (true)
  with check (true);

create policy everybody on letter_view_rule for select to public
  using (true);

create policy staff_new on letter_view_rule for insert to kundenwerk_staff
  with check (true);

create policy worker_all on letter_view_told for all to kundenwerk_worker
  using (true)
  with check (true);

create policy managed on machine_call for all to kundenwerk_staff
  using (app_manages_machine(machine_id));

create policy worker_all on machine_call for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own_clients on machine_client for all to kundenwerk_staff
  using (((NOT ( SELECT app_is_partner() AS app_is_partner)) OR app_named_for(id, sandbox_of)))
  with check (((NOT ( SELECT app_is_partner() AS app_is_partner)) OR app_named_for(id, sandbox_of)));

create policy staff_all on machine_client for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on machine_client for all to kundenwerk_worker
  using (true)
  with check (true);

create policy managed on machine_key for all to kundenwerk_staff
  using (app_manages_machine(machine_id))
  with check (app_manages_machine(machine_id));

create policy worker_all on machine_key for all to kundenwerk_worker
  using (true)
  with check (true);

create policy managed on machine_person for all to kundenwerk_staff
  using (app_manages_machine(machine_id))
  with check (('administrator'::text = ANY (app_staff_roles())));

create policy worker_all on machine_person for all to kundenwerk_worker
  using (true)
  with check (true);

create policy worker_all on machine_token for all to kundenwerk_worker
  using (true)
  with check (true);

create policy not_closed on mandate for all to kundenwerk_staff
  using ((customer_id <> ALL (ARRAY( SELECT app_closed_customers() AS app_closed_customers))));

create policy own_ended on mandate for update to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)))
  with check ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy own_new on mandate for insert to kundenwerk_customer
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (signed_by = 'portal'::text) AND (last_used_on IS NULL) AND (contract_account_id IN ( SELECT a.id
   FROM contract_account a
  WHERE (a.customer_id = ( SELECT app_customer_id() AS app_customer_id))))));

create policy own_read on mandate for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy staff_all on mandate for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on mandate for all to kundenwerk_worker
  using (true)
  with check (true);

create policy no_partner on market_location for all to kundenwerk_staff
  using ((NOT ( SELECT app_is_partner() AS app_is_partner)));

create policy own on market_location for all to kundenwerk_customer
  using ((id IN ( SELECT c.market_location_id
   FROM contract c
  WHERE (c.customer_id = ( SELECT app_customer_id() AS app_customer_id)))));

create policy staff_all on market_location for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on market_location for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on meter for all to kundenwerk_customer
  using ((EXISTS ( SELECT 1
   FROM contract_days d
  WHERE ((d.customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (d.market_location_id = meter.market_location_id) AND (meter.installed_on <= COALESCE(d.ends_on, 'infinity'::date)) AND (COALESCE(meter.removed_on, 'infinity'::date) >= (d.starts_on - 1))))));

create policy staff_all on meter for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on meter for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on meter_exchange_report for all to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)))
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (state = 'reported'::text)));

create policy scope on meter_exchange_report for all to kundenwerk_customer
  using (((( SELECT app_contract_ids() AS app_contract_ids) IS NULL) OR (contract_id = ANY (( SELECT app_contract_ids() AS app_contract_ids)::bigint[]))));

create policy staff_all on meter_exchange_report for all to kundenwerk_staff
  using ((NOT ( SELECT app_is_partner() AS app_is_partner)))
  with check ((NOT ( SELECT app_is_partner() AS app_is_partner)));

create policy worker_all on meter_exchange_report for all to kundenwerk_worker
  using (true)
  with check (true);

create policy not_closed on move_announcement for all to kundenwerk_staff
  using ((customer_id <> ALL (ARRAY( SELECT app_closed_customers() AS app_closed_customers))));

create policy own_new on move_announcement for insert to kundenwerk_customer
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (actor_kind = 'customer'::text) AND (actor_id = ( SELECT app_account_id() AS app_account_id)) AND (applied_at IS NULL) AND (reason IS NULL)));

create policy own_read on move_announcement for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy staff_all on move_announcement for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on move_announcement for all to kundenwerk_worker
  using (true)
  with check (true);

create policy worker_all on notice_farewell for all to kundenwerk_worker
  using (true)
  with check (true);

create policy everybody on openid_client for select to kundenwerk_customer
  using ((disabled_at IS NULL));

create policy staff_all on openid_client for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on openid_client for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own_new on openid_code for insert to kundenwerk_customer
  with check (((account_id = ( SELECT app_account_id() AS app_account_id)) AND (used_at IS NULL)));

create policy worker_all on openid_code for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on openid_consent for all to kundenwerk_customer
  using ((account_id = ( SELECT app_account_id() AS app_account_id)))
  with check ((account_id = ( SELECT app_account_id() AS app_account_id)));

create policy worker_all on openid_consent for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_see on openid_key for select to kundenwerk_staff
  using (true);

create policy worker_all on openid_key for all to kundenwerk_worker
  using (true)
  with check (true);

create policy worker_all on openid_subject for all to kundenwerk_worker
  using (true)
  with check (true);

create policy worker_all on openid_token for all to kundenwerk_worker
  using (true)
  with check (true);

create policy public_notice on outage for select to kundenwerk_customer
  using (true);

create policy staff_all on outage for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on outage for all to kundenwerk_worker
  using (true)
  with check (true);

create policy public_notice on outage_area for select to kundenwerk_customer
  using (true);

create policy staff_all on outage_area for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on outage_area for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_read on outage_telling for select to kundenwerk_staff
  using (true);

create policy worker_all on outage_telling for all to kundenwerk_worker
  using (true)
  with check (true);

create policy public_notice on outage_update for select to kundenwerk_customer
  using (true);

create policy staff_all on outage_update for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on outage_update for all to kundenwerk_worker
  using (true)
  with check (true);

create policy not_closed on outbox for select to kundenwerk_staff
  using (((customer_id IS NULL) OR (customer_id <> ALL (ARRAY( SELECT app_closed_customers() AS app_closed_customers)))));

create policy own_new on outbox for insert to kundenwerk_customer
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (state = 'waiting'::text) AND (attempts = 0) AND ((channel = 'print'::text) OR ((channel = 'e-mail'::text) AND (recipient = ( SELECT c.email
   FROM customer c
  WHERE (c.id = outbox.customer_id)))))));

create policy staff_all on outbox for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on outbox for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on passkey for all to kundenwerk_customer
  using ((account_id = ( SELECT app_account_id() AS app_account_id)))
  with check ((account_id = ( SELECT app_account_id() AS app_account_id)));

create policy worker_all on passkey for all to kundenwerk_worker
  using (true)
  with check (true);

create policy worker_all on passkey_challenge for all to kundenwerk_worker
  using (true)
  with check (true);

create policy worker_all on password_request for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own_new on personal_copy for insert to kundenwerk_customer
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (account_id = ( SELECT app_account_id() AS app_account_id)) AND (state = 'asked'::text) AND (file_sha256 IS NULL) AND (summary IS NULL)));

create policy own_read on personal_copy for select to kundenwerk_customer
  using (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (account_id = ( SELECT app_account_id() AS app_account_id))));

create policy worker_all on personal_copy for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on power_of_attorney for select to kundenwerk_customer
  using (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (hidden_because IS NULL) AND (state = ANY (ARRAY['granted'::text, 'ended'::text]))));

create policy staff_all on power_of_attorney for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on power_of_attorney for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on print_job for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy scope on print_job for all to kundenwerk_customer
  using (((( SELECT app_contract_ids() AS app_contract_ids) IS NULL) OR (letter_id IN ( SELECT l.id
   FROM letter l
  WHERE (l.customer_id = ( SELECT app_customer_id() AS app_customer_id))))));

create policy staff_all on print_job for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on print_job for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on reading for select to kundenwerk_customer
  using ((EXISTS ( SELECT 1
   FROM contract_days d
  WHERE ((d.customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (d.market_location_id = reading.market_location_id) AND (reading.read_on >= (d.starts_on - 1)) AND ((d.ends_on IS NULL) OR (reading.read_on <= d.ends_on))))));

create policy own_new on reading for insert to kundenwerk_customer
  with check (((source = 'customer'::text) AND (entered_by_kind = 'customer'::text) AND (entered_by_id = ( SELECT app_account_id() AS app_account_id)) AND (status =
CASE verdict
    WHEN 'plausible'::text THEN 'valid'::text
    ELSE 'in-check'::text
END) AND (EXISTS ( SELECT 1
   FROM contract_days d
  WHERE ((d.customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (d.market_location_id = reading.market_location_id) AND (reading.read_on >= (d.starts_on - 1)) AND ((d.ends_on IS NULL) OR (reading.read_on <= d.ends_on)))))));

create policy own_replaced on reading for update to kundenwerk_customer
  using (((status = ANY (ARRAY['valid'::text, 'in-check'::text])) AND (EXISTS ( SELECT 1
   FROM contract_days d
  WHERE ((d.customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (d.market_location_id = reading.market_location_id) AND (reading.read_on >= (d.starts_on - 1)) AND ((d.ends_on IS NULL) OR (reading.read_on <= d.ends_on)))))))
  with check ((status = 'replaced'::text));

create policy staff_all on reading for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on reading for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on reading_campaign for all to kundenwerk_staff
  using ((NOT ( SELECT app_is_partner() AS app_is_partner)))
  with check ((NOT ( SELECT app_is_partner() AS app_is_partner)));

create policy worker_all on reading_campaign for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on reading_campaign_member for all to kundenwerk_staff
  using ((NOT ( SELECT app_is_partner() AS app_is_partner)))
  with check ((NOT ( SELECT app_is_partner() AS app_is_partner)));

create policy worker_all on reading_campaign_member for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on reading_company for all to kundenwerk_staff
  using ((NOT ( SELECT app_is_partner() AS app_is_partner)))
  with check ((NOT ( SELECT app_is_partner() AS app_is_partner)));

create policy worker_all on reading_company for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_read on reading_file for select to kundenwerk_staff
  using ((NOT ( SELECT app_is_partner() AS app_is_partner)));

create policy worker_all on reading_file for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on reading_photo for all to kundenwerk_customer
  using ((reading_id IN ( SELECT r.id
   FROM reading r)))
  with check ((reading_id IN ( SELECT r.id
   FROM reading r)));

create policy staff_all on reading_photo for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on reading_photo for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on reading_photo_upload for all to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy staff_all on reading_photo_upload for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on reading_photo_upload for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on reading_request for all to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)))
  with check ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy scope on reading_request for all to kundenwerk_customer
  using (((( SELECT app_contract_ids() AS app_contract_ids) IS NULL) OR (market_location_ids && ARRAY( SELECT c.market_location_id
   FROM contract c
  WHERE (c.customer_id = ( SELECT app_customer_id() AS app_customer_id))))));

create policy staff_all on reading_request for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on reading_request for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on recovery_code for select to kundenwerk_customer
  using ((account_id = ( SELECT app_account_id() AS app_account_id)));

create policy worker_all on recovery_code for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on register for all to kundenwerk_customer
  using (((EXISTS ( SELECT 1
   FROM contract_days d
  WHERE ((d.customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (d.market_location_id = register.market_location_id)))) AND (EXISTS ( SELECT 1
   FROM meter m
  WHERE (m.id = register.meter_id)))));

create policy staff_all on register for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on register for all to kundenwerk_worker
  using (true)
  with check (true);

create policy everybody_reads on retention_rule for select to public
  using (true);

create policy own on session for select to kundenwerk_customer
  using ((account_id = ( SELECT app_account_id() AS app_account_id)));

create policy own_open on session for update to kundenwerk_customer
  using (((account_id = ( SELECT app_account_id() AS app_account_id)) AND (ended_at IS NULL)))
  with check (((account_id = ( SELECT app_account_id() AS app_account_id)) AND (customer_id IN ( SELECT g.customer_id
   FROM account_grant g))));

create policy worker_all on session for all to kundenwerk_worker
  using (true)
  with check (true);

create policy worker_all on sign_in_step for all to kundenwerk_worker
  using (true)
  with check (true);

create policy no_partner on site for all to kundenwerk_staff
  using ((NOT ( SELECT app_is_partner() AS app_is_partner)));

create policy own on site for all to kundenwerk_customer
  using ((id IN ( SELECT m.site_id
   FROM market_location m
  WHERE (m.id IN ( SELECT c.market_location_id
           FROM contract c
          WHERE (c.customer_id = ( SELECT app_customer_id() AS app_customer_id)))))));

create policy staff_all on site for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on site for all to kundenwerk_worker
  using (true)
  with check (true);

create policy worker_all on staff for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on staff_customer for all to kundenwerk_staff
  using (( SELECT app_sees_protected() AS app_sees_protected))
  with check (( SELECT app_sees_protected() AS app_sees_protected));

create policy worker_all on staff_customer for all to kundenwerk_worker
  using (true)
  with check (true);

create policy worker_all on staff_invite for all to kundenwerk_worker
  using (true)
  with check (true);

create policy worker_all on staff_session for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on staff_skill for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on staff_skill for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own_new on task for insert to kundenwerk_customer
  with check (((customer_id = ( SELECT app_customer_id() AS app_customer_id)) AND (state = 'open'::text) AND (owner_staff_id IS NULL) AND (outcome IS NULL) AND (done_at IS NULL)));

create policy staff_all on task for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on task for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on task_check for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on task_check for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on task_escalation for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on task_escalation for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on task_group for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on task_group for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on task_group_member for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on task_group_member for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on task_kind for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on task_kind for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on task_skill for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on task_skill for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on task_step for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on task_step for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_read on task_tally for select to kundenwerk_staff
  using (true);

create policy worker_all on task_tally for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_read on task_tally_change for select to kundenwerk_staff
  using (true);

create policy worker_all on task_tally_change for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on task_template for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on task_template for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_all on task_view for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on task_view for all to kundenwerk_worker
  using (true)
  with check (true);

create policy own on viewing for select to kundenwerk_customer
  using ((customer_id = ( SELECT app_customer_id() AS app_customer_id)));

create policy staff_own on viewing for all to kundenwerk_staff
  using (true)
  with check (true);

create policy worker_all on viewing for all to kundenwerk_worker
  using (true)
  with check (true);

create policy staff_read on work_search for select to kundenwerk_staff
  using (true);

create policy worker_all on work_search for all to kundenwerk_worker
  using (true)
  with check (true);

grant delete, insert, select, update on account to kundenwerk_worker;

grant select on account_grant to kundenwerk_customer;

grant delete, insert, select, update on account_grant to kundenwerk_worker;

grant delete, select on account_identity to kundenwerk_customer;

grant delete, insert, select, update on account_identity to kundenwerk_worker;

grant delete, insert, select, update on account_opening to kundenwerk_worker;

grant delete, insert, select, update on account_totp to kundenwerk_worker;

grant delete, insert, select, update on activation_letter to kundenwerk_worker;

grant delete, insert, select, update on activation_request to kundenwerk_worker;

grant select on audit to kundenwerk_staff;

grant insert, select on audit to kundenwerk_worker;

grant select on bank_code to kundenwerk_customer;

grant select on bank_code to kundenwerk_staff;

grant delete, insert, select, update on bank_code to kundenwerk_worker;

grant insert, select on bank_details to kundenwerk_customer;

grant insert, select, update on bank_details to kundenwerk_staff;

grant delete, insert, select, update on bank_details to kundenwerk_worker;

grant select on bounce to kundenwerk_staff;

grant insert, select on bounce to kundenwerk_worker;

grant select on calibration_rule to kundenwerk_staff;

grant delete, insert, select, update on calibration_rule to kundenwerk_worker;

grant select on caller_check to kundenwerk_staff;

grant delete, insert, select, update on caller_check to kundenwerk_worker;

grant delete on caller_pin to kundenwerk_customer;

grant delete, insert, select, update on caller_pin to kundenwerk_worker;

grant delete, insert, select, update on channel_proof to kundenwerk_worker;

grant insert, select on consent to kundenwerk_customer;

grant insert, select on consent to kundenwerk_staff;

grant delete, insert, select on consent to kundenwerk_worker;

grant select on consent_wording to kundenwerk_customer;

grant select on consent_wording to kundenwerk_staff;

grant insert, select on consent_wording to kundenwerk_worker;

grant insert, select, update on contact to kundenwerk_staff;

grant delete, insert, select, update on contact to kundenwerk_worker;

grant insert, select on contact_channel to kundenwerk_customer;

grant insert, select, update on contact_channel to kundenwerk_staff;

grant delete, insert, select, update on contact_channel to kundenwerk_worker;

grant insert, select on contact_file to kundenwerk_staff;

grant delete, insert, select, update on contact_file to kundenwerk_worker;

grant select on contact_log to kundenwerk_worker;

grant select on contact_topic to kundenwerk_customer;

grant select on contact_topic to kundenwerk_staff;

grant delete, insert, select, update on contact_topic to kundenwerk_worker;

grant select on contract to kundenwerk_customer;

grant insert, select, update on contract to kundenwerk_staff;

grant delete, insert, select, update on contract to kundenwerk_worker;

grant select on contract_account to kundenwerk_customer;

grant insert, select, update on contract_account to kundenwerk_staff;

grant delete, insert, select, update on contract_account to kundenwerk_worker;

grant select on contract_days to kundenwerk_customer;

grant select on contract_days to kundenwerk_staff;

grant select on contract_days to kundenwerk_worker;

grant select on contract_price to kundenwerk_customer;

grant insert, select, update on contract_price to kundenwerk_staff;

grant delete, insert, select, update on contract_price to kundenwerk_worker;

grant select on customer to kundenwerk_customer;

grant insert, select, update on customer to kundenwerk_staff;

grant delete, insert, select, update on customer to kundenwerk_worker;

grant insert, select, update on customer_change to kundenwerk_staff;

grant delete, insert, select, update on customer_change to kundenwerk_worker;

grant insert, select, update on customer_merge to kundenwerk_staff;

grant delete, insert, select, update on customer_merge to kundenwerk_worker;

grant insert, select, update on customer_merge_row to kundenwerk_staff;

grant delete, insert, select, update on customer_merge_row to kundenwerk_worker;

grant insert, select, update on customer_preference to kundenwerk_customer;

grant insert, select, update on customer_preference to kundenwerk_staff;

grant delete, insert, select, update on customer_preference to kundenwerk_worker;

grant insert, select, update on customer_protection to kundenwerk_staff;

grant delete, insert, select, update on customer_protection to kundenwerk_worker;

grant select on customer_search to kundenwerk_staff;

grant delete, insert, select, update on customer_search to kundenwerk_worker;

grant select on customer_search_word to kundenwerk_staff;

grant delete, insert, select, update on customer_search_word to kundenwerk_worker;

grant select on delivery_rule to kundenwerk_customer;

grant select on delivery_rule to kundenwerk_staff;

grant select on delivery_rule to kundenwerk_worker;

grant insert, select, update on duplicate_pair to kundenwerk_staff;

grant delete, insert, select, update on duplicate_pair to kundenwerk_worker;

grant insert on erasure_request to kundenwerk_customer;

grant insert, select, update on erasure_request to kundenwerk_staff;

grant delete, insert, select, update on erasure_request to kundenwerk_worker;

grant select on escalation_ladder to kundenwerk_customer;

grant select on escalation_ladder to kundenwerk_staff;

grant select on escalation_ladder to kundenwerk_worker;

grant select on escalation_of_kind to kundenwerk_customer;

grant select on escalation_of_kind to kundenwerk_staff;

grant select on escalation_of_kind to kundenwerk_worker;

grant select on escalation_step to kundenwerk_customer;

grant select on escalation_step to kundenwerk_staff;

grant select on escalation_step to kundenwerk_worker;

grant select on exchange_change to kundenwerk_staff;

grant delete, insert, select, update on exchange_change to kundenwerk_worker;

grant insert, select, update on exchange_conflict to kundenwerk_staff;

grant delete, insert, select, update on exchange_conflict to kundenwerk_worker;

grant select on exchange_delta to kundenwerk_staff;

grant insert, select, update on exchange_delta to kundenwerk_worker;

grant insert, select on exchange_receipt to kundenwerk_staff;

grant delete, insert, select, update on exchange_receipt to kundenwerk_worker;

grant delete, insert, select, update on exchange_speaker to kundenwerk_staff;

grant delete, insert, select, update on exchange_speaker to kundenwerk_worker;

grant select on exchange_system to kundenwerk_staff;

grant select on exchange_system to kundenwerk_worker;

grant select, update on exchange_takeover to kundenwerk_staff;

grant delete, insert, select, update on exchange_takeover to kundenwerk_worker;

grant select on fault_report to kundenwerk_staff;

grant delete, insert, select, update on fault_report to kundenwerk_worker;

grant select on gas_factor to kundenwerk_customer;

grant select on gas_factor to kundenwerk_staff;

grant delete, insert, select, update on gas_factor to kundenwerk_worker;

grant delete, insert, select, update on grant_invite to kundenwerk_worker;

grant insert, select, update on guest_reading to kundenwerk_staff;

grant delete, insert, select, update on guest_reading to kundenwerk_worker;

grant insert, select, update on idempotent_answer to kundenwerk_staff;

grant delete, select on idempotent_answer to kundenwerk_worker;

grant select on import_batch to kundenwerk_staff;

grant delete, insert, select, update on import_batch to kundenwerk_worker;

grant delete, insert, select, update on import_reference to kundenwerk_worker;

grant select on import_refusal to kundenwerk_staff;

grant delete, insert, select, update on import_refusal to kundenwerk_worker;

grant select on interval_series to kundenwerk_customer;

grant select on interval_series to kundenwerk_staff;

grant delete, insert, select, update on interval_series to kundenwerk_worker;

grant delete, insert, select, update on issuer_arrival to kundenwerk_worker;

grant insert, select on journal to kundenwerk_customer;

grant insert, select on journal to kundenwerk_staff;

grant insert, select on journal to kundenwerk_worker;

grant insert, select, update on journal_clearing to kundenwerk_worker;

grant select on journal_feed to kundenwerk_customer;

grant select on journal_feed to kundenwerk_staff;

grant delete, insert, select on journal_feed to kundenwerk_worker;

grant delete, insert, select on journal_heard to kundenwerk_worker;

grant insert on journal_pending to kundenwerk_customer;

grant insert on journal_pending to kundenwerk_staff;

grant delete, insert, select, update on journal_pending to kundenwerk_worker;

grant insert, select, update on journal_reader to kundenwerk_worker;

grant delete, insert, select, update on known_browser to kundenwerk_worker;

grant delete, insert, select, update on leading_system to kundenwerk_staff;

grant delete, insert, select, update on leading_system to kundenwerk_worker;

grant delete, insert, select, update on leading_system_planned to kundenwerk_staff;

grant delete, insert, select, update on leading_system_planned to kundenwerk_worker;

grant insert, select, update on legal_hold to kundenwerk_staff;

grant delete, insert, select, update on legal_hold to kundenwerk_worker;

grant insert, select on letter to kundenwerk_customer;

grant insert, select, update on letter to kundenwerk_staff;

grant insert, select, update on letter to kundenwerk_worker;

grant select on letter_batch to kundenwerk_staff;

grant insert, select, update on letter_batch to kundenwerk_worker;

grant select on letter_batch_line to kundenwerk_staff;

grant insert, select on letter_batch_line to kundenwerk_worker;

grant select on letter_chain_head to kundenwerk_worker;

grant select on letter_check to kundenwerk_staff;

grant insert, select on letter_check to kundenwerk_worker;

grant select on letter_check_finding to kundenwerk_staff;

grant insert, select on letter_check_finding to kundenwerk_worker;

grant select on letter_content to kundenwerk_customer;

grant select on letter_content to kundenwerk_staff;

grant delete, insert, select on letter_content to kundenwerk_worker;

grant insert, select, update on letter_deletion to kundenwerk_staff;

grant insert, select, update on letter_deletion to kundenwerk_worker;

grant insert, select, update on letter_deletion_item to kundenwerk_staff;

grant insert, select, update on letter_deletion_item to kundenwerk_worker;

grant select on letter_delivery to kundenwerk_customer;

grant select on letter_delivery to kundenwerk_staff;

grant insert, select, update on letter_delivery to kundenwerk_worker;

grant select on letter_design to kundenwerk_customer;

grant insert, select, update on letter_design to kundenwerk_staff;

grant insert, select, update on letter_design to kundenwerk_worker;

grant insert, select on letter_event to kundenwerk_customer;

grant insert, select on letter_event to kundenwerk_staff;

grant delete, insert, select on letter_event to kundenwerk_worker;

grant insert, select, update on letter_factor to kundenwerk_staff;

grant select on letter_factor to kundenwerk_worker;

grant insert, select on letter_feedback to kundenwerk_customer;

grant select on letter_feedback to kundenwerk_staff;

grant delete, select on letter_feedback to kundenwerk_worker;

grant select on letter_figure_day to kundenwerk_staff;

grant delete, insert, select, update on letter_figure_day to kundenwerk_worker;

grant select on letter_file to kundenwerk_customer;

grant select on letter_file to kundenwerk_staff;

grant delete, insert, select on letter_file to kundenwerk_worker;

grant delete, insert, select on letter_file_left to kundenwerk_worker;

grant insert, select, update on letter_hold to kundenwerk_staff;

grant insert, select, update on letter_hold to kundenwerk_worker;

grant select on letter_kind to kundenwerk_customer;

grant insert, select, update on letter_kind to kundenwerk_staff;

grant insert, select, update on letter_kind to kundenwerk_worker;

grant select on letter_kind_way to kundenwerk_customer;

grant insert, select on letter_kind_way to kundenwerk_staff;

grant insert, select on letter_kind_way to kundenwerk_worker;

grant delete, insert, select, update on letter_lock to kundenwerk_worker;

grant insert, select on letter_module to kundenwerk_staff;

grant insert, select on letter_module to kundenwerk_worker;

grant select on letter_notice to kundenwerk_staff;

grant insert, select, update on letter_notice to kundenwerk_worker;

grant insert on letter_order to kundenwerk_customer;

grant insert, select on letter_order to kundenwerk_staff;

grant delete, insert, select, update on letter_order to kundenwerk_worker;

grant insert, select on letter_question to kundenwerk_customer;

grant select on letter_question to kundenwerk_staff;

grant delete, select on letter_question to kundenwerk_worker;

grant insert, select on letter_record to kundenwerk_staff;

grant insert, select on letter_record to kundenwerk_worker;

grant select on letter_retention to kundenwerk_customer;

grant select on letter_retention to kundenwerk_staff;

grant select on letter_retention to kundenwerk_worker;

grant select on letter_root to kundenwerk_staff;

grant insert, select, update on letter_root to kundenwerk_worker;

grant insert, select, update on letter_run to kundenwerk_staff;

grant insert, select, update on letter_run to kundenwerk_worker;

grant insert, select, update on letter_run_item to kundenwerk_staff;

grant insert, select, update on letter_run_item to kundenwerk_worker;

grant select on letter_source to kundenwerk_customer;

grant insert, select, update on letter_source to kundenwerk_staff;

grant insert, select, update on letter_source to kundenwerk_worker;

grant select on letter_topic_contact to kundenwerk_worker;

grant select on letter_usage_month to kundenwerk_staff;

grant delete, insert, select, update on letter_usage_month to kundenwerk_worker;

grant select on letter_view_rule to kundenwerk_customer;

grant select on letter_view_rule to kundenwerk_staff;

grant select on letter_view_rule to kundenwerk_worker;

grant insert, select on letter_view_told to kundenwerk_worker;

grant select on machine_call to kundenwerk_staff;

grant delete, insert, select on machine_call to kundenwerk_worker;

grant select on machine_client to kundenwerk_staff;

grant delete, insert, select, update on machine_client to kundenwerk_worker;

grant delete, insert, select, update on machine_key to kundenwerk_worker;

grant delete, insert, select on machine_person to kundenwerk_staff;

grant delete, insert, select, update on machine_person to kundenwerk_worker;

grant delete, insert, select, update on machine_token to kundenwerk_worker;

grant insert, select on mandate to kundenwerk_customer;

grant insert, select, update on mandate to kundenwerk_staff;

grant delete, insert, select, update on mandate to kundenwerk_worker;

grant select on market_location to kundenwerk_customer;

grant insert, select, update on market_location to kundenwerk_staff;

grant delete, insert, select, update on market_location to kundenwerk_worker;

grant select on meter to kundenwerk_customer;

grant insert, select, update on meter to kundenwerk_staff;

grant delete, insert, select, update on meter to kundenwerk_worker;

grant insert on meter_exchange_report to kundenwerk_customer;

grant insert, select, update on meter_exchange_report to kundenwerk_staff;

grant delete, insert, select, update on meter_exchange_report to kundenwerk_worker;

grant insert, select on move_announcement to kundenwerk_customer;

grant insert, select on move_announcement to kundenwerk_staff;

grant delete, insert, select, update on move_announcement to kundenwerk_worker;

grant delete, insert, select, update on notice_count to kundenwerk_worker;

grant insert, select, update on notice_farewell to kundenwerk_worker;

grant select on notice_health to kundenwerk_staff;

grant insert, select, update on notice_health to kundenwerk_worker;

grant select on notice_limit to kundenwerk_staff;

grant select on notice_limit to kundenwerk_worker;

grant select, update on notice_stop to kundenwerk_staff;

grant insert, select, update on notice_stop to kundenwerk_worker;

grant insert, select, update on openid_client to kundenwerk_staff;

grant delete, insert, select, update on openid_client to kundenwerk_worker;

grant insert on openid_code to kundenwerk_customer;

grant delete, insert, select, update on openid_code to kundenwerk_worker;

grant insert, select on openid_consent to kundenwerk_customer;

grant delete, insert, select, update on openid_consent to kundenwerk_worker;

grant delete, insert, select, update on openid_key to kundenwerk_worker;

grant delete, insert, select, update on openid_subject to kundenwerk_worker;

grant delete, insert, select, update on openid_token to kundenwerk_worker;

grant insert, select, update on outage to kundenwerk_staff;

grant delete, insert, select, update on outage to kundenwerk_worker;

grant select on outage_area to kundenwerk_customer;

grant insert, select on outage_area to kundenwerk_staff;

grant delete, insert, select, update on outage_area to kundenwerk_worker;

grant select on outage_telling to kundenwerk_staff;

grant delete, insert, select, update on outage_telling to kundenwerk_worker;

grant insert, select on outage_update to kundenwerk_staff;

grant delete, insert, select, update on outage_update to kundenwerk_worker;

grant insert on outbox to kundenwerk_customer;

grant insert, select, update on outbox to kundenwerk_staff;

grant delete, insert, select, update on outbox to kundenwerk_worker;

grant delete on passkey to kundenwerk_customer;

grant delete, insert, select, update on passkey to kundenwerk_worker;

grant delete, insert, select, update on passkey_challenge to kundenwerk_worker;

grant delete, insert, select, update on password_request to kundenwerk_worker;

grant insert, select on personal_copy to kundenwerk_customer;

grant delete, insert, select, update on personal_copy to kundenwerk_worker;

grant select on postage_rate to kundenwerk_customer;

grant select on postage_rate to kundenwerk_staff;

grant select on postage_rate to kundenwerk_worker;

grant select on power_of_attorney to kundenwerk_staff;

grant delete, insert, select, update on power_of_attorney to kundenwerk_worker;

grant select on print_job to kundenwerk_customer;

grant insert, select, update on print_job to kundenwerk_staff;

grant insert, select, update on print_job to kundenwerk_worker;

grant select on print_rule to kundenwerk_customer;

grant select on print_rule to kundenwerk_staff;

grant select on print_rule to kundenwerk_worker;

grant delete, insert, select, update on rate_limit to kundenwerk_worker;

grant insert, select on reading to kundenwerk_customer;

grant insert, select, update on reading to kundenwerk_staff;

grant delete, insert, select, update on reading to kundenwerk_worker;

grant insert, select, update on reading_campaign to kundenwerk_staff;

grant delete, insert, select, update on reading_campaign to kundenwerk_worker;

grant insert, select, update on reading_campaign_member to kundenwerk_staff;

grant delete, insert, select, update on reading_campaign_member to kundenwerk_worker;

grant insert, select on reading_check_list to kundenwerk_staff;

grant delete, insert, select, update on reading_check_list to kundenwerk_worker;

grant insert, select on reading_check_list_item to kundenwerk_staff;

grant delete, insert, select, update on reading_check_list_item to kundenwerk_worker;

grant insert, select, update on reading_company to kundenwerk_staff;

grant delete, insert, select, update on reading_company to kundenwerk_worker;

grant select on reading_file to kundenwerk_staff;

grant delete, insert, select, update on reading_file to kundenwerk_worker;

grant insert, select on reading_photo to kundenwerk_customer;

grant insert, select, update on reading_photo to kundenwerk_staff;

grant delete, insert, select, update on reading_photo to kundenwerk_worker;

grant select on reading_photo_upload to kundenwerk_customer;

grant select on reading_photo_upload to kundenwerk_staff;

grant delete, insert, select, update on reading_photo_upload to kundenwerk_worker;

grant select on reading_request to kundenwerk_customer;

grant insert, select, update on reading_request to kundenwerk_staff;

grant delete, insert, select, update on reading_request to kundenwerk_worker;

grant select on reading_rule to kundenwerk_customer;

grant select on reading_rule to kundenwerk_staff;

grant delete, insert, select, update on reading_rule to kundenwerk_worker;

grant select on receipt_rule to kundenwerk_customer;

grant select on receipt_rule to kundenwerk_staff;

grant select on receipt_rule to kundenwerk_worker;

grant delete, insert, select, update on recovery_code to kundenwerk_worker;

grant select on register to kundenwerk_customer;

grant insert, select, update on register to kundenwerk_staff;

grant delete, insert, select, update on register to kundenwerk_worker;

grant select on retention_rule to kundenwerk_customer;

grant select on retention_rule to kundenwerk_staff;

grant select on retention_rule to kundenwerk_worker;

grant delete, insert, select, update on session to kundenwerk_worker;

grant delete, insert, select, update on sign_in_step to kundenwerk_worker;

grant select on site to kundenwerk_customer;

grant insert, select, update on site to kundenwerk_staff;

grant delete, insert, select, update on site to kundenwerk_worker;

grant delete, insert, select, update on staff to kundenwerk_worker;

grant insert, select, update on staff_customer to kundenwerk_staff;

grant delete, insert, select, update on staff_customer to kundenwerk_worker;

grant delete, insert, select, update on staff_invite to kundenwerk_worker;

grant delete, insert, select, update on staff_session to kundenwerk_worker;

grant delete, insert, select, update on staff_skill to kundenwerk_staff;

grant delete, insert, select, update on staff_skill to kundenwerk_worker;

grant select on supplied_reading to kundenwerk_customer;

grant select on supplied_reading to kundenwerk_staff;

grant select on supplied_reading to kundenwerk_worker;

grant select on supplied_register to kundenwerk_customer;

grant select on supplied_register to kundenwerk_staff;

grant select on supplied_register to kundenwerk_worker;

grant select on supply to kundenwerk_customer;

grant select on supply to kundenwerk_staff;

grant select on supply to kundenwerk_worker;

grant select on supply_price to kundenwerk_customer;

grant select on supply_price to kundenwerk_staff;

grant select on supply_price to kundenwerk_worker;

grant insert on task to kundenwerk_customer;

grant insert, select, update on task to kundenwerk_staff;

grant delete, insert, select, update on task to kundenwerk_worker;

grant delete, insert, select, update on task_check to kundenwerk_staff;

grant delete, insert, select, update on task_check to kundenwerk_worker;

grant select on task_count to kundenwerk_staff;

grant select on task_count to kundenwerk_worker;

grant delete, insert, select, update on task_escalation to kundenwerk_staff;

grant delete, insert, select, update on task_escalation to kundenwerk_worker;

grant select on task_group to kundenwerk_staff;

grant delete, insert, select, update on task_group to kundenwerk_worker;

grant delete, insert, select, update on task_group_member to kundenwerk_staff;

grant delete, insert, select, update on task_group_member to kundenwerk_worker;

grant delete, insert, select, update on task_kind to kundenwerk_staff;

grant delete, insert, select, update on task_kind to kundenwerk_worker;

grant insert, select on task_skill to kundenwerk_staff;

grant delete, insert, select, update on task_skill to kundenwerk_worker;

grant insert, select, update on task_step to kundenwerk_staff;

grant delete, insert, select, update on task_step to kundenwerk_worker;

grant select on task_tally to kundenwerk_staff;

grant delete, insert, select, update on task_tally to kundenwerk_worker;

grant select on task_tally_change to kundenwerk_staff;

grant delete, insert, select, update on task_tally_change to kundenwerk_worker;

grant insert, select on task_template to kundenwerk_staff;

grant delete, insert, select, update on task_template to kundenwerk_worker;

grant delete, insert, select, update on task_view to kundenwerk_staff;

grant delete, insert, select, update on task_view to kundenwerk_worker;

grant select on temperature to kundenwerk_customer;

grant select on temperature to kundenwerk_staff;

grant delete, insert, select, update on temperature to kundenwerk_worker;

grant delete, insert, select, update on viewing to kundenwerk_worker;

grant insert, select, update on webhook_delivery to kundenwerk_staff;

grant delete, insert, select, update on webhook_delivery to kundenwerk_worker;

grant delete, insert, select, update on webhook_secret to kundenwerk_worker;

grant delete, insert, select, update on webhook_subscription to kundenwerk_staff;

grant delete, insert, select, update on webhook_subscription to kundenwerk_worker;

grant select on work_search to kundenwerk_staff;

grant delete, insert, select, update on work_search to kundenwerk_worker;
