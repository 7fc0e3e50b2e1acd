"""Stop the game servers that a killed service was launching, as a batch job.

    EDGEGAP_API_TOKEN=... python examples/clean_up.py 1

The number is the minimum age in hours; the default is 1. A deployment has the tag `launching` until its launch is over,
so this job never stops a match.
"""

import sys

from edgegap_client import Edgegap

HOURS = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0

if __name__ == "__main__":
    with Edgegap() as edgegap:
        swept = edgegap.deployments.sweep(older_than=HOURS * 3600)
    for each in swept:
        print(f"{each.request_id} {'stopped' if each.stopped else 'not stopped'}: {each.reason}")
    print(f"stopped {sum(each.stopped for each in swept)} deployments older than {HOURS:g} hours")
