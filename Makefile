# Two commands are enough: `make demo` shows the service at work, `make test` proves it.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: install demo test lint torture bench fit eval fidelity lock clean

install: .venv/installed

# What pip installs is compiled when it is first used: nearly all of it never is.
.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@$(BIN)/python -c 'from bot.recognising.words import cue_table; cue_table().leanings'  # learnt once, here
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

demo: install
	@$(BIN)/reviews-bot run --demo

# Tests write and sync many small files: in memory, where there is room for them, they take half the time.
IN_MEMORY := $(shell test "$$(df --output=avail /dev/shm 2>/dev/null | tail -n 1)" -gt 4000000 2>/dev/null && echo TMPDIR=/dev/shm)

test: .venv/installed-dev lint
	$(IN_MEMORY) $(BIN)/python -m pytest -n 3 --dist worksteal

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The crash test and the simulation at full length, of which `make test` runs small doses.
# make torture KILLS=3000 SEEDS=5000
torture: .venv/installed-dev
	$(IN_MEMORY) TORTURE_KILLS=$(or $(KILLS),300) SIM_SEEDS=$(or $(SEEDS),500) $(BIN)/python -m pytest -n 3 --dist worksteal \
	  tests/test_crash.py tests/test_simulation.py

bench: .venv/installed-dev
	$(BIN)/python bench/intake.py
	$(BIN)/python -m bench.graph
	$(BIN)/python -m bench.rounds
	$(BIN)/python -m bench.register

# The weights with which recognition names kinds, found anew from labelled letters (ARGS=--check: how good they are).
fit: .venv/installed-dev
	$(BIN)/python bench/fit.py $(ARGS)

# How well mail is read: kinds, flags, facts and silence beside the labels of a folder (labels.jsonl, mailboxes.json).
# make eval HALF=frozen   make eval ARGS=--misses   make eval DIR=some/folder ARGS=--json
eval: .venv/installed-dev
	@$(BIN)/python bench/eval.py $(DIR) $(if $(HALF),--half $(HALF)) $(ARGS)

# Whether the look-alike servers of the tests are like the real ones, as clients see it that nobody here wrote. Fetches
# them into build/fidelity (pip, npm, apt-get download); what cannot be had is skipped and says why.
# make fidelity CLIENT=DavMail
fidelity: .venv/installed-dev
	@$(BIN)/python -m tests.fidelity.run $(CLIENT)

# Newer versions into both locks; needs `uv` on the path.
lock:
	@echo "setuptools>=77" | uv pip compile pyproject.toml - --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --upgrade --quiet --output-file requirements.lock
	@echo "setuptools>=77" | uv pip compile pyproject.toml - --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --upgrade --quiet --output-file requirements-dev.lock

clean:
	rm -rf .venv demo build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
