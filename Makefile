# The front door. `make` builds the four editions and the flashcards, `make test` runs the tests; `make help` lists the rest.
#
#   make web ONLY=core/01-python-oop-fundamentals    one module alone, for quick writing

PYTHON ?= python3
ONLY ?=
export PYTHON
export PRESS_ONLY := $(ONLY)
PAPER ?=
SIZE ?=
export SIZE
export PRESS_PAPER := $(PAPER)
export PYTHONUTF8 := 1
# Two bars cannot share a terminal line: with -j, and in a log, progress is plain lines.
ifneq (,$(findstring j,$(filter-out --%,$(MAKEFLAGS))))
export PRESS_PROGRESS := plain
endif
PRESS = .venv/bin/python -m press

.DEFAULT_GOAL := all
.PHONY: all help web epub pdf slides prove outputs watch serve landing test check handouts dist reproduce bench pyodide lock clean venv start

all: venv start  ## build the website, the EPUB, the PDF, the decks and the flashcards (the default)
	@$(PRESS) all

# What is proven already is found to be so at once; Sphinx is loaded while the rest is proven.
web epub pdf slides: venv start
	@$(PRESS) prove $@

web:     ## build the website (build/web/index.html)
epub:    ## build the EPUB (build/epub/)
pdf:     ## build the PDF (build/pdf/)
slides:  ## build the decks (build/slides/index.html)

.PHONY: anki
anki: web  ## make flashcards for Anki from the website (build/anki/)
	@$(PRESS) anki

landing: web epub pdf slides anki
	@$(PRESS) landing

prove: venv start  ## run the examples whose record is missing or stale
	@$(PRESS) prove

outputs: venv  ## run all examples and rewrite the captured outputs in the pages
	@$(PRESS) outputs

watch: venv  ## live preview of the website while writing
	@$(PRESS) watch

serve: venv  ## serve what is built on http://127.0.0.1:8000
	@$(PRESS) serve

.PHONY: exercise
exercise: venv  ## work on an exercise: make exercise N=core-01-e3 (without N: list them)
	@$(PRESS).exercise $(if $(N),'$(N)')

test: testenv  ## build, then run all tests that the build has not run (sets up Chromium and Java)
	@$(MAKE) --no-print-directory all
	@.venv/bin/python -m pytest --pass-proven --numprocesses auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder

check: checkenv  ## validate the editions: EPUB, HTML, links, accessibility, slides, spelling, prose
	@$(MAKE) --no-print-directory all
	@$(PRESS) check

handouts: testenv start  ## for each deck: slides and notes as PDF, a presenter's card, a ZIP file (build/handouts/)
	@$(PRESS) prove
	@$(PRESS) slides
	@$(PRESS) handouts
	@$(PRESS) landing

dist: testenv  ## one folder and one ZIP file to hand out, with SHA-256 sums and an SBOM (build/dist/)
	@$(MAKE) --no-print-directory all
	@$(PRESS) handouts
	@$(PRESS) landing
	@$(PRESS) dist

reproduce: venv  ## build twice in two folders and compare every byte
	@$(PRESS) reproduce

bench: venv  ## measure the press on a book of 25 modules; SIZE=0.2 is a fifth of it, SIZE=2 twice as many
	@.venv/bin/python -m bench $(or $(WHAT),book)

pyodide: venv  ## fetch Python 3.14 in WebAssembly: readers run examples in the page, and newer ones run here
	@$(PRESS).pyodide

lock: venv  ## resolve the newest dependencies into requirements.txt
	@.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --group build --group test --group programs pyproject.toml --output-file requirements.txt >/dev/null

clean:  ## delete everything generated
	@rm -rf build

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  Add PAPER=a4 to pdf for A4 pages, in build/pdf-a4/."
	@echo "  Add ONLY=<track>/<module> to web, epub, pdf, slides, prove, outputs or watch for one module alone."

venv:
	@sh press/setup.sh build

.PHONY: testenv checkenv
testenv:
	@sh press/setup.sh test

checkenv:
	@sh press/setup.sh check

start: venv
	@mkdir -p build/.work && date +%s > build/.work/started
