"""The resources of a client: one attribute for each group of operations, imported at first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..client import AsyncClient, Client

if TYPE_CHECKING:
    from .app_versions import AppVersionsResource, AsyncAppVersionsResource
    from .applications import ApplicationsResource, AsyncApplicationsResource
    from .container_registry import AsyncContainerRegistryResource, ContainerRegistryResource
    from .deployment_tags import AsyncDeploymentTagsResource, DeploymentTagsResource
    from .deployments import AsyncDeploymentsResource, DeploymentsResource
    from .endpoint_storage import AsyncEndpointStorageResource, EndpointStorageResource
    from .ip_lookup import AsyncIpLookupResource, IpLookupResource
    from .lobbies import AsyncLobbiesResource, LobbiesResource
    from .locations import AsyncLocationsResource, LocationsResource
    from .private_fleets import AsyncPrivateFleetsResource, PrivateFleetsResource
    from .pull_profiles import AsyncPullProfilesResource, PullProfilesResource
    from .relays import AsyncRelaysResource, RelaysResource
    from .sessions import AsyncSessionsResource, SessionsResource


class Resources(Client):
    """The operations of `Edgegap`, by group."""

    @cached_property
    def applications(self) -> ApplicationsResource:
        """Applications group the versions of one game server."""
        from .applications import ApplicationsResource

        return ApplicationsResource(self)

    @cached_property
    def app_versions(self) -> AppVersionsResource:
        """A version defines which container image to run, with which resources and ports."""
        from .app_versions import AppVersionsResource

        return AppVersionsResource(self)

    @cached_property
    def container_registry(self) -> ContainerRegistryResource:
        """The container registry stores the organisation's images and their tags."""
        from .container_registry import ContainerRegistryResource

        return ContainerRegistryResource(self)

    @cached_property
    def endpoint_storage(self) -> EndpointStorageResource:
        """An endpoint storage is an S3 bucket. It receives container logs, and pull profiles read from it."""
        from .endpoint_storage import EndpointStorageResource

        return EndpointStorageResource(self)

    @cached_property
    def pull_profiles(self) -> PullProfilesResource:
        """A pull profile copies files from an endpoint storage into a container when the container starts."""
        from .pull_profiles import PullProfilesResource

        return PullProfilesResource(self)

    @cached_property
    def deployments(self) -> DeploymentsResource:
        """A deployment is one running game server."""
        from .deployments import DeploymentsResource

        return DeploymentsResource(self)

    @cached_property
    def deployment_tags(self) -> DeploymentTagsResource:
        """A tag is a short label on a deployment. Use it to find the deployment again."""
        from .deployment_tags import DeploymentTagsResource

        return DeploymentTagsResource(self)

    @cached_property
    def locations(self) -> LocationsResource:
        """Locations are the places where deployments can run. Players measure their latency to beacons."""
        from .locations import LocationsResource

        return LocationsResource(self)

    @cached_property
    def private_fleets(self) -> PrivateFleetsResource:
        """A private fleet is a group of hosts that are reserved for one organisation."""
        from .private_fleets import PrivateFleetsResource

        return PrivateFleetsResource(self)

    @cached_property
    def relays(self) -> RelaysResource:
        """A relay connects the players of a peer-to-peer game."""
        from .relays import RelaysResource

        return RelaysResource(self)

    @cached_property
    def lobbies(self) -> LobbiesResource:
        """A lobby service is a lobby server that Edgegap hosts and manages."""
        from .lobbies import LobbiesResource

        return LobbiesResource(self)

    @cached_property
    def sessions(self) -> SessionsResource:
        """Sessions place groups of players on shared deployments."""
        from .sessions import SessionsResource

        return SessionsResource(self)

    @cached_property
    def ip_lookup(self) -> IpLookupResource:
        """IP look-up returns the location of an IP address."""
        from .ip_lookup import IpLookupResource

        return IpLookupResource(self)


class AsyncResources(AsyncClient):
    """The operations of `AsyncEdgegap`, by group."""

    @cached_property
    def applications(self) -> AsyncApplicationsResource:
        """Applications group the versions of one game server."""
        from .applications import AsyncApplicationsResource

        return AsyncApplicationsResource(self)

    @cached_property
    def app_versions(self) -> AsyncAppVersionsResource:
        """A version defines which container image to run, with which resources and ports."""
        from .app_versions import AsyncAppVersionsResource

        return AsyncAppVersionsResource(self)

    @cached_property
    def container_registry(self) -> AsyncContainerRegistryResource:
        """The container registry stores the organisation's images and their tags."""
        from .container_registry import AsyncContainerRegistryResource

        return AsyncContainerRegistryResource(self)

    @cached_property
    def endpoint_storage(self) -> AsyncEndpointStorageResource:
        """An endpoint storage is an S3 bucket. It receives container logs, and pull profiles read from it."""
        from .endpoint_storage import AsyncEndpointStorageResource

        return AsyncEndpointStorageResource(self)

    @cached_property
    def pull_profiles(self) -> AsyncPullProfilesResource:
        """A pull profile copies files from an endpoint storage into a container when the container starts."""
        from .pull_profiles import AsyncPullProfilesResource

        return AsyncPullProfilesResource(self)

    @cached_property
    def deployments(self) -> AsyncDeploymentsResource:
        """A deployment is one running game server."""
        from .deployments import AsyncDeploymentsResource

        return AsyncDeploymentsResource(self)

    @cached_property
    def deployment_tags(self) -> AsyncDeploymentTagsResource:
        """A tag is a short label on a deployment. Use it to find the deployment again."""
        from .deployment_tags import AsyncDeploymentTagsResource

        return AsyncDeploymentTagsResource(self)

    @cached_property
    def locations(self) -> AsyncLocationsResource:
        """Locations are the places where deployments can run. Players measure their latency to beacons."""
        from .locations import AsyncLocationsResource

        return AsyncLocationsResource(self)

    @cached_property
    def private_fleets(self) -> AsyncPrivateFleetsResource:
        """A private fleet is a group of hosts that are reserved for one organisation."""
        from .private_fleets import AsyncPrivateFleetsResource

        return AsyncPrivateFleetsResource(self)

    @cached_property
    def relays(self) -> AsyncRelaysResource:
        """A relay connects the players of a peer-to-peer game."""
        from .relays import AsyncRelaysResource

        return AsyncRelaysResource(self)

    @cached_property
    def lobbies(self) -> AsyncLobbiesResource:
        """A lobby service is a lobby server that Edgegap hosts and manages."""
        from .lobbies import AsyncLobbiesResource

        return AsyncLobbiesResource(self)

    @cached_property
    def sessions(self) -> AsyncSessionsResource:
        """Sessions place groups of players on shared deployments."""
        from .sessions import AsyncSessionsResource

        return AsyncSessionsResource(self)

    @cached_property
    def ip_lookup(self) -> AsyncIpLookupResource:
        """IP look-up returns the location of an IP address."""
        from .ip_lookup import AsyncIpLookupResource

        return AsyncIpLookupResource(self)
