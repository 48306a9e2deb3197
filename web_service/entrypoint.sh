#!/bin/sh
# Brings the website's own tables up to date and becomes the command. The game's tables are the brain's matter.
set -eu
python -m web_service.manage migrate --no-input
exec "$@"
