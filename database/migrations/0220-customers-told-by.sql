-- How the customer said it when staff writes it down: proof of a consent or a mandate (GDPR article 7 (1)) beside the reason.
alter table customer_change add column told_by text check (told_by in ('call', 'counter', 'letter', 'e-mail'));
alter table consent add column told_by text check (told_by in ('call', 'counter', 'letter', 'e-mail'));
alter table mandate add column told_by text check (told_by in ('call', 'counter', 'letter', 'e-mail'));
alter table move_announcement add column told_by text check (told_by in ('call', 'counter', 'letter', 'e-mail'));

-- What a death brings with it, step by step, until the heirs have taken over or the contracts have ended.
insert into task_kind (kind, skill, needs_second, ends_by_decision, due_days) values ('customers.estate', null, false, false, 14)
on conflict do nothing;
insert into task_template (kind, version, steps) values
  ('customers.estate', 1, '[{"key":"proof","de":"Sterbeurkunde oder Nachricht der Angehörigen abgelegt","en":"Death certificate or the family''s message filed","required":true},{"key":"debit","de":"Lastschriften geprüft: Konto des Verstorbenen kann gesperrt sein","en":"Direct debits checked: the account of the deceased may be blocked","required":true},{"key":"heir","de":"Erbe bekannt: Erbschein oder Vollmacht über den Tod hinaus geprüft","en":"Heir known: certificate of inheritance or lasting power checked","required":true},{"key":"contracts","de":"Verträge übertragen oder beendet, mit Zählerstand","en":"Contracts handed over or ended, with a reading","required":true},{"key":"balance","de":"Guthaben oder offener Posten mit den Erben geklärt","en":"Credit or open item settled with the heirs","required":false}]')
on conflict do nothing;
