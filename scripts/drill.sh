#!/usr/bin/env bash
# Destroys a province and brings it back, from nothing, and prints how long that took and what was
# lost. `make drill`.
#
#   SIZES="10000:1024 100000:4096"   articles and MB of files of each round
#   ARCHIVE=150                      seconds of writing for the second part, 0 to leave it out
#
# First: a backup (`portal backup create`), the machine gone, everything restored into an empty one, every
# row and file compared. Then: a machine that is lost while its log of changes is archived.
set -euo pipefail
cd "$(dirname "$0")/.."
SIZES=${SIZES:-10000:1024 100000:4096} ARCHIVE=${ARCHIVE:-150} PORT=${PORT:-18700}
for tool in curl psql; do
  command -v $tool >/dev/null || { echo "drill: $tool is missing (Debian: apt-get install curl postgresql-client)"; exit 1; }
done

echo "# building (release)"
[ -n "${BUILT:-}" ] || cargo build --release --workspace --bins --examples --quiet
bin=$PWD/target/release
work=$(mktemp -d /tmp/portal-drill-XXXXXX); chmod 755 "$work"
pids=()
end_all() {
  set +e
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done
  sleep 1
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null; done
  rm -rf "$work"
}
trap end_all EXIT
seconds_since() { awk "BEGIN {printf \"%.1f\", $(date +%s.%N) - $1}"; }

dev_start() { # dev_start FOLDER
  "$bin/portal" dev --data "$1" --port "$PORT" --operations-port $((PORT + 1)) >>"$work/portal.log" 2>&1 &
  dev=$!; pids+=("$dev")
  for _ in $(seq 3000); do
    curl -fs -m 1 "http://127.0.0.1:$((PORT + 1))/readyz" >/dev/null && return
    kill -0 "$dev" 2>/dev/null || break
    sleep 0.1
  done
  echo "drill: the portal did not start"; tail -n 5 "$work/portal.log"; exit 1
}
dev_end() { kill -TERM "$dev"; wait "$dev" || true; }
page() { curl -fsS -o /dev/null -H "Host: soyte.quangtri.localhost:$PORT" "http://127.0.0.1:$PORT$1"; }

# PostgreSQL alone: a portal that runs changes what is to be compared.
of() { # of CLUSTER: its programs and its owner
  programs=${PORTAL_PG_BIN:-/usr/lib/postgresql/$(cat "$1/PG_VERSION")/bin}
  [ -x "$programs/postgres" ] || programs=$(dirname "$1")/pg/bin
  owner=$(stat -c %U "$1")
}
as_owner() { (cd / && if [ "$(id -un)" = "$owner" ]; then exec "$@"; else exec setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups "$@"; fi); }
server() { # server CLUSTER SOCKET options…
  local cluster=$1; socket=$2; shift 2
  as_owner "$programs/postgres" -D "$cluster" -k "$socket" -c listen_addresses= "$@" >>"$work/postgres.log" 2>&1 &
  for _ in $(seq 600); do
    # The job is the shell around it.
    [ "$(sql 'select pg_is_in_recovery()' 2>/dev/null)" = f ] && { pg=$(head -n 1 "$cluster/postmaster.pid"); pids+=("$pg"); return; }
    sleep 0.1
  done
  echo "drill: PostgreSQL did not start"; tail -n 5 "$work/postgres.log"; exit 1
}
sql() { psql -h "$socket" -U portal_owner -d portal -XAtqc "$1"; }
server_end() { kill -INT "$pg"; while kill -0 "$pg" 2>/dev/null; do sleep 0.1; done; }

# Sums of what has to come back: of each table, and of all files. A row's place in its server's count of
# transactions belongs to the server.
sums() { # sums FOLDER
  local url=(-h "$1/socket" -U portal_owner -d portal -XAtq)
  psql "${url[@]}" -c "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1" |
    grep -vxE '__diesel_schema_migrations|sessions|sign_ins|sign_in_codes|pending_sign_ins|password_resets|day_salts|day_visits|search_nodes|system_checks|backup_runs|jobs|facts' |
    while read -r table; do
      psql "${url[@]}" -c "select '$table', count(*), coalesce(md5(string_agg(r, '' order by r)), '') from (select md5(to_jsonb(t)::text) r from $table t) x"
    done
  psql "${url[@]}" -c "select 'facts', count(*), md5(string_agg(r, '' order by id)) from (select id, md5((to_jsonb(t) - 'txid')::text) r from facts t where kind not like 'backup%' and id <= $2) x"
  (cd "$1/media" && find . -type f -not -path './search/*' -not -path './snapshot/*' -print0 | sort -z | xargs -0 sha256sum) | sha256sum
}

echo "# machine: $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(date -Iminutes)"
echo "| articles | files MB | rows | backup s | stored MB | verify s | restore s | until a page and the form of petitions are served, s | compared |"
echo "|---|---|---|---|---|---|---|---|---|"
for size in $SIZES; do
  articles=${size%%:*} megabytes=${size##*:} a=$work/a b=$work/b
  rm -rf "$a" "$b"
  dev_start "$a"; dev_end
  "$bin/examples/make_articles" "$articles" "$work/articles" >/dev/null
  "$bin/portal" import articles --data "$a" --from "$work/articles" >"$work/import.txt" 2>&1
  rm -rf "$work/articles"
  mkdir -p "$a/media/drill"
  for n in $(seq $((megabytes / 8))); do head -c 8M /dev/urandom >"$a/media/drill/$n"; done
  chown -R --reference="$a/media" "$a/media/drill"

  of "$a/cluster"; server "$a/cluster" "$a/socket"
  last=$(sql 'select max(id) from facts')
  sums "$a" "$last" >"$work/before.txt"; server_end
  began=$(date +%s.%N); "$bin/portal" backup --data "$a" create >"$work/made.txt" 2>&1; backup=$(seconds_since "$began")
  began=$(date +%s.%N); "$bin/portal" backup --data "$a" verify >"$work/verified.txt"; verify=$(seconds_since "$began")
  rows=$(grep -o '[0-9]* rows' "$work/made.txt" | cut -d' ' -f1)
  stored=$(($(grep -o '[0-9]* bytes stored' "$work/made.txt" | cut -d' ' -f1) / 1048576))

  # The machine is gone; what is kept elsewhere are the backups and the keys.
  mkdir "$b"; cp -p "$a/secrets.key" "$b/"; mv "$a/backups" "$work/backups"; rm -rf "$a"
  began=$(date +%s.%N)
  "$bin/portal" restore --data "$b" --from "file://$work/backups" >"$work/restored.txt" 2>&1; restore=$(seconds_since "$began")
  server "$b/cluster" "$b/socket"; sums "$b" "$last" >"$work/after.txt"; server_end
  began=$(date +%s.%N)
  dev_start "$b"; page /; page /kien-nghi/gui
  whole=$(awk "BEGIN {print $restore + $(seconds_since "$began")}"); dev_end
  same=equal; diff "$work/before.txt" "$work/after.txt" >"$work/diff.txt" || same="DIFFERS"
  echo "| $articles | $megabytes | $rows | $backup | $stored | $verify | $restore | $whole | $same |"
  [ "$same" = equal ] || { head -20 "$work/diff.txt"; exit 1; }
  rm -rf "$b" "$work/backups"
done
[ "$ARCHIVE" != 0 ] || exit 0

# ── a lost machine with its log archived, as deploy/postgresql sets it: archive_timeout 60 s ───────
dev_start "$work/c"; dev_end
c=$work/c/cluster
of "$c"
mkdir "$work/archive" "$work/base"; chown "$owner" "$work/archive" "$work/base"; chmod 700 "$work/base"
server "$c" "$work/c/socket" -c archive_mode=on -c archive_timeout=60 -c "archive_command=cp %p $work/archive/%f"
as_owner "$programs/pg_basebackup" -h "$work/c/socket" -U "$(psql -h "$work/c/socket" -U portal_owner -d portal -XAtqc "select rolname from pg_roles where rolreplication order by rolsuper desc limit 1")" -D "$work/base" -X none -c fast
sql 'create table written (n int, at timestamptz default clock_timestamp())'
until=$((SECONDS + ARCHIVE)) n=0
while [ $SECONDS -lt $until ]; do n=$((n + 1)); sql "insert into written (n) values ($n)"; sleep 0.2; done
kill -9 "$pg" $(ps -o pid= --ppid "$pg") 2>/dev/null || true; wait "$pg" 2>/dev/null || true
lost_at=$(date +%s.%N); rm -rf "$c"
began=$(date +%s.%N)
as_owner touch "$work/base/recovery.signal"
server "$work/base" "$work/c/socket" -c "restore_command=cp $work/archive/%f %p"
kept=$(sql 'select coalesce(max(n), 0) from written') age=$(sql "select round(($lost_at - extract(epoch from max(at)))::numeric, 1) from written")
echo "lost machine, archived log: $n rows written, $kept come back; the last of them is $age s older than the loss; recovered in $(seconds_since "$began") s"
awk "BEGIN {exit !($age <= 62)}"
