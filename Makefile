# One command runs the site, one proves it. Both do all set-up by themselves.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
READY := .venv/.ready

export OCOP_ENV ?= demo
export FLASK_APP := wsgi.py
# Compiled once, for a dozen processes that would each do it again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test quick prove check fmt bench lock messages screens map

run: $(READY)
	@$(BIN)/flask demo run --port $(PORT)

test: $(READY)
	@$(BIN)/python -m tests.gate

# What a change can touch, in less than a minute; SINCE=main takes in what a branch has committed.
quick: $(READY)
	@$(BIN)/python -m tests.quick --since $(or $(SINCE),HEAD)

prove: $(READY)
	@$(BIN)/python -m tests.gate --full

check: $(READY)
	@$(BIN)/python -m tests.gate --static

fmt: $(READY)
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

bench: $(READY)
	@$(BIN)/python -m bench

screens: $(READY)
	@$(BIN)/python -m tests.browser.screens

map: $(READY)
	@$(BIN)/python -m foundation.places.outlines

messages: $(READY)
	@$(BIN)/python -m translations.catalogue update

# Extras are locked as they are asked for: pip takes coverage[toml] for another thing than a pinned coverage.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
  --no-emit-index-url --no-header pyproject.toml

lock: $(READY)
	@$(COMPILE) --group dev --output-file requirements/dev.txt
	@$(COMPILE) --constraint requirements/dev.txt --output-file requirements/run.txt

# The stamp carries the lock's age: a changed lock reinstalls, an unchanged one costs nothing.
$(READY): requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what the lock file names (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	@touch $(READY)
