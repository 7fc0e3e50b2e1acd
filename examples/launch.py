"""Launch a game server near some players, print its address, and stop it at the end of the block.

    EDGEGAP_API_TOKEN=... python examples/launch.py my-game v1 203.0.113.7

While the server starts, the script prints its status. If no server could be launched, it prints the reason and
exits with 1.
"""

import argparse
import sys

from edgegap_client import Edgegap, EdgegapError
from edgegap_client.beacons import users_from_ips
from edgegap_client.deployments import Progress


def show(progress: Progress) -> None:
    print(f"  {progress.elapsed:5.1f} s  {progress.status}")


def main(application: str, version: str, players: list[str]) -> int:
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
    parser = argparse.ArgumentParser(description="Launch a game server near some players.")
    parser.add_argument("application")
    parser.add_argument("version")
    parser.add_argument("players", nargs="+", metavar="PLAYER", help="the public IP address of a player")
    given = parser.parse_args()
    sys.exit(main(given.application, given.version, given.players))
