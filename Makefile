# Two commands: `make demo` and `make test`. Each sets itself up in .venv; all it needs is Python 3.11 or newer, with pip.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
READY := .venv/.ready
SPARK := .venv/.spark
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.DEFAULT_GOAL := help
.PHONY: help demo test test-spark check tests format tables rules engines bench nation constraints clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

demo: $(READY)  ## the pairing of one city: what the rules ask, how far they are kept, who is left out
	$(BIN)/python examples/guangyuan.py

test: check tests  ## everything: check, then tests

tests: $(READY)  ## all tests, and all that is shown in docstrings, pages and examples, with coverage
	$(BIN)/pytest -n 2 --dist worksteal --cov

test-spark: $(SPARK)  ## the calculators on a Spark cluster with two workers, which it starts and stops; needs Java
	$(BIN)/pytest --spark -rs -n 2 --dist worksteal tests/agreement tests/spark

check: $(READY)  ## style, types, layers, dependencies, docstrings, spelling
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pyright
	PATH="$(CURDIR)/$(BIN):$$PATH" pyright --verifytypes fupin --ignoreexternal
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/deptry src
	$(BIN)/flake8 src
	$(BIN)/codespell

format: $(READY)  ## mend what can be mended by machine
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

tables: $(READY)  ## write docs/tables.md anew from fupin.frames
	$(BIN)/python -c 'from fupin.frames.tables import described; print(described(), end="")' > docs/tables.tmp
	mv docs/tables.tmp docs/tables.md

rules: $(READY)  ## write docs/rules.md anew from the shipped rulebooks
	$(BIN)/python -c 'from fupin.policy.described import described; print(described(), end="")' > docs/rules.tmp
	mv docs/rules.tmp docs/rules.md

engines: $(READY)  ## write the matrix of docs/engines.md anew from the tests
	$(BIN)/python -m tests.agreement.matrix > docs/engines.tmp
	mv docs/engines.tmp docs/engines.md

bench: $(SPARK) build/openfisca/.ready  ## speed and memory, by engine, against queries by hand and OpenFisca; SIZE=nation: 30 million
	$(BIN)/python -m bench
	$(BIN)/python -m bench.work
	$(BIN)/python -m bench.engines

nation: $(READY)  ## the nation: 30 million households made, five questions answered, beside queries by hand
	$(BIN)/python -m bench.nation

constraints:  ## raise the pinned versions: the newest that pyproject.toml allows
	$(PYTHON) -m venv --clear .pins
	.pins/bin/pip install --quiet --upgrade pip hatchling
	.pins/bin/pip install --quiet --editable '.[dev,spark,spark-connect]'
	.pins/bin/pip freeze --all --exclude-editable --exclude setuptools --exclude wheel > constraints.txt
	rm -r .pins

clean:  ## remove what the tools left behind, .venv too
	rm -rf .venv .pins build dist .coverage .coverage.* .hypothesis .import_linter_cache .*_cache

build/openfisca/.ready: bench/openfisca.txt
	$(PYTHON) -m venv --clear build/openfisca
	build/openfisca/bin/pip install --quiet --disable-pip-version-check --requirement bench/openfisca.txt
	@touch $@

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo 'fupin needs Python 3.11 or newer; name it: make PYTHON=/path/to/python3 ...' >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --upgrade pip
	$(BIN)/pip install --quiet --constraint constraints.txt --build-constraint constraints.txt --editable '.[dev]'
	@touch $@

$(SPARK): $(READY)
	$(BIN)/pip install --quiet --constraint constraints.txt --build-constraint constraints.txt --editable '.[dev,spark,spark-connect]'
	@touch $@
