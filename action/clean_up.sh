#!/usr/bin/env bash
# Delete old versions of APP. Keep LIVE_VERSION, the KEEP newest versions (5 by default) and each version that a deployment runs.
set -euo pipefail
: "${APP:?Set APP, the application}" "${LIVE_VERSION:?Set LIVE_VERSION, which is never deleted}"

edgegap prune versions "$APP" --keep "${KEEP:-5}" --except "$LIVE_VERSION" --unused --yes
