#!/usr/bin/env bash
# Start a version of APP, wait until players can connect, and stop it. VERSION is TAG by default.
# NEAR is the player's LATITUDE,LONGITUDE, this computer by default. PAYLOAD and EXPECT are for UDP ports. PROBE=no only
# waits until the deployment is ready. SMOKE_TIMEOUT is in seconds.
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
