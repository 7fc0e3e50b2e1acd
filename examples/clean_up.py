"""A batch job: stop what a killed service left running.

    EDGEGAP_API_TOKEN=... python examples/clean_up.py [hours]

Every launch of this SDK has a unique tag that begins with `launch-`. So this job never stops a deployment that
something else created.
"""

import sys

from edgegap_client import Edgegap

HOURS = float(sys.argv[1]) if len(sys.argv) > 1 else 12.0

if __name__ == "__main__":
    with Edgegap() as edgegap:
        stopped = edgegap.deployments.sweep(tag_prefix="launch-", older_than=HOURS * 3600)
    print(f"stopped {len(stopped)} deployments older than {HOURS:g} hours", *stopped)
