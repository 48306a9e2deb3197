#!/bin/sh
# Brings the database to the newest schema as its owner, forgets the owner's password, and becomes the command.
# Fresh, old and restored databases go this one way. Fails when the schema is refused: the container's log says why.
set -eu
python -m db_init.migrate
unset DB_USER DB_PASS DB_PASS_FILE WEB_DB_USER WEB_DB_PASS WEB_DB_PASS_FILE
exec "$@"
