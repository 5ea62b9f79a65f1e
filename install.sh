#!/bin/sh
# Installs what is missing: Debian packages, then probgen itself into .venv. Says nothing if all is there.
#   ./install.sh         to make papers
#   ./install.sh --dev   also what the tests need
set -eu
cd "$(dirname "$0")"
case ${1:-} in
    "") extra="" ;;
    --dev) extra="[dev]" ;;
    *) echo "usage: ./install.sh [--dev]" >&2; exit 2 ;;
esac

fail() {
    echo "$1" >&2
    exit 1
}

# Add a Debian package to $missing, unless it is installed or what it brings is there by other means:
# needs PACKAGE COMMAND-THAT-FINDS-IT
needs() {
    package=$1
    shift
    case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true) in
        installed) return ;;
        "" | not-installed | config-files) if "$@" >/dev/null 2>&1; then return; fi ;;
        *) ;; # an installation was interrupted
    esac
    missing="$missing $package"
}

install_packages() {
    missing=""
    needs python3-venv python3 -c 'import ensurepip, venv'
    needs tex-common kpsewhich article.cls # makes TeX's formats, last of all
    needs texlive-latex-base command -v pdflatex
    needs texlive-latex-recommended kpsewhich booktabs.sty
    needs lmodern kpsewhich lmodern.sty
    needs texlive-pictures kpsewhich tikz.sty # the LaTeX sources draw with it
    needs latexmk command -v latexmk
    needs fontconfig command -v fc-match # names in other scripts than Latin
    needs fonts-noto-core test -n "$(fc-list :lang=hi 2>/dev/null)"
    needs fonts-droid-fallback test -n "$(fc-list :lang=zh 2>/dev/null)" # a thirtieth of fonts-noto-cjk, without Korean
    [ -z "$extra" ] || needs poppler-utils command -v pdftotext
    [ -n "$missing" ] || return 0

    command -v apt-get >/dev/null || fail "No apt-get here; install by other means what Debian calls$missing."
    root="env DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes LC_ALL=C"
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || fail "Neither root nor sudo; as root: apt-get install --no-install-recommends$missing"
        root="sudo $root"
    fi
    echo "Installing from Debian:$missing"
    [ -z "$(dpkg --audit)" ] || $root dpkg --configure -a >/dev/null || true # ends an interrupted installation
    $root apt-get update -qq
    # shellcheck disable=SC2086 - several words are meant
    set -- apt-get install --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 $missing
    $root "$@" --assume-no 2>/dev/null | grep -E '^(Need to get|After this)' || true
    $root "$@" -y -qq >/dev/null
}

create() {
    mkdir -p .venv
    echo unfinished >$state # first, so that an interruption at any moment shows
    python3 -m venv .venv
}

install_probgen() {
    case $was in
        "$place "*) ;; # whole: pip brings it up to date
        "") create ;; # none, or somebody's own
        *) rm -rf .venv && hash -r && create ;; # interrupted, or of another folder or Python
    esac
    echo unfinished >$state
    echo "Installing probgen into .venv (about ${1} MB with the Python packages it uses)"
    [ -n "$npm" ] || echo "There is no npm, so --html will not work; everything else will"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable ".$extra"
    echo "$wanted$extra" >$state
}

# The state is "unfinished", or what a finished installation was made in, with and from.
state=.venv/state
place="$(pwd -P) $(python3 -c 'import sys; print(sys.base_prefix, *sys.version_info[:2]); sys.exit(sys.version_info < (3, 11))')" ||
    fail "probgen needs Python 3.11 or newer as python3."
npm=$(command -v npm || true) # KaTeX comes from there, for HTML pages
wanted="$place $(cat pyproject.toml hatch_build.py install.sh | cksum) ${npm:+npm }"
finished() {
    was=$(cat $state 2>/dev/null || true)
    [ "$was" = "$wanted[dev]" ] || [ "$was" = "$wanted$extra" ]
}

finished && exit
if command -v flock >/dev/null; then # two at once would install into one folder
    exec 9<install.sh
    flock -n 9 || { echo "Waiting for another installation to end"; flock 9; }
    finished && exit
fi
install_packages
install_probgen "$([ -n "$extra" ] && echo 310 || echo 180)"
