#!/bin/sh
# Makes requirements-full.lock for the three AI services: the full cast's libraries on top of each service's own, for the
# Linux of the images. `make lock` runs it after the other locks, whose versions it keeps.
set -eu
cd "$(dirname "$0")/../.."

uv="${UV:-.venv/bin/python -m uv}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# Neither is used: the embedder reads its weights itself, and nobody opens Chatterbox's demonstration page.
printf '%s\n' "sentence-transformers; python_version < '3'" "gradio; python_version < '3'" >"$work/overrides.txt"

for service in llm_brain image_gen tts_voice; do
    # What the full cast pins otherwise (Chatterbox wants an older numpy) gives way.
    names="$(sed -n 's/^\([a-z][a-z0-9-]*\).*/\1/p' "$service/requirements-full.in" | tr '\n' '|')"
    grep -vE "^(${names}-)[=<> ]" "$service/requirements.in" >"$work/own.in"
    sed 's/\[[^]]*\]//' "$service/requirements.lock" | sed -n 's/^\([A-Za-z0-9_.-]*==[^ ;\\]*\).*/\1/p' |
        grep -vE "^(${names}-)==" >"$work/known.txt"
    $uv --quiet pip compile --python-platform x86_64-manylinux_2_28 --python-version 3.11 --no-header --no-emit-index-url \
        --no-emit-find-links --generate-hashes --no-annotate --overrides "$work/overrides.txt" \
        --constraint "$work/known.txt" "$work/own.in" "$service/requirements-full.in" --output-file "$work/one.lock" >/dev/null
    {
        echo "# Made by \`make lock\` from $service/requirements.in and requirements-full.in; install with: pip install --no-deps -r <this file>"
        cat "$work/one.lock"
    } >"$service/requirements-full.lock"
    rm "$work/one.lock"
    echo "$service/requirements-full.lock: $(grep -c '==' "$service/requirements-full.lock") packages"
done
