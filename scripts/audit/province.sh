# shellcheck shell=bash disable=SC2154
# The province that is scanned. Sourced by scripts/audit.sh, inside its namespaces.

province=https://www.quangtri.localhost
site=https://soyte.quangtri.localhost
hosts="quangtri.localhost www.quangtri.localhost soyte.quangtri.localhost dongha.quangtri.localhost"
pids=()

end_province() {
  set +e
  local pid
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done
  # The portal of the demo takes its PostgreSQL down, which takes a moment.
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null; done
  [ -n "${KEEP:-}" ] || rm -rf "$work"
}

ready() { # ready PORT SECONDS
  local _
  for _ in $(seq $(($2 * 5))); do curl -fs -m 1 "http://127.0.0.1:$1/readyz" >/dev/null && return; sleep 0.2; done
  tail -n 5 "$work"/*.log
  stop "nothing is ready on $1"
}

lay_province() {
  work=$(mktemp -d /tmp/portal-audit-XXXXXX)
  chmod 755 "$work"
  trap end_province EXIT
  trap 'exit 1' INT TERM
  ip link set lo up
  echo "127.0.0.1 localhost $hosts" >"$work/hosts"
  mount --bind "$work/hosts" /etc/hosts

  # The demo, and the PostgreSQL under it.
  "$program" dev --data "$work/data" --port 18080 --operations-port 18081 --outbox "$work/letters" \
    >"$work/dev.log" 2>&1 &
  pids+=("$!")
  ready 18081 300
  password=$(sed -n 's/^ *Password of all: *//p' "$work/dev.log")
  [ -n "$password" ] || stop "the demo printed no password"

  # A node as in production on the same database: `dev` knows no TLS in front of it.
  local socket=$work/data/socket
  mkdir "$work/node"
  cat >"$work/node.toml" <<TOML
listen = "127.0.0.1:8080"
operations = "127.0.0.1:8081"
base_domain = "quangtri.localhost"
structure = "nd42-2022"
media = "$work/data/media"
search_index = "$work/node/search"
snapshot = "$work/node/snapshot"
trusted_proxies = ["127.0.0.1"]
[public]
scheme = "https"
[database]
request_url = "postgresql://portal_request@${socket//\//%2F}/portal"
platform_url = "postgresql://portal_platform@${socket//\//%2F}/portal"
[secrets]
key_file = "$work/data/secrets.key"
[telemetry]
log = "json"
TOML
  "$program" serve --config "$work/node.toml" >"$work/node.log" 2>&1 &
  pids+=("$!")
  ready 8081 60

  certificate
  front as-deployed
  # As Debian's unit starts it: no more files than that.
  (ulimit -Sn 1024 && exec nginx -c "$work/nginx/nginx.conf" -g 'daemon off;') 2>"$work/nginx.log" &
  nginx=$!
  pids+=("$nginx")
  local _
  for _ in $(seq 50); do curl -fs -o /dev/null --cacert "$work/ca.pem" "$province/" && return; sleep 0.2; done
  cat "$work/nginx.log" "$work/nginx/log/error.log"
  stop "nginx does not answer"
}

# A certificate authority that nobody trusts but this run.
certificate() {
  local key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
  {
    openssl req -x509 "${key[@]}" -days 90 -subj "/CN=Audit of one day" -keyout "$work/ca.key" -out "$work/ca.pem" \
      -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
    openssl req "${key[@]}" -subj "/CN=quangtri.localhost" -keyout "$work/portal.key" -out "$work/portal.csr"
    printf '%s\n' "subjectAltName=DNS:quangtri.localhost,DNS:*.quangtri.localhost" "extendedKeyUsage=serverAuth" \
      "keyUsage=critical,digitalSignature" "basicConstraints=critical,CA:FALSE" >"$work/portal.ext"
    openssl x509 -req -in "$work/portal.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -days 90 -sha256 \
      -extfile "$work/portal.ext" -out "$work/portal.pem"
  } 2>"$work/openssl.log" || { cat "$work/openssl.log"; stop "openssl made no certificate"; }
}

# Lays nginx's files as deploy/ has them, with other names and places. Besides,
#   as-deployed  nothing
#   scanned      no limits at nginx for us, and to the portal each request comes from somebody else: a
#                scanner that is told 429 finds nothing. The limits have tests of their own.
#   nameless     who names no host when TLS begins is led to the sites: slowhttptest before 1.9 cannot
front() {
  local ng=$work/nginx change
  mkdir -p "$ng"/{snippets,tls,pages,cache,log,acme,body,proxy,fastcgi,uwsgi,scgi}
  chmod 711 "$ng" && chmod -R a+rX "$ng/pages"
  cp deploy/nginx/*.html "$ng/pages/"
  cp "$work/portal.pem" "$work/portal.key" "$ng/tls/"
  cp deploy/nginx/portal-proxy.conf "$ng/snippets/"
  cp deploy/nginx/upstream-one.conf "$ng/snippets/portal-upstream.conf"
  sed "s#/usr/share/portal/nginx/#$ng/pages/#" deploy/nginx/portal-pages.conf >"$ng/snippets/portal-pages.conf"
  sed -e "s#/etc/nginx/snippets/#$ng/snippets/#; s#/etc/nginx/tls/#$ng/tls/#; s#/var/cache/nginx/portal#$ng/cache#" \
    -e "s#/var/log/nginx/#$ng/log/#; s#/var/www/acme#$ng/acme#; s/quangtri\.gov\.vn/quangtri.localhost/g" \
    deploy/nginx/portal.conf >"$ng/portal.conf"
  case $1 in
    as-deployed) ;;
    scanned)
      # shellcheck disable=SC2016
      sed -i -e 's|# 203\.0\.113\.16/28 1;|127.0.0.0/8 1;|' \
        -e '/^map \$server_port \$portal_forwarded/,/^}/ s/\$remote_addr/$audit_visitor/' "$ng/portal.conf"
      # shellcheck disable=SC2016
      printf '%s\n' 'map $request_id $audit_visitor { "~^(?<a>.{4})(?<b>.{4})(?<c>.{4})" "fd00:$a:$b:$c::1"; }' >>"$ng/portal.conf"
      ;;
    nameless)
      sed -i -e '/^server {/,/^}/ { /listen.*443.*default_server/d }' \
        -e 's/listen \(\[::\]:\)\?443 ssl http2;/listen \1443 ssl http2 default_server;/' "$ng/portal.conf"
      # The server that refuses names is left with port 80, where TLS has no place.
      sed -i '/ssl_reject_handshake/d' "$ng/portal.conf"
      ;;
  esac
  # What Debian's own file says, changed as the handbook has it changed.
  cat >"$ng/nginx.conf" <<CONF
worker_processes auto;
pid $ng/nginx.pid;
error_log $ng/log/error.log warn;
events {
  worker_connections 768;
}
http {
  include /etc/nginx/mime.types;
  client_body_temp_path $ng/body; proxy_temp_path $ng/proxy; fastcgi_temp_path $ng/fastcgi;
  uwsgi_temp_path $ng/uwsgi; scgi_temp_path $ng/scgi;
  include $ng/portal.conf;
}
CONF
  change=$(sed -n "s#^sed -i '\(.*worker_connections.*\)' /etc/nginx/nginx.conf\$#\1#p" docs/van-hanh/cai-dat.md)
  [ -n "$change" ] || stop "docs/van-hanh/cai-dat.md says no more what nginx.conf needs"
  sed -i "$change" "$ng/nginx.conf"
  # A container may allow fewer files than a machine does; more than it allows, nginx would not get at all.
  [ "$(ulimit -Hn)" = unlimited ] || [ "$(ulimit -Hn)" -ge 65536 ] ||
    sed -i "s/worker_rlimit_nofile .*/worker_rlimit_nofile $(ulimit -Hn);/" "$ng/nginx.conf"
  if [ "$(id -u)" = 0 ]; then
    sed -i '1i user www-data;' "$ng/nginx.conf"
    chown -R www-data "$ng"/{cache,log,body,proxy,fastcgi,uwsgi,scgi}
  fi
  nginx -t -q -c "$ng/nginx.conf" 2>"$work/nginx-test.log" || { cat "$work/nginx-test.log"; stop "nginx refuses its configuration ($1)"; }
  [ -z "${nginx:-}" ] || { kill -HUP "$nginx"; sleep 2; }
}

# Signs an editor of the site in and prints the cookie.
editor_cookie() {
  local jar=$work/jar login ask
  login=$(sed -n 's#^ *\(\S*\) *Biên tập viên *http://soyte\..*#\1#p' "$work/dev.log")
  ask=(curl -s -m 20 --cacert "$work/ca.pem" -c "$jar" -b "$jar" -o /dev/null)
  rm -f "$jar"
  "${ask[@]}" --data-urlencode "login=$login" --data-urlencode "password=$password" "$province/dang-nhap"
  # The site takes its people from the province's host, by a code.
  "${ask[@]}" -L "$site/dang-nhap?tiep=/quan-tri"
  awk '$1 ~ /soyte/ && $6 == "__Host-session" {print $6 "=" $7}' "$jar"
}
