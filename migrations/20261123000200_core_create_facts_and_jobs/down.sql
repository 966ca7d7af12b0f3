drop table form_receipts, jobs, fact_seals, facts;
drop function wake_followers;
