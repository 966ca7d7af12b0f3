-- R-O2: facts are ordered by the number of their transaction, and that is the server's own count. In
-- another server, to which a backup was restored, the count may stand lower: new facts would come
-- before old ones, and nobody would hear them. A restore says by how much the count goes on higher.
create function fact_shift() returns bigint language sql immutable parallel safe as 'select 0::bigint';

-- The place of a fact of this transaction in the order.
create function fact_txid() returns xid8 language sql stable as
  'select (pg_current_xact_id()::text::bigint + fact_shift())::text::xid8';

-- Below this, nothing can appear in the order any more.
create function fact_horizon() returns xid8 language sql stable as
  'select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + fact_shift())::text::xid8';

alter table facts alter txid set default fact_txid();
