# shellcheck shell=bash disable=SC2154
# What is known of the packages that the portal is made of. Sourced by scripts/audit.sh.

scan_packages() {
  local folder name begun
  begun=$(date +%s)
  if command -v cargo-audit >/dev/null; then
    local from=()
    [ -z "${ADVISORY_DB:-}" ] || from=(--db "$ADVISORY_DB" --no-fetch --stale)
    cargo audit --json ${from[@]+"${from[@]}"} >"$reports/cargo-audit.json" 2>"$reports/cargo-audit.log" || true
    ran "cargo audit" "$(cargo audit --version | grep -oE '[0-9][0-9.]+' | head -n 1)" $(($(date +%s) - begun)) \
      "$(is_json "$reports/cargo-audit.json")" "Cargo.lock against the RustSec database"
  else
    ran "cargo audit" - 0 left-out "cargo-audit is missing (cargo install cargo-audit)"
  fi
  for folder in web tests/e2e; do
    name=npm-${folder//\//-}
    begun=$(date +%s)
    (cd "$folder" && npm audit --json --package-lock-only) >"$reports/$name.json" 2>"$reports/$name.log" || true
    # A mirror of the registry need not take the question.
    if grep -q '"statusCode": 40[45]' "$reports/$name.json"; then
      ran "npm audit $folder" "$(npm --version)" 0 left-out "this registry answers no audits ($(grep -o '"statusCode": 40.' "$reports/$name.json" | grep -o '40.'))"
      continue
    fi
    ran "npm audit $folder" "$(npm --version)" $(($(date +%s) - begun)) \
      "$(is_json "$reports/$name.json")" "its package-lock.json against the registry's advisories"
  done
}

# What a tool wrote is JSON, or the tool failed.
is_json() { if python3 -m json.tool "$1" >/dev/null 2>&1; then echo ran; else echo failed; fi; }

# Written by us, not by cargo-cyclonedx and cyclonedx-npm: those make a file for each crate and each
# folder, the former after ten minutes of compiling. All that belongs in it stands in the lock files.
scan_sbom() {
  local begun
  begun=$(date +%s)
  if python3 scripts/audit/sbom.py "$reports/sbom.cdx.json" >"$reports/sbom.log" 2>&1 &&
    "$tools/cyclonedx/bin/python" scripts/audit/sbom.py --check "$reports/sbom.cdx.json" >>"$reports/sbom.log" 2>&1; then
    ran SBOM "CycloneDX 1.6" $(($(date +%s) - begun)) ran "$(tail -n 1 "$reports/sbom.log")"
  else
    ran SBOM "CycloneDX 1.6" $(($(date +%s) - begun)) failed "see sbom.log"
  fi
}
