#!/usr/bin/env bash
# Runs a command where a container engine answers: the one there is, or one installed (Debian, root) and started for it by hand
# and ended after it.      engine.sh COMMAND...      Exit code 75: no engine can run here, nothing was run.
set -euo pipefail
NO_ENGINE=75
PATH="$PATH:/usr/sbin:/sbin"
PATIENCE_S=90

no_engine() {
    echo "No container engine can run here: $*"
    exit "$NO_ENGINE"
}

answers() { docker info >/dev/null 2>&1; }
has_compose() { docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null; }

install_missing() {
    local missing=()
    answers || command -v dockerd >/dev/null || missing+=(docker.io tini)
    has_compose || missing+=(docker-compose)
    command -v debootstrap >/dev/null || missing+=(debootstrap)
    [ "${#missing[@]}" -gt 0 ] || return 0
    command -v apt-get >/dev/null || no_engine "${missing[*]} is missing, and there is no apt-get"
    [ "$(id -u)" = 0 ] || no_engine "${missing[*]} is missing, and only root can install it"
    echo "Installing ${missing[*]}"
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"; } \
        >/dev/null || no_engine "${missing[*]} could not be installed"
}

start_engine() {
    [ "$(id -u)" = 0 ] || no_engine "only root can start one"
    command -v dockerd >/dev/null || no_engine "dockerd is not here"
    local device mtu waited=0
    device="$(sed -n 's/^\(\S*\)\t00000000\t.*/\1/p' /proc/net/route | head -1)"
    mtu="$(cat "/sys/class/net/$device/mtu" 2>/dev/null || echo 1500)"
    log="$(mktemp)"
    dockerd --mtu "$mtu" >"$log" 2>&1 &
    engine=$!
    trap end_engine EXIT
    until answers; do
        sleep 1
        waited=$((waited + 1))
        if ! kill -0 "$engine" 2>/dev/null || [ "$waited" -gt "$PATIENCE_S" ]; then
            tail -5 "$log"
            no_engine "dockerd did not start (its last lines are above)"
        fi
    done
    echo "Started a container engine of our own"
}

end_engine() {
    kill "$engine" 2>/dev/null || true
    wait "$engine" 2>/dev/null || true
    rm -f "$log"
}

install_missing
answers || start_engine
"$@"
