# The few commands of this project; CI calls the same ones.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000

.PHONY: run test check bench docs format clean

run: .venv/installed ## serve the sample site in demo mode on PORT (8000)
	@IVR_MODE=demo PORT=$(PORT) $(BIN)/ivr serve

test: .venv/installed ## the whole test suite, on SQLite and a real PostgreSQL
	$(BIN)/pytest -q -n auto

check: .venv/installed ## style, types, import contracts, the sample site
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/ivr check

bench: .venv/installed ## the performance table of the docs, as ratios measured in one run
	$(BIN)/python -m bench.webhooks

docs: .venv/installed ## write the generated parts of the manual
	$(BIN)/python docs/generate.py

format: .venv/installed ## put the style right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove the virtual environment and the demo's state
	rm -rf .venv var

.venv/installed: requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch .venv/installed
