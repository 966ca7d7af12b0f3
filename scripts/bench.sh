#!/usr/bin/env bash
# Measures what the product promises, as ratios in one run on one machine. `make bench`.
#
#   ARTICLES=DIR   a folder for `portal import articles`; without it one is generated
#   COUNT=100000   how many articles to generate
#   ROUNDS=9       rounds of the interleaved comparison
#   SITES=10000    how many sites to add for the growth figures
set -euo pipefail
cd "$(dirname "$0")/.."
COUNT=${COUNT:-100000} ROUNDS=${ROUNDS:-9} SITES=${SITES:-10000} PORT=${PORT:-18080}
command -v wrk >/dev/null || { echo "bench: the load client wrk is missing (Debian: apt-get install wrk)"; exit 1; }
command -v curl >/dev/null || { echo "bench: curl is missing (Debian: apt-get install curl)"; exit 1; }

echo "# building (release)"
cargo build --release --workspace --examples --bins --quiet
portal=target/release/portal
work=$(mktemp -d /tmp/portal-bench-XXXXXX); chmod 755 "$work"
pids=()
stop() { for pid in "${pids[@]:-}"; do [ -z "$pid" ] || kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; }
trap 'stop; rm -rf "$work"' EXIT

host=soyte.quangtri.localhost
page() { curl -fsS --resolve "$1:$PORT:127.0.0.1" "http://$1:$PORT$2"; }
start() { # arguments of portal dev beyond the common ones
  "$portal" dev --data "${data:-$work/data}" --port "$PORT" --operations-port $((PORT + 1)) "$@" >"$work/portal.log" 2>&1 &
  server=$!; pids+=("$server")
  for _ in $(seq 600); do
    curl -fs "http://127.0.0.1:$((PORT + 1))/readyz" >/dev/null 2>&1 && return
    kill -0 "$server" 2>/dev/null || { cat "$work/portal.log"; exit 1; }
    sleep 0.2
  done
  echo "bench: the portal did not start"; cat "$work/portal.log"; exit 1
}
end() { kill -TERM "$server"; wait "$server" 2>/dev/null || true; }
resident_mb() { awk '/VmRSS/ {printf "%.0f", $2 / 1024}' "/proc/$server/status"; }
median() { sort -n | awk '{v[NR]=$1} END {if (NR%2) print v[(NR+1)/2]; else printf "%.2f\n", (v[NR/2]+v[NR/2+1])/2}'; }

# One wrk run: requests per second and p99 in ms, on one line.
load() { # port host-header path extra…
  local port=$1 name=$2 path=$3; shift 3
  wrk -t1 -c64 -d3s --latency -H "Host: $name:$PORT" "$@" "http://127.0.0.1:$port$path" | awk '
    /99%/ {v=$2; if (v ~ /us$/) {sub("us","",v); v/=1000} else if (v ~ /ms$/) sub("ms","",v); else {sub("s","",v); v*=1000}; p=v}
    /Requests\/sec/ {r=$2} /Non-2xx/ {bad=$0} END {if (bad) print "BAD " bad > "/dev/stderr"; print r, p}'
}

echo "# machine: $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(date -Iminutes)"
start
page $host / >"$work/home.html"
curl -fsS -o /dev/null -D "$work/head.txt" --resolve "$host:$PORT:127.0.0.1" "http://$host:$PORT/"
target/release/examples/bare_hyper $((PORT + 2)) "$work/home.html" "$work/head.txt" & pids+=($!); bare=$!
sleep 0.5
for round in $(seq "$ROUNDS"); do
  if [ $((round % 2)) = 1 ]; then order="portal bare"; else order="bare portal"; fi
  for who in $order; do
    [ $who = portal ] && port=$PORT || port=$((PORT + 2))
    load "$port" $host / >>"$work/$who.txt"
  done
done
kill "$bare"
p=$(cut -d' ' -f1 "$work/portal.txt" | median) b=$(cut -d' ' -f1 "$work/bare.txt" | median)
echo "home from cache ($(stat -c %s "$work/home.html") bytes, identity): portal $p req/s p99 $(cut -d' ' -f2 "$work/portal.txt" | median) ms; bare hyper $b req/s p99 $(cut -d' ' -f2 "$work/bare.txt" | median) ms; ratio $(awk "BEGIN {printf \"%.2f\", $p/$b}") (medians of $ROUNDS interleaved rounds of 3 s, wrk -t1 -c64)"

echo "# petitions, 200 a second beside readers"
target/release/examples/petition_load "$PORT" www.quangtri.localhost 200 30

echo "# importing"
if [ -z "${ARTICLES:-}" ]; then
  ARTICLES="$work/articles"
  target/release/examples/make_articles "$COUNT" "$ARTICLES"
fi
began=$(date +%s.%N)
"$portal" import articles --data "$work/data" --from "$ARTICLES" 2>"$work/import.log" >"$work/import.txt" || { tail -5 "$work/import.log"; exit 1; }
cat "$work/import.txt"
awk "BEGIN {s=$(date +%s.%N)-$began; printf \"import: %.1f s\n\", s}"

echo "# cold pages, cache off"
end; start --page-cache-mb 0
page $host /sitemap.xml >"$work/sitemap.xml"
grep -o "http://$host:$PORT/tin/[^<]*" "$work/sitemap.xml" | sed "s#http://$host:$PORT##" >"$work/urls"
[ -s "$work/urls" ] || { echo "bench: no article addresses in the sitemap"; exit 1; }
shuf -n 1000 --random-source=<(yes) "$work/urls" | sed "s#^#url = \"http://$host:$PORT#; s#\$#\"#" >"$work/curl.txt"
times() { curl -s --resolve "$host:$PORT:127.0.0.1" -o /dev/null -w '%{time_starttransfer}\n' -K "$1" 2>/dev/null | awk '{print $1*1000}'; }
sed 's#$#\noutput = "/dev/null"#' "$work/curl.txt" >"$work/curl2.txt"
times "$work/curl2.txt" >"$work/cold.txt"
echo "cold article: median $(median <"$work/cold.txt") ms over $(wc -l <"$work/cold.txt") requests, one connection, $(tail -1 "$work/import.txt")"

echo "# growth by sites"
target/release/examples/registry_growth
target/release/examples/permission_growth
target/release/examples/calendar_growth
end
cp -a "$work/data" "$work/many"
{ head -1 demo/units.csv
  for n in $(seq "$SITES"); do echo "commune,tho$n.dongha,UBND xã Thử nghiệm $n,,dongha,tho$n.dongha.quangtri.gov.vn"; done; } >"$work/many.csv"
# The province row tells the importer the file's base domain; it is there already and is passed over.
sed -n 2p demo/units.csv >>"$work/many.csv"
grep '^district,dongha,' demo/units.csv >>"$work/many.csv"
"$portal" site import --data "$work/many" "$work/many.csv" >"$work/sites.txt" 2>&1 || { tail -5 "$work/sites.txt"; exit 1; }
tail -1 "$work/sites.txt"
# Both at once, turn by turn: what else the machine does meets both.
start; few=$server
PORT=$((PORT + 10)) data="$work/many" start; many=$server
for round in $(seq "$ROUNDS"); do
  if [ $((round % 2)) = 1 ]; then order="few many"; else order="many few"; fi
  for who in $order; do
    [ $who = few ] && port=$PORT || port=$((PORT + 10))
    load "$port" $host / >>"$work/$who.txt"
  done
done
rate() { cut -d' ' -f1 "$work/$1.txt" | median; }
few_mb=$(server=$few resident_mb) many_mb=$(server=$many resident_mb)
echo "growth: 150 sites $(rate few) req/s, $few_mb MB resident; $((150 + SITES)) sites $(rate many) req/s, $many_mb MB resident (medians of $ROUNDS interleaved rounds of 3 s)"
