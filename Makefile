# The commands of the house. `make` alone lists them.
PYTHON ?= python3
SERVE ?= 1
PORT ?= 8000
PY := .venv/bin/python
NEEDED_MB := 1500

.DEFAULT_GOAL := help
.PHONY: help setup demo run test check fix docs lock
export SECRET_KEY ?= $(shell cat var/secret_key 2>/dev/null)
export HTTPS ?= 0

help: ## List these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/.locked var/secret_key ## Make or refresh the environment from the locked file

.venv/.locked: requirements.lock
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 or newer, or name it with PYTHON=/path/to/python3."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$($(PYTHON) --version) is too old: install Python 3.11 or newer, or name it with PYTHON=/path/to/python3.11."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python has no venv module: install it (on Debian: apt-get install python3-venv)."; exit 1; }
	@$(PYTHON) -c 'import shutil, sys; sys.exit(shutil.disk_usage(".").free < $(NEEDED_MB) * 2**20)' || { echo "The disk is nearly full: free $(NEEDED_MB) MB in $(CURDIR), then try again."; exit 1; }
	@test -x $(PY) && $(PY) -c '' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1' 2>var-setup.log || { tail -n 3 var-setup.log; rm -f var-setup.log; echo "The package registry could not be reached: check the network, then try again."; exit 1; }
	@rm -f var-setup.log
	@VIRTUAL_ENV=.venv .venv/bin/uv pip install --quiet --no-deps --require-hashes -r requirements.lock || { echo "The locked packages could not be installed: check the network and the free disk space, then try again."; exit 1; }
	@touch $@

var/secret_key:
	@mkdir -p var
	@umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))' > $@

demo: setup ## Tell the whole story in the terminal, then serve it (SERVE=0 ends after the story)
	@SECRET_KEY=$$(cat var/secret_key) $(PY) manage.py demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

run: setup ## Serve what is there
	@SECRET_KEY=$$(cat var/secret_key) $(PY) manage.py migrate --verbosity 0
	@SECRET_KEY=$$(cat var/secret_key) $(PY) manage.py serve --port $(PORT)

# Each worker computes in one thread: more would only wait for each other's processors.
test: setup ## Run all tests; what needs a missing server or browser is skipped and named
	@OPENBLAS_NUM_THREADS=1 $(PY) -m pytest -n auto --dist worksteal -q -rs $(ARGS)

check: setup ## Formatting, types, floors, dependencies, deployment, generated documents
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@git ls-files -z -- '*.html' | xargs -0 .venv/bin/djade --target-version 5.2 --check
	@.venv/bin/mypy .
	@.venv/bin/lint-imports
	@.venv/bin/deptry .
	@$(PY) manage.py check --fail-level WARNING
	@SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))') HTTPS=1 $(PY) manage.py check --deploy --fail-level WARNING
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) manage.py draw_workflow --check
	@$(PY) manage.py draw_rules --check
	@$(PY) manage.py draw_settings --check
	@$(PY) manage.py draw_api --check
	@$(PY) manage.py draw_house --check

fix: setup ## Mend what can be mended by itself
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .
	@git ls-files -z -- '*.html' | xargs -0 .venv/bin/djade --target-version 5.2 || true

docs: setup ## Write the generated documents anew
	@$(PY) manage.py draw_workflow
	@$(PY) manage.py draw_rules
	@$(PY) manage.py draw_settings
	@$(PY) manage.py draw_api
	@$(PY) manage.py draw_house

lock: ## Write requirements.lock anew from pyproject.toml
	@.venv/bin/uv pip compile --quiet --universal -p 3.11 --generate-hashes --no-annotate --no-header --all-extras --group dev --override overrides.txt pyproject.toml -o requirements.lock
