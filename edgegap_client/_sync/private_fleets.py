"""Launches on the organisation's private hosts, with the same guarantees as `deployments.launch`."""
# Written by `make generate` from _async/private_fleets.py; do not edit.

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Unpack

from .._core.public import public_in
from .._generated.orchestration.api.private_fleets import PrivateFleetsResource

if TYPE_CHECKING:
    from .._core.launch import FleetLaunchOptions
    from .._deployment import Deployment
    from .client import Edgegap


@public_in("deployments")
class PrivateFleets(PrivateFleetsResource):
    """Private hosts, and deployments on them.

    `launch` and `running` start deployments as those of `edgegap.deployments` do. The other methods are the operations
    of the API.
    """

    __slots__ = ("_edgegap",)

    def __init__(self, edgegap: Edgegap) -> None:
        super().__init__(edgegap)
        self._edgegap = edgegap

    def launch(self, *, private_host_ids: list[str], **options: Unpack[FleetLaunchOptions]) -> Deployment:
        """Launch a deployment on one of the given private hosts, as `deployments.launch` does.

        Args:
            private_host_ids: The ids of the hosts to choose from: at least one, without duplicates.
            options: As for `deployments.launch`.

        Returns:
            The running deployment.

        Raises:
            EdgegapError: As for `deployments.launch`.
        """
        return self._edgegap.deployments.launch(private_host_ids=private_host_ids, **options)

    @contextmanager
    def running(self, *, private_host_ids: list[str], **options: Unpack[FleetLaunchOptions]) -> Generator[Deployment]:
        """Run a deployment on one of the given private hosts for the length of a block, as `deployments.running` does.

        Args:
            private_host_ids: The ids of the hosts to choose from: at least one, without duplicates.
            options: As for `deployments.launch`.

        Raises:
            EdgegapError: As for `deployments.running`.
        """
        running = self._edgegap.deployments.running(private_host_ids=private_host_ids, **options)
        with running as deployment:
            yield deployment
