#!/bin/sh
# Brings Temporal's two databases to the schema of this version of its server. Harmless when they are there already.
# The password comes by SQL_PASSWORD.
set -eu
tool() {
  temporal-sql-tool --plugin postgres12 --endpoint "$POSTGRES_SEEDS" --port 5432 --user temporal --db "$@"
}
update() {
  tool "$1" update-schema --schema-name "postgresql/v12/$2"
}
bring() {
  # A database without a version has no schema yet: it is given version 0, and then what follows.
  update "$1" "$2" || { tool "$1" setup-schema -v 0.0 && update "$1" "$2"; }
}
bring temporal temporal
bring temporal_visibility visibility
