# One verb each. `make play` needs Python 3.11 and nothing else; see .env.example for what can be set.
VENV ?= .venv
HOST ?=
PORT ?=
PYTEST_ARGS ?=
export VENV

PY := $(VENV)/bin/python
BROWSER_TESTS := $(wildcard tests/e2e/test_*.py)
QUICK_TESTS := $(wildcard tests/unit tests/contract tests/security tests/integration)

.PHONY: help play up down fetch-models container-test test quick-test robustness-test browser-test lint format lock transcript bench check-ledger check-dice rules data rules-coverage backup restore reindex
.DEFAULT_GOAL := help

help:  ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /  make \1  /p' Makefile | awk '{printf "  make %-14s", $$2; $$1=$$2=""; print}'

play:  ## start the game on this machine (HOST=0.0.0.0 lets phones of your network in, PORT=8080, CAST=full)
	@deploy/play/prepare.sh play
	@deploy/play/prepare_cast.sh
	@exec $(PY) -m deploy.play $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

PYTHON ?= python3
export STAND_INS
up:  ## build and start the five containers, wait until they are healthy, print the address
	@$(PYTHON) -m deploy.stack up

down:  ## stop the containers; every volume stays
	@$(PYTHON) -m deploy.stack down

ONLY ?=
TRUST ?=
FETCH_VENV ?= .venv-fetch
export FETCH_VENV
fetch-models:  ## download the weights of the neural cast, once (ONLY=llama, diffusion or chatterbox)
	@deploy/models/prepare.sh
	@exec $(FETCH_VENV)/bin/python -m deploy.models $(if $(ONLY),--only $(ONLY)) $(if $(filter yes,$(TRUST)),--trust)

container-test:  ## the real containers: played, restarted, killed, taken down and up (needs a container engine)
	@deploy/play/prepare.sh test
	$(PY) -m pytest -q -p no:django -x --timeout 1800 -m "heavy or not heavy" tests/containers $(PYTEST_ARGS)

test: quick-test robustness-test browser-test  ## everything but the tests that need large installs

quick-test:  ## unit, contract and integration tests
	@deploy/play/prepare.sh test
	$(PY) -m pytest -q -p no:django -m "not heavy" $(QUICK_TESTS) $(PYTEST_ARGS)

robustness-test:  ## plugs pulled, disks filled, networks parted, calls fuzzed (some minutes)
	@deploy/play/prepare.sh test
	$(PY) -m pytest -q -p no:django tests/robustness $(PYTEST_ARGS)

browser-test:  ## journeys in a real Chromium over the real services
	@deploy/play/prepare.sh test
	@browser="$$(deploy/browser.sh)" || exit 1; \
	if [ -n "$$browser" ] && [ -n "$(BROWSER_TESTS)" ]; then \
	    CHROMIUM="$$browser" $(PY) -m pytest -q -p no:django $(BROWSER_TESTS) $(PYTEST_ARGS); \
	fi

lint:  ## ruff, mypy, bandit and detect-secrets, as strict as pyproject.toml and .secrets.baseline say
	@deploy/play/prepare.sh test
	@failed=0; \
	$(PY) -m ruff check . || failed=1; \
	$(PY) -m ruff format --check . || failed=1; \
	for service in db_init image_gen tts_voice llm_brain deploy; do \
	    echo "mypy $$service"; $(PY) -m mypy $$service || failed=1; \
	done; \
	echo "mypy web_service"; \
	WEB_SECRET_KEY=lint WEB_DB_PASS=lint $(PY) -m mypy --config-file deploy/mypy_web.ini web_service || failed=1; \
	echo bandit; $(PY) -m bandit -q -c pyproject.toml -ll -r db_init image_gen tts_voice llm_brain web_service deploy || failed=1; \
	echo detect-secrets; git ls-files -z | xargs -0 $(PY) -m detect_secrets.pre_commit_hook --baseline .secrets.baseline || failed=1; \
	exit $$failed

format:  ## let ruff put the code in order
	@deploy/play/prepare.sh test
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .

SEED ?= 7
TURNS ?= 40
THEME ?= high_fantasy
HERO ?= fighter
transcript:  ## print a game played by a bot (SEED=7 TURNS=40 THEME=gothic_horror HERO=rogue)
	@deploy/play/prepare.sh test >&2
	@$(PY) -m tests.bench.transcript --seed $(SEED) --turns $(TURNS) --theme $(THEME) --hero $(HERO)

bench:  ## measure turns, the page, voices, pictures, intent and the storyteller (some ten minutes)
	@deploy/play/prepare.sh test
	$(PY) -m tests.bench.turn_latency
	$(PY) -m tests.bench.table_page
	$(PY) -m tests.bench.voice_first_sound
	$(PY) -m tests.bench.sketch_variety
	$(PY) -m tests.bench.intent_accuracy
	$(PY) -m tests.bench.storyteller_repetition --seeds 4
	$(PY) -m tests.bench.bots --first 1001 --count 100

check-ledger:  ## replay every campaign of the running game against its tables and its dice
	@$(PY) -m deploy.play.check_ledger

check-dice:  ## work every die out again from the seeds that were shown (CAMPAIGN=7; without it all)
	@$(PY) -m deploy.play.check_dice $(CAMPAIGN)

rules:  ## take the rules in from a folder of 5e-database JSON, up or down (FROM=FOLDER)
	@deploy/play/prepare.sh play >&2
	@[ -n "$(FROM)" ] || { echo "Say where the files are: make rules FROM=path/to/5e-database/src/2014" >&2; exit 1; }
	@$(PY) -m deploy.play.rules $(FROM) $(if $(VAR),--var $(VAR))

data:  ## read monsters, magic items and what heroes are made of anew from a folder of 5e-database JSON (FROM=FOLDER)
	@[ -n "$(FROM)" ] || { echo "Say where the files are: make data FROM=path/to/5e-database/src/2014" >&2; exit 1; }
	$(PY) -m llm_brain.referee.compiling.monsters $(FROM)
	$(PY) -m llm_brain.referee.compiling.characters $(FROM)
	$(PY) -m llm_brain.referee.compiling.spells $(FROM)
	$(PY) -m llm_brain.referee.compiling.magic_items $(FROM)

rules-coverage:  ## what of the rules is carried out and what is only told, counted from the code
	@deploy/play/prepare.sh play >&2
	@$(PY) -m llm_brain.referee.coverage

backup:  ## save the whole game in one file under backups/, while it runs (OF=stack or OF=play, TO=FILE)
	@[ "$(OF)" = stack ] || deploy/play/prepare.sh play >&2
	@$(if $(filter stack,$(OF)),python3,$(PY)) -m deploy.backup save $(TO) $(if $(OF),--of $(OF)) $(if $(VAR),--var $(VAR))

restore:  ## put a backup where no game is (FROM=FILE, OF=stack or OF=play)
	@[ "$(OF)" = stack ] || deploy/play/prepare.sh play >&2
	@$(if $(filter stack,$(OF)),python3,$(PY)) -m deploy.backup restore $(FROM) $(if $(OF),--of $(OF)) $(if $(VAR),--var $(VAR))

reindex:  ## build the indexes of the memory anew while the game goes on (OF=stack; DIMENSIONS=768 for another embedder)
	@[ "$(OF)" = stack ] || deploy/play/prepare.sh play >&2
	@$(if $(filter stack,$(OF)),docker exec dnd_llm python -m db_init.reindex,$(PY) -m deploy.play.reindex $(if $(VAR),--var $(VAR))) $(if $(DIMENSIONS),--dimensions $(DIMENSIONS))

lock:  ## make every requirements.lock anew (UPGRADE=1: with the newest releases)
	@deploy/play/prepare.sh test
	UV=$(PY)\ -m\ uv deploy/lock.sh
	UV=$(PY)\ -m\ uv deploy/stack/lock_full.sh
