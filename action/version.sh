#!/usr/bin/env bash
# Create the version TAG of APP: a copy of LIVE_VERSION with the new image. A second run changes nothing.
# The script passes its arguments to `edgegap versions create`, such as --env NAME for a variable whose value the API hides.
set -euo pipefail
: "${APP:?Set APP, the application}" "${LIVE_VERSION:?Set LIVE_VERSION, the version that is copied}"
: "${IMAGE:?Set IMAGE, such as registry.edgegap.com/my-project/my-game}" "${TAG:?Set TAG, such as build-812}"

edgegap versions create "$APP" "$TAG" --from "$LIVE_VERSION" --image "$IMAGE:$TAG" --if-not-exists "$@"
