# Two commands matter: `make start` and `make test`. Everything else serves those.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: start test check train lock docs clean
.DEFAULT_GOAL := start

start: $(VENV)/.installed
	$(BIN)/klantkompas start

test: $(VENV)/.installed-test
	$(BIN)/python -m pytest

# The locks hold a hash of every package; nothing else is installed.
$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed requirements-test.lock
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-test.lock
	touch $@

check: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

train: $(VENV)/.installed
	$(BIN)/klantkompas train

# Needs uv; the locks serve Linux, macOS and Windows from Python 3.11 on.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra build \
	  --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra build --extra test \
	  --constraints requirements.lock --custom-compile-command "make lock" \
	  --output-file requirements-test.lock pyproject.toml

docs: $(VENV)/.installed-test
	$(BIN)/typer classifier.cli utils docs --name klantkompas --title 'Command line' --output docs/opdrachtregel.md

clean:
	rm -rf $(VENV)
