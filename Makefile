# make chat    the window over the sample library, on http://127.0.0.1:7860 (PORT=8080 for another)
# make test    the tests and the quality gate; sets itself up
# make check   what CI runs: format, lint, types, every test, the browser tests; those of `make test` are not run again
#              when nothing has changed since they passed
# make bench   the measured figures of the README, as tables
PYTHON ?= python3
PORT ?= 7860
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CODE := assistant benchmarks corpus index prompts tests
SOURCES := $(shell find $(CODE) docs -type f ! -path '*/__pycache__/*') pyproject.toml constraints.txt Makefile README.md

.PHONY: install dev chat test check format bench clean

install: .venv/.installed
dev: .venv/.developed

# pip compiles with one process, which takes half of its time; some files are templates, and no Python
define INSTALL
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Chancery needs Python 3.11 or newer; name it: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
@echo "Installing Chancery into .venv (once; a few minutes)"
@test -x $(BIN)/python || $(PYTHON) -m venv .venv
@$(PIP) install --no-compile --constraint constraints.txt --editable '$(1)'
@$(BIN)/python -m compileall -qq -j 0 .venv/lib || true
@touch .venv/.installed
endef

.venv/.installed: pyproject.toml constraints.txt
	$(call INSTALL,.)

.venv/.developed: pyproject.toml constraints.txt
	$(call INSTALL,.[dev])
	@touch $@

chat: install
	$(BIN)/chancery serve --port $(PORT)

test: dev
	@rm -f .venv/.tested
	$(BIN)/pytest -n 2 -m "not browser and not torture"
	@touch .venv/.tested

.venv/.tested: .venv/.developed $(SOURCES)
	$(BIN)/pytest -n 2 -m "not browser and not torture"
	@touch $@

check: dev
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	@$(MAKE) --no-print-directory .venv/.tested
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "browser or torture" tests/torture tests/browser

format: dev
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

bench: dev
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache
