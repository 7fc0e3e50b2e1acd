#!/usr/bin/env bash
# Push the image. IMAGE and TAG are required. If REGISTRY_USERNAME and REGISTRY_PASSWORD are set, log in to the registry first.
set -euo pipefail
: "${IMAGE:?Set IMAGE, such as registry.edgegap.com/my-project/my-game}" "${TAG:?Set TAG, such as build-812}"

if [[ -n ${REGISTRY_USERNAME:-} ]]; then
    : "${REGISTRY_PASSWORD:?Set REGISTRY_PASSWORD, too}"
    # Pass the password on standard input, because other users of the computer can see command lines.
    docker login "${IMAGE%%/*}" --username "$REGISTRY_USERNAME" --password-stdin <<<"$REGISTRY_PASSWORD"
fi
docker push "$IMAGE:$TAG"
