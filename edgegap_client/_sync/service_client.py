"""The parts that the clients of all services share: settings, the call loop, connections and their end."""
# Written by `make generate` from _async/service_client.py; do not edit.

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, TypeVar

import httpx

from .._core.call import Call
from .._core.decoding import UNSET, Unset
from .._core.headers import DefaultHeaders, read_headers, read_user_agent
from .._core.hooks import Hooks, read_hooks
from .._core.lease import STORE_TIMEOUT_SECONDS
from .._core.operation import Operation
from .._core.rate_limiter import Organisation, Slot
from .._core.redaction import Secret
from .._core.retries import RetryPolicy
from .._core.settings import (
    DEFAULT_TIMEOUTS,
    URL,
    USER_AGENT,
    Backend,
    RateLimits,
    Settings,
    import_folders,
    read_backend,
    read_base_url,
    retry_policy,
)
from .._core.token_source import Access, TokenProvider, TokenSource, hide_token, read_token
from .._runtime.sync_callbacks import ask, check_callable, run_all, run_to_end
from .._runtime.sync_signal import Signal
from .._transport.http_clients import HTTPClient, Transport
from ..drift import Drift
from ..errors import ConfigurationError, EdgegapError, RateLimitedError
from ..hooks import CallEvent, CallHook, EventHooks

if TYPE_CHECKING:
    from .._core.exchange import Exchange, Permission
    from .._runtime.replicas import Replicas
    from .._runtime.sync_runtime import Runtime

__all__ = ["ServiceClient"]

WatcherT = TypeVar("WatcherT")


def _text(token: Secret[str] | TokenProvider) -> Secret[str] | None:
    """A token that is text, so it is known before the first call."""
    return token if isinstance(token, Secret) else None


class ServiceClient:
    """A client of one service. Its subclasses have the operations, and call `_set_up` first."""

    # The name of the service, for messages.
    _access: Access
    # The folders that `warm_up` imports.
    _folders: ClassVar[tuple[str, ...]] = ()

    def _set_up(
        self,
        token: Secret[str] | TokenProvider | None,
        headers: Secret[DefaultHeaders | None],
        *,
        base_url: str | URL | None,
        timeout: float,
        timeouts: httpx.Timeout | None,
        max_retries: int | RetryPolicy,
        rate_limits: RateLimits,
        max_connections: int,
        max_response_bytes: int,
        poll_interval: float,
        user_agent: str | None,
        event_hooks: EventHooks | None,
        replicas: Secret[Replicas | str | None],
        http_client: HTTPClient | None,
        transport: Transport | None,
        backend: Backend | None,
        handle_sigterm: bool,
    ) -> None:
        # The import of asyncio and httpcore takes as long as that of httpx, so it waits until the first client is
        # created.
        from .._runtime.replicas import read_replicas
        from .._runtime.sync_runtime import Runtime
        from .._runtime.sync_sender import senders

        if http_client is not None and transport is not None:
            raise ConfigurationError(
                "pass http_client= or transport=, not both: an http_client has a transport of its own"
            )
        if isinstance(token, TokenProvider):
            check_callable("token=", token.function)
        settings = Settings(
            token=read_token(token, self._access),
            headers=read_headers(headers),
            user_agent=read_user_agent(user_agent, USER_AGENT),
            hooks=read_hooks(event_hooks, check_callable),
            base_url=read_base_url(base_url, self._access),
            access=self._access,
            timeout=timeout,
            timeouts=timeouts or (None if http_client is not None else DEFAULT_TIMEOUTS),
            retry=retry_policy(max_retries),
            rate_limits=rate_limits,
            max_connections=max_connections,
            max_response_bytes=max_response_bytes,
            poll_interval=poll_interval,
            drift=Drift(),
        ).checked()
        self._settings = settings
        # The launch whose create request this copy sends. The request is not sent once the launch is given up.
        self._permission: Permission | None = None
        self._organisation = Organisation(settings.base_url, _text(settings.token))
        # The client that `with_options` copied.
        self._original: Self | None = None
        self._replicas = read_replicas(replicas)
        self._runtime: Runtime = Runtime(
            senders(settings, http_client, transport, read_backend(backend)), handles_sigterm=handle_sigterm
        )

    def warm_up(self) -> None:
        """Import now all code that the first calls would import.

        It takes about 0.2 s, better spent before an event loop runs.

        The client loads certificates and the transport when it is created. This method imports all operations and
        models. In a running event loop, call `asyncio.to_thread(client.warm_up)`.
        """
        import_folders(*self._folders, "_async", "_sync", "_core")

    def __repr__(self) -> str:
        # Tracebacks also show a client that is not complete yet.
        settings = self.__dict__.get("_settings")
        return f"{type(self).__name__}({'' if settings is None else f'base_url={settings.base_url!r}'})"

    def with_options(
        self,
        *,
        timeout: float | Unset = UNSET,
        max_retries: int | RetryPolicy | Unset = UNSET,
        rate_limits: RateLimits | Unset = UNSET,
        token: TokenSource | Unset = UNSET,
        headers: DefaultHeaders | Unset = UNSET,
        user_agent: str | Unset = UNSET,
        event_hooks: EventHooks | Unset = UNSET,
    ) -> Self:
        """Return a copy of the client with other options, for one call or for many.

        Both share connections and rate limits.

        For one call:

            edgegap.with_options(timeout=2, max_retries=0).applications.get("my-game")

        `headers` and `event_hooks` are added to the client's; the other options replace the client's. Calls and
        launches of the original client go on with its own token. Another token has rate limits of its own, so pass a
        function as `token` to rotate tokens.

        Raises:
            ConfigurationError: An option is malformed.
        """
        # This line comes before all code that can fail, or tracebacks would show the secrets.
        problem = "" if token is UNSET else self._problem_of_token(token)
        hidden_token = hide_token(None if token is UNSET else token)
        hidden_headers = Secret(None if headers is UNSET else headers)
        del token, headers
        if problem:
            raise ConfigurationError(problem)
        settings = self._settings
        if timeout is not UNSET:
            settings = settings.replace(timeout=timeout)
        if max_retries is not UNSET:
            settings = settings.replace(retry=retry_policy(max_retries))
        if rate_limits is not UNSET:
            settings = settings.replace(rate_limits=rate_limits)
        if hidden_token is not None:
            if isinstance(hidden_token, TokenProvider):
                check_callable("token=", hidden_token.function)
            settings = settings.replace(token=read_token(hidden_token, self._access))
        if hidden_headers.reveal() is not None:
            settings = settings.replace(headers={**settings.headers, **read_headers(hidden_headers)})
        if user_agent is not UNSET:
            settings = settings.replace(user_agent=read_user_agent(user_agent, USER_AGENT))
        if event_hooks is not UNSET:
            settings = settings.replace(hooks=read_hooks(event_hooks, check_callable, settings.hooks))
        settings = settings.checked()
        other = self.__copy__()
        other._settings = settings
        if settings.token is not self._settings.token:
            other._organisation = Organisation(settings.base_url, _text(settings.token))
        return other

    def _problem_of_token(self, token: object) -> str:
        """Return why this client cannot use another token; empty if it can.

        An error raised here would show the token.
        """
        return ""

    def __copy__(self) -> Self:
        """A copy of the client. Both share connections, rate limits and everything that a subclass has added."""
        other = object.__new__(type(self))
        state: Any = object.__getstate__(self)
        parts: list[dict[str, Any] | None] = list(state) if isinstance(state, tuple) else [state]  # pyright: ignore[reportUnknownArgumentType]
        for name, value in [item for part in parts for item in (part or {}).items()]:
            # Resources that exist already would send with the options of this client.
            if not isinstance(getattr(type(self), name, None), cached_property):
                object.__setattr__(other, name, value)
        other._original = self._original or self
        return other

    def __reduce__(self) -> NoReturn:
        # Pickling raises an error instead of making a copy: the copy would contain the token as clear text.
        raise TypeError(
            f"{type(self).__name__} cannot be pickled, as it has the API token and open connections: "
            "pass base_url (and other options) to the other process, and create a client there, "
            f"which reads the token from {self._access.token_variables[0]}"
        )

    def _reopened(self) -> Self:
        """The same client with new connections, for work that outlives this client."""
        other = self.__copy__()
        other._runtime = self._runtime.reopened()
        return other

    @property
    def drift(self) -> Drift:
        """Differences between responses and the specification, by operation. Copies from `with_options` share them."""
        return self._settings.drift

    def request(
        self,
        operation: Operation,
        path: str | Secret[str],
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str | Secret[str]] | None = None,
        json: Any = None,
    ) -> httpx.Response:
        """Send one operation. The methods of the resources and the functions of `edgegap_client.api` call this method.

        Args:
            operation: The operation.
            path: The path with its parameters, percent-encoded.
            params: Query parameters.
            headers: Additional headers.
            json: The body, as values that JSON can encode. Generated methods pass it as a secret, and `reveal()`
                returns it.

        Returns:
            The response with its whole body. Its status is 2xx.

        Raises:
            EdgegapError: Each failure has its own type, see `edgegap_client.errors`.
        """
        call = self._call(operation, path, params, headers, json)
        del path, params, headers, json  # The call has these values now, and no traceback shows its values.
        return self._perform(call, self._permission)

    def _call(
        self,
        operation: Operation,
        path: str | Secret[str],
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
        json: Any = None,
    ) -> Call:
        operation = self._prepared(operation)
        return Call(self._settings, self._organisation, operation, path, params, headers, json)

    def _prepared(self, operation: Operation) -> Operation:
        """Return the operation with the options of this client. Raises if the client may not send it."""
        return operation

    def _perform(self, call: Call, permission: Permission | None = None) -> httpx.Response:
        """Send a call, with the hooks around it. Sends nothing once `permission` is withdrawn."""
        hooks = self._settings.hooks
        if hooks is None:
            return self._until_response(call, permission, None)
        try:
            self._run_all(hooks.call_start, call, call.event("call_start"))
            response = self._until_response(call, permission, hooks)
        except BaseException as error:
            self._run_to_end(hooks.call_end, call, call.event("call_end", error))
            raise
        self._run_to_end(hooks.call_end, call, call.event("call_end"))
        return response

    def _until_response(self, call: Call, permission: Permission | None, hooks: Hooks | None) -> httpx.Response:
        """Send a call until it succeeds or must not be retried."""
        if self._replicas is not None:
            self._replicas.start()
        while True:
            if call.needs_token():
                self._authorize(call)
            slot = self._slot(call) if call.counted() else None
            exchange = call.start(permission)
            if hooks is None:
                result = self._attempt(call, exchange, slot)
            else:
                result = self._observed_attempt(call, exchange, slot, hooks)
            if not isinstance(result, EdgegapError):
                return result
            try:
                delay = call.after(result)
                if hooks is not None:
                    self._run_all(hooks.retry, call, call.event("retry", result, delay))
            finally:
                # Otherwise, the error and this frame would keep each other alive until the garbage collector runs.
                del result
            self._runtime.sleep(delay)

    def _attempt(self, call: Call, exchange: Exchange, slot: Slot | None) -> httpx.Response | EdgegapError:
        """Send a request once. Raises an error if the status of the response is not 2xx."""
        try:
            response = self._runtime.send(call.request, exchange)
        except BaseException as problem:
            if slot is not None and exchange.may_have_been_sent:
                slot.ended()
            elif slot is not None:
                call.limit().give_back(slot)
            if isinstance(problem, Exception):
                return call.failed(problem, exchange)
            call.interrupted(problem, exchange)
            raise
        if slot is not None:
            slot.ended()
        if response.is_success:
            return call.succeeded(response)
        error = call.refused(response)
        if isinstance(error, RateLimitedError) and call.counted():
            call.limit().slow_down(1.0 if error.retry_after is None else error.retry_after)
        return error

    def _observed_attempt(
        self, call: Call, exchange: Exchange, slot: Slot | None, hooks: Hooks
    ) -> httpx.Response | EdgegapError:
        """`_attempt` with the hooks around it."""
        try:
            try:
                self._run_all(hooks.attempt_start, call, call.event("attempt_start"))
            except BaseException:
                if slot is not None:
                    call.limit().give_back(slot)
                raise
            result = self._attempt(call, exchange, slot)
        except BaseException as error:
            self._run_to_end(hooks.attempt_end, call, call.event("attempt_end", error))
            raise
        failure = result if isinstance(result, EdgegapError) else None
        self._run_to_end(hooks.attempt_end, call, call.event("attempt_end", failure))
        return result

    def _run_all(self, functions: tuple[CallHook, ...], call: Call, event: CallEvent) -> None:
        try:
            run_all(functions, event)
        except EdgegapError as error:
            call.raised_by_hook(error)
            raise

    def _run_to_end(self, functions: tuple[CallHook, ...], call: Call, event: CallEvent) -> None:
        try:
            run_to_end(functions, event)
        except EdgegapError as error:
            call.raised_by_hook(error)
            raise

    def _authorize(self, call: Call) -> None:
        """Get the token for the next attempt."""
        self._runtime.check()
        provider = self._settings.token
        assert isinstance(provider, TokenProvider)
        try:
            token = ask(provider, call.seconds_left())
        except Exception as problem:
            raise call.unauthorized(problem) from problem
        call.authorize(token)

    def _slot(self, call: Call) -> Slot:
        """Wait until the rate limit of the operation allows the request."""
        self._runtime.check()
        limit, wakeup = call.limit(), Signal()
        if self._replicas is not None:
            from .._runtime.redis_limits import share_limit

            share_limit(self._replicas, call.limit_key(), limit)
        slot = Slot(wakeup, min(STORE_TIMEOUT_SECONDS, call.seconds_left()))
        try:
            while (wait := limit.take(slot, max_wait := call.max_wait())) > 0:
                if not slot.waits_for_store:
                    call.check_wait(wait, max_wait)
                wakeup.wait(wait)
        except BaseException:
            limit.give_back(slot)
            raise
        return slot

    def close(self) -> None:
        """Close the connections, and end all running calls.

        You may repeat the call; later requests raise `ClientClosedError`.
        """
        self._runtime.close()

    def __enter__(self) -> Self:
        self._runtime.check()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
