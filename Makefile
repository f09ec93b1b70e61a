PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup chat test lint bench faults figures report gate retrieval embedder reader generator alarm fit checks axe fuzz clean

help:            ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ -/'

# The stamp is younger than the two files it follows, so a second `make` installs nothing.
.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	$(BIN)/wijkwijzer prepare
	touch $@

setup: .venv/installed  ## install everything into .venv and prepare the models

chat: setup      ## build the index from seeds/ if there is none, and serve the page
	$(BIN)/wijkwijzer index build seeds --if-missing
	$(BIN)/wijkwijzer chat

test: setup      ## everything that shows this checkout can be trusted
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses 2 --dist loadfile --cov --cov-report=term $(PYTEST_FLAGS)

lint: setup      ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup     ## the speed of this machine, of the page in a browser, and of an index of a million passages (an hour the first time)
	$(BIN)/python -m eval.bench
	$(BIN)/python -m eval.browser
	$(BIN)/python -m eval.scale

axe: setup       ## looks at the page and the staff desk with axe-core in every state, width, language and colour scheme
	$(BIN)/python -m pytest tests/test_accessibility.py tests/test_desk_accessibility.py --every-state --require-all

fuzz: setup      ## 10,000 damaged files of every kind for the readers
	$(BIN)/python -m eval.fuzz

faults: setup    ## kills, full disks, flipped bytes and rivals while an index is built and served
	$(BIN)/python -m eval.faults

figures: setup   ## answers eval/questions and prints what the answers are worth (fifteen minutes)
	$(BIN)/wijkwijzer eval run runs/wijkwijzer.jsonl --again
	$(BIN)/wijkwijzer eval score runs/wijkwijzer.jsonl --split dev
	$(BIN)/wijkwijzer eval score runs/wijkwijzer.jsonl --split test

report: figures  ## the same on one page, runs/report.html, with two baselines beside it (twenty minutes more)
	$(BIN)/wijkwijzer eval run runs/quotes.jsonl --system quotes --again
	$(BIN)/wijkwijzer eval run runs/plain.jsonl --system plain --set seeds --again
	$(BIN)/wijkwijzer eval report runs/wijkwijzer.jsonl runs/quotes.jsonl runs/plain.jsonl --out runs/report.html

gate: setup      ## answers the seeds' dev half, and fails where the answers are worse than eval/thresholds.toml allows
	$(BIN)/wijkwijzer eval run runs/dev.jsonl --set seeds --split dev --again
	$(BIN)/wijkwijzer eval gate runs/dev.jsonl

retrieval: setup ## how good retrieval is, part by part (half an hour the first time); needs the measuring data
	$(BIN)/python -m eval.retrieval

embedder: setup  ## trains the embedder's adapter again (20 minutes); needs the measuring data
	$(BIN)/python -m eval.train

reader: setup    ## trains the reader again (two hours and more), and measures it; needs the measuring data
	$(BIN)/python -m eval.train_reader
	$(BIN)/python -m eval.reader_figures

generator: setup ## trains the generator's adapter again (twenty minutes)
	$(BIN)/python -m eval.train_generator

alarm: setup     ## trains again what hears cries for help (some minutes), and measures it
	$(BIN)/python -m eval.train_alarm
	$(BIN)/python -m eval.messages

fit: setup       ## fits again what the signals of a sentence count (six minutes); needs the measuring data
	$(BIN)/python -m eval.fit

checks: setup    ## what the checks let pass and stop, on minimal pairs and on SICK-NL (the measuring data)
	$(BIN)/python -m eval.minimal
	$(BIN)/wijkwijzer eval entailment

clean:           ## remove the environment; data and models stay where they are
	rm -rf .venv
