alter table facts alter txid set default pg_current_xact_id();
drop function fact_horizon();
drop function fact_txid();
drop function fact_shift();
