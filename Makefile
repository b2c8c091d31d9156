# Two commands: `make reports` and `make test`. Each sets up its own environment in .venv first.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

# set, every process would compile this package anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: reports docs screenshots dist test test-lowest test-latest check coverage lint browser java messages lock sbom licences audit clean

reports: $(STAMP)
	$(BIN)/umkm build

# The book, into build/docs; offline, and any warning fails.
docs: $(STAMP)
	$(BIN)/python -m maintenance.book

# The pictures of the book and of the README, of pages as they are built now.
screenshots: $(STAMP) browser
	$(BIN)/umkm build --output build/pages
	$(BIN)/python -m maintenance.screenshots build/pages

# Each process takes the next test in the order of tests/conftest.py, and all of a group. There is one more than there
# are processors: a third of their time tests wait, for browsers and for what builds start.
PROCESSES ?= $(shell expr $$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN) + 1)
PYTEST := $(BIN)/pytest -n $(PROCESSES) --dist loadgroup --no-loadscope-reorder

test: $(STAMP) browser java lint
	$(PYTEST)

# Before a commit: without builds, kernels, browsers and Spark.
check: $(STAMP) lint
	$(PYTEST) -m "not slow"

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Lines and branches that no test runs, in every process that the tests start. TESTS narrows it: TESTS=tests/metrics.
# A failed test does not stop the report; the last lines are of what the figures rest on.
coverage: $(STAMP) browser java
	@rm -f .coverage .coverage.*
	-$(BIN)/coverage run -m $(notdir $(PYTEST)) $(TESTS)
	@$(BIN)/coverage combine --quiet && rm -f .coverage.*
	@$(BIN)/coverage report --format=total | sed 's/^/covered of umkm_analysis, in per cent: /'
	@$(BIN)/coverage report --include='umkm_analysis/metrics/*,umkm_analysis/aggregates/*,umkm_analysis/analysis/*'

# Builds and notebooks on the lowest versions that pyproject.toml allows, and on the newest that are published; each on
# Python 3.11 and on the newest Python of this machine. Everything is installed into build/versions.
test-lowest:
	$(PYTHON) -m maintenance.versions lowest

test-latest:
	$(PYTHON) -m maintenance.versions latest

# Pages are tested in a real browser: any Chromium will do, Debian's is fetched where there is none and it can be.
browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing chromium (once) ..."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else echo "No Chromium found: the browser tests will be skipped. Install one to run them."; fi

# Lines are added up on Spark too: any Java from 17 on will do, Debian's is fetched where there is none and it can be.
java:
	@command -v java >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing a Java runtime (once) ..."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null; \
	else echo "No Java found: the Spark test will be skipped. Install a runtime (17 or newer) to run it."; fi

# The commands of an environment name the folder that it was made in. One that came here with a moved or copied checkout
# would run what lies there, or nothing: it is made anew. An environment elsewhere, behind a link, is its owner's.
MOVED := $(shell test -f $(BIN)/umkm && test ! -L .venv && ! head -n 3 $(BIN)/umkm | grep -qF "$(CURDIR)/$(BIN)/" && echo yes)
ifeq ($(MOVED),yes)
.PHONY: $(STAMP)
endif

$(STAMP): requirements.lock pyproject.toml
	@$(if $(MOVED),echo "The environment in .venv belongs to another folder (this one was moved or copied): it is made anew.")
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "Python 3.11 or newer is needed, this is %d.%d; name another one: make PYTHON=python3.12 ..." % v[:2])'
	@echo "Setting up .venv (once, a minute or two) ..."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

MESSAGES := umkm_analysis/i18n/messages

# A message that was changed keeps its English as a suggestion, marked "fuzzy": no page shows it, and a test fails until
# it is translated anew and the mark is removed.
messages: $(STAMP)
	@mkdir -p build
	$(BIN)/pybabel --quiet extract --mapping pyproject.toml --no-default-keywords -k t -k nt:1,1 -k mark --sort-by-file --no-location --output build/messages.pot .
	$(BIN)/pybabel --quiet update --locale en --previous --ignore-obsolete --ignore-pot-creation-date --width 120 --input-file build/messages.pot --output-file $(MESSAGES)/en.po

# UPGRADE=NAME raises that package to its newest release; what else is locked stays.
lock:
	uv pip compile pyproject.toml --universal --generate-hashes --extra lab --extra pdf --extra pptx --extra cluster --extra polars --extra spark --group dev --group docs --python-version 3.11 --no-emit-index-url --custom-compile-command "make lock" --quiet $(UPGRADE:%=--upgrade-package %) --output-file requirements.lock
	@sed -n 's/^\([a-z0-9].*[^ ]\) *\\$$/\1/p' requirements.lock > constraints.txt

# Bill of materials (CycloneDX) and licences, of what requirements.lock and the pages hold; into build/.
sbom: $(STAMP)
	$(BIN)/python -m maintenance.sbom

licences: $(STAMP)
	$(BIN)/python -m maintenance.licences

# Known vulnerabilities of the lock. Ends with error 1 where there are some, with error 3 where no service could be asked.
audit: $(STAMP)
	$(BIN)/python -m maintenance.audit

# Wheel and sdist, with data and notebooks; built twice they are the same bytes.
dist: $(STAMP)
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist

clean:
	rm -rf .venv build dist
