#!/bin/sh
# Run by the postgres image when its volume is new: a role and databases each for Sojourn and Temporal, neither of them a superuser.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v sojourn="$SOJOURN_DB_PASSWORD" -v temporal="$TEMPORAL_DB_PASSWORD" <<'SQL'
create role sojourn login password :'sojourn';
create database sojourn owner sojourn;
create role temporal login password :'temporal';
create database temporal owner temporal;
create database temporal_visibility owner temporal;
SQL
