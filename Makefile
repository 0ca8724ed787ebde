# make run    environment, dependencies, sample district, dashboard on http://localhost:8501 (or PORT=8600)
# make test   environment, dependencies, Chromium, the whole suite
# make check  style, types, layers, house rules
# make bench  speed, as ratios

PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
DATABASE := $(or $(CABINETMAKER_DATABASE),planning.duckdb)

.PHONY: run test check bench
.DELETE_ON_ERROR:

run: .venv/ready $(DATABASE)
	@$(BIN)/python -c 'import socket, sys; sys.exit("Port $(PORT) is in use: the dashboard may be running already, at http://localhost:$(PORT). Another one: make run PORT=8600" if socket.socket().connect_ex(("127.0.0.1", $(PORT))) == 0 else 0)'
	$(BIN)/streamlit run server.py --server.port $(PORT)

# The browser tests last: each has a server of its own. One that fails is walked once more; a real fault fails twice.
test: .venv/ready-for-tests
	$(BIN)/python -m pytest -n auto --dist worksteal --ignore=tests/browser
	$(BIN)/python -m pytest -n 2 --dist worksteal --reruns 1 tests/browser

check: .venv/ready-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest tests/house

bench: .venv/ready-for-tests
	$(BIN)/python -m benchmarks

$(DATABASE): | .venv/ready
	$(BIN)/python manage.py sample

.venv/ready: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit("Cabinetmaker needs Python 3.11 or later; this is %d.%d. Run: make PYTHON=python3.12" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/ready-for-tests: .venv/ready requirements-dev.txt tests/browser/install.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python tests/browser/install.py
	touch $@
