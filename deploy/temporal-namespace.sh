#!/bin/sh
# Makes the namespace and registers our search attributes. Harmless when they are there already.
# Retention: how long closed workflows stay in Temporal. Our own trace of them stays for good.
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
# The server listens before it answers for namespaces, and knows a new one a little after it has made it.
attempt=1
until prepare; do
  [ "$attempt" -lt 30 ] || exit 1
  attempt=$((attempt + 1))
  sleep 2
done
