#!/usr/bin/env bash
# Runs the fuzz targets one after the other. `make fuzz`.
#
#   scripts/fuzz.sh SECONDS SEED [TARGET]
#
# An input that makes a target fail is kept in fuzz/found; the first one ends the run. What earlier
# runs learnt is kept in fuzz/target/corpus, and the next ones begin with it.
set -euo pipefail
cd "$(dirname "$0")/../fuzz"
most_seconds=$1 seed=$2
targets=${3:-$(basename -s .rs targets/*.rs)}

# libFuzzer learns from counters that the compiler puts in: stable Rust can, with these flags. Build
# scripts are not to have them, which is what naming the target is for.
machine=$(rustc -vV | sed -n 's/^host: //p')
pass=sanitizer-coverage
flags=(--cfg fuzzing -Cpasses=sancov-module)
for part in level=4 inline-8bit-counters pc-table trace-compares; do
  flags+=("-Cllvm-args=-$pass-$part")
done
printf -v encoded '%s\x1f' "${flags[@]}"
CARGO_ENCODED_RUSTFLAGS=${encoded%$'\x1f'} cargo build --release --locked --target "$machine" \
  --target-dir target $(printf -- '--bin %s ' $targets)

TMPDIR=$(mktemp -d /tmp/portal-fuzz-XXXXXX); export TMPDIR RUST_BACKTRACE=0
trap 'rm -rf "$TMPDIR"' EXIT
for target in $targets; do
  corpus=target/corpus/$target log=target/$target.log
  mkdir -p "$corpus" "found/$target"
  most_bytes=4500 most_time=10
  case $target in files | office | multipart) most_bytes=20000 most_time=30 ;; esac
  echo "# $target: $most_seconds seconds, seed $seed"
  if ! "target/$machine/release/$target" "$corpus" "seeds/$target" -seed="$seed" -verbosity=1 \
    -max_total_time="$most_seconds" -timeout="$most_time" -rss_limit_mb=2048 \
    -max_len="$most_bytes" -artifact_prefix="found/$target/" >"$log" 2>&1; then
    grep -vE '^#[0-9]|^ *NEW_FUNC' "$log" | tail -n 40
    echo "fuzz: $target failed; the input is in fuzz/found/$target, the rest of what was said in fuzz/$log"
    echo "fuzz: once more with fuzz/target/$machine/release/$target fuzz/found/$target/…"
    exit 1
  fi
  grep -E '^(#[0-9]+.*DONE|Done)' "$log"
done
