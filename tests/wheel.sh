#!/bin/sh
# Builds the wheel, installs it alone into an empty environment outside the checkout, and makes the example exam there.
set -eu
checkout=$(cd "$(dirname "$0")/.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"$checkout/.venv/bin/python" -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$place" "$checkout"
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$place"/probgen-*.whl
cd "$place"
venv/bin/probgen exam midterm --variants 2 --seed 2026
for paper in exam-A.pdf solution-A.pdf exam-B.pdf solution-B.pdf key.csv manifest.json; do
    test -s "out/midterm/$paper"
done
venv/bin/probgen exam midterm --variants 2 --seed 2026 | grep -q '^unchanged'
echo "the wheel alone makes the example exam"
