#!/usr/bin/env bash
# Give LIVE_VERSION of APP the image of the version TAG, and test the live version. If the test fails, restore the previous image.
# New deployments run the new image. Running deployments are not changed.
set -euo pipefail
: "${APP:?Set APP, the application}" "${LIVE_VERSION:?Set LIVE_VERSION, the version that players get}"
: "${TAG:?Set TAG, the version with the new image}"
folder=$(dirname "$0")

image_of() {
    edgegap versions get "$APP" "$1" --json | python3 -c '
import json, sys
print("{docker_repository}/{docker_image}:{docker_tag}".format(**json.load(sys.stdin)))'
}

previous=$(image_of "$LIVE_VERSION")
new=$(image_of "$TAG")
echo "previous-image=$previous" >>"${GITHUB_OUTPUT:-/dev/null}"
if [[ $new == "$previous" ]]; then
    echo "$LIVE_VERSION of $APP has the image $new already."
    exit
fi
roll_back() {
    echo "$LIVE_VERSION of $APP failed with the image $new." >&2
    PREVIOUS_IMAGE=$previous "$folder/roll_back.sh"
    exit 1
}
trap roll_back INT TERM
# Roll back also if the response to the update is lost, because the server may have carried out the update.
edgegap versions update "$APP" "$LIVE_VERSION" --image "$new" || roll_back
VERSION=$LIVE_VERSION "$folder/smoke.sh" || roll_back
