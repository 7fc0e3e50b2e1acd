#!/usr/bin/env bash
# Delete old versions of APP: all but LIVE_VERSION, the KEEP newest (5 by default), and those that a deployment runs.
set -euo pipefail
: "${APP:?Set APP, the application}" "${LIVE_VERSION:?Set LIVE_VERSION, which is never deleted}"

edgegap prune versions "$APP" --keep "${KEEP:-5}" --except "$LIVE_VERSION" --unused --yes
