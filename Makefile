# The few commands of this project; CI calls the same ones.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check
PORT ?= 8000

.PHONY: run test check bench docs format clean

run: .venv/installed ## serve the sample site in demo mode on PORT (8000)
	@echo "Checking and publishing the sample site …"
	@IVR_MODE=demo PORT=$(PORT) $(BIN)/ivr serve

test: .venv/developing ## the whole test suite, on SQLite and a real PostgreSQL
	$(BIN)/pytest -q -n auto --dist worksteal

check: .venv/developing ## style, types, import contracts, the sample site
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/ivr check

bench: .venv/developing ## the performance table of the docs, as ratios measured in one run
	$(BIN)/python -m bench.webhooks

docs: .venv/developing ## write the generated parts of the manual
	$(BIN)/python docs/generate.py

format: .venv/developing ## put the style right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove the virtual environment and the demo's state
	rm -rf .venv var

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("This needs Python 3.11 or newer and finds " + \
		sys.version.split()[0] + "; name another: make run PYTHON=python3.12")'
	@echo "Installing what running needs into .venv, once: 42 MB to fetch, 270 MB on the disk …"
	@$(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q ivr
	@touch $@

.venv/developing: requirements-dev.lock .venv/installed
	@echo "Installing what tests and checks need besides, once: 550 MB more on the disk …"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
