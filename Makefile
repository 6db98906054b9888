# The two commands: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/sh
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin
TESTS ?= tests

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run admin test check format score bench shots messages lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: .venv/.run ## the virtual environment with what the app needs

.venv/.run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Newsdash needs Python 3.11 or newer; name one with make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what Newsdash needs into .venv (once)"
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python -r requirements.txt; \
		else $(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt; fi
	@touch $@

setup-dev: .venv/.dev ## the same with what the checks need

.venv/.dev: .venv/.run requirements-dev.txt
	@echo "Installing what the checks need into .venv (once)"
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python -r requirements.txt -r requirements-dev.txt; \
		else $(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt -r requirements-dev.txt; fi
	@touch $@

run: setup ## the app on http://127.0.0.1:8000 (PORT=…, HOST=…, NEWSDASH_DATA=…)
	@exec $(BIN)/python manage.py up --host $(HOST) --port $(PORT)

admin: setup ## a staff account
	@$(BIN)/python manage.py migrate --verbosity 0 && $(BIN)/python manage.py createsuperuser

check: setup-dev ## format, lint, types, imports, and the tests that start no server; a minute or two
	@$(BIN)/ruff format --check --quiet . || { echo "Run: make format"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary newsdash articles bench tests manage.py
	@PYTHONPATH=. $(BIN)/lint-imports --no-cache > .venv/imports.log 2>&1 || { cat .venv/imports.log; exit 1; }
	@$(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0 || { echo "Run: manage.py makemigrations"; exit 1; }
	@$(BIN)/pytest $(TESTS) -n 2 -m "not slow and not integration and not browser and not postgres"

test: check ## every check and test: also real servers, PostgreSQL where it is found, and a browser
	@$(BIN)/pytest $(TESTS) -m "slow and not integration and not browser and not postgres" -n 2
	@$(BIN)/pytest $(TESTS) -m "integration or browser or postgres" -rs

format: setup-dev ## put the code in order
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

score: setup-dev ## how well it reads: development sets, starter archive, pages, relevance
	@$(BIN)/python -m bench.score && $(BIN)/python -m bench.pages && $(BIN)/python -m bench.relevance

bench: setup-dev ## how fast it is: ratios to the bare libraries
	@$(BIN)/python -m bench

shots: setup-dev ## pictures of every page into shots/
	@$(BIN)/python -m bench.shots

messages: setup ## collect texts for translation into locale/ and compile them; needs GNU gettext
	@command -v xgettext >/dev/null && command -v msgfmt >/dev/null || \
		{ echo "GNU gettext is missing (xgettext, msgfmt): apt-get install gettext, or brew install gettext"; exit 1; }
	@$(BIN)/django-admin makemessages --locale zh_Hans --no-obsolete --no-wrap --add-location file \
		--extension html,py --ignore .venv --ignore data --ignore tests --ignore bench
	@sed -i.old '/^"POT-Creation-Date:/d' locale/zh_Hans/LC_MESSAGES/django.po && rm locale/zh_Hans/LC_MESSAGES/django.po.old
	@msgfmt --check-format --statistics -o locale/zh_Hans/LC_MESSAGES/django.mo locale/zh_Hans/LC_MESSAGES/django.po

lock: setup-dev ## write the exact versions of requirements.in and requirements-dev.in
	@$(BIN)/uv pip compile -q -U --no-header --no-emit-index-url --no-emit-find-links --no-annotate requirements.in -o requirements.txt
	@$(BIN)/uv pip compile -q -U --no-header --no-emit-index-url --no-emit-find-links --no-annotate requirements-dev.in -o requirements-dev.txt

clean: ## remove the virtual environment and caches; the data folder stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis shots
