#!/bin/sh
# Creates the namespace and registers Sojourn's search attributes. Safe to repeat.
# Retention: how long Temporal stores closed workflows. Sojourn's own timelines are independent of it.
set -eu
prepare() {
  temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" ||
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 72h || return 1
  temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" \
    --name Workspace --type Keyword \
    --name JourneyId --type Keyword \
    --name UserId --type Keyword \
    --name ExitReason --type Keyword \
    --name JourneyVersion --type Int
}
# Retries: the server listens before it can answer about namespaces, and takes a moment to know a new one.
attempt=1
until prepare; do
  [ "$attempt" -lt 30 ] || exit 1
  attempt=$((attempt + 1))
  sleep 2
done
