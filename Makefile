# Two commands: `make exam` makes the example papers, `make test` runs every check.
# Both install what is missing first: TeX from Debian's packages, Python packages into .venv.

VENV := .venv
BIN := $(VENV)/bin

.PHONY: exam test golden clean

exam: $(VENV)/ready
	$(BIN)/probgen exam midterm --variants 2 --seed 2026

test: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	tests/wheel.sh
	$(BIN)/pytest

# Writes the expected texts anew; read the difference before you commit it.
golden: $(VENV)/ready-dev
	$(BIN)/python -m tests.accept

$(VENV)/ready: pyproject.toml install.sh
	./install.sh
	touch $@

$(VENV)/ready-dev: pyproject.toml install.sh
	./install.sh --dev
	touch $(VENV)/ready $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
