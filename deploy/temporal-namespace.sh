#!/bin/sh
# Makes the namespace and registers our search attributes. Harmless when they are there already.
# Retention: how long closed workflows stay in Temporal. Our own trace of them stays for good.
set -eu
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 72h
temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" \
  --name Workspace --type Keyword \
  --name JourneyId --type Keyword \
  --name UserId --type Keyword \
  --name ExitReason --type Keyword \
  --name JourneyVersion --type Int
