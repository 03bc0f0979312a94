# Two commands: `make build` builds and checks everything under content/ into out/, `make test` runs the whole suite.
# Both do all set-up first and redo it when requirements.lock or pyproject.toml changes. Where the message says that a
# library is missing (exit 4 of the doctor), make itself reports "Error 4" and exits 2, as it does for every error.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
PIP_TOOLS := pip-tools==7.6.2

.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: build test quick bench setup libraries test-tools test-packages dist docs lock clean

build: setup
	$(BIN)/python build.py

test: setup test-tools
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict flugblatt
	$(BIN)/pytest --numprocesses 2 --dist loadfile

# Within a minute: format, lint, types, and the tests of what changed since the last commit, or of one room:
# `make quick ROOM=epub`, `make quick ROOM=judges/fidelity`.
TOUCHED = $(shell git diff --name-only HEAD; git ls-files --others --exclude-standard)
ROOMS = $(patsubst flugblatt/%/,tests/%,$(filter-out flugblatt/,$(dir $(filter flugblatt/%,$(TOUCHED)))))
TESTS = $(if $(ROOM),tests/$(ROOM),$(sort $(wildcard $(ROOMS) $(filter tests/%.py,$(TOUCHED)))))

quick: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict flugblatt
	$(BIN)/pytest --quiet --numprocesses 2 --dist loadfile --within 40 tests/test_import_table.py $(TESTS)

# Every ratio of speed, length and number with its aim, on a machine that has nothing else to do: half an hour.
bench: setup
	$(BIN)/python bench/ratios.py

setup: libraries .venv/.project

libraries:
	@$(PYTHON) -c 'import sys; sys.version_info < (3, 11) and sys.exit("flugblatt needs Python 3.11 or newer: make PYTHON=python3.11 build")'
	@$(PYTHON) -m flugblatt.doctor build

# The environment is made anew, so that it holds what the lock says and nothing else.
.venv/.wheels: requirements.lock
	$(PYTHON) -m venv --clear .venv
	@echo 'installing the packages of requirements.lock into .venv (about 240 MB, once)'
	$(PIP) install --quiet --require-hashes --requirement requirements.lock
	@touch $@

.venv/.project: .venv/.wheels pyproject.toml flugblatt/language/fonts.py
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m flugblatt.language.fonts
	$(BIN)/python -m flugblatt.judges.external.java_archive
	@touch $@

# What cannot be installed here is named by the tests that need it; with CI=true those fail.
test-tools: test-packages node_modules/.complete .cache/eark/.complete

test-packages:
	@$(PYTHON) -m flugblatt.doctor tests

node_modules/.complete: package.json package-lock.json
	@if ! command -v npm >/dev/null; then echo 'no npm: Ace and axe are not installed'; \
	elif echo npm ci && PUPPETEER_SKIP_DOWNLOAD=1 npm ci --silent; then touch $@; \
	else echo 'npm could not install Ace and axe'; fi

# The E-ARK validator pins packages that flugblatt has in other versions, so it lives by itself.
.cache/eark/.complete: requirements-eark.lock
	$(PYTHON) -m venv --clear .cache/eark
	@if .cache/eark/bin/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes --requirement requirements-eark.lock; \
	then touch $@; else echo 'eark-validator could not be installed'; fi

# The wheel, the source distribution and their checksums, the same bytes from the same files (SOURCE_DATE_EPOCH is their date).
dist: setup
	rm -rf dist
	$(BIN)/hatchling build -d dist
	cd dist && sha256sum * > SHA256SUMS

# The pages of docs/ as a web site, in SITE.
SITE := site
docs: setup
	$(BIN)/python docs/site.py $(SITE)

# Writes the locks from pyproject.toml and requirements-eark.in, with the hashes that the public index serves and no address.
COMPILE := env -u PIP_FIND_LINKS -u PIP_CONSTRAINT -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND='make lock' \
	.cache/lock/bin/pip-compile --quiet --no-config --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host
lock:
	$(PYTHON) -m venv .cache/lock
	.cache/lock/bin/pip install --quiet $(PIP_TOOLS)
	$(COMPILE) --all-extras --build-deps-for=wheel --output-file=requirements.lock pyproject.toml
	$(COMPILE) --output-file=requirements-eark.lock requirements-eark.in
	PUPPETEER_SKIP_DOWNLOAD=1 npm install --package-lock-only --silent

clean:
	rm -rf .venv .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache node_modules out dist
	find bench flugblatt tests -name __pycache__ -type d -exec rm -rf {} +
