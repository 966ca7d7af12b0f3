-- R-O2: one site's rows are taken out and put back in one transaction, and other sites' rows may refer
-- to them meanwhile. A foreign key that can be deferred is checked at the end of each statement as
-- before, and at the commit where somebody asks for that.
create procedure defer_foreign_keys() language plpgsql as $$
declare
  one record;
begin
  for one in
    select conrelid::regclass as of_table, conname from pg_constraint
    where contype = 'f' and not condeferrable and connamespace = 'public'::regnamespace
    order by conrelid, conname
  loop
    execute format('alter table %s alter constraint %I deferrable initially immediate', one.of_table, one.conname);
  end loop;
end $$;
call defer_foreign_keys();
