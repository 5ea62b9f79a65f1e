#!/bin/sh
# Runs what pins drawn and computed values under the oldest numpy that pyproject.toml allows and under the newest.
# Each has an environment of its own, .venv-numpy-*, which takes all other packages from .venv.
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python
oldest=$(sed -n 's/^ *"numpy>=\(.*\)",$/\1/p' pyproject.toml)
behind=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')

environment() { # NAME REQUIREMENT...
    place=.venv-numpy-$1
    shift
    [ -x "$place/bin/python" ] || "$python" -m venv --without-pip "$place"
    own=$("$place/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    "$python" -m pip --python "$place" --quiet --disable-pip-version-check install --no-deps "$@"
    echo "$behind" >"$own/behind.pth" # its packages come after numpy's
}

pinned() { # NAME: run the tests
    PYTHONPATH=$PWD ".venv-numpy-$1/bin/python" -c 'import numpy; print("Values under numpy", numpy.__version__)'
    PYTHONPATH=$PWD ".venv-numpy-$1/bin/python" -m pytest -p no:cacheprovider -n 0 tests/test_stream.py tests/families/test_cases.py
}

environment oldest "numpy==$oldest"
pinned oldest
environment newest --upgrade numpy
pinned newest
