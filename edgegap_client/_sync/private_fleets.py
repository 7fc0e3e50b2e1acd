"""Launches on hosts of one's own, with the same promises as everywhere."""
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

    Besides the operations of the API: `launch` and `running`, as `edgegap.deployments` has them.
    """

    __slots__ = ("_edgegap",)

    def __init__(self, edgegap: Edgegap) -> None:
        super().__init__(edgegap)
        self._edgegap = edgegap

    def launch(self, *, private_host_ids: list[str], **options: Unpack[FleetLaunchOptions]) -> Deployment:
        """`deployments.launch` on one of some private hosts.

        Args:
            private_host_ids: The ids of the hosts to choose from; at least one, without duplicates.
            options: As for `deployments.launch`.

        Returns:
            The running deployment.

        Raises:
            EdgegapError: As of `deployments.launch`.
        """
        return self._edgegap.deployments.launch(private_host_ids=private_host_ids, **options)

    @contextmanager
    def running(self, *, private_host_ids: list[str], **options: Unpack[FleetLaunchOptions]) -> Generator[Deployment]:
        """`deployments.running` on one of some private hosts.

        Args:
            private_host_ids: The ids of the hosts to choose from; at least one, without duplicates.
            options: As for `deployments.launch`.

        Raises:
            EdgegapError: As of `deployments.running`.
        """
        running = self._edgegap.deployments.running(private_host_ids=private_host_ids, **options)
        with running as deployment:
            yield deployment
