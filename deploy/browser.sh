#!/bin/sh
# Prints the path of a Chromium for the browser tests; as root on Debian or Ubuntu it installs one that is missing.
# Without one: fails when CI is set, else says why on stderr and prints nothing.
set -eu

find_browser() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && command -v "$name" 2>/dev/null; then return; fi
    done
    return 1
}

find_browser && exit 0
install="apt-get install -y --no-install-recommends chromium fonts-dejavu-core"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    { apt-get update && DEBIAN_FRONTEND=noninteractive $install; } >&2 && find_browser && exit 0
fi
echo "The browser tests need Chromium:  sudo $install" >&2
[ -z "${CI:-}" ] || exit 1
echo "Browser tests are skipped: no Chromium here." >&2
