#!/bin/sh
# Makes the virtual environment and installs the locks into it, again only when a lock has changed.
#   prepare.sh play   what the services need          prepare.sh test   that, and what tests and linting need
# Needs the network only when something is to be installed. PYTHON=… chooses the interpreter, VENV=… the folder.
set -eu
cd "$(dirname "$0")/../.."

what="${1:-play}"
venv="${VENV:-.venv}"
locks="db_init image_gen tts_voice llm_brain web_service deploy/play"
[ "$what" = play ] || locks="$locks tests"

is_new_enough() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null
}

find_python() {
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
        if command -v "$name" >/dev/null 2>&1 && is_new_enough "$name"; then
            command -v "$name"
            return
        fi
    done
    {
        echo "Python 3.11 to 3.14 is needed; found: $(python3 --version 2>/dev/null || echo no python3 at all)."
        echo "On Debian 12 or Ubuntu 24.04 and newer:  sudo apt-get install python3 python3-venv"
        echo "On Ubuntu 22.04:                         sudo apt-get install python3.11 python3.11-venv"
    } >&2
    exit 1
}

make_venv() {
    python="$(find_python)"
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
        echo "Python's venv module is missing. Install it:  sudo apt-get install python$version-venv" >&2
        exit 1
    fi
    echo "Making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
}

install_locks() {
    set --
    for lock in $locks; do
        set -- "$@" -r "$lock/requirements.lock"
    done
    pip="$venv/bin/python -m pip --disable-pip-version-check --quiet"
    if $pip install --no-deps --require-hashes -r deploy/installer.lock &&
        "$venv/bin/python" -m uv --quiet --system-certs pip install --python "$venv/bin/python" --no-deps "$@"; then
        return
    fi
    echo "The quick installer did not work here; going on with pip"
    $pip install --no-deps --require-hashes "$@" || {
        echo "The libraries could not be installed: see above. This first step needs the network." >&2
        exit 1
    }
}

# Locks of `play` are part of `test`: whichever ran last with the same locks has done the work.
wanted="$(for lock in $locks; do cat "$lock/requirements.lock"; done | cksum)"
stamp="$venv/.installed-$what"
"$venv/bin/python" -c '' 2>/dev/null || make_venv
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    echo "Installing what the game needs into $venv (once; again when a lock changes) ..."
    install_locks
    echo "$wanted" >"$stamp"
fi
