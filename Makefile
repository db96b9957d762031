# `make help` lists what can be done. Needs Python 3.11 or newer; `make test` also needs Chromium.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.DEFAULT_GOAL := help

.PHONY: help run test check taal nakijklijst zoekrapport zoekproef bench lint tabellen schemas lock clean

help: ## Laat zien wat er kan
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/run.stamp: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Er is Python 3.11 of nieuwer nodig; dit is " + sys.version.split()[0] + ". Zet PYTHON op een nieuwere, zoals: make run PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "De map $(VENV) kon niet worden gemaakt. Op Debian: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@touch $@

run: $(VENV)/run.stamp ## Zet alles klaar en start de site op http://127.0.0.1:5000 (PORT en HOST wijzigen dat)
	@exec $(BIN)/gunicorn --config gunicorn.conf.py

test: $(VENV)/dev.stamp ## Zet alles klaar en draai alle tests (ARGS geeft pytest meer mee)
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/run.stamp ## Kijk de inhoud na: pagina's, beslisbomen, begrippen, koppelingen
	@$(BIN)/python -m publishing check $(ARGS)

taal: $(VENV)/run.stamp ## Toon per pagina en uitkomst hoe leesbaar de tekst is
	@$(BIN)/python -m publishing language

nakijklijst: $(VENV)/run.stamp ## Zet op een rij wat een deskundige nog moet bevestigen
	@$(BIN)/python -m publishing unconfirmed

zoekrapport: $(VENV)/run.stamp ## Toon waarnaar de afgelopen 90 dagen is gezocht, en wat niets vond
	@$(BIN)/python -m publishing searches

zoekproef: $(VENV)/dev.stamp ## Toon hoe goed het zoeken beoordeelde vragen beantwoordt, naast twee andere zoekmachines
	@$(BIN)/python -W ignore -m bench.search_quality $(ARGS)

bench: $(VENV)/dev.stamp ## Meet snelheid en geheugen, als verhoudingen binnen één meting, en hoe goed het zoeken is (ARGS=zoeken: alleen dat deel)
	$(BIN)/python -m bench $(ARGS)

lint: $(VENV)/dev.stamp ## Kijk de code na
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates

tabellen: $(VENV)/run.stamp ## Schrijf de tabellen van de beslisbomen opnieuw; lees daarna wat er veranderde
	@$(BIN)/python -m publishing tables

schemas: $(VENV)/run.stamp ## Schrijf de JSON-schema's voor redacteuren opnieuw
	@$(BIN)/python -m publishing schemas

lock: $(VENV)/dev.stamp ## Leg de versies van alle pakketten opnieuw vast
	$(BIN)/pip-compile --quiet --no-strip-extras --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-emit-options --allow-unsafe --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --no-strip-extras --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-emit-options --allow-unsafe --extra dev --output-file requirements-dev.lock pyproject.toml

clean: ## Gooi weg wat opnieuw gemaakt kan worden
	rm -rf $(VENV) instance .pytest_cache .mypy_cache .ruff_cache .hypothesis
