# Giliran. `make run` shows a whole mall on this machine, `make test` proves it.

# ---- what may be changed on the command line ---------------------------------------------------------------------
VENV   ?= .venv
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
            $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; \
          done)
ARGS   ?=

# ---- what follows from it ----------------------------------------------------------------------------------------
BIN := $(VENV)/bin
# Installed once for each state of the lists: the stamp carries their sum, not their date.
sum       = $(shell cat $(1) | cksum | cut -d ' ' -f 1)
INSTALLED := $(VENV)/installed-$(call sum,requirements.txt)
EQUIPPED  := $(VENV)/equipped-$(call sum,requirements.txt requirements-dev.txt)
# The independent decoders of our slips come from npm; their own install scripts are not run.
DECODERS  := tests/printer/node_modules/.package-lock.json
QUICK     := not slow and not postgres and not redis and not browser and not node
PIP       := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run test check style format pictures ground venv dev

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|'

run: venv ## the demonstration mall, full of people; Ctrl-C ends it
	@exec $(BIN)/python -m queue_server demo --busy $(ARGS)

test: ground dev $(DECODERS) style ## every test: Python, JavaScript, browser, PostgreSQL, Redis
	$(BIN)/python -m pytest tests -n 2 --dist loadfile --durations 10

check: dev style ## the quick loop: format, lint, types, import contracts, fast tests
	$(BIN)/python -m pytest tests -n 2 --dist loadfile -m "$(QUICK)"

style: dev
	@$(BIN)/ruff format --check --quiet . || { echo "Please run: make format"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: dev ## put every file into the house's form
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

pictures: ground dev ## the README's pictures, taken from the running program
	$(BIN)/python -m tests.journeys.pictures

ground: # what only the system can bring: Chromium, Redis, PostgreSQL, Node.js
	@sh tests/ground.sh

# ---- the parts we stand on ---------------------------------------------------------------------------------------
venv: $(INSTALLED) ## what the hall runs on, from requirements.txt

dev: $(EQUIPPED) ## that, and what checks and tests need, from requirements-dev.txt

$(INSTALLED): | $(BIN)/python
	@echo "Memasang bagian-bagian yang diperlukan, sekali saja … / Installing what is needed, only once …"
	@$(PIP) -r requirements.txt
	@rm -f $(VENV)/installed-* && touch $@

$(EQUIPPED): | $(BIN)/python
	@$(PIP) -r requirements-dev.txt
	@rm -f $(VENV)/equipped-* $(VENV)/installed-* && touch $@ $(INSTALLED)

$(BIN)/python:
	@test -n "$(PYTHON)" || { \
	  echo "Giliran memerlukan Python 3.11 atau lebih baru. / Giliran needs Python 3.11 or later."; \
	  echo "  sudo apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Modul venv Python belum terpasang. Silakan jalankan: / Python's venv is missing. Please run:"; \
	  echo "  sudo apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(DECODERS): tests/printer/package-lock.json
	@cd tests/printer && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
