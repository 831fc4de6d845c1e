#!/bin/sh
# Make what the Makefile needs and pip cannot bring.
#
#   press/setup.sh build   .venv from the lock, and Pango for the PDF
#   press/setup.sh test    also a browser and Java for the checks of the editions
#   press/setup.sh check   also Ace by DAISY, with npm, in .ace/
#
# System packages are installed where that is allowed (Debian and Ubuntu, as root); elsewhere the
# one command to type is printed and the run stops.
set -eu

cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
want=${1:-build}
missing=""
mac=""

say() { printf '%s\n' "$*" >&2; }
need() { # need <debian packages> <homebrew packages>
    missing="$missing $1"
    mac="$mac${2:+ $2}"
}

has_libatomic() { # The Node.js inside Playwright's wheel wants it, and no package of Chromium's brings it.
    [ "$(uname -s)" != Linux ] ||
        "$python" -c 'import ctypes; ctypes.CDLL("libatomic.so.1")' 2>/dev/null
}

if ! command -v "$python" >/dev/null 2>&1; then
    say "setup: $python not found: install Python 3.11 or later, or name one: make PYTHON=/path/to/python"
    exit 1
fi

# A build asks all of it each time, and Python may start slowly (pyenv's goes through a shell): so
# it is asked once. Its answers: old or new, pango or none, and a digest of what is to be installed.
# Pango has no command line: the loader is asked that WeasyPrint will ask.
ask='
import sys
if sys.version_info < (3, 11):
    print("old none -")
    raise SystemExit
import ctypes, hashlib, pathlib

def loads(*names):
    for name in names:
        try:
            ctypes.CDLL(name)
            return True
        except OSError:
            continue
    return False

places = ("lib%s.so.0", "/opt/homebrew/lib/lib%s.0.dylib", "/usr/local/lib/lib%s.0.dylib")
pango = all(loads(*(p % n for p in places)) for n in ("pango-1.0", "pangoft2-1.0"))
digest = hashlib.sha256(sys.version.encode())
for name in ("requirements.txt", "pyproject.toml"):
    file = pathlib.Path(name)
    digest.update(file.read_bytes() if file.is_file() else b"")
print("new", "pango" if pango else "none", digest.hexdigest())'
answers=$("$python" -c "$ask") || answers=old
# shellcheck disable=SC2086 -- three words
set -- $answers
version=${1:-old} pango=${2:-none} state=${3:--}
if [ "$version" = old ]; then
    say "setup: $python is $("$python" -V 2>&1), and 3.11 or later is needed: make PYTHON=/path/to/python3.11"
    exit 1
fi

[ -x .venv/bin/python ] || "$python" -c 'import ensurepip, venv' 2>/dev/null || need python3-venv python
[ "$pango" = pango ] || need "libpango-1.0-0 libpangoft2-1.0-0" pango
if [ "$want" = test ] || [ "$want" = check ]; then
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
        command -v google-chrome >/dev/null 2>&1 || [ -n "${CHROMIUM:-}" ] ||
        [ -d "/Applications/Google Chrome.app" ] || [ -d "/Applications/Chromium.app" ] ||
        need chromium "--cask chromium"
    has_libatomic || need libatomic1 ""
    java -version >/dev/null 2>&1 || need default-jre-headless openjdk
fi
if [ "$want" = check ]; then
    { command -v node && command -v npm; } >/dev/null 2>&1 || need "nodejs npm" node
fi

if [ -n "$missing" ]; then
    # shellcheck disable=SC2086 -- the names are meant to be split
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "setup: installing$missing"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq >&2
        apt-get install -y -qq --no-install-recommends $missing >&2
    elif command -v apt-get >/dev/null 2>&1; then
        say "setup: system packages are missing. Type:  sudo apt-get install$missing   and then make again."
        exit 1
    elif command -v brew >/dev/null 2>&1; then
        say "setup: system packages are missing. Type:  brew install$mac   and then make again."
        exit 1
    else
        say "setup: install what Debian calls$missing with your system's package manager, and then make again."
        exit 1
    fi
fi

# An environment knows its folder by its full name: in a project that was moved or copied it would
# run the programs of the old place, if that is still there.
here=$(pwd -P)
if [ -f .venv/.place ] && [ "$(cat .venv/.place)" != "$here" ]; then
    say "setup: this folder was moved or copied, so .venv is made anew"
    rm -rf .venv
fi

for file in requirements.txt pyproject.toml; do
    if [ ! -f "$file" ]; then
        say "setup: $file is missing: get the whole repository"
        exit 1
    fi
done

# The stamp holds what was installed, so a changed lock installs and a touched file does not.
stamp=.venv/.installed
if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$state" ] || [ ! -x .venv/bin/python ]; then
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        say "setup: making .venv with $("$python" -V)"
        rm -rf .venv
        "$python" -m venv .venv
    fi
    say "setup: installing the locked packages into .venv"
    rm -f "$stamp"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
    printf '%s\n' "$here" >.venv/.place
    printf '%s\n' "$state" >"$stamp"
fi

# Ace comes from whatever registry npm is set up for; each package must be what the lock says. Its
# browser is the one above, so nothing is downloaded by a package's own script.
if [ "$want" = check ] && ! cmp -s press/ace/package-lock.json .ace/.installed; then
    say "setup: installing Ace by DAISY into .ace"
    rm -rf .ace
    mkdir .ace
    cp press/ace/package.json press/ace/package-lock.json .ace/
    if (cd .ace && npm ci --silent --ignore-scripts --no-audit --no-fund >&2); then
        cp press/ace/package-lock.json .ace/.installed
    else
        say "setup: npm could not bring Ace by DAISY; the check of the EPUBs with it will say so"
    fi
fi
