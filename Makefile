# `make` prints what there is. Nothing has to be installed or started before `make run`.

PORT ?= 8080
OPS_PORT ?= 8081
# How the browser tests are run, for example E2E="npx playwright test petitions".
E2E ?= npx playwright test
# For how long each fuzz target runs, and from which seed its inputs are made; TARGET= runs one.
SECONDS ?= 60
SEED ?= 1
# A folder with a copy of the RustSec database, for machines that cannot fetch it.
ADVISORY_DB ?=

comma := ,
target := $(or $(CARGO_TARGET_DIR),target)
web_sources := $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' -not -name '*.md')
audit_flags := $(if $(ADVISORY_DB),--db "$(ADVISORY_DB)" --no-fetch --stale)
# Always the whole workspace: another selection has other features and rebuilds half the tree.
build := cargo build --workspace

.PHONY: help run test check check-deploy audit e2e bench bench-search faults drill fuzz fmt clean
.DEFAULT_GOAL := help

help:
	@echo 'make run     the demo province on http://localhost:$(PORT), operations on $(OPS_PORT) (PORT=, OPS_PORT=)'
	@echo 'make test    every test: Rust, then the browser'
	@echo 'make check   format, clippy, documentation, dependencies'
	@echo 'make e2e     the browser tests alone (E2E="npx playwright test name")'
	@echo 'make bench   measurements'
	@echo 'make bench-search CORPUS=folder   how well and how fast questions are answered'
	@echo 'make faults  breaks one thing after another under load (EACH=60 seconds each)'
	@echo 'make drill   destroys a province and restores it: how long, and what is lost (SIZES=articles:MB)'
	@echo 'make fuzz    made-up input for what strangers reach (TARGET=, SECONDS=$(SECONDS) each, SEED=)'
	@echo 'make check-deploy   what is in deploy/, with the tools this machine has'
	@echo 'make audit   scanners against the demo province behind nginx, with one table (REPORTS=folder)'
	@echo 'make fmt     formats the Rust code'
	@echo 'make clean   removes what was built; the data folder stays'

run:
	@scripts/setup.sh run
	@$(MAKE) --no-print-directory web/dist
	@$(build)
	@PORTAL_PORT=$(PORT) PORTAL_OPS_PORT=$(OPS_PORT) exec $(target)/debug/portal dev

test:
	@scripts/setup.sh test
	@$(MAKE) --no-print-directory web/dist
	cargo test --workspace
	@$(build)
	cd tests/e2e && $(E2E)

e2e:
	@scripts/setup.sh test
	@$(MAKE) --no-print-directory web/dist
	@$(build)
	cd tests/e2e && $(E2E)

check: web/dist
	cargo fmt --all --check
	cargo fmt --manifest-path fuzz/Cargo.toml --check
	cargo tree --locked --quiet --manifest-path fuzz/Cargo.toml --depth 0
	cargo clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --quiet
	$(call optional,audit,cargo audit --quiet $(audit_flags))
	$(call optional,deny,cargo deny check bans licenses sources)
	$(call optional,machete,cargo machete)

# optional(name, command): runs a cargo tool where it is installed, and says so where it is not.
optional = @if command -v cargo-$(1) >/dev/null 2>&1; then echo '$(2)'; $(2); \
	else echo 'not checked: cargo-$(1) is missing (cargo install cargo-$(1))'; fi

bench:
	@scripts/setup.sh run
	@$(MAKE) --no-print-directory web/dist
	@scripts/bench.sh

# CORPUS: a folder of statutes as text; SIZES: how many documents the growth is measured with.
bench-search:
	@test -n "$(CORPUS)" || { echo 'make bench-search CORPUS=folder-of-statutes'; exit 1; }
	cargo build --release -p portal-search --examples
	CORPUS="$(CORPUS)" $(target)/release/examples/bench_search
	CORPUS="$(CORPUS)" SIZES="$(or $(SIZES),10000$(comma)100000)" $(target)/release/examples/bench_growth

# Two nodes, HAProxy, PostgreSQL, Redis and a mail server of its own, on loopback.
faults:
	@scripts/setup.sh run
	@$(MAKE) --no-print-directory web/dist
	@scripts/faults.sh

# A backup, the machine gone, everything restored and compared; then a lost machine with its log archived.
drill:
	@scripts/setup.sh run
	@$(MAKE) --no-print-directory web/dist
	@scripts/drill.sh

# Not part of `make test`: it only ever looks further.
fuzz: web/dist
	@scripts/fuzz.sh $(SECONDS) $(SEED) $(TARGET)

# Not part of `make test`: it needs the servers that stand around the portal.
check-deploy:
	@scripts/check-deploy.sh

# Not part of `make test`: it takes a quarter of an hour, and tools that nothing else needs.
audit:
	@scripts/setup.sh audit
	@$(MAKE) --no-print-directory web/dist
	@scripts/audit.sh

fmt:
	cargo fmt --all
	cargo fmt --manifest-path fuzz/Cargo.toml

clean:
	cargo clean
	rm -rf web/dist tests/e2e/results tests/e2e/test-results

# The folder's own time is the stamp: a file in it would end up in the binary. What a failed build
# leaves must not pass for a whole one.
web/dist: $(web_sources)
	@(cd web && npm run build --silent) || { rm -rf web/dist; exit 1; }
	@touch web/dist
