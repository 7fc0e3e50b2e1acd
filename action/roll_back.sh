#!/usr/bin/env bash
# Give LIVE_VERSION of APP the image PREVIOUS_IMAGE. New deployments start it; those that run are left alone.
set -euo pipefail
: "${APP:?Set APP, the application}" "${LIVE_VERSION:?Set LIVE_VERSION, the version that players get}"
: "${PREVIOUS_IMAGE:?Set PREVIOUS_IMAGE, as switch.sh has written it}"

edgegap versions update "$APP" "$LIVE_VERSION" --image "$PREVIOUS_IMAGE"
echo "$LIVE_VERSION of $APP has the image $PREVIOUS_IMAGE again."
