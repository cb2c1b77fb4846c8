# Every command a person types. `make` alone lists them.
# The recipes stay one line where they can: the work is done by tools/, which says plainly what is missing.

.DEFAULT_GOAL := help
.PHONY: help run editor test test-postgres test-next lint format messages messages-check bench bench-agenda bench-search lighthouse lock clean

PORT ?= 8000
# The first Python of 3.11 or later on this machine.
PYTHON ?= $(shell for candidate in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$candidate; break; }; done)
BOOTSTRAP = $(if $(PYTHON),$(PYTHON) tools/bootstrap.py,$(error Python 3.11 or later is not on this machine: install it and try again))
VENV = .venv/bin
APPS = core partners agenda news infokaart search home
# Options for pytest, for example: make test PYTEST="-k agenda"
PYTEST ?=
# One worker per core of the smallest machine we use; tests/workers.py says which tests stay together.
RUN_PYTEST = $(VENV)/python -m pytest -n 2 --dist loadscope $(PYTEST)

help: ## list these targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## set everything up and serve http://127.0.0.1:8000/ with demonstration content (PORT=8001 changes the port)
	@$(BOOTSTRAP) run --port $(PORT)

editor: ## give the demonstration editor a new password and print it
	@$(BOOTSTRAP) runtime
	@$(VENV)/python manage.py make_editor --reset

test: ## set everything up (browser too) and run all tests on SQLite
	@$(BOOTSTRAP) dev
	$(RUN_PYTEST)

test-postgres: ## the same tests on a throw-away PostgreSQL, but those no database matters to
	@$(BOOTSTRAP) dev
	$(VENV)/python tools/postgres.py $(RUN_PYTEST) -m "not any_database"

test-next: ## the same tests on the next Wagtail; allowed to fail, reports only
	@$(BOOTSTRAP) dev
	-@$(VENV)/python tools/next_wagtail.py $(PYTEST)

lint: ## style, templates, types, floors, migrations and messages
	@$(BOOTSTRAP) dev
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/djlint --lint --quiet templates
	PYTHONPATH=site $(VENV)/lint-imports
	DATABASE_URL=sqlite://:memory: $(VENV)/python manage.py makemigrations --check --dry-run $(APPS)
	$(VENV)/python tools/messages.py check
	$(VENV)/mypy

format: ## let ruff write the Python files in house style
	@$(BOOTSTRAP) dev
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

messages: ## collect the texts to translate into locale/*/LC_MESSAGES/django.po
	@$(BOOTSTRAP) dev
	$(VENV)/python tools/messages.py extract

messages-check: ## every text translated, none fuzzy, catalogues up to date
	@$(BOOTSTRAP) dev
	$(VENV)/python tools/messages.py check

bench: ## requests per second and p99 of the main pages under production settings
	@$(BOOTSTRAP) dev
	$(VENV)/python bench/run.py

bench-agenda: ## what the agenda costs with 10,000 items and 200,000 dates beside 100 items, on both databases
	@$(BOOTSTRAP) dev
	$(VENV)/python bench/agenda.py

bench-search: ## what the search costs with 20,000 pages, and what it finds of sixty questions, on both databases
	@$(BOOTSTRAP) dev
	$(VENV)/python bench/search.py

lighthouse: ## Lighthouse scores of the main pages as a slow telephone sees them
	@$(BOOTSTRAP) dev
	$(VENV)/python bench/lighthouse.py

lock: ## write requirements/*.txt anew from pyproject.toml (UPGRADE=--upgrade takes newer versions)
	@$(BOOTSTRAP) tools
	$(VENV)/python tools/lock.py $(UPGRADE)

clean: ## remove what was built; keeps the database, uploads and the environment
	rm -rf static/dist var/static var/cache var/stamps var/next var/migrated .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -not -path './node_modules/*' -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete
