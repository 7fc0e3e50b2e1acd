#!/usr/bin/env bash
# Deploy a version of APP, wait until players can connect, and stop the deployment. VERSION is TAG by default. NEAR is the player's
# LATITUDE,LONGITUDE (default: the location of this computer). UDP ports must reply to PAYLOAD with a text that contains EXPECT.
# With PROBE=no, the script only waits until the deployment is ready. SMOKE_TIMEOUT is in seconds (default: 300).
set -euo pipefail
: "${APP:?Set APP, the application}"
version=${VERSION:-${TAG:?Set TAG or VERSION}}

if [[ -n ${NEAR:-} ]]; then options=(--near "$NEAR"); else options=(--here); fi
case ${PROBE:-yes} in
    yes)
        if [[ -n ${PAYLOAD:-} ]]; then options+=(--payload "$PAYLOAD"); fi
        if [[ -n ${EXPECT:-} ]]; then options+=(--expect "$EXPECT"); fi
        ;;
    no) options+=(--no-probe) ;;
    *)
        echo "PROBE must be yes or no, got $PROBE." >&2
        exit 2
        ;;
esac
edgegap smoke "$APP" "$version" "${options[@]}" --wait-timeout "${SMOKE_TIMEOUT:-300}"
