# Digital Health Pathways: `make` lists what there is to do.

# The first Python on the PATH that is new enough; `make PYTHON=/path/to/python3.12` names another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PY := .venv/bin/python
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes
BENCHMARKS := $(basename $(notdir $(shell grep -l __main__ benchmarks/*.py 2>/dev/null)))
ASSET_SOURCES := package.json package-lock.json .npmrc $(shell find static -type f -o -type d 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench fmt lock clean packages assets

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/run.stamp build/assets.stamp ## Start the portal (PORT=8000; SQLite unless DATABASE_URL is set)
	@exec $(PY) manage.py serve

setup: .venv/dev.stamp build/assets.stamp ## Install everything for working on the code

test: setup ## Run all tests on real servers (ARGS="-- -q tests/careers" for some of them)
	@$(PY) -m tests.servers $(ARGS)

check: setup ## Check format, lint, types, layers, templates, migrations, settings, locks, known flaws
	@$(PY) -m tests.checks

bench: setup ## Measure speed and size at full scale
	@for name in $(BENCHMARKS); do $(PY) -m benchmarks.$$name || exit 1; done

fmt: .venv/dev.stamp ## Format the Python code and mend what the linter can
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

lock: .venv/dev.stamp ## Write requirements/*.lock anew after a change in pyproject.toml (ARGS=--upgrade for newer versions)
	@$(PY) -m tests.locks $(ARGS)

clean: ## Remove what was built; the data in var/ stays
	rm -rf .venv build node_modules var/static .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# For the Dockerfile.
packages: .venv/run.stamp
assets: build/assets.stamp

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, with venv. On Debian: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "$(PYTHON) could not make a virtual environment. On Debian: apt install python3-venv" >&2; exit 1; }

.venv/run.stamp: requirements/run.lock | .venv/bin/python
	@echo "Installing the Python packages"
	@$(INSTALL) -r requirements/run.lock
	@touch $@

.venv/dev.stamp: requirements/dev.lock .venv/run.stamp
	@echo "Installing the tools for development"
	@$(INSTALL) -r requirements/dev.lock
	@touch $@

build/assets.stamp: $(ASSET_SOURCES) .venv/run.stamp
	@$(PY) manage.py build_assets
	@touch $@
