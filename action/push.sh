#!/usr/bin/env bash
# Push the image. Needs IMAGE and TAG; logs in first if REGISTRY_USERNAME and REGISTRY_PASSWORD are set.
set -euo pipefail
: "${IMAGE:?Set IMAGE, such as registry.edgegap.com/my-project/my-game}" "${TAG:?Set TAG, such as build-812}"

if [[ -n ${REGISTRY_USERNAME:-} ]]; then
    : "${REGISTRY_PASSWORD:?Set REGISTRY_PASSWORD, too}"
    # On standard input, as other users of a computer can see command lines.
    docker login "${IMAGE%%/*}" --username "$REGISTRY_USERNAME" --password-stdin <<<"$REGISTRY_PASSWORD"
fi
docker push "$IMAGE:$TAG"
