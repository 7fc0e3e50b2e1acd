#!/usr/bin/env bash
# Give LIVE_VERSION of APP the image PREVIOUS_IMAGE. New deployments run it. Running deployments are not changed.
set -euo pipefail
: "${APP:?Set APP, the application}" "${LIVE_VERSION:?Set LIVE_VERSION, the version that players get}"
: "${PREVIOUS_IMAGE:?Set PREVIOUS_IMAGE to the output previous-image of switch.sh}"

edgegap versions update "$APP" "$LIVE_VERSION" --image "$PREVIOUS_IMAGE"
echo "$LIVE_VERSION of $APP has the image $PREVIOUS_IMAGE again."
