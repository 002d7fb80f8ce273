# Waystation: `make` lists the targets. Only python3.11, pip, venv and make are needed.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
DEMO_HOME ?= var/demo
JOBS ?= 2
# Browsers and servers wait for each other: three walks side by side keep two cores busy.
WALKS ?= 3
PYTEST := $(BIN)/python -m pytest
SPREAD := -n $(JOBS) --dist loadfile --no-loadscope-reorder
WALKING := -n $(WALKS) --dist loadfile --no-loadscope-reorder
# Side by side, each with its output in one piece: types keeps one core busy for long, and nothing else waits for it.
TOGETHER := $(MAKE) --no-print-directory --output-sync=target -j 3
# Some machines forbid it: then each of the many processes of a run would read every module anew.
unexport PYTHONDONTWRITEBYTECODE
# A network without a way out; the kernel counts what tried to leave (where that is not allowed, says so and goes on).
ALONE := $(BIN)/python tools/without_network.py --if-possible --address 10.77.0.1

.DEFAULT_GOAL := help
.PHONY: help demo install check lint types test test-quick test-wide test-sqlite test-postgres test-browser long bench messages clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 18

$(VENV)/runtime: requirements/runtime.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/dev: requirements/dev.txt requirements/fast.txt $(VENV)/runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt -r requirements/fast.txt
	@touch $@

demo: $(VENV)/runtime messages ## run the invented county of Alder on this computer, filled
	$(BIN)/waystation demo --home $(DEMO_HOME) --port $(PORT)

install: $(VENV)/dev messages ## install what the checks need

messages: $(VENV)/runtime ## compile the message catalogues
	@$(BIN)/python tools/messages.py compile

lint: install ## ruff, djlint, import contracts, migrations
	$(BIN)/ruff check .
	$(BIN)/djlint --quiet --lint src
	$(BIN)/lint-imports
	$(BIN)/python tools/messages.py check
	$(BIN)/python -m django makemigrations --check --dry-run --settings tests.settings --pythonpath .

types: install ## mypy --strict
	$(BIN)/mypy

check: install ## the quick gate: lint, types, migrations, tests on SQLite (under 3 minutes)
	@echo "lint, types and tests side by side; each is printed when it is through"
	@$(TOGETHER) lint types test-quick

test-quick: install ## the tests of make check
	$(PYTEST) $(SPREAD) -m "not browser and not long and not wide"

test-sqlite: install ## test-quick and test-wide in one run
	$(PYTEST) $(SPREAD) -m "not browser and not long"

test-wide: install ## what make check leaves out: role matrix, canary, real packages, short rounds of kills and failures
	$(PYTEST) $(SPREAD) -m "wide and not browser and not long"

test-postgres: install ## whatever asks a database, on a real PostgreSQL server, started for the run
	$(BIN)/python tools/on_postgres.py $(PYTEST) $(SPREAD) -m "not browser and not long and not once"

test-browser: install ## walks in Debian's Chromium, axe on every template (skipped with its reason when Chromium is absent)
	$(PYTEST) $(WALKING) -m browser

test: install ## everything (under 12 minutes on two cores)
	@echo "lint, types and tests side by side; each is printed when it is through"
	@$(TOGETHER) lint types test-sqlite
	@$(MAKE) --no-print-directory test-postgres
	@$(MAKE) --no-print-directory test-browser

long: install ## every check in full: all cells, all axe combinations, fuzzing, kill rounds
	$(ALONE) env HYPOTHESIS_PROFILE=long $(PYTEST) $(SPREAD) -m "not browser"
	$(ALONE) env WAYSTATION_LONG=1 $(PYTEST) $(WALKING) -m browser
	$(BIN)/python -m tests.fuzz --all --seconds 60
	$(BIN)/python benchmarks/kill.py --rounds 200
	$(BIN)/python benchmarks/writers.py --seconds 60
	$(BIN)/python benchmarks/kill_setup.py --rounds 100
	$(BIN)/python benchmarks/kill_backup.py --rounds 100
	$(BIN)/python benchmarks/backup.py --megabytes 1000
	$(BIN)/python benchmarks/processes.py

bench: install ## the figures of the documentation, as ratios against a baseline of the same run
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

clean: ## remove the virtual environment and the demo's data
	rm -rf $(VENV) var
