#!/bin/sh
# Makes an environment of its own under .cast/ (CAST_HOME) for each neural member of the cast that is asked for: their libraries
# are large, and do not agree with each other. Does nothing where none is asked for.
#   CAST=full           all three           NARRATOR=llama, PAINTER=diffusion, SPEAKER=chatterbox   that one
# Read from the environment, else from .env. The weights are another matter: `make fetch-models`.
set -eu
cd "$(dirname "$0")/../.."
venv="${VENV:-.venv}"

setting() {
    eval "value=\${$1:-}"
    if [ -z "$value" ] && [ -f .env ]; then
        value="$(sed -n "s/^$1=//p" .env | tail -1)"
    fi
    printf %s "$value"
}

choice() {
    setting "$1" | tr '[:upper:]' '[:lower:]'
}

wanted_services() {
    cast="$(choice CAST)"
    [ "$cast" != full ] && [ "$(choice NARRATOR)" != llama ] || echo llm_brain
    case "$cast $(choice PAINTER)" in "full "* | *diffusion) echo image_gen ;; esac
    [ "$cast" != full ] && [ "$(choice SPEAKER)" != chatterbox ] || echo tts_voice
}

# The locks of the full cast are made for Python 3.11; 3.12 has wheels for all that is in them too.
find_python() {
    for name in python3.11 python3.12 "$venv/bin/python"; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    echo "The neural cast needs Python 3.11 or 3.12:  sudo apt-get install python3.11 python3.11-venv" >&2
    exit 1
}

cast_home="$(setting CAST_HOME)"
wanted=" $(wanted_services | xargs) "
for service in llm_brain image_gen tts_voice; do
    home="${cast_home:-.cast}/$service" lock="$service/requirements-full.lock"
    now="$(cksum <"$lock")"
    [ "$(cat "$home/.installed" 2>/dev/null)" != "$now" ] || continue
    case "$wanted" in
        *" $service "*) ;;
        *)
            # An environment of an older release would not even start: the game's own Python runs until it is renewed.
            [ ! -e "$home/.installed" ] || echo "$service plays embedded: its neural libraries are an older release's; CAST=full renews them"
            rm -f "$home/.installed"
            continue
            ;;
    esac
    echo "Installing the libraries of $service's neural cast into $home (once; some gigabytes) ..."
    "$(find_python)" -m venv --clear "$home"
    "$venv/bin/python" -m uv --quiet --system-certs pip install --python "$home/bin/python" --no-deps -r "$lock" || {
        echo "They could not be installed: see above. Without CAST=full the embedded cast plays." >&2
        exit 1
    }
    echo "$now" >"$home/.installed"
done
