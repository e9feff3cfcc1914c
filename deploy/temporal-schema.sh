#!/bin/sh
# Updates Temporal's two databases to the schema of this server version. Safe to repeat.
# Reads the password from SQL_PASSWORD.
set -eu
tool() {
  temporal-sql-tool --plugin postgres12 --endpoint "$POSTGRES_SEEDS" --port 5432 --user temporal --db "$@"
}
update() {
  tool "$1" update-schema --schema-name "postgresql/v12/$2"
}
bring() {
  # A new database has no schema version: set it to 0.0 first, then update.
  update "$1" "$2" || { tool "$1" setup-schema -v 0.0 && update "$1" "$2"; }
}
bring temporal temporal
bring temporal_visibility visibility
