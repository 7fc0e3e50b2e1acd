"""Calls to the addresses that Edgegap injects, with their own tokens."""

from __future__ import annotations

from typing import Any, Final, Self, cast

import httpx
from attrs import frozen

from .._async.client import AsyncEdgegap
from .._core.operation import Operation
from .._core.redaction import Secret
from .._generated.orchestration.api.deployments.self_stop_deployment import OPERATION as SELF_STOP
from .._sync.client import Edgegap
from ..errors import (
    AuthenticationError,
    ConfigurationError,
    EdgegapError,
    PermissionDeniedError,
    ResponseFormatError,
)

__all__ = ["CONTEXT", "InjectedCall", "context_call", "read_object", "stop_call"]

CONTEXT: Final = Operation(
    id="get_context",
    method="GET",
    path="/v1/context/{deployment_id}/{context_key}",
    tag="deployments",
    own_token=True,
)
# These operations send their own token, never the client's. But a client cannot be created without a token.
_NO_TOKEN: Final = "none-inside-a-container"  # noqa: S105


def stop_call(address: Secret[str | None], token: Secret[str | None]) -> InjectedCall:
    """Return the call that stops the deployment.

    Raises:
        ConfigurationError: ARBITRIUM_DELETE_URL or ARBITRIUM_DELETE_TOKEN is missing or malformed.
    """
    return InjectedCall.read(
        SELF_STOP, "ARBITRIUM_DELETE", Secret(address.reveal() or ""), Secret(token.reveal() or "")
    )


def context_call(address: Secret[str | None], token: Secret[str | None]) -> InjectedCall:
    """Return the call that describes the deployment.

    Raises:
        ConfigurationError: ARBITRIUM_CONTEXT_URL or ARBITRIUM_CONTEXT_TOKEN is missing or malformed.
    """
    return InjectedCall.read(CONTEXT, "ARBITRIUM_CONTEXT", Secret(address.reveal() or ""), Secret(token.reveal() or ""))


def read_object(value: Any, name: str) -> dict[str, Any]:
    """Read a JSON object without changing it.

    Raises:
        ResponseFormatError: The value is not a JSON object.
    """
    if not isinstance(value, dict):
        raise ResponseFormatError(f"should be an object, got {type(value).__name__}", field=name)
    return cast("dict[str, Any]", value)


def _split(address: Secret[str]) -> tuple[str, Secret[str]]:
    """Return the origin and the path of an address. The origin is empty if the address is not an HTTP URL."""
    try:
        url = httpx.URL(address.reveal())
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        return "", Secret("")
    return str(url.copy_with(path="/", query=None, fragment=None)).rstrip("/"), Secret(url.raw_path.decode("ascii"))


@frozen
class InjectedCall:
    """A call to an injected address, with its own token. Both are secrets, so no error shows them."""

    operation: Operation
    variable: str
    origin: str
    path: Secret[str]
    token: Secret[str]

    @classmethod
    def read(cls, operation: Operation, variable: str, address: Secret[str], token: Secret[str]) -> Self:
        """Read a call from the variables whose names have the prefix `variable`."""
        for name, value in ((f"{variable}_URL", address), (f"{variable}_TOKEN", token)):
            if not value.reveal():
                raise ConfigurationError(
                    f"The environment variable {name} is unset, so {operation.id} is not possible here. Edgegap sets "
                    "it in deployments; in a sandbox, pass the variables of environment(request_id)."
                )
        origin, path = _split(address)
        if not origin:
            raise ConfigurationError(f"{variable}_URL must be an http or https address.")
        if not (token.reveal().isascii() and token.reveal().isprintable()):
            raise ConfigurationError(f"{variable}_TOKEN must be printable ASCII text without line breaks.")
        return cls(operation, variable, origin, path, token)

    # The client is created for one call. Only its retries, timeouts and errors are used.

    def send(self, timeout: float) -> httpx.Response:
        """Send the call from a thread."""
        with Edgegap(_NO_TOKEN, base_url=self.origin, timeout=timeout) as client:
            try:
                return client.request(self.operation, self.path, headers={"Authorization": self.token})
            except EdgegapError as error:
                self._advise(error)
                raise

    async def asend(self, timeout: float) -> httpx.Response:
        """Send the call from a task."""
        async with AsyncEdgegap(_NO_TOKEN, base_url=self.origin, timeout=timeout) as client:
            try:
                return await client.request(self.operation, self.path, headers={"Authorization": self.token})
            except EdgegapError as error:
                self._advise(error)
                raise

    def _advise(self, error: EdgegapError) -> None:
        if isinstance(error, AuthenticationError | PermissionDeniedError):
            error.hint = f"check {self.variable}_TOKEN: it must belong to this deployment and be passed on as it is"
