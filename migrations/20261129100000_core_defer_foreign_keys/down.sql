do $$
declare
  one record;
begin
  for one in
    select conrelid::regclass as of_table, conname from pg_constraint
    where contype = 'f' and condeferrable and connamespace = 'public'::regnamespace
  loop
    execute format('alter table %s alter constraint %I not deferrable', one.of_table, one.conname);
  end loop;
end $$;
drop procedure defer_foreign_keys;
