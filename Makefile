# One command for everything. `make help` lists them.

# The newest thing that can run us: any Python from 3.11 on that can make virtual environments.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; break; fi; done)
BOOTSTRAP = @$(if $(PYTHON),$(PYTHON),$(error Python 3.11 or newer is needed, and none was found)) scripts/bootstrap.py
BIN = .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8000
RUN_OPTIONS = $(if $(DATA),--data $(DATA))
LOCK = $(BIN)/pip-compile --quiet --no-header --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links --strip-extras --generate-hashes --allow-unsafe --no-config

.PHONY: help run test check fmt bench demo wheel messages lock clean

help: ## list the commands
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

run: ## start Kept with a demo company (HOST, PORT, DATA)
	$(BOOTSTRAP) run
	@exec $(BIN)/kept run --demo --host $(HOST) --port $(PORT) $(RUN_OPTIONS)

demo: ## throw the demo company away and make it anew
	$(BOOTSTRAP) run
	@$(BIN)/kept demo --fresh $(RUN_OPTIONS)

test: ## run every test (ARGS: arguments for pytest)
	$(BOOTSTRAP) dev
	@$(BIN)/python scripts/browser.py --install >/dev/null
	@$(BIN)/python scripts/dovecot.py --install >/dev/null || true
	@if [ -n "$(ARGS)" ]; then exec $(BIN)/python -m pytest $(ARGS); fi; failed=0; \
	$(BIN)/python -m pytest -m "not browser and not alone" -n auto --maxprocesses 4 --dist loadfile || failed=1; \
	$(BIN)/python -m pytest -m "browser or alone" || failed=1; exit $$failed

check: ## format, lint, types, layers, migrations, translations, the repository itself
	$(BOOTSTRAP) dev
	@$(BIN)/python scripts/check.py

fmt: ## format the code
	$(BOOTSTRAP) dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix --quiet .

bench: ## run the benchmarks
	$(BOOTSTRAP) dev
	@missed=; for file in bench/[a-z]*.py; do \
		echo "== $$file"; $(BIN)/python $$file || missed="$$missed $$file"; done; \
		if [ -n "$$missed" ]; then echo "An aim was missed in:$$missed"; exit 1; fi

messages: ## collect the sentences to translate, and compile those that are translated
	$(BOOTSTRAP) dev
	@$(BIN)/python scripts/messages.py extract
	@$(BIN)/python scripts/messages.py compile
	@$(BIN)/python scripts/messages.py check

wheel: ## pack Kept into dist/
	$(BOOTSTRAP) run
	@$(BIN)/python -m build --no-isolation --wheel --outdir dist .

lock: ## choose the newest versions that fit and write requirements/*.lock
	$(BOOTSTRAP) dev
	@$(LOCK) --upgrade -o requirements/run.lock pyproject.toml
	@$(LOCK) --upgrade --extra build -c requirements/run.lock -o requirements/build.lock pyproject.toml
	@$(LOCK) --upgrade --extra build --extra dev -c requirements/build.lock -o requirements/dev.lock pyproject.toml
	@$(LOCK) --upgrade -o requirements/node.lock requirements/node.in

clean: ## remove everything that was built or installed here; data stays
	rm -rf .venv .build dist node_modules src/kept/web/common/static/kept src/kept/web/common/assets/node_modules
	find src -name '*.mo' -delete
