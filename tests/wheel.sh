#!/bin/sh
# Builds the source archive and from it the wheel, installs the wheel alone into an empty environment outside of the
# checkout, and tries the commands there.
set -eu
checkout=$(cd "$(dirname "$0")/.." && pwd)
python=$checkout/.venv/bin/python
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

quietly() { # COMMAND, whose words are shown only if it fails
    "$@" >"$place/said" 2>&1 || { cat "$place/said"; exit 1; }
}

echo "Building the wheel, installing it into an empty environment"
quietly "$python" -m build --outdir "$place" "$checkout"
"$python" -m venv --without-pip "$place/empty"
"$python" -m pip --python "$place/empty" --quiet --disable-pip-version-check install --no-compile "$place"/probgen-*.whl
PATH="$place/empty/bin:$PATH"

cd "$place"
if command -v npm >/dev/null; then
    probgen practice convolution --seed 1 --html
    grep -q 'font/woff2;base64' out/practice-1/practice-A.html
else
    ! probgen practice convolution --seed 1 --html || exit 1 # it says what is missing
fi
quietly probgen doctor
quietly probgen list
quietly probgen check --seeds 5
probgen exam midterm --variants 2 --seed 2026
for paper in exam-A.pdf solution-A.pdf exam-B.pdf solution-B.pdf key.csv manifest.json; do
    test -s "out/midterm/$paper"
done
probgen exam midterm --variants 2 --seed 2026 | grep -q '^unchanged'
echo "the wheel alone makes the example exam"
