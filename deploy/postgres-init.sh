#!/bin/sh
# A role that owns its database and nothing else; the superuser stays for administration.
set -eu
psql --username "$POSTGRES_USER" --set ON_ERROR_STOP=1 --set password="$PLINTH_PASSWORD" <<'SQL'
CREATE ROLE plinth LOGIN PASSWORD :'password';
CREATE DATABASE plinth OWNER plinth;
SQL
