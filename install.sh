#!/bin/sh
# Installs what probgen needs on Debian and its kin: packages that are missing, then probgen itself into .venv.
#   ./install.sh         to make papers
#   ./install.sh --dev   also what the tests need
set -eu
cd "$(dirname "$0")"

packages="texlive-latex-base texlive-latex-recommended lmodern"
extra=""
if [ "${1:-}" = "--dev" ]; then
    packages="$packages texlive-pictures latexmk poppler-utils"
    extra="[dev]"
fi
python3 -c 'import ensurepip, venv' 2>/dev/null || packages="python3-venv $packages"

missing=""
for package in $packages; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done

if [ -n "$missing" ]; then
    if ! command -v apt-get >/dev/null; then
        echo "This is no Debian: install Python 3.11 or newer and any TeX Live or MiKTeX yourself, then 'pip install .'" >&2
        exit 1
    fi
    echo "Installing$missing (with all of TeX missing: about 350 MB on disk, a few minutes)."
    sudo=""
    if [ "$(id -u)" != 0 ]; then
        sudo="sudo"
    fi
    export DEBIAN_FRONTEND=noninteractive
    $sudo apt-get update -qq
    # shellcheck disable=SC2086 - several words are meant
    $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

if [ ! -x .venv/bin/python ]; then
    echo "Creating .venv"
    python3 -m venv .venv
fi
echo "Installing probgen into .venv"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable ".$extra"
