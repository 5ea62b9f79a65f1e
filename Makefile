# Two commands: `make exam` makes the example papers, `make test` runs every check.
# Both install what is missing first: TeX from Debian's packages, Python packages into .venv.

PYTHON := .venv/bin/python

.PHONY: exam test golden keep mutants bench clean
.NOTPARALLEL:

exam:
	@./install.sh
	$(PYTHON) -m probgen exam midterm --variants 2 --seed 2026

# The tests read what other programs print.
test: export PYTHONUTF8 := 1
test:
	@./install.sh --dev
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	tests/wheel.sh
	tests/numpy.sh
	$(PYTHON) -m pytest --numprocesses auto

# Writes the expected texts anew; read the difference before you commit it.
golden:
	@./install.sh --dev
	$(PYTHON) -m tests.accept

# Keeps sets of this version, which every later one must replay. Written at a release, and over no others
# unless it is `make keep REPLACE=--replace`.
keep:
	@./install.sh --dev
	$(PYTHON) -m tests.test_kept $(REPLACE)

# Changes every sign and number of the solvers: what their second methods do not notice stands in docs/mutants.md.
mutants:
	@./install.sh --dev
	$(PYTHON) -m tests.mutants

# Measures probgen beside other ways to the same papers, on an otherwise idle machine, and writes docs/performance.md.
bench:
	@./install.sh --dev
	$(PYTHON) -m benchmarks

clean:
	rm -rf .venv .venv-numpy-* build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
