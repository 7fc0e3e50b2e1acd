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
        """Images and tags in the organisation's registry."""
        from .container_registry import ContainerRegistryResource

        return ContainerRegistryResource(self)

    @cached_property
    def endpoint_storage(self) -> EndpointStorageResource:
        """S3 buckets that receive container logs and feed pull profiles."""
        from .endpoint_storage import EndpointStorageResource

        return EndpointStorageResource(self)

    @cached_property
    def pull_profiles(self) -> PullProfilesResource:
        """Files copied from an endpoint storage into a container when it starts."""
        from .pull_profiles import PullProfilesResource

        return PullProfilesResource(self)

    @cached_property
    def deployments(self) -> DeploymentsResource:
        """A deployment is one running game server."""
        from .deployments import DeploymentsResource

        return DeploymentsResource(self)

    @cached_property
    def deployment_tags(self) -> DeploymentTagsResource:
        """Short labels that you attach to a deployment to find it again."""
        from .deployment_tags import DeploymentTagsResource

        return DeploymentTagsResource(self)

    @cached_property
    def locations(self) -> LocationsResource:
        """Where deployments can run, and the beacons to measure latency against."""
        from .locations import LocationsResource

        return LocationsResource(self)

    @cached_property
    def private_fleets(self) -> PrivateFleetsResource:
        """Hosts reserved for one organisation."""
        from .private_fleets import PrivateFleetsResource

        return PrivateFleetsResource(self)

    @cached_property
    def relays(self) -> RelaysResource:
        """Relay sessions for peer-to-peer games."""
        from .relays import RelaysResource

        return RelaysResource(self)

    @cached_property
    def lobbies(self) -> LobbiesResource:
        """Managed lobby services."""
        from .lobbies import LobbiesResource

        return LobbiesResource(self)

    @cached_property
    def sessions(self) -> SessionsResource:
        """Sessions place groups of players on shared deployments."""
        from .sessions import SessionsResource

        return SessionsResource(self)

    @cached_property
    def ip_lookup(self) -> IpLookupResource:
        """Look up where an IP address is."""
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
        """Images and tags in the organisation's registry."""
        from .container_registry import AsyncContainerRegistryResource

        return AsyncContainerRegistryResource(self)

    @cached_property
    def endpoint_storage(self) -> AsyncEndpointStorageResource:
        """S3 buckets that receive container logs and feed pull profiles."""
        from .endpoint_storage import AsyncEndpointStorageResource

        return AsyncEndpointStorageResource(self)

    @cached_property
    def pull_profiles(self) -> AsyncPullProfilesResource:
        """Files copied from an endpoint storage into a container when it starts."""
        from .pull_profiles import AsyncPullProfilesResource

        return AsyncPullProfilesResource(self)

    @cached_property
    def deployments(self) -> AsyncDeploymentsResource:
        """A deployment is one running game server."""
        from .deployments import AsyncDeploymentsResource

        return AsyncDeploymentsResource(self)

    @cached_property
    def deployment_tags(self) -> AsyncDeploymentTagsResource:
        """Short labels that you attach to a deployment to find it again."""
        from .deployment_tags import AsyncDeploymentTagsResource

        return AsyncDeploymentTagsResource(self)

    @cached_property
    def locations(self) -> AsyncLocationsResource:
        """Where deployments can run, and the beacons to measure latency against."""
        from .locations import AsyncLocationsResource

        return AsyncLocationsResource(self)

    @cached_property
    def private_fleets(self) -> AsyncPrivateFleetsResource:
        """Hosts reserved for one organisation."""
        from .private_fleets import AsyncPrivateFleetsResource

        return AsyncPrivateFleetsResource(self)

    @cached_property
    def relays(self) -> AsyncRelaysResource:
        """Relay sessions for peer-to-peer games."""
        from .relays import AsyncRelaysResource

        return AsyncRelaysResource(self)

    @cached_property
    def lobbies(self) -> AsyncLobbiesResource:
        """Managed lobby services."""
        from .lobbies import AsyncLobbiesResource

        return AsyncLobbiesResource(self)

    @cached_property
    def sessions(self) -> AsyncSessionsResource:
        """Sessions place groups of players on shared deployments."""
        from .sessions import AsyncSessionsResource

        return AsyncSessionsResource(self)

    @cached_property
    def ip_lookup(self) -> AsyncIpLookupResource:
        """Look up where an IP address is."""
        from .ip_lookup import AsyncIpLookupResource

        return AsyncIpLookupResource(self)
