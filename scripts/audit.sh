#!/usr/bin/env bash
# Lets scanners loose on a demo province behind nginx with TLS, from nothing, and judges what they
# found. `make audit`.
#
#   REPORTS=target/audit   where the reports go
#   ONLY="testssl sqlmap"  some of: packages sbom observatory testssl schemathesis sqlmap dirsearch
#                          wapiti wapiti-editor slow log
#   PROGRAM=FILE           the portal to look at; without it the release is built
#   KEEP=1                 leaves the province's folder behind
#
# The tools come with `scripts/setup.sh audit`. All that is scanned runs in network and mount namespaces
# of this script's own: the names of the sites, ports 80 and 443 and loopback exist there, and no way to
# any other machine. Needs root, or a system that lets everybody have user namespaces.
#
# Exit code 1 when something above informational was found that scripts/audit/accepted.txt does not
# accept, or when a tool failed.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PATH:/usr/sbin:/sbin"
target=${CARGO_TARGET_DIR:-target}
reports=${REPORTS:-target/audit}
mkdir -p "$reports"
reports=$(cd "$reports" && pwd)
tools=$PWD/target/tools

stop() { echo "audit: $*" >&2; exit 1; }
# In this order: what only reads, what leaves a lot behind, what wears everybody out.
scans="observatory testssl schemathesis sqlmap dirsearch wapiti wapiti-editor slow log"
wanted() { case " ${ONLY:-packages sbom $scans} " in *" $1 "*) ;; *) return 1 ;; esac; }
# ran TOOL VERSION SECONDS STATE WHAT: a line for the table. STATE is ran, failed or left-out.
ran() { printf '%s\t%s\t%s\t%s\t%s\n' "$@" >>"$reports/runs.tsv"; }
# shellcheck source=scripts/audit/packages.sh
. scripts/audit/packages.sh
# shellcheck source=scripts/audit/province.sh
. scripts/audit/province.sh
# shellcheck source=scripts/audit/scans.sh
. scripts/audit/scans.sh

if [ "${1:-}" = inside ]; then
  lay_province
  for scan in $scans; do
    wanted "$scan" || continue
    echo "# $scan, $(date +%H:%M:%S)"
    "scan_${scan//-/_}"
  done
  exit
fi

for tool in nginx openssl curl python3 ip slowhttptest testssl; do
  command -v "$tool" >/dev/null || stop "$tool is missing: scripts/setup.sh audit"
done
program=${PROGRAM:-}
if [ -z "$program" ]; then
  echo "# building (release)"
  # As the other scripts build it: without the examples it would be built anew with other features.
  cargo build --release --workspace --bins --examples --quiet
  program=$target/release/portal
fi
program=$(realpath "$program")
[ -x "$program" ] || stop "$program is no program"
export program
# What an earlier run left must not pass for this one's.
find "$reports" -mindepth 1 -delete
: >"$reports/runs.tsv"
began=$(date +%s)
echo "# machine: $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(date -Iminutes); reports in $reports"

# Those that ask a registry, from where there is one.
for part in packages sbom; do
  wanted $part || continue
  echo "# $part, $(date +%H:%M:%S)"
  "scan_$part"
done

apart=(unshare --net --mount)
# Whoever is not root stays who they are, since PostgreSQL refuses root, and keeps what it takes to
# set up the namespaces.
[ "$(id -u)" = 0 ] || apart+=(--map-current-user --keep-caps)
"${apart[@]}" true 2>/dev/null || stop "this system gives us no namespaces (unshare --net --mount)"
"${apart[@]}" bash "$0" inside || stop "the scans were cut short"

echo
python3 scripts/audit/judge.py "$reports" scripts/audit/accepted.txt "$(($(date +%s) - began))" | tee "$reports/table.txt"
exit "${PIPESTATUS[0]}"
