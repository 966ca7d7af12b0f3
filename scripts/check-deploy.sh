#!/usr/bin/env bash
# Checks what is in deploy/ with the tools this machine has, and says what it could not check.
#
#   scripts/check-deploy.sh [first port]      18230: twenty ports from there on are used
#
# Tools, on Debian: curl haproxy keepalived nftables nginx openssl patroni postgresql prometheus python3
# python3-yaml redis-server shellcheck systemd. Starts and ends its own processes only; no service is
# touched.
# Exit code 1 on a fault.
set -u
cd "$(dirname "$0")/.." || exit 1
port=${1:-18230}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
chmod 755 "$place"
faults=0 skipped=()

has() { command -v "$1" >/dev/null 2>&1; }
good() { printf '  ok    %s\n' "$1"; }
bad() { printf '  FAULT %s\n' "$1"; faults=$((faults + 1)); }
skip() { skipped+=("$1"); }
# try "what" command…: ok where it succeeds; what it said otherwise.
try() {
  local what=$1
  shift
  if "$@" >"$place/said" 2>&1; then good "$what"; else bad "$what"; sed 's/^/        /' "$place/said" | head -n 20; fi
}
# As postgres where we are root, which PostgreSQL refuses.
unprivileged() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi
}

units() {
  echo "systemd units"
  has systemd-analyze || { skip "systemd units: systemd-analyze is missing"; return; }
  local root=$place/root unit figure
  # Only what the units name: verify wants the programs to be there.
  mkdir -p "$root/etc/systemd/system" "$root/usr/local/bin" "$root/usr/local/sbin" "$root/usr/lib/systemd/system"
  cp deploy/systemd/*.service deploy/systemd/*.socket deploy/systemd/*.timer "$root/etc/systemd/system/"
  cp /usr/lib/systemd/system/*.target "$root/usr/lib/systemd/system/" 2>/dev/null
  install -m 0755 /dev/null "$root/usr/local/bin/portal"
  install -m 0755 deploy/systemd/portal-alert "$root/usr/local/sbin/"
  try "systemd-analyze verify" systemd-analyze verify --man=no --root="$root" \
    "$root"/etc/systemd/system/portal*.service "$root"/etc/systemd/system/portal*.socket "$root"/etc/systemd/system/portal*.timer
  grep . "$place/said" | sed 's/^/        /' || true
  for unit in deploy/systemd/*.service; do
    figure=$(systemd-analyze security --offline=true "$unit" 2>/dev/null | sed -n 's/.*: \([0-9.]*\) .*/\1/p' | tail -n 1)
    if awk "BEGIN { exit !(\"$figure\" != \"\" && $figure+0 <= 3) }"; then
      good "$(basename "$unit"): exposure $figure"
    else
      bad "$(basename "$unit"): exposure ${figure:-unknown}, at most 3.0 is wanted"
    fi
  done
  # What was forgotten once: landlock is in none of systemd's groups.
  for unit in deploy/systemd/portal{,-backup,-backup-verify,-backup-drill,-migrate}.service; do
    grep -q '^SystemCallFilter=.*landlock_restrict_self' "$unit" || bad "$unit forbids landlock"
  done
  has systemd-sysusers && try "sysusers" systemd-sysusers --dry-run "$PWD/deploy/systemd/portal.sysusers.conf"
  for timer in deploy/systemd/*.timer; do
    try "$(basename "$timer"): its calendar" systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$timer")"
  done
}

fronts() {
  echo "nginx and HAProxy"
  local tool missing=()
  for tool in nginx haproxy openssl curl python3; do has "$tool" || missing+=("$tool"); done
  if [ ${#missing[@]} -gt 0 ]; then skip "nginx and HAProxy in front of two nodes: ${missing[*]} missing"; return; fi
  # The page is twice in deploy/: as nginx sends it, and as HAProxy does.
  if sed '1,/^\r$/d' deploy/haproxy/errors/no-node.http | cmp -s - deploy/nginx/khong-phuc-vu.html; then
    good "both say the same where no node is ready"
  else
    bad "haproxy/errors/no-node.http is not nginx/khong-phuc-vu.html"
  fi
  python3 scripts/check-deploy/front.py "$port" || faults=$((faults + 1))
}

postgres() {
  echo "PostgreSQL"
  local bin
  bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
  if [ -z "$bin" ] || ! has psql || ! has openssl; then skip "PostgreSQL's files: its programs or openssl are missing"; return; fi
  mkdir "$place/pg" "$place/conf"
  [ "$(id -u)" != 0 ] || chown postgres "$place/pg" "$place/conf"
  # shellcheck disable=SC2024
  unprivileged "$bin/initdb" -D "$place/pg/data" -U postgres -A trust --data-checksums --locale=C.UTF-8 -E UTF8 >"$place/said" 2>&1 ||
    { bad "initdb"; cat "$place/said"; return; }
  # The handbook's own lines make the certificates.
  sed -n '/^openssl req -x509/,/^done/p' docs/van-hanh/cai-dat.md >"$place/ca.sh"
  (cd "$place/conf" && bash -e "$place/ca.sh") >"$place/said" 2>&1 || { bad "cai-dat.md makes certificates"; cat "$place/said"; return; }
  good "cai-dat.md makes certificates"
  chmod 0600 "$place"/conf/*.key
  [ "$(id -u)" != 0 ] || chown postgres "$place"/conf/*
  sed "s#^archive_command.*#archive_command = 'true'#; s#^listen_addresses.*#listen_addresses = '127.0.0.1'#; s#^shared_buffers.*#shared_buffers = 64MB#" \
    deploy/postgresql/portal.conf | sed "s#/etc/postgresql/tls/server#$place/conf/may-1#" >"$place/conf/portal.conf"
  echo "include '$place/conf/portal.conf'" | unprivileged tee -a "$place/pg/data/postgresql.conf" >/dev/null
  if ! unprivileged "$bin/pg_ctl" -D "$place/pg/data" -w -l "$place/pg/log" -o "-k $place/pg -p $((port + 19))" start >/dev/null 2>&1; then
    bad "PostgreSQL starts with postgresql/portal.conf"; tail -n 5 "$place/pg/log"; return
  fi
  good "PostgreSQL starts with postgresql/portal.conf"
  local ask=(psql -X -h "$place/pg" -p "$((port + 19))" -U postgres -v ON_ERROR_STOP=1)
  try "roles.sql" "${ask[@]}" -v owner="'a'" -v request="'b'" -v platform="'c'" -f deploy/postgresql/roles.sql
  local wrong
  wrong=$("${ask[@]}" -Atc "select name, error from pg_file_settings where error is not null")
  if [ -z "$wrong" ]; then good "every line of portal.conf is taken"; else bad "portal.conf: $wrong"; fi
  wrong=$("${ask[@]}" -Atc "select name || ' = ' || setting from pg_settings where (name, setting) in (values
    ('fsync', 'off'), ('synchronous_commit', 'off'), ('full_page_writes', 'off'), ('data_sync_retry', 'on'), ('data_checksums', 'off'))")
  if [ -z "$wrong" ]; then good "stored means stored"; else bad "not durable: $wrong"; fi
  unprivileged cp /dev/stdin "$place/pg/data/pg_hba.conf" <deploy/postgresql/pg_hba.conf
  wrong=$(unprivileged "${ask[@]}" -Atc "select line_number, error from pg_hba_file_rules where error is not null")
  if [ -z "$wrong" ]; then good "pg_hba.conf"; else bad "pg_hba.conf: $wrong"; fi
  local tls="hostaddr=127.0.0.1 port=$((port + 19)) user=portal_owner dbname=portal sslmode=verify-full sslrootcert=$place/conf/ca.pem"
  try "its certificate is csdl.noi-bo's" env PGPASSWORD=a psql -Xc "select 1" "host=csdl.noi-bo $tls"
  if PGPASSWORD=a psql -Xc "select 1" "host=kho.noi-bo $tls" >"$place/said" 2>&1; then bad "it is taken for kho.noi-bo"; fi
  unprivileged "$bin/pg_ctl" -D "$place/pg/data" -w -m immediate stop >/dev/null 2>&1
  if has patroni; then
    sed 's#10.10.0.1[123]#127.0.0.1#g; s#/var/lib/postgresql/15/portal#'"$place"'/pg/none#' deploy/postgresql/patroni.yml.example >"$place/patroni.yml"
    # It looks at the machine too: addresses of this test, no etcd. What the file lacks is what counts.
    PATRONI_SUPERUSER_PASSWORD=a PATRONI_REPLICATION_PASSWORD=b patroni --validate-config "$place/patroni.yml" >"$place/said" 2>&1
    if grep -vE '127\.0\.0\.1|data_dir|^bootstrap.pg_hba +is not defined|^$' "$place/said" | grep -q .; then
      bad "patroni.yml.example"; sed 's/^/        /' "$place/said"
    else
      good "patroni.yml.example"
    fi
  else
    skip "patroni.yml.example: patroni is missing"
  fi
}

redis() {
  echo "Redis"
  if ! has redis-server || ! has redis-cli; then skip "redis.conf: redis-server is missing"; return; fi
  local sum at=$((port + 18)) ask
  sum=$(printf pass | sha256sum | cut -d ' ' -f 1)
  sed "s/#0\{64\}/#$sum/" deploy/redis/users.acl >"$place/users.acl"
  sed "s#/etc/redis#$place#; s/^bind .*/bind 127.0.0.1/; s/^port .*/port $at/" deploy/redis/redis.conf >"$place/redis.conf"
  redis-server "$place/redis.conf" --dir "$place" >"$place/said" 2>&1 &
  local pid=$!
  ask=(redis-cli -p "$at" --no-auth-warning --user portal --pass pass)
  for _ in $(seq 50); do "${ask[@]}" ping 2>/dev/null | grep -q PONG && break; sleep 0.1; done
  if [ "$("${ask[@]}" set portal:a 1 ex 60)" = OK ]; then good "the portal may write its keys"; else bad "redis.conf or users.acl"; tail -n 3 "$place/said"; fi
  local refused=0 one
  set -f
  for one in "set other 1" "flushall" "config get *" "keys *" "debug sleep 0" "shutdown" "slaveof no one" "acl list" "save"; do
    # shellcheck disable=SC2086
    case "$("${ask[@]}" $one 2>&1)" in NOPERM* | *"not allowed"*) refused=$((refused + 1)) ;; *) bad "the portal may: $one" ;; esac
  done
  set +f
  [ "$refused" = 9 ] && good "and nothing dangerous"
  case "$(redis-cli -p "$at" ping 2>&1)" in NOAUTH*) good "nobody without a password" ;; *) bad "Redis answers everybody" ;; esac
  kill "$pid" && wait "$pid" 2>/dev/null
}

alerts() {
  echo "Prometheus and Grafana"
  if has promtool; then
    try "alerts.yml, machines.yml" promtool check rules deploy/prometheus/alerts.yml deploy/prometheus/machines.yml
    try "alerts_test.yml" promtool test rules deploy/prometheus/alerts_test.yml
    sed "s#/etc/prometheus/portal/#$PWD/deploy/prometheus/#" deploy/prometheus/prometheus.yml >"$place/prometheus.yml"
    try "prometheus.yml" promtool check config "$place/prometheus.yml"
  else
    skip "alerts: promtool is missing"
  fi
  if ! has python3; then skip "the dashboard, runbooks of the alerts: python3 is missing"; return; fi
  try "the dashboard is JSON" python3 -m json.tool deploy/grafana/portal.json
  local page lost=0
  for page in $(sed -n 's/^ *runbook: *//p' deploy/prometheus/*.yml | tr -d '}"' | sort -u); do
    [ -f "docs/van-hanh/$page" ] || { bad "an alert names docs/van-hanh/$page, which is not there"; lost=1; }
  done
  [ "$lost" = 0 ] && good "every alert names a runbook that is there"
  # A metric that an alert asks for has to be made somewhere.
  local metric
  for metric in $(grep -ohE '\bportal_[a-z_]+' deploy/prometheus/alerts.yml deploy/grafana/portal.json | sed 's/_bucket$//; s/_count$//' | sort -u); do
    grep -rqF "\"$metric\"" crates --include='*.rs' || skip "the metric $metric: no code makes it yet"
  done
}

the_rest() {
  echo "the rest"
  if has shellcheck; then
    try "shellcheck" shellcheck -S warning scripts/check-deploy.sh deploy/systemd/portal-alert deploy/systemd/portal-ctl deploy/haproxy/portal-rotate
  else
    skip "scripts: shellcheck is missing"
  fi
  if has keepalived && has ip && [ "$(id -u)" = 0 ]; then
    # It ends its own test by a signal, whatever it found; what it found stands in the log.
    { setsid -w unshare -n sh -c "ip link add eth0 type veth peer name e1 && ip addr add 203.0.113.11/24 dev eth0 &&
      ip link set eth0 up && ip link set e1 up && exec keepalived --config-test=$place/keepalived -f $PWD/deploy/keepalived/keepalived.conf"
    } >/dev/null 2>&1
    if [ -s "$place/keepalived" ]; then bad "keepalived.conf"; sed 's/^/        /' "$place/keepalived"; else good "keepalived.conf"; fi
  else
    skip "keepalived.conf: keepalived, ip or root is missing"
  fi
  if has nft && [ "$(id -u)" = 0 ]; then
    for file in deploy/nftables/*.nft; do try "$(basename "$file")" unshare -n nft -c -f "$file"; done
  else
    skip "nftables: nft or root is missing"
  fi
  if docker compose version >/dev/null 2>&1; then
    skip "compose.yaml: needs its secrets; docker compose config -q -f deploy/compose.yaml"
  elif has python3 && python3 -c 'import yaml' 2>/dev/null; then
    try "compose.yaml is YAML" python3 -c 'import yaml; yaml.safe_load(open("deploy/compose.yaml"))'
  fi
  skip "Dockerfile, compose.yaml: built and started by nobody here"
  # Links of the handbook lead somewhere.
  local page target lost=0
  while IFS=: read -r page target; do
    case "$target" in http* | '#'*) continue ;; esac
    [ -e "$(dirname "$page")/${target%%#*}" ] || { bad "$page leads to $target, which is not there"; lost=1; }
  done < <(grep -roE '\]\([^)]+\)' docs/van-hanh deploy/README.md 2>/dev/null | sed -E 's/\]\(([^)]+)\)/\1/')
  [ "$lost" = 0 ] && good "links of the handbook"
}

units
fronts
postgres
redis
alerts
the_rest

echo
for one in ${skipped[@]+"${skipped[@]}"}; do echo "not checked: $one"; done
if [ "$faults" -gt 0 ]; then echo "$faults faults"; exit 1; fi
echo "no faults"
