#!/bin/sh
# Creates the databases and roles of Sojourn and Temporal. The postgres image runs it when its volume is new. No role is
# a superuser: `sojourn` owns and migrates its database; API and worker connect as `sojourn_app`, which owns nothing.
# Safe to repeat, for example after an upgrade that adds a role:
#   docker compose exec postgres sh /docker-entrypoint-initdb.d/roles.sh
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v sojourn="$SOJOURN_DB_PASSWORD" -v app="$SOJOURN_APP_DB_PASSWORD" -v temporal="$TEMPORAL_DB_PASSWORD" <<'SQL'
select format('create role %I', role) from unnest(array['sojourn', 'sojourn_app', 'temporal']) as role
 where not exists (select from pg_roles where rolname = role) \gexec
alter role sojourn login password :'sojourn';
alter role sojourn_app login password :'app';
alter role temporal login password :'temporal';
select format('create database %I owner %I', name, owner)
  from (values ('sojourn', 'sojourn'), ('temporal', 'temporal'), ('temporal_visibility', 'temporal')) as wanted (name, owner)
 where not exists (select from pg_database where datname = name) \gexec
SQL
