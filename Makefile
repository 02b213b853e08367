# Every target does its own set-up: a fresh clone needs git, make and a Python 3, nothing installed by hand.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash
# Else every command that a test starts would compile the whole product and its libraries anew.
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
COMPILE := .tool/bin/uv pip compile --universal --generate-hashes --no-emit-index-url --quiet --custom-compile-command "make lock"

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: setup ## Build the demonstration and serve it on http://127.0.0.1:8000
	$(BIN)/jiangxin demo

.PHONY: test
test: browser ## Run everything that CI asks: the checks below, then all tests; a skipped test fails
	$(BESIDE) $(CHECKS) template
	@# The tests stay last: what is printed at the end is their count.
	$(BIN)/python -m pytest -n 2 --dist worksteal -p tests.plugins.no_skips $(ARGS)

# Each is a process that uses one core; the longest stand first, so that two cores are done with all at about one time.
CHECKS := check-types check-migrations check-layers check-english check-style
BESIDE := @$(MAKE) --no-print-directory --jobs=2 --output-sync=target
.PHONY: check template $(CHECKS)
check: browser ## Run only the checks: style, types, layers, English, migrations
	$(BESIDE) $(CHECKS)

template: # the database from which the tests' own are copied; left alone it is made when the first test asks for it
	$(BIN)/python -c "from tests.plugins import database; database.template(database.server())"

check-types:
	$(BIN)/python -m mypy

check-migrations:
	$(BIN)/jiangxin manage makemigrations --check --dry-run

check-layers:
	$(BIN)/lint-imports

check-english:
	dev/messages check

check-style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: fmt
fmt: setup ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: bench
bench: setup ## Measure the commands that have an aim; figures go to bench-results/
	$(BIN)/python -m bench $(ARGS)

.PHONY: shots
shots: browser ## Take each role's journey through the browser and keep its pictures in shots/
	JIANGXIN_SHOTS=$(CURDIR)/shots $(BIN)/python -m pytest -n 2 tests/journeys $(ARGS)

.PHONY: pictures
pictures: browser ## Take the pictures of the READMEs anew, from a demonstration of their own
	$(BIN)/python -m dev.pictures

.PHONY: docs
docs: setup ## Print docs/process.md and docs/regulation.md anew from the code
	$(BIN)/jiangxin docs

.PHONY: sizes
sizes: setup ## Tell how long functions, files and templates are
	$(BIN)/python -m dev.sizes

.PHONY: setup
setup: .venv/.complete jiangxin/locale/en/LC_MESSAGES/django.mo ## Install the tool, Python's environment and the locked dependencies

%.mo: %.po | .venv/.complete
	dev/messages compile

.PHONY: browser
browser: setup
	@dev/browser-setup

.PHONY: lock
lock: .tool/.complete ## Lock the dependencies anew; ARGS=--upgrade takes newer releases
	$(COMPILE) --python-version $$(cat .python-version) pyproject.toml --extra dev $(ARGS) -o requirements.lock
	echo uv | $(COMPILE) --no-annotate $(ARGS) - -o dev/tool.lock

.PHONY: clean
clean: ## Remove what the targets made, except data/
	rm -rf .tool .venv demo shots bench-results .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.tool/.complete: dev/tool-setup dev/tool.lock
	@dev/tool-setup

.venv/.complete: .tool/.complete dev/setup requirements.lock pyproject.toml .python-version
	@dev/setup
