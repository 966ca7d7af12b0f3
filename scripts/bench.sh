#!/usr/bin/env bash
# Measures what the product promises, as ratios in one run on one machine. `make bench`.
#
#   COUNTS="1000 10000 100000"   how many articles there are, step by step
#   ROUNDS=9       rounds of the interleaved comparison
#   SITES=10000    how many sites to add for the growth figures
#   ONLY=hit       the hit path alone
#   BUILT=1        what is to be measured is built already
set -euo pipefail
cd "$(dirname "$0")/.."
COUNTS=${COUNTS:-1000 10000 100000} ROUNDS=${ROUNDS:-9} SITES=${SITES:-10000} PORT=${PORT:-18080}
command -v wrk >/dev/null || { echo "bench: the load client wrk is missing (Debian: apt-get install wrk)"; exit 1; }
command -v curl >/dev/null || { echo "bench: curl is missing (Debian: apt-get install curl)"; exit 1; }

echo "# building (release)"
[ -n "${BUILT:-}" ] || cargo build --release --workspace --examples --bins --quiet
portal=target/release/portal
work=$(mktemp -d /tmp/portal-bench-XXXXXX); chmod 755 "$work"
export PORTAL_DEMO_PASSWORD="Đo-$RANDOM-$RANDOM-$RANDOM"
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
# Waits until the node has made its own copy of every page: beside that nothing can be measured.
settle() {
  local made=-1 before=-2
  for _ in $(seq 300); do
    read -r made waiting < <(curl -fs "http://127.0.0.1:$((PORT + 1))/metrics" | awk '/^portal_snapshot_pages/ {p=$2} /^portal_snapshot_waiting/ {w=$2} END {print p, w}')
    [ "$made" = "$before" ] && [ "$waiting" = 0 ] && [ "$made" -gt 100 ] && return
    before=$made; sleep 3
  done
  echo "bench: the snapshot is never complete ($made pages)"; exit 1
}
end() { kill -TERM "$server"; wait "$server" 2>/dev/null || true; }
resident_mb() { awk "/${1:-VmRSS}/ "'{printf "%.0f", $2 / 1024}' "/proc/$server/status"; }
median() { sort -n | awk '{v[NR]=$1} END {if (NR%2) print v[(NR+1)/2]; else printf "%.2f\n", (v[NR/2]+v[NR/2+1])/2}'; }

# One question, from an address of its own; milliseconds to the first byte of its answer.
asked=0
ask() { # status path extra…
  local status=$1 path=$2 got; shift 2
  asked=$((asked + 1))
  got=$(curl -s -o /dev/null --interface "127.1.$((asked / 250 % 250)).$((asked % 250 + 1))" --resolve "$host:$PORT:127.0.0.1" -w '%{http_code} %{time_starttransfer}' "$@" "http://$host:$PORT$path")
  [ "${got% *}" = "$status" ] || { echo "bench: $path was answered with ${got% *}" >&2; exit 1; }
  awk "BEGIN {print ${got#* } * 1000}"
}
# Waits until the search has so many of the articles.
found() {
  local total
  for _ in $(seq 300); do
    total=$(page $host '/api/v1/tim-kiem?q=tin+s%E1%BB%91' | grep -o '"total": *[0-9]*' | grep -o '[0-9]*$')
    [ "${total:-0}" -lt "$1" ] || return 0
    sleep 3
  done
  echo "bench: the search never has all articles ($total of $1)"; exit 1
}
# Median and p99 of numbers, as two columns; and as a sentence.
columns() { sort -n | awk '{v[NR] = $1} END {printf "%.1f | %.1f", v[int((NR + 1) / 2)], v[int(NR * 0.99 + 0.5)]}'; }
spread() { columns | sed 's/\(.*\) | \(.*\)/median \1 ms, p99 \2 ms/'; }

# One wrk run: requests per second and p99 in ms, on one line.
load() { # port host-header path extra…
  local port=$1 name=$2 path=$3; shift 3
  wrk -t1 -c"${CONNECTIONS:-64}" -d3s --latency -H "Host: $name:$PORT" "$@" "http://127.0.0.1:$port$path" | awk '
    /99%/ {v=$2; if (v ~ /us$/) {sub("us","",v); v/=1000} else if (v ~ /ms$/) sub("ms","",v); else {sub("s","",v); v*=1000}; p=v}
    /Requests\/sec/ {r=$2} /Non-2xx/ {bad=$0} END {if (bad) print "BAD " bad > "/dev/stderr"; print r, p}'
}

echo "# machine: $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(date -Iminutes)"
start; settle
# ── the hit path: a page from the cache, against bare hyper and nginx with the same bytes ────────
browser=(-H "Accept-Encoding: gzip, deflate, br, zstd")
page $host / >"$work/home.html"
fetch() { curl -fsS -o "$1" -D "$2" --resolve "$host:$PORT:127.0.0.1" "${@:3}" "http://$host:$PORT/"; }
fetch /dev/null "$work/head.txt"
fetch "$work/home.br" "$work/head-br.txt" "${browser[@]}"
# Bare hyper sends the portal's own bytes: as they are, and as browsers get them.
target/release/examples/bare_hyper $((PORT + 2)) "$work/home.html" "$work/head.txt" & pids+=($!); bare=$!
target/release/examples/bare_hyper $((PORT + 3)) "$work/home.br" "$work/head-br.txt" & pids+=($!); bare_br=$!
nginx=$(PATH="$PATH:/usr/sbin" command -v nginx || true)
whos=(portal bare)
if [ -n "$nginx" ]; then
  mkdir -p "$work/www"; cp "$work/home.html" "$work/www/index.html"; gzip -9 -k "$work/www/index.html"
  cat >"$work/nginx.conf" <<CONF
worker_processes auto; daemon off; pid $work/nginx.pid; error_log $work/nginx.log;
events { worker_connections 1024; }
http {
  access_log off; default_type text/html; types { text/html html; }
  sendfile on; tcp_nopush on; keepalive_requests 1000000; gzip_static on; open_file_cache max=10;
  client_body_temp_path $work; proxy_temp_path $work; fastcgi_temp_path $work; uwsgi_temp_path $work; scgi_temp_path $work;
  server { listen 127.0.0.1:$((PORT + 4)); root $work/www; }
}
CONF
  # Workers of root's nginx run under another account; what else lies here is nobody's but ours.
  chmod -R a+rX "$work/www"
  "$nginx" -c "$work/nginx.conf" 2>"$work/nginx.err" & pids+=($!)
  whos=(portal bare nginx)
else
  echo "# not measured: nginx is missing (Debian: apt-get install nginx-light)"
fi
sleep 1
declare -A ports_identity=([portal]=$PORT [bare]=$((PORT + 2)) [nginx]=$((PORT + 4)))
declare -A ports_browser=([portal]=$PORT [bare]=$((PORT + 3)) [nginx]=$((PORT + 4)))
column() { cut -d' ' -f"$2" "$work/$1.txt" | median; }
# The median of the rounds' ratios: what the machine does meanwhile meets both sides of each.
against() { paste -d' ' "$work/portal.txt" "$work/$1.txt" | awk '{printf "%.3f\n", $1 / $3}' | median | xargs printf '%.2f'; }
echo "# home from the cache: $(stat -c %s "$work/home.html") bytes, $(stat -c %s "$work/home.br") to browsers ($( [ -n "$nginx" ] && stat -c %s "$work/www/index.html.gz" || echo '–') from nginx); medians of $ROUNDS interleaved rounds of 3 s, ratios by the round, wrk -t1"
echo "| as | connections | portal req/s | bare hyper | ratio | nginx | ratio | p99 ms: portal | bare | nginx |"
echo "|---|---|---|---|---|---|---|---|---|---|"
for as in identity browser; do
  extra=(); [ $as = browser ] && extra=("${browser[@]}")
  declare -n ports=ports_$as
  for connections in 16 64 256; do
    rm -f "$work"/{portal,bare,nginx}.txt
    for round in $(seq "$ROUNDS"); do
      # Each begins as often as the others.
      for step in "${!whos[@]}"; do
        who=${whos[$(((step + round) % ${#whos[@]}))]}
        CONNECTIONS=$connections load "${ports[$who]}" $host / "${extra[@]}" >>"$work/$who.txt"
      done
    done
    p=$(column portal 1) b=$(column bare 1) n=- ratio=- tail=-
    if [ -n "$nginx" ]; then n=$(column nginx 1); ratio=$(against nginx); tail=$(column nginx 2); fi
    echo "| $as | $connections | $p | $b | $(against bare) | $n | $ratio | $(column portal 2) | $(column bare 2) | $tail |"
  done
done
kill "$bare" "$bare_br"
[ "${ONLY:-}" != hit ] || exit 0

echo "# petitions, 200 a second beside readers"
target/release/examples/petition_load "$PORT" www.quangtri.localhost 200 30

echo "# sign-in: a password is looked at"
for round in 1 2; do
  for login in {ctv,btv,duyet,quantri,kiennghi,thutruong}.soyte; do
    host=www.quangtri.localhost ask 200 /dang-nhap -H "Origin: http://www.quangtri.localhost:$PORT" --data-urlencode "login=$login" --data-urlencode "password=$PORTAL_DEMO_PASSWORD"
  done
done >"$work/sign-in.txt"
echo "sign-in: $(spread <"$work/sign-in.txt"), one after the other"

echo "# growth by articles: pages made anew, no cache, one connection"
echo "| articles | import, a second | an article: median ms | p99 | the list | p99 | a search | p99 | MB resident | its own | database MB |"
echo "|---|---|---|---|---|---|---|---|---|---|---|"
brought=0
for count in $COUNTS; do
  target/release/examples/make_articles "$count" "$work/articles" >/dev/null
  began=$(date +%s.%N)
  "$portal" import articles --data "$work/data" --from "$work/articles" 2>"$work/import.log" >"$work/import.txt" || { tail -5 "$work/import.log"; exit 1; }
  speed=$(awk "BEGIN {printf \"%.0f\", ($count - $brought) / ($(date +%s.%N) - $began)}") brought=$count
  end; start --page-cache-mb 0; settle; found "$count"
  page $host /sitemap.xml >"$work/sitemap.xml"
  # Articles that are old and new; shuf is the same each time.
  grep -o "http://$host:$PORT/tin/[^<]*" "$work/sitemap.xml" | sed "s#http://$host:$PORT##" | shuf -n 500 --random-source=<(yes) >"$work/paths.txt"
  [ -s "$work/paths.txt" ] || { echo "bench: no article addresses in the sitemap"; exit 1; }
  while read -r path; do ask 200 "$path"; done <"$work/paths.txt" >"$work/article.txt"
  for _ in $(seq 100); do ask 200 /chuyen-muc/tin-tuc; done >"$work/list.txt"
  for n in $(seq 200); do ask 200 "/tim-kiem?q=tin+s%E1%BB%91+$((n * 4))+ti%C3%AAm+ch%E1%BB%A7ng"; done >"$work/search.txt"
  database=$(du -sm "$work/data/cluster/base" | cut -f1)
  echo "| $count | $speed | $(columns <"$work/article.txt") | $(columns <"$work/list.txt") | $(columns <"$work/search.txt") | $(resident_mb) | $(resident_mb RssAnon) | $database |"
done

echo "# growth by sites"
target/release/examples/measure registry
target/release/examples/measure permission
target/release/examples/measure calendar
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
start; few=$server; settle
# The memory for pages is full: up to 500 pages of every site are read.
tail -n +2 demo/units.csv | cut -d, -f2 | while read -r code; do
  [ "$code" != quangtri ] || code=www
  name=$code.quangtri.localhost
  page "$name" /sitemap.xml 2>/dev/null | grep -o "http://$name:$PORT/[^<]*" | head -n 500 || true
done | sed 's#.*#url = "&"\noutput = "/dev/null"#' >"$work/all.txt"
curl -s --connect-to "::127.0.0.1:$PORT" --compressed -K "$work/all.txt" || true
echo "memory: 150 sites, $brought articles, $(grep -c '^url' "$work/all.txt") pages read: $(server=$few resident_mb) MB resident, of which $(server=$few resident_mb RssAnon) MB its own and the rest files mapped (the search index)"
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
