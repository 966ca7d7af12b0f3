# shellcheck shell=bash disable=SC2154
# One function for each tool. Sourced by scripts/audit.sh, inside its namespaces. A tool writes its own
# report into $reports; scripts/audit/judge.py reads them all.

# tool NAME VERSION REPORT WHAT -- COMMAND…: runs it for four minutes at most, and notes the outcome: it
# ran where it left its report. What it says goes to REPORT's name with .log.
tool() {
  local name=$1 version=$2 report=$3 what=$4 begun state=ran
  shift 5
  begun=$(date +%s)
  # Exit codes are of no use here: some fail for what they found, some never.
  timeout --signal=INT --kill-after=10 240 "$@" >"${report%.*}.log" 2>&1 </dev/null || true
  [ -s "$report" ] || state=failed
  ran "$name" "$version" $(($(date +%s) - begun)) "$state" "$what"
}

laid=as-deployed
front_as() { [ "$laid" = "$1" ] || { front "$1"; laid=$1; }; }

scan_observatory() {
  front_as as-deployed
  local folder=scripts/audit/node_modules/@mdn/mdn-http-observatory
  # It takes no other ports than 80 and 443, and believes what Node believes.
  NODE_EXTRA_CA_CERTS=$work/ca.pem tool observatory "$(node -p "require('./$folder/package.json').version")" \
    "$reports/observatory.json" "headers, cookies and redirection of the province's home page and a form" -- \
    node scripts/audit/observatory.mjs "$reports/observatory.json" www.quangtri.localhost soyte.quangtri.localhost/kien-nghi/gui
}

scan_testssl() {
  front_as as-deployed
  rm -f "$reports/testssl.json"
  tool testssl.sh "$(testssl --version 2>/dev/null | grep -oE '[0-9]+\.[0-9]+\.[0-9]+' | head -n 1)" \
    "$reports/testssl.json" "protocols, ciphers, certificate and known attacks on nginx's TLS" -- \
    testssl --quiet --color 0 --warnings off --nodns none --ip 127.0.0.1 --add-ca "$work/ca.pem" \
    --jsonfile "$reports/testssl.json" "$province/"
}

scan_schemathesis() {
  front_as scanned
  local st=$tools/schemathesis/bin/schemathesis
  tool schemathesis "$("$st" --version | grep -oE '[0-9][0-9.]+')" "$reports/schemathesis.xml" \
    "/api/v1/openapi.json, which describes the search only: two of the open interfaces" -- \
    "$st" --no-color run "$site/api/v1/openapi.json" --tls-verify "$work/ca.pem" --max-time 40 --seed 1 \
    --continue-on-failure --report junit --report-junit-path "$reports/schemathesis.xml"
}

scan_dirsearch() {
  front_as scanned
  local ds=$tools/dirsearch/bin/dirsearch
  # In place of nikto, which is not free and in no registry: files that should not be there, by the
  # largest list that a registry has. What nikto says of headers and methods, wapiti says.
  tool dirsearch "$("$ds" --version 2>/dev/null | grep -oE '[0-9][0-9.]+' | head -n 1)" "$reports/dirsearch.json" \
    "some ten thousand paths of left-over files, copies, consoles" -- \
    "$ds" -u "$province/" -e sql,bak,old,zip,tar.gz,env,log,toml,key,pem -t 8 --max-time 200 --no-color -q \
    --exclude-status 404 -O json -o "$reports/dirsearch.json"
}

# ── SQL ────────────────────────────────────────────────────────────────────────────────────────

# ask NAME ADDRESS ARGUMENTS…: one request, each of its parameters tried.
ask() {
  local name=$1 address=$2 status
  shift 2
  # What is refused before the database is asked proves nothing; a form's answer to a wrong entry is 422.
  if [[ " $* " != *" --data "* ]]; then
    status=$(curl -s -o /dev/null -w '%{http_code}' --cacert "$work/ca.pem" -H "Cookie: ${cookie:-}" "$address")
    [ "$status" = 200 ] || { echo "the request itself is answered $status" >"$reports/sqlmap-$name.log"; return 0; }
  fi
  SQLMAP_UNSAFE_EVAL=1 timeout --signal=INT --kill-after=10 75 "$tools/sqlmap/bin/sqlmap" -u "$address" --batch --disable-coloring \
    --level 2 --risk 1 --dbms PostgreSQL --threads 2 --timeout 10 --retries 1 --ignore-code='*' --skip-waf --flush-session \
    --output-dir "$work/sqlmap" "$@" >"$reports/sqlmap-$name.log" 2>&1 </dev/null || true
}

# Value of a hidden field of a form.
hidden() { sed -n "s/.*name=\"$2\"[^>]*value=\"\([^\"]*\)\".*/\1/p" "$1" | head -n 1; }

scan_sqlmap() {
  front_as scanned
  local begun comment form cookie=""
  begun=$(date +%s)
  comment=$(curl -s --cacert "$work/ca.pem" "$site/sitemap.xml" | grep -oE "$site/tin/[^<]+" | while read -r page; do
    curl -s --cacert "$work/ca.pem" "$page" | grep -oE '/binh-luan/[0-9]+' && break
  done | head -n 1)
  ask search "$site/tim-kiem?q=y+te&pham-vi=tat-ca&loai=article&linh-vuc=y-te&nam=2026&sap-xep=moi-nhat&trang=1" \
    -p q,pham-vi,loai,linh-vuc,nam,sap-xep,trang
  ask register "$province/van-ban?q=quyet+dinh&loai=quyet-dinh&co-quan=ubnd&linh-vuc=y-te&nam=2026&hieu-luc=con&xep=moi&trang=1" \
    -p q,loai,co-quan,linh-vuc,nam,hieu-luc,xep,trang
  ask answers "$province/kien-nghi/tra-loi?tim=duong&linh-vuc=land&don-vi=soyte&loai=question&thang=$(date +%Y-%m)" \
    -p tim,linh-vuc,don-vi,loai,thang
  ask data "$province/open311/v2/requests.json?service_code=land&status=closed&start_date=$(date -d '30 days ago' +%FT%TZ)&end_date=$(date +%FT%TZ)" \
    -p service_code,status,start_date,end_date
  ask ids "$province/open311/v2/requests.json?service_request_id=1" -p service_request_id
  ask track "$site/kien-nghi/tra-cuu" --data "code=KN-26-ABCD-EFGH&secret=abcd-efgh" -p code,secret
  # One account is soon asked to wait; each password is tried on another one.
  ask login "$province/dang-nhap" --data "login=an.nguyen&password=mat-khau-sai&tiep=/can-bo" -p login,tiep
  ask password "$province/dang-nhap" --data "login=an.nguyen&password=mat-khau-sai&tiep=/can-bo" -p password --randomize login
  if [ -n "$comment" ]; then
    form=$work/comment.html
    curl -s --cacert "$work/ca.pem" "$site$comment" >"$form"
    # Nobody writes a comment faster.
    sleep 4
    ask comment "$site$comment" --eval 'import uuid; form_key=str(uuid.uuid4())' -p name,email,body \
      --data "form_key=1&ticket=$(hidden "$form" ticket)&website=&name=An&email=an@vidu.vn&body=Xin+cam+on"
  else
    echo "no article with comments was found" >"$reports/sqlmap-comment.log"
  fi
  cookie=$(editor_cookie)
  ask desk "$site/quan-tri/bai?state=draft&type=article&section=1&language=vi&q=y+te" --cookie "$cookie" \
    --skip cookie -p state,type,section,language,q
  ran sqlmap "$("$tools/sqlmap/bin/sqlmap" --version | grep -oE '^[0-9.]+')" $(($(date +%s) - begun)) ran \
    "search, filters, data, tracking, sign-in, comments, an editor's list"
}

# ── Crawled and attacked ───────────────────────────────────────────────────────────────────────

# Without those that need a list or a listener from elsewhere (cms, cve, htp, log4shell, nikto, ssrf,
# takeover, wapp, wp_enum …), and without buster, which dirsearch does better.
modules=backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,https_redirect,ldap,methods,permanentxss,redirect,shellshock,sql,timesql,upload,xss,xxe

crawl() { # crawl NAME WHAT ARGUMENTS…
  local name=$1 what=$2 wapiti=$tools/wapiti/bin/wapiti
  shift 2
  tool "$name" "$("$wapiti" --version 2>/dev/null | grep -oE '[0-9][0-9.]+' | head -n 1)" "$reports/$name.json" "$what" -- \
    "$wapiti" --scope folder -m "$modules" --flush-session --store-session "$work/$name" --store-config "$work/$name" \
    --max-scan-time 60 --max-attack-time 8 --max-links-per-page 60 --max-files-per-dir 25 --tasks 4 -t 10 --no-bugreport \
    -f json -o "$reports/$name.json" "$@"
}

scan_wapiti() {
  front_as scanned
  crawl wapiti "a department's site, as anybody: every page and form" -u "$site/"
}

scan_wapiti_editor() {
  front_as scanned
  local cookie
  cookie=$(editor_cookie)
  [ -n "$cookie" ] || { ran wapiti-editor - 0 failed "the editor could not sign in"; return; }
  # The desk alone: signing out, ending one's sign-ins and changing the password stand outside of it.
  crawl wapiti-editor "the same site's desk, signed in as an editor" -u "$site/quan-tri/bai" -s "$site/quan-tri" -s "$site/quan-tri/tep" \
    -H "Cookie: $cookie"
  local status
  status=$(curl -s -o /dev/null -w '%{http_code}' --cacert "$work/ca.pem" -H "Cookie: $cookie" "$site/quan-tri")
  echo "after the scan the editor's desk answers $status" | tee -a "$reports/wapiti-editor.log"
  [ "$status" = 200 ] || ran wapiti-editor - 0 failed "the editor was signed out on the way"
}

# ── Slow visitors ──────────────────────────────────────────────────────────────────────────────

# What another visitor, from another address, sees meanwhile: status and seconds, each second.
watch_as_other() {
  while :; do
    curl -s -o /dev/null -m 10 --cacert "$work/ca.pem" --interface 127.0.0.9 -w '%{http_code} %{time_total}\n' \
      "$province/kien-nghi/gui" || true
    sleep 1
  done
}

slow() { # slow NAME WHAT ARGUMENTS…
  local name=$1 what=$2 watch
  shift 2
  watch_as_other >"$reports/slow-$name.probe" &
  watch=$!
  # Twice what one worker may hold open as Debian starts it.
  (ulimit -n 8192 2>/dev/null || true
    tool "slowhttptest $name" "$(dpkg-query -W -f '${Version}' slowhttptest 2>/dev/null || echo '?')" "$reports/slow-$name.csv" "$what" -- \
    slowhttptest -c 2000 -r 200 -l 40 -p 5 -g -o "$reports/slow-$name" "$@")
  kill "$watch"
  wait "$watch" 2>/dev/null || true
  # Its connections are let go.
  sleep 12
}

scan_slow() {
  front_as nameless
  slow headers "2000 connections that never end their heads" -H -i 8 -x 24 -t GET -u "$province/"
  slow body "2000 connections that never end their forms" -B -i 20 -s 8192 -x 10 -t POST -u "$province/dang-nhap"
  slow read "2000 connections that hardly read" -X -k 3 -n 5 -z 32 -w 64 -y 256 -t GET -u "$province/"
}

# ── What the portal itself says of all that ────────────────────────────────────────────────────

scan_log() {
  curl -s http://127.0.0.1:8081/metrics >"$reports/metrics.txt"
  cp "$work/node.log" "$reports/portal.log"
  cp "$work/nginx/log/portal.log" "$reports/nginx.log"
  cp "$work/nginx/log/error.log" "$reports/nginx-error.log"
  ran "portal's log" "$("$program" --version | grep -oE '[0-9][0-9.]+')" 0 ran \
    "errors of the portal and answers above 499 during all scans"
}
