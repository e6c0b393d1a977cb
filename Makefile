# What a newcomer types: `make start`. Everything lands in .venv/ and var/; nothing else on the machine changes.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
TORCH := torch==2.13.0

.PHONY: start install test check format peers clean

start: install
	@./parley start

install: $(VENV)/.installed

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	@echo "Installing into .venv (a few minutes, 4 GB; only when requirements.txt changed)"
	@# PyTorch first and by itself: pip would otherwise weigh it against Rasa's pins, which it does not know.
	@$(BIN)/python cli/installing.py $(TORCH)
	@# No resolving: requirements.txt is complete, and some of its pins overrule what Rasa declares (see there).
	@$(BIN)/python cli/installing.py --no-deps --ignore-requires-python -r requirements.txt
	@touch $@

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "parley: needs Python 3.11, found no $(PYTHON); install it, or name it: make PYTHON=/path/to/python3.11 start" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; v = "%d.%d" % sys.version_info[:2]; sys.exit(None if v == "3.11" else "parley: needs Python 3.11, but $(PYTHON) is %s; name the right one: make PYTHON=/path/to/python3.11 start" % v)'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "parley: $(PYTHON) could not make $(VENV)/; on Debian: apt-get install python3.11-venv" >&2; exit 1; }

$(VENV)/.tools: requirements-dev.txt $(VENV)/.installed
	@$(BIN)/python cli/installing.py --no-deps -r requirements-dev.txt
	@touch $@

# Everything that needs no extra server. Browser tests skip without Chromium, and say how to get it.
# On all cores, each at one thing: libraries that take every core for themselves only wait for each other.
test: $(VENV)/.tools
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadgroup

check: $(VENV)/.tools
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(VENV)/.tools
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# What some benches compare with.
peers: $(VENV)/.installed
	@$(BIN)/python cli/installing.py --no-deps -r requirements-bench.txt

# Leaves var/ alone: conversations and the secret are in it.
clean:
	rm -rf $(VENV) .rasa .mypy_cache .ruff_cache models/*.tar.gz
