PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup chat test lint bench faults figures retrieval embedder fuzz clean

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
	$(BIN)/python -m pytest --cov --cov-report=term $(PYTEST_FLAGS)

lint: setup      ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup     ## the speed of this machine, and how an index grows to a million passages (an hour the first time)
	$(BIN)/python -m eval.bench
	$(BIN)/python -m eval.scale

fuzz: setup      ## 10,000 damaged files of every kind for the readers
	$(BIN)/python -m eval.fuzz

faults: setup    ## kills, full disks, flipped bytes and rivals while an index is built and served
	$(BIN)/python -m eval.faults

figures: setup   ## answers eval/questions through the command line and scores them
	$(BIN)/python -m eval.score

retrieval: setup ## how good retrieval is, part by part (half an hour the first time); needs the measuring data
	$(BIN)/python -m eval.retrieval

embedder: setup  ## trains the embedder's adapter again (20 minutes); needs the measuring data
	$(BIN)/python -m eval.train

clean:           ## remove the environment; data and models stay where they are
	rm -rf .venv
