create or replace function fact_is_trace(kind text) returns boolean language sql immutable as $$
  select kind like 'auth.%'
    and kind not like 'auth.role.%' and kind not like 'auth.person.%' and kind not like 'auth.delegation.%'
$$;
drop table held_files;
