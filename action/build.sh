#!/usr/bin/env bash
# Build the image of the game server. IMAGE and TAG are required. BUILD_CONTEXT (default: .) and DOCKERFILE are optional.
set -euo pipefail
: "${IMAGE:?Set IMAGE, such as registry.edgegap.com/my-project/my-game}" "${TAG:?Set TAG, such as build-812}"

options=(--tag "$IMAGE:$TAG")
if [[ -n ${DOCKERFILE:-} ]]; then options+=(--file "$DOCKERFILE"); fi
docker build "${options[@]}" "${BUILD_CONTEXT:-.}"
