# One word for each thing a newcomer does. `make help` lists them.
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
QT_OFFSCREEN := QT_QPA_PLATFORM=offscreen
JOBS ?= 2

.PHONY: help run demo test test-all check format crash chaos mutate bench load locale words vectors simulate clean
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

$(READY): packaging/requirements.lock pyproject.toml packaging/system.sh
	sh packaging/system.sh
	python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	test -x $(PY) || python3 -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r packaging/requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

resources/locale/en/LC_MESSAGES/counter_app.mo: resources/locale/en/LC_MESSAGES/counter_app.po $(READY)
	$(VENV)/bin/pybabel --quiet compile --domain counter_app --directory resources/locale

locale: resources/locale/en/LC_MESSAGES/counter_app.mo

## make words   bring the code's new sentences into resources/locale/en, to be translated there by hand
words: $(READY)
	mkdir -p out
	$(VENV)/bin/pybabel --quiet extract --no-default-keywords --keyword=_ --keyword=N_ --no-location --sort-output \
		--output-file=out/counter_app.pot counter_app
	$(VENV)/bin/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date \
		--domain counter_app --input-file=out/counter_app.pot --output-dir=resources/locale

## make run     open the counter against a centre started on this machine (try-out office)
run: $(READY) locale
	$(VENV)/bin/counter-app tryout --data out/tryout

## make demo    the main job without a display: transcript, receipts and screenshots in out/demo
demo: $(READY) locale
	$(QT_OFFSCREEN) $(VENV)/bin/counter-app demo --out out/demo

## make test    the test suite, in parallel
test: $(READY) locale
	$(QT_OFFSCREEN) $(PY) -m pytest -n $(JOBS) --dist worksteal -m "not slow"

## make test-all  the same and the exhaustive mode
test-all: $(READY) locale
	$(QT_OFFSCREEN) $(PY) -m pytest -n $(JOBS) --dist worksteal --hypothesis-profile=searching

## make check   everything a change must pass: format, lint, types, rooms, dependencies, Windows wheels, tests
check: $(READY) locale
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/deptry .
	sh packaging/windows_wheels.sh $(PY)
	$(MAKE) --no-print-directory test

## make format  let ruff lay the code out
format: $(READY)
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

## make crash   power cuts: at least 20,000 different ones (FULL=1: 200,000) after each step of the real stories
crash: $(READY) locale
	$(QT_OFFSCREEN) $(PY) -m pytest tests/crash -k planted
	$(PY) -m tests.crash --states $(if $(FULL),200000,20000)

## make bench   write out/bench.json: each figure beside its floor from the same run
bench: $(READY) locale
	$(QT_OFFSCREEN) $(PY) packaging/bench --out out/bench.json

## make load    a hundred counters back at once at one real centre, and 20,000 events over a slow line with a cut
load: $(READY) locale
	$(PY) packaging/bench/load.py

MANY ?= 10000
## make mutate  single changes of an office's rows and receipts, MANY=10000 of them: each told, its row named
mutate: $(READY) locale
	$(PY) -m tests.mutations --many $(MANY)

SEEDS ?= 20
## make simulate  offices of 12 PCs through 30 days of faults, one for each of SEEDS=20 (or 200)
simulate: $(READY)
	PYTHONHASHSEED=0 $(PY) -m tests.simulation --seeds $(SEEDS) --jobs $(JOBS)

## make chaos   two counters, a centre and PostgreSQL as real processes, killed and cut off at random by SEEDS=20
chaos: $(READY) locale
	$(PY) -m tests.chaos --seeds $(SEEDS)

## make vectors  write the independent checker's test vectors anew (packaging/checker/vectors)
vectors: $(READY)
	$(PY) -m tests.checker.make_vectors

clean:
	rm -rf $(VENV) out build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
