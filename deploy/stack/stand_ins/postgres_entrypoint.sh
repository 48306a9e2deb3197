#!/bin/bash
# What the official image's entrypoint does, as far as this project uses it: as root hand the folders to postgres and become
# it; on an empty PGDATA make the cluster, the database and run /docker-entrypoint-initdb.d; then run the command.
set -euo pipefail
sockets=/var/run/postgresql

if [ "${1:-}" = "${1#-}" ] && [ "${1:-}" != postgres ]; then
    exec "$@"
fi
[ "${1:-}" = postgres ] || set -- postgres "$@"

if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA" "$sockets"
    chmod 700 "$PGDATA"
    chmod 3775 "$sockets"
    find "$PGDATA" "$sockets" \! -user postgres -exec chown postgres:postgres '{}' +
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

user="${POSTGRES_USER:-postgres}"
database="${POSTGRES_DB:-$user}"

make_cluster() {
    : "${POSTGRES_PASSWORD:?POSTGRES_PASSWORD must be set: a superuser without a password is refused}"
    # shellcheck disable=SC2086
    initdb --username="$user" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") --encoding=UTF8 --locale=C.UTF-8 \
        --auth-local=trust --auth-host=trust ${POSTGRES_INITDB_ARGS:-}
    printf '\nhost all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
}

in_the_database() { psql -v ON_ERROR_STOP=1 --no-password --no-psqlrc --username "$user" "$@"; }

fill_cluster() {
    pg_ctl -D "$PGDATA" -o "-c listen_addresses='' -c unix_socket_directories=$sockets" -w start
    [ "$database" = postgres ] || in_the_database --dbname postgres --set db="$database" <<<'CREATE DATABASE :"db";'
    local file
    for file in /docker-entrypoint-initdb.d/*.sql; do
        [ ! -e "$file" ] || in_the_database --dbname "$database" --file "$file"
    done
    pg_ctl -D "$PGDATA" -m fast -w stop
}

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    make_cluster
    PGHOST="$sockets" fill_cluster
fi
exec "$@" -c listen_addresses='*' -c unix_socket_directories="$sockets"
