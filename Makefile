# The commands of the portal; `make` alone lists them. `./portal demo` and `./portal test` work without make.
.DEFAULT_GOAL := help
BIN := .venv/bin

.PHONY: help setup demo test fmt check ci migrate docs bench lock

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: ## install everything, with the tools of development
	@./portal setup

demo: ## run the portal with demonstration data
	@./portal demo

test: ## run the tests
	@./portal test

fmt: ## format Python and templates
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djlint --reformat --quiet templates

check: ## linters, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint templates
	$(BIN)/mypy core accounts/actions.py notifications/actions.py certificates/actions training/actions
	$(BIN)/lint-imports

ci: ## everything the integration runs
	@.ci/run

migrate: ## write and apply migrations
	$(BIN)/python manage.py makemigrations
	$(BIN)/python manage.py migrate

docs: ## write the generated pages of docs/
	$(BIN)/python manage.py write_docs

bench: ## print the speed ratios
	@for script in $$(grep -l __main__ benchmarks/*.py); do \
	    $(BIN)/python -m benchmarks.$$(basename $$script .py) || exit 1; \
	done

lock: ## compile the hashed locks again
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --group dev \
	    --extra cas --extra s3 --extra observe pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url -c requirements-dev.lock \
	    --extra cas --extra s3 --extra observe pyproject.toml -o requirements.lock
