"""A plain script: launch a game server, say where to connect, and stop it in the end.

EDGEGAP_API_TOKEN=... python examples/launch.py my-game v1 203.0.113.7
"""

import sys

from edgegap_client import Edgegap, EdgegapError
from edgegap_client.beacons import users_from_ips
from edgegap_client.deployments import Progress


def show(progress: Progress) -> None:
    print(f"  {progress.elapsed:5.1f} s  {progress.status}")


def main(application: str, version: str, *players: str) -> int:
    with Edgegap() as edgegap:
        try:
            with edgegap.deployments.running(
                application=application, version=version, users=users_from_ips(players), timeout=120, on_progress=show
            ) as deployment:
                for name, port in deployment.ports.items():
                    print(f"{name}: connect to {deployment.fqdn}:{port.external} ({port.protocol})")
        except EdgegapError as error:
            print(f"no server: {error}", file=sys.stderr)
            return 1
    print("stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
