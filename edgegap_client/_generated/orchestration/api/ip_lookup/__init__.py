"""IP look-up returns the location of an IP address.

The resource classes of `Edgegap.ip_lookup` and `AsyncEdgegap.ip_lookup`, and a module per operation.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE

if TYPE_CHECKING:
    from ...client import AsyncClient, Client
    from ...models.ip_lookup_result import IpLookupResult
    from ...models.ips_lookup_response import IpsLookupResponse
    from ...models.public_ip import PublicIp
    from . import get_public_ip as get_public_ip
    from . import lookup_ip as lookup_ip
    from . import lookup_ips as lookup_ips

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.ip_lookup"

__all__ = ("AsyncIpLookupResource", "IpLookupResource", "get_public_ip", "lookup_ip", "lookup_ips")


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class IpLookupResource:
    """IP look-up returns the location of an IP address."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def get_public_ip(self) -> PublicIp:
        """Read the public IP address of the caller.

        Returns the address that this request came from, as the service sees it. Behind a proxy or NAT, this is
        the outer address.

        `GET /v1/ip`.

        Returns:
            The `PublicIp`.

        Raises:
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_public_ip

        return get_public_ip.sync(client=self._client)

    def lookup(self, ip: str) -> IpLookupResult:
        """Locate an IP address.

        Returns the continent, country and approximate position of one IP address.

        `GET /v1/ip/{ip}/lookup`.

        Args:
            ip: The IP address to look up.

        Returns:
            The `IpLookupResult`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import lookup_ip

        return lookup_ip.sync(ip, client=self._client)

    def bulk_lookup(self, addresses: Iterable[str]) -> IpsLookupResponse:
        """Locate several IP addresses.

        Locates at most 20 IP addresses in one call. Match the results by address: their order is not
        documented.

        `POST /v1/ips/lookup`.

        Args:
            addresses: The IP addresses, at most 20.

        Returns:
            The `IpsLookupResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.ips_lookup_request import IpsLookupRequest
        from . import lookup_ips

        body = make_body(IpsLookupRequest, {"addresses": addresses})

        return lookup_ips.sync(client=self._client, body=body)


class AsyncIpLookupResource:
    """IP look-up returns the location of an IP address."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    async def get_public_ip(self) -> PublicIp:
        """Read the public IP address of the caller.

        Returns the address that this request came from, as the service sees it. Behind a proxy or NAT, this is
        the outer address.

        `GET /v1/ip`.

        Returns:
            The `PublicIp`.

        Raises:
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_public_ip

        return await get_public_ip.asyncio(client=self._client)

    async def lookup(self, ip: str) -> IpLookupResult:
        """Locate an IP address.

        Returns the continent, country and approximate position of one IP address.

        `GET /v1/ip/{ip}/lookup`.

        Args:
            ip: The IP address to look up.

        Returns:
            The `IpLookupResult`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import lookup_ip

        return await lookup_ip.asyncio(ip, client=self._client)

    async def bulk_lookup(self, addresses: Iterable[str]) -> IpsLookupResponse:
        """Locate several IP addresses.

        Locates at most 20 IP addresses in one call. Match the results by address: their order is not
        documented.

        `POST /v1/ips/lookup`.

        Args:
            addresses: The IP addresses, at most 20.

        Returns:
            The `IpsLookupResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.ips_lookup_request import IpsLookupRequest
        from . import lookup_ips

        body = make_body(IpsLookupRequest, {"addresses": addresses})

        return await lookup_ips.asyncio(client=self._client, body=body)
