#!/bin/sh
# Makes the small environment of `make fetch-models` from its lock, again only when the lock has changed.
# PYTHON=… chooses the interpreter, FETCH_VENV=… the folder.
set -eu
cd "$(dirname "$0")/../.."

venv="${FETCH_VENV:-.venv-fetch}"
lock=deploy/models/requirements.lock
wanted="$(cksum <"$lock")"

is_new_enough() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null
}

if [ "$(cat "$venv/.installed" 2>/dev/null)" = "$wanted" ] && "$venv/bin/python" -c '' 2>/dev/null; then
    exit 0
fi
for python in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14 none; do
    if command -v "$python" >/dev/null 2>&1 && is_new_enough "$python"; then
        break
    fi
done
if [ "$python" = none ]; then
    echo "Python 3.11 to 3.14 with its venv module is needed:  sudo apt-get install python3 python3-venv" >&2
    exit 1
fi
echo "Making $venv, which only fetches models (once; again when its lock changes) ..."
"$python" -m venv --clear "$venv"
echo '*' >"$venv/.gitignore"
"$venv/bin/python" -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes -r "$lock" || {
    echo "The download library could not be installed: see above. This needs the network." >&2
    exit 1
}
echo "$wanted" >"$venv/.installed"
