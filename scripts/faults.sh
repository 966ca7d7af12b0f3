#!/usr/bin/env bash
# Breaks one thing after another under a constant load, from nothing, and prints what readers and
# petitioners noticed. `make faults`.
#
#   EACH=60     seconds each fault lasts      READS=500   public pages read per second
#   REST=20     seconds between two faults    WRITES=5    petitions sent per second
#   PUBLISH=100  publications timed until readers see them, 0 for none
#   FAULTS="…"  some of: pg_stop pg_freeze redis_stop redis_freeze node_kill rolling disk_full mail_freeze
#
# Two nodes behind HAProxy, one PostgreSQL, one Redis, a mail server, all on loopback and in a folder of
# its own. Root can fill a node's disk; for anybody else that fault is left out.
set -euo pipefail
cd "$(dirname "$0")/.."
EACH=${EACH:-60} REST=${REST:-20} READS=${READS:-500} WRITES=${WRITES:-5} PORT=${PORT:-18300}
FAULTS=${FAULTS:-pg_stop pg_freeze redis_stop redis_freeze node_kill rolling disk_full mail_freeze}
for tool in haproxy redis-server curl psql; do
  PATH="$PATH:/usr/sbin" command -v $tool >/dev/null ||
    { echo "faults: $tool is missing (Debian: apt-get install haproxy redis-server curl postgresql-client)"; exit 1; }
done
export PATH="$PATH:/usr/sbin"

echo "# building (release)"
[ -n "${BUILT:-}" ] || cargo build --release --workspace --bins --examples --quiet
bin=$PWD/target/release
work=$(mktemp -d /tmp/portal-faults-XXXXXX); chmod 755 "$work"
pids=() mounts=()
end_all() {
  set +e
  for pid in "${pids[@]}"; do kill -CONT "$pid" 2>/dev/null; kill "$pid" 2>/dev/null; done
  [ -z "${pg:-}" ] || { pg_signal CONT; kill -INT "$pg" 2>/dev/null; }
  sleep 2
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null; done
  for mount in "${mounts[@]}"; do umount -l "$mount" 2>/dev/null; done
  [ -n "${KEEP:-}" ] || rm -rf "$work"
}
trap end_all EXIT

ready() { # ready PORT SECONDS
  for _ in $(seq $(($2 * 10))); do curl -fs -m 1 "http://127.0.0.1:$1/readyz" >/dev/null && return; sleep 0.1; done
  echo "faults: nothing is ready on $1"; tail -n 5 "$work"/*.log; exit 1
}

# ── the ground: a demo province, then each part by itself ──────────────────────────────────────
"$bin/portal" dev --data "$work/dev" --port "$PORT" --operations-port $((PORT + 1)) >"$work/dev.log" 2>&1 &
dev=$!; pids+=("$dev")
ready $((PORT + 1)) 120
kill -TERM "$dev"; wait "$dev" || true

cluster=$work/dev/cluster socket=$work/dev/socket
version=$(cat "$cluster/PG_VERSION")
programs=${PORTAL_PG_BIN:-/usr/lib/postgresql/$version/bin}
[ -x "$programs/postgres" ] || programs=$work/dev/pg/bin
owner=$(stat -c %U "$cluster")
as_owner() { if [ "$(id -un)" = "$owner" ]; then "$@"; else setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups "$@"; fi; }
# None of them may hold the pipe of the phases (9) open: the load would never end.
pg_start() {
  (cd / && exec env -i LC_ALL=C.UTF-8 PATH="$PATH" "$(command -v setpriv)" --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups \
    "$programs/postgres" -D "$cluster" -k "$socket" -c listen_addresses= -c max_connections=200) >>"$work/postgres.log" 2>&1 9>&- &
  pg=$!
}
pg_signal() { # to it and all its children
  kill "-$1" "$pg" $(ps -o pid= --ppid "$pg") 2>/dev/null || true
}
sql() { psql -h "$socket" -U portal_owner -d portal -XAtc "$1"; }
pg_start
for _ in $(seq 100); do sql 'select 1' >/dev/null 2>&1 && break; sleep 0.1; done

redis_start() { redis-server --port $((PORT + 2)) --bind 127.0.0.1 --save '' --appendonly no >>"$work/redis.log" 2>&1 9>&- & redis=$!; pids+=("$redis"); }
redis_start
mail_start() { "$bin/examples/mail_sink" $((PORT + 3)) "$work/letters" >>"$work/mail.log" 2>&1 9>&- & mail=$!; pids+=("$mail"); }
mail_start

for n in 1 2; do
  mkdir "$work/node$n"
  if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=256m tmpfs "$work/node$n" 2>/dev/null; then mounts+=("$work/node$n"); fi
  cat >"$work/node$n.toml" <<TOML
listen = "127.0.0.1:$((PORT + 10 * n))"
operations = "127.0.0.1:$((PORT + 10 * n + 1))"
base_domain = "quangtri.localhost"
structure = "nd42-2022"
media = "$work/dev/media"
search_index = "$work/node$n/search"
snapshot = "$work/node$n/snapshot"
trusted_proxies = ["127.0.0.1"]
[public]
scheme = "http"
port = $PORT
[database]
request_url = "postgresql://portal_request@${socket//\//%2F}/portal"
platform_url = "postgresql://portal_platform@${socket//\//%2F}/portal"
[redis]
url = "redis://127.0.0.1:$((PORT + 2))/0"
[secrets]
key_file = "$work/dev/secrets.key"
[smtp]
url = "smtp://127.0.0.1:$((PORT + 3))"
from = "Cổng thông tin <khong-tra-loi@quangtri.gov.vn>"
[telemetry]
log = "text"
TOML
done
declare -A node
node_start() { "$bin/portal" serve --config "$work/node$1.toml" >>"$work/node$1.log" 2>&1 9>&- & node[$1]=$!; pids+=("$!"); }
node_start 1; node_start 2
ready $((PORT + 11)) 60; ready $((PORT + 21)) 60

cat >"$work/haproxy.cfg" <<CFG
global
  maxconn 4000
defaults
  mode http
  timeout connect 1s
  timeout client 30s
  timeout server 35s
  timeout http-request 10s
  retries 3
  option redispatch 1
  option http-keep-alive
  option forwardfor
frontend sites
  bind 127.0.0.1:$PORT
  default_backend nodes
backend nodes
  balance roundrobin
  # What changes something is never sent twice by the balancer.
  retry-on conn-failure empty-response response-timeout
  http-request disable-l7-retry if ! METH_GET ! METH_HEAD
  option httpchk GET /readyz
  default-server inter 500ms fastinter 200ms rise 1 fall 2
  server one 127.0.0.1:$((PORT + 10)) check port $((PORT + 11))
  server two 127.0.0.1:$((PORT + 20)) check port $((PORT + 21))
CFG
haproxy -f "$work/haproxy.cfg" -db >"$work/haproxy.log" 2>&1 & pids+=("$!")
sleep 1

# Until every page is in the nodes' folders.
for _ in $(seq 600); do
  waiting=$(curl -s "http://127.0.0.1:$((PORT + 11))/metrics" | awk '/^portal_snapshot_pages/ {print $2}')
  [ "${waiting:-0}" = "${before:-x}" ] && [ "${waiting:-0}" -gt 100 ] && break
  before=${waiting:-0}; sleep 2
done
echo "# machine: $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(date -Iminutes); $before pages in each snapshot"

# ── from the end of a publication to its readers, on each node, with Redis and without ──────────
cp "$work/node1.toml" "$work/import.toml"
sed -i '/^snapshot/d; /^search_index/d' "$work/import.toml"
publish_visible() { "$bin/examples/measure" publish "$work/import.toml" "$1" soyte.quangtri.localhost $((PORT + 10)) $((PORT + 20)); }
if [ "${PUBLISH:-100}" != 0 ]; then
  echo "# with Redis"; publish_visible "${PUBLISH:-100}"
  kill -9 "$redis"; echo "# without Redis"; publish_visible "${PUBLISH:-100}"; redis_start
fi

# ── an editor who publishes now and then, whatever is broken ───────────────────────────────────
(
  for n in $(seq 100000); do
    mkdir -p "$work/texts"
    printf 'title: Tin giữa lúc có sự cố số %s\nsite: soyte\nsection: tin-tuc\nauthor: Văn phòng\nsource: Công báo\ndate: %s\n\nNội dung của tin số %s.\n' \
      "$n" "$(date +%Y-%m-%d)" "$n" >"$work/texts/$n.txt"
    timeout 10 "$bin/portal" import articles --config "$work/import.toml" --from "$work/texts" >"$work/import.log" 2>&1 || true
    sleep 3
  done
) & pids+=("$!")

# ── the faults ─────────────────────────────────────────────────────────────────────────────────
begin_pg_stop() { kill -QUIT "$pg"; wait "$pg" 2>/dev/null || true; }
finish_pg_stop() { pg_start; }
begin_pg_freeze() { pg_signal STOP; }
finish_pg_freeze() { pg_signal CONT; }
begin_redis_stop() { kill -9 "$redis"; }
finish_redis_stop() { redis_start; }
begin_redis_freeze() { kill -STOP "$redis"; }
finish_redis_freeze() { kill -CONT "$redis"; }
begin_node_kill() { kill -9 "${node[1]}"; }
finish_node_kill() { node_start 1; }
begin_rolling() {
  (
    for n in 1 2; do
      kill -TERM "${node[$n]}"
      while kill -0 "${node[$n]}" 2>/dev/null; do sleep 0.1; done
      node_start "$n"; echo "${node[$n]}" >"$work/rolled$n"
      ready $((PORT + 10 * n + 1)) 30
      sleep 2
    done
  ) 9>&- & rolling=$!
}
finish_rolling() {
  wait "$rolling" || true
  for n in 1 2; do node[$n]=$(cat "$work/rolled$n"); pids+=("${node[$n]}"); done
}
begin_disk_full() { for n in 1 2; do dd if=/dev/zero of="$work/node$n/fill" bs=1M >/dev/null 2>&1 || true; done; }
finish_disk_full() { rm -f "$work"/node?/fill; }
begin_mail_freeze() { kill -STOP "$mail"; }
finish_mail_freeze() { kill -CONT "$mail"; }

mkfifo "$work/phases"
"$bin/examples/fault_load" "$PORT" "$READS" "$WRITES" "$work/ledger" <"$work/phases" | tee "$work/table" & load=$!
exec 9>"$work/phases"
# Each page is read once first, and forms are not filled in at once.
sleep 10
echo "nothing broken" >&9; sleep "$EACH"
for fault in $FAULTS; do
  if [ "$fault" = disk_full ] && [ ${#mounts[@]} = 0 ]; then echo "# disk_full left out: no disk of its own can be mounted"; continue; fi
  echo "${fault//_/ }" >&9; "begin_$fault"; sleep "$EACH"
  echo "after ${fault//_/ }, 10 s" >&9; "finish_$fault"; sleep 10
  echo "at rest" >&9; sleep "$REST"
done
exec 9>&-
wait "$load"

# ── what became of the petitions ───────────────────────────────────────────────────────────────
for _ in $(seq 100); do sql 'select 1' >/dev/null 2>&1 && break; sleep 0.1; done
awk '$1 == "sends" {print $2}' "$work/ledger" | sort >"$work/sent"
awk '$1 == "acknowledged" {print $2}' "$work/ledger" | sort >"$work/acknowledged"
sql "select substring(title from 'mã đo (\S+)') from petitions where title like '%mã đo%'" | sort >"$work/stored"
lost=$(comm -23 "$work/acknowledged" <(sort -u "$work/stored") | wc -l)
doubled=$(uniq -d "$work/stored" | wc -l)
echo "petitions: $(wc -l <"$work/sent") sent, $(wc -l <"$work/acknowledged") acknowledged, $(wc -l <"$work/stored") stored; lost $lost, doubled $doubled"
# What the mail system did not take at once is tried again after a minute, then after five.
letters() { sort -u "$work/letters" 2>/dev/null | wc -l; }
for _ in $(seq 480); do [ "$(letters)" -ge "$(wc -l <"$work/stored")" ] && break; sleep 1; done
echo "letters: $(wc -l <"$work/letters" 2>/dev/null || echo 0) taken, $(letters) different"
[ "$lost" = 0 ] && [ "$doubled" = 0 ]
