-- Groups that are companies of their own: who is a member of one sees the tasks that were handed to it, and no other.
alter table task_group add column is_partner boolean not null default false;
insert into task_group (code, name_de, name_en, position, is_partner) values
  ('partner-metering', 'Zählerdienst Nord (Partner)', 'Zählerdienst Nord (partner)', 90, true)
on conflict do nothing;

-- What a partner needs for its work: what, until when, where, at which meter. No name, no telephone, no figures.
create function partner_tasks()
  returns table (id bigint, kind text, due_on date, row_version integer, company text, street text, house_number text, postal_code text,
                 city text, location_hint text, meter_numbers text[])
  language sql stable security definer set search_path = public as $$
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
$$;
revoke execute on function partner_tasks from public;
grant execute on function partner_tasks to kundenwerk_staff;
