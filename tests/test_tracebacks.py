"""No secret is in a traceback: not with the local variables of every frame, as Sentry, rich and structlog show them."""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import signal
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from functools import partial
from types import FunctionType
from typing import Any, Final

import httpx
import pytest

from edgegap_client import (
    AsyncEdgegap,
    CertificateError,
    ClientError,
    ConfigurationError,
    Edgegap,
    EdgegapError,
    InvalidRequestError,
    LaunchError,
    Outcome,
    RateLimitedError,
    Response,
    ResponseFormatError,
    RetryPolicy,
)
from edgegap_client._core.redaction import Secret
from edgegap_client.api.deployments import self_stop_deployment
from edgegap_client.container import Container
from edgegap_client.hooks import CallEvent
from edgegap_client.models import (
    AppVersionEnv,
    DeploymentReportMetadata,
    EnvVar,
    EnvVarV2,
    SelectorEnv,
    SessionSelector,
)
from edgegap_client.sandbox import Sandbox, Timing

from .servers.ports import LOCALHOST, deaf_port, silent_port
from .servers.scripts import answer, serving_script
from .servers.untrusted import untrusted_server
from .test_errors import HTTPX_ERRORS, raising
from .test_launch import FAST, ORDER, prepare
from .test_secrets import VERSION, plain_secret
from .trackers import chain_of, shown_of

CLOSED: Final = "http://127.0.0.1:1"
# A body that does not fit into the buffers of two sockets.
LONG: Final = 8_000_000


class Vault:
    """Secrets, held so that no frame of the tests shows them: read them inline, and never into a variable."""

    __slots__ = ("env", "private_token", "relay_token", "secret_access_key", "self_stop", "stop_key", "token")

    env: str
    private_token: str
    relay_token: int
    secret_access_key: str
    self_stop: str
    stop_key: str
    token: str

    def __init__(self) -> None:
        chance = random.Random(13)
        for name in self.__slots__:
            setattr(self, name, plain_secret(chance))
        self.relay_token = chance.randrange(10**11, 10**12)

    def not_in(self, text: str, where: str) -> None:
        for name in self.__slots__:
            # How `repr`, JSON and a query write the plain ones is the same.
            place = text.find(str(getattr(self, name)))
            assert place < 0, f"{name} is in {where}: {text[max(0, place - 300) : place + 60]}"

    def values(self) -> list[str]:
        return [str(getattr(self, name)) for name in self.__slots__]


VAULT: Final = Vault()
Call = Callable[[Any], Any]


def create_version(edgegap: Any, **further: Any) -> Any:
    return edgegap.app_versions.create(
        **{"app_name": "my-game", "name": "v1", **VERSION, **further},
        private_token=VAULT.private_token,
        envs=[AppVersionEnv(key="PASS", value=VAULT.env)],
    )


def update_version(edgegap: Any) -> Any:
    return edgegap.app_versions.update(
        "my-game", "v1", private_token=VAULT.private_token, envs=[AppVersionEnv(key="PASS", value=VAULT.env)]
    )


def deploy(edgegap: Any) -> Any:
    return edgegap.deployments.create(
        application="my-game",
        version="v1",
        users=ORDER["users"],
        environment_variables=[EnvVarV2(key="PASS", value=VAULT.env, is_hidden=True)],
    )


def deploy_v1(edgegap: Any) -> Any:
    return edgegap.deployments.create_v1(app_name="my-game", env_vars=[EnvVar(key="PASS", value=VAULT.env)])


def create_session(edgegap: Any) -> Any:
    return edgegap.sessions.create(
        app_name="my-game", selectors=[SessionSelector(tag="t", env=SelectorEnv(key="PASS", value=VAULT.env))]
    )


def create_storage(edgegap: Any) -> Any:
    return edgegap.endpoint_storage.create(
        name="s", access_key_id="AKIA", secret_access_key=VAULT.secret_access_key, endpoint="e", bucket="b"
    )


def update_storage(edgegap: Any) -> Any:
    return edgegap.endpoint_storage.update("s", secret_access_key=VAULT.secret_access_key)


def revoke(edgegap: Any) -> Any:
    return edgegap.relays.revoke_user(session_id="1-S", authorization_token=VAULT.relay_token)


def self_stop(edgegap: Any) -> Any:
    return edgegap.deployments.self_stop("d1", VAULT.stop_key, authorization=VAULT.self_stop)


def self_stop_by_function(edgegap: Any) -> Any:
    of: Any = self_stop_deployment
    function = of.sync if isinstance(edgegap, Edgegap) else of.asyncio
    return function("d1", VAULT.stop_key, authorization=VAULT.self_stop, client=edgegap)


def self_stop_in_detail(edgegap: Any) -> Any:
    of: Any = self_stop_deployment
    function = of.sync_detailed if isinstance(edgegap, Edgegap) else of.asyncio_detailed
    return function("d1", VAULT.stop_key, authorization=VAULT.self_stop, client=edgegap)


def request_by_hand(edgegap: Any) -> Any:
    return edgegap.request(
        self_stop_deployment.OPERATION,
        f"/v1/self/stop/d1/{VAULT.stop_key}",
        headers={"Authorization": VAULT.self_stop},
        json={"private_token": VAULT.private_token},
    )


CALLS: Final[list[Call]] = [
    *(create_version, update_version, deploy, deploy_v1, create_session),
    *(create_storage, update_storage, revoke, self_stop),
    *(self_stop_by_function, self_stop_in_detail, request_by_hand),
]
# A body, and an address and a header, with secrets.
TWO_CALLS: Final[list[Call]] = [create_version, self_stop]
# A stop accepts any body.
BODY_CALLS: Final[list[Call]] = [create_version]
ANY_BODY: Final = frozenset(("no JSON", "a list", "deeply nested"))


def error_of(kind: str, call: Call, **options: Any) -> BaseException:
    """What a call raises."""
    options = {"base_url": CLOSED, "max_retries": 0, **options}
    if kind == "sync":
        with Edgegap(VAULT.token, **options) as edgegap:
            try:
                call(edgegap)
            except BaseException as error:
                return error
            raise AssertionError("nothing was raised")

    async def wait() -> BaseException:
        async with AsyncEdgegap(VAULT.token, **options) as edgegap:
            try:
                await call(edgegap)
            except BaseException as error:
                return error
            raise AssertionError("nothing was raised")

    return asyncio.run(wait())


def assert_hides_all(error: BaseException) -> None:
    for where, text in shown_of(error):
        VAULT.not_in(text, f"{where} of {error!r}")


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


# --- what cannot be sent --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unwritable", [object(), float("nan"), b"bytes", "\ud800", {1, 2}])
def test_a_body_that_cannot_be_written(kind: str, unwritable: object) -> None:
    error = error_of(kind, lambda edgegap: create_version(edgegap, req_cpu=unwritable))
    assert type(error) is InvalidRequestError
    assert error.outcome is Outcome.NOT_SENT
    assert_hides_all(error)


def test_a_body_with_something_else_than_a_model(kind: str) -> None:
    error = error_of(kind, lambda edgegap: create_version(edgegap, ports=["7777"]))
    assert type(error) is InvalidRequestError
    assert str(error).startswith("ports[0] must be a dict with port and protocol (optional: ")
    assert_hides_all(error)


@pytest.mark.parametrize("name", ["my\ud800game", "", "..", None, 1.5])
def test_a_path_argument_that_cannot_be_sent_is_named(kind: str, name: Any) -> None:
    error = error_of(kind, lambda edgegap: create_version(edgegap, app_name=name))
    assert type(error) is InvalidRequestError
    assert isinstance(error, ClientError)
    assert error.outcome is Outcome.NOT_SENT
    assert str(error).startswith("app_name must ")
    assert str(error).isprintable()
    assert_hides_all(error)


@pytest.mark.parametrize("odd", ["{}\ud800", "{}/..", b"bytes", 1.5])
def test_a_secret_argument_that_cannot_be_sent_is_named_but_not_shown(kind: str, odd: Any) -> None:
    def call(edgegap: Any) -> Any:
        return edgegap.deployments.self_stop(
            "d1", odd.format(VAULT.stop_key) if isinstance(odd, str) else odd, authorization=VAULT.self_stop
        )

    error = error_of(kind, call)
    if odd == "{}/..":
        assert not isinstance(error, ClientError)  # its slash is encoded
    else:
        assert str(error).startswith("stop_key must ")
    assert_hides_all(error)

    def with_token(edgegap: Any) -> Any:
        return edgegap.deployments.self_stop("d1", VAULT.stop_key, authorization=VAULT.self_stop + "\n")

    error = error_of(kind, with_token)
    assert str(error).startswith("authorization must ")
    assert_hides_all(error)


def test_a_query_that_cannot_be_sent(kind: str) -> None:
    error = error_of(kind, lambda edgegap: edgegap.deployments.list_page(query="\ud800"))
    assert type(error) is InvalidRequestError
    assert_hides_all(error)


# --- what cannot be set up ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options", [{"timeout": -1}, {"timeout": "soon"}, {"max_retries": -1}, {"rate_limits": "never"}], ids=repr
)
def test_options_that_are_not_possible(kind: str, options: Any) -> None:
    error = error_of(kind, lambda edgegap: edgegap.with_options(**options).applications.get("my-game"))
    assert type(error) is ConfigurationError
    assert_hides_all(error)
    with pytest.raises(ConfigurationError) as raised:
        (Edgegap if kind == "sync" else AsyncEdgegap)(VAULT.token, **options)
    assert_hides_all(raised.value)


@pytest.mark.parametrize("client", [Edgegap, AsyncEdgegap])
@pytest.mark.parametrize(
    "options",
    [
        {"base_url": "http://ex ample"},
        {"base_url": "nonsense"},
        {"backend": "carrier pigeon"},
        {"transport": object()},
        {"http_client": object()},
    ],
    ids=list,
)
def test_a_client_that_cannot_be_made(client: Any, options: Any) -> None:
    with pytest.raises(ConfigurationError) as raised:
        client(VAULT.token, **options)
    assert_hides_all(raised.value)


@pytest.mark.parametrize("around", ["bad token {}", "{}\n{}", "Bearer {}", "{}é"])
@pytest.mark.parametrize("client", [Edgegap, AsyncEdgegap])
def test_a_token_that_is_none(client: Any, around: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError) as raised:
        client(around.replace("{}", VAULT.token))
    assert_hides_all(raised.value)
    with pytest.raises(ConfigurationError) as raised:
        client(VAULT.token.encode())
    assert_hides_all(raised.value)
    monkeypatch.setenv("EDGEGAP_API_TOKEN", around.replace("{}", VAULT.token))
    with pytest.raises(ConfigurationError) as raised:
        client()
    assert_hides_all(raised.value)


def test_settings_show_no_token_to_what_walks_through_them() -> None:
    class TextOfPydantic:
        def get_secret_value(self) -> str:
            return VAULT.token

    for token in (VAULT.token, f"token {VAULT.token}", TextOfPydantic(), Secret(VAULT.token)):
        settings: Any = Edgegap(token, base_url=CLOSED)._settings
        del token
        assert settings.token.reveal() == VAULT.token
        assert settings.replace(timeout=1.0).timeout == 1.0
        assert not isinstance(settings, tuple)
        try:
            raise ValueError("with settings in its frame")
        except ValueError as error:
            assert_hides_all(error)
        with pytest.raises(TypeError):
            json.dumps(settings)


def test_models_show_no_secret_to_what_walks_through_them() -> None:
    def fail(*models: object) -> None:
        raise ValueError("with models in its frame")

    with pytest.raises(ValueError, match="models") as raised:
        fail(
            AppVersionEnv(key="PASS", value=VAULT.env),
            [EnvVarV2(key="PASS", value=VAULT.env, is_hidden=True)],
            {"a": SessionSelector(tag="t", env=SelectorEnv(key="PASS", value=VAULT.env))},
            DeploymentReportMetadata.from_dict({"PASS": VAULT.env}),
            Response(200, VAULT.env.encode(), httpx.Headers({"authorization": VAULT.token}), None),
        )
    assert_hides_all(raised.value)
    assert "key='PASS'" in "".join(text for _, text in shown_of(raised.value))


# --- what the network does ------------------------------------------------------------------------------------------


def sent_in(request: bytes) -> list[str]:
    return [value for value in VAULT.values() if value.encode() in request]


def echo(request: bytes) -> bytes:
    return json.dumps({"message": sent_in(request), "got": request.decode(), "value": sent_in(request)}).encode()


def silence(request: bytes) -> Iterable[bytes]:
    time.sleep(0.3)
    return []


SCRIPTS: Final[dict[str, Callable[[bytes], Iterable[bytes]]]] = {
    "closed": lambda request: [],
    "cut off in the head": lambda request: [b"HTTP/1.1 200 OK\r\nContent-"],
    "cut off in the body": lambda request: [b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", echo(request)],
    "garbage": lambda request: [" ".join(sent_in(request)).encode() + b"\r\n\r\n"],
    "a bad header": lambda request: [b"HTTP/1.1 200 OK\r\n" + " ".join(sent_in(request)).encode() + b"\r\n\r\n"],
    "a bad chunk": lambda request: [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + echo(request)],
    "compressed wrongly": lambda request: [answer(echo(request), "Content-Encoding: gzip")],
    "no JSON": lambda request: [answer(b"<p>" + echo(request))],
    "a list": lambda request: [answer(b"[" + echo(request) + b"]")],
    "deeply nested": lambda request: [answer(b'{"version":' * 100_000 + echo(request) + b"}" * 100_000)],
    **{
        str(status): lambda request, status=status: [answer(echo(request), status=f"{status} No")]  # type: ignore[misc]
        for status in (302, 400, 401, 403, 404, 409, 410, 422, 424, 429, 500, 503)
    },
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_response_that_is_none_or_echoes(kind: str, script: str) -> None:
    with serving_script(SCRIPTS[script]) as base_url:
        for call in CALLS if script == "400" else BODY_CALLS if script in ANY_BODY else TWO_CALLS:
            error = error_of(kind, call, base_url=base_url)
            assert isinstance(error, EdgegapError)
            assert_hides_all(error)


def test_a_field_that_echoes_secrets_hides_them_when_it_is_used(kind: str) -> None:
    def reply(request: bytes) -> Iterable[bytes]:
        return [answer(json.dumps({"version": [{value: value} for value in sent_in(request)]}).encode())]

    def use(edgegap: Any) -> Any:
        created = create_version(edgegap)
        return created.version if kind == "sync" else use_later(created)

    async def use_later(created: Any) -> object:
        return (await created).version

    with serving_script(reply) as base_url:
        error = error_of(kind, use, base_url=base_url)
        assert type(error) is ResponseFormatError
        assert_hides_all(error)


def test_a_response_that_is_too_long(kind: str) -> None:
    with serving_script(lambda request: [answer(echo(request))]) as base_url:
        for call in TWO_CALLS:
            error = error_of(kind, call, base_url=base_url, max_response_bytes=100)
            assert type(error) is ResponseFormatError
            assert_hides_all(error)


def test_a_connection_that_is_not_made(kind: str) -> None:
    for call in CALLS:
        error = error_of(kind, call)
        assert "127.0.0.1:1 " in str(error)
        assert_hides_all(error)
    with deaf_port() as port:
        base_url = f"http://127.0.0.1:{port}"
        for options in ({"timeouts": httpx.Timeout(5, connect=0.1)}, {"timeout": 0.1}):
            error = error_of(kind, create_version, base_url=base_url, **options)
            assert isinstance(error, TimeoutError)
            assert base_url.removeprefix("http://") in str(error)
            assert_hides_all(error)


def test_a_response_that_does_not_come_in_time(kind: str) -> None:
    with serving_script(silence) as base_url:
        for call in TWO_CALLS:
            for options in ({"timeouts": httpx.Timeout(0.05)}, {"timeout": 0.05}):
                error = error_of(kind, call, base_url=base_url, **options)
                assert isinstance(error, TimeoutError)
                assert base_url.removeprefix("http://") in str(error)
                assert_hides_all(error)


def create_long_version(edgegap: Any) -> Any:
    return create_version(edgegap, command="x" * LONG)


def test_a_request_that_the_server_does_not_read(kind: str) -> None:
    with silent_port() as port:
        base_url = f"http://127.0.0.1:{port}"
        error = error_of(kind, create_long_version, base_url=base_url, timeouts=httpx.Timeout(5, write=0.1))
        assert isinstance(error, TimeoutError)
        assert_hides_all(error)


def test_a_server_that_speaks_no_tls(kind: str) -> None:
    with serving_script(lambda request: []) as base_url:
        error = error_of(kind, create_version, base_url=base_url.replace("http:", "https:"), timeout=2)
        assert isinstance(error, EdgegapError)
        assert_hides_all(error)


def test_a_certificate_that_is_not_trusted(kind: str) -> None:
    with untrusted_server() as server:
        error = error_of(kind, create_version, base_url=server.base_url)
        assert type(error) is CertificateError
        assert_hides_all(error)


def test_no_free_connection(kind: str) -> None:
    def crowd(edgegap: Any) -> Any:
        if kind == "async":
            return asyncio.gather(create_version(edgegap), create_version(edgegap))  # pyright: ignore[reportUnknownVariableType]
        other = threading.Thread(target=quietly, args=(create_version, edgegap))
        other.start()
        time.sleep(0.05)
        try:
            return create_version(edgegap)
        finally:
            other.join()

    with serving_script(silence) as base_url:
        error = error_of(kind, crowd, base_url=base_url, max_connections=1, timeout=0.2)
        assert_hides_all(error)


def quietly(call: Call, edgegap: Any) -> None:
    with suppress(EdgegapError):
        call(edgegap)


# --- what the caller does -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("raised", [*HTTPX_ERRORS, TimeoutError, ValueError, KeyError], ids=lambda kind: kind.__name__)
def test_an_exception_of_the_callers_own_transport_keeps_its_frames(kind: str, raised: type[Exception]) -> None:
    for call in TWO_CALLS:
        error = error_of(kind, call, transport=httpx.MockTransport(raising(raised)))
        assert_hides_all(error)
        frames = [frame for link in chain_of(error) for frame in traceback.extract_tb(link.__traceback__)]
        assert "fail" in {frame.name for frame in frames}, "the transport's own frame is kept"
        assert not [frame for frame in frames if re.search(r"/httpx\d?/|/httpcore\d?/", frame.filename)]


class HiddenKey:
    def get_secret_value(self) -> str:
        return str(VAULT.secret_access_key)


@pytest.mark.parametrize("hook", ["call_start", "attempt_start", "attempt_end", "retry", "call_end"])
def test_a_hook_that_raises(kind: str, hook: str) -> None:
    def add_header(event: CallEvent) -> None:
        event.headers["X-Gateway"] = VAULT.private_token

    def complain(event: CallEvent) -> None:
        raise ValueError("not again")

    error = error_of(
        kind,
        create_version,
        max_retries=RetryPolicy(1, first_delay=0),
        event_hooks={"call_start": [add_header], hook: [add_header, complain]},
        headers={"X-Gateway-Key": HiddenKey()},
    )
    assert [link for link in chain_of(error) if type(link) is ValueError]
    assert_hides_all(error)


@pytest.mark.parametrize("value", ["{}\n", "{}\ud800", 5])
def test_a_header_that_cannot_be_sent(kind: str, value: Any) -> None:
    def add_header(event: CallEvent) -> None:
        event.headers["X-Gateway"] = value.format(VAULT.private_token) if isinstance(value, str) else value

    options: dict[str, Any] = {"headers": {"X-Gateway-Key": HiddenKey()}}
    error = error_of(kind, create_version, event_hooks={"attempt_start": [add_header]}, **options)
    assert type(error) is InvalidRequestError
    assert_hides_all(error)
    error = error_of(
        kind,
        lambda edgegap: edgegap.with_options(
            headers={"X-Gateway": value.format(VAULT.private_token) if isinstance(value, str) else value}
        ),
    )
    assert type(error) is ConfigurationError
    assert_hides_all(error)
    error = error_of(
        kind,
        lambda edgegap: edgegap.request(
            self_stop_deployment.OPERATION,
            "/v1",
            headers={
                "Authorization": VAULT.self_stop,
                "X-Gateway": value.format(VAULT.private_token) if isinstance(value, str) else value,
            },
        ),
        **options,
    )
    assert_hides_all(error)


def test_a_closed_client(kind: str) -> None:
    def call(edgegap: Any) -> Any:
        if kind == "sync":
            edgegap.close()
            return create_version(edgegap)

        async def close() -> None:
            await edgegap.aclose()
            await create_version(edgegap)

        return close()

    error = error_of(kind, call)
    assert isinstance(error, ClientError)
    assert_hides_all(error)


def test_a_rate_limit(kind: str) -> None:
    def many(edgegap: Any) -> Any:
        if kind == "sync":
            return [deploy(edgegap) for _ in range(41)]
        return asyncio.gather(*(deploy(edgegap) for _ in range(41)))

    transport = httpx.MockTransport(lambda request: httpx.Response(200, json={"request_id": "d1"}))
    for options in ({"rate_limits": "raise"}, {"timeout": 0.3}):
        error = error_of(kind, many, transport=transport, **options)
        assert type(error) is RateLimitedError
        assert_hides_all(error)


def test_a_cancelled_call() -> None:
    async def cancelled(edgegap: Any) -> Any:
        for call in TWO_CALLS:
            task = asyncio.ensure_future(call(edgegap))
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as raised:
                await task
            assert_hides_all(raised.value)
        async with asyncio.timeout(0.05):
            await create_version(edgegap)

    with serving_script(silence) as base_url:
        error = error_of("async", cancelled, base_url=base_url)
    assert type(error) is TimeoutError
    assert_hides_all(error)
    with silent_port() as port:
        base_url = f"http://127.0.0.1:{port}"
        # Now what is cancelled is the writing of the body.
        error = error_of(
            "async", lambda edgegap: asyncio.wait_for(create_long_version(edgegap), 0.2), base_url=base_url
        )
    assert type(error) is TimeoutError
    assert_hides_all(error)


def test_an_exception_from_an_instruction_without_a_line_arrives() -> None:
    """A signal handler may raise at such an instruction, too."""

    class TimeLimit(Exception):
        pass

    def fail(_: httpx.Request) -> httpx.Response:
        raise TimeLimit

    without_lines = FunctionType(fail.__code__.replace(co_linetable=b""), {}, closure=fail.__closure__)
    with pytest.raises(TimeLimit), Edgegap(VAULT.token, transport=httpx.MockTransport(without_lines)) as edgegap:
        edgegap.applications.get("my-game")


@pytest.mark.parametrize("is_read", [True, False], ids=["waiting for the response", "writing the body"])
def test_an_interrupted_call(is_read: bool) -> None:
    with socket.create_server((LOCALHOST, 0)) as server, ExitStack() as connections:

        def interrupt() -> None:
            connection = connections.enter_context(server.accept()[0])
            left = LONG if is_read else 1
            while left > 0:
                left -= len(connection.recv(min(left, 65_536)))
            time.sleep(0.1)
            os.kill(os.getpid(), signal.SIGINT)

        thread = threading.Thread(target=interrupt)
        thread.start()
        error = error_of("sync", create_long_version, base_url=f"http://{LOCALHOST}:{server.getsockname()[1]}")
        thread.join()
    assert type(error) is KeyboardInterrupt
    assert_hides_all(error)


@pytest.mark.parametrize("backend", ["httpx", "aiohttp"])
def test_either_backend(backend: str) -> None:
    for options in ({"base_url": CLOSED}, {"timeout": 0.05}):
        with serving_script(silence) as base_url:
            for call in TWO_CALLS:
                error = error_of("async", call, **{"base_url": base_url, "backend": backend, **options})
                assert isinstance(error, EdgegapError)
                assert_hides_all(error)


@pytest.mark.parametrize("package", ["httpx", "httpx2"])
def test_an_injected_client(kind: str, package: str) -> None:
    module: Any = pytest.importorskip(package)
    with serving_script(silence) as base_url:
        for options in ({"base_url": CLOSED}, {"timeout": 0.05}, {"timeouts": httpx.Timeout(0.05)}):
            for call in TWO_CALLS:
                client = module.Client() if kind == "sync" else module.AsyncClient()
                error = error_of(kind, call, **{"base_url": base_url, "http_client": client, **options})
                assert isinstance(error, EdgegapError)
                assert_hides_all(error)


def test_frames_of_instrumentation_are_cut_out_too(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # As in the other tests: who instruments first in a process decides on the names of all.
    monkeypatch.setenv("OTEL_SEMCONV_STABILITY_OPT_IN", "http")
    instrumentation = pytest.importorskip("opentelemetry.instrumentation.httpx")
    instrumentor = instrumentation.HTTPXClientInstrumentor()
    instrumentor.instrument()
    try:
        for call in TWO_CALLS:
            assert_hides_all(error_of(kind, call))
    finally:
        instrumentor.uninstrument()


# --- launches and containers ----------------------------------------------------------------------------------------


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(timing=FAST, seed=1)
    prepare(made, VAULT.token)
    yield made
    made.close()


def launch(edgegap: Any, **further: Any) -> Any:
    return edgegap.deployments.launch(
        **{**ORDER, "timeout": 2, **further},
        environment_variables=[EnvVarV2(key="PASS", value=VAULT.env, is_hidden=True)],
    )


@pytest.mark.parametrize("status", [400, 422, 500, 200])
def test_a_launch_that_fails(kind: str, sandbox: Sandbox, status: int) -> None:
    if status != 200:
        sandbox.faults.add(operation="create_deployment", status=status, body={"message": VAULT.env})
    else:
        sandbox.faults.add(operation="create_deployment", outcome="error")
    with sandbox.serve() as base_url:
        error = error_of(kind, launch, base_url=base_url, poll_interval=0.02)
    assert isinstance(error, EdgegapError)
    assert_hides_all(error)


def test_a_launch_that_its_caller_ends(kind: str) -> None:
    def complain(progress: object) -> None:
        raise ValueError("no")

    slow = Sandbox(timing=Timing(ready_after=60), seed=1)
    prepare(slow, VAULT.token)
    with slow.serve() as base_url:
        cases: list[dict[str, Any]] = [{"timeout": 0.2}, {"max_active": 0}, {"on_progress": complain}, {"timeout": -1}]
        for case in cases:
            error = error_of(kind, partial(launch, **case), base_url=base_url, poll_interval=0.02)
            assert isinstance(error, LaunchError | InvalidRequestError | ValueError)
            assert_hides_all(error)
    slow.close()


def variables(base_url: str) -> dict[str, str]:
    return {
        "ARBITRIUM_REQUEST_ID": "d1",
        "ARBITRIUM_DELETE_URL": f"{base_url}/v1/self/stop/d1/{VAULT.stop_key}",
        "ARBITRIUM_DELETE_TOKEN": VAULT.self_stop,
        "ARBITRIUM_CONTEXT_URL": f"{base_url}/v1/context/d1/{VAULT.stop_key}",
        "ARBITRIUM_CONTEXT_TOKEN": VAULT.self_stop,
    }


@pytest.mark.parametrize("change", [{}, {"ARBITRIUM_DELETE_URL": ""}, {"ARBITRIUM_DELETE_TOKEN": "é"}], ids=repr)
def test_a_container_that_cannot_be_stopped(kind: str, change: dict[str, str]) -> None:
    container = Container.from_env(variables(CLOSED) | change)
    with pytest.raises(EdgegapError) as raised:
        if kind == "sync":
            container.stop()
        else:
            asyncio.run(container.astop())
    assert_hides_all(raised.value)


def test_a_context_that_cannot_be_read(kind: str) -> None:
    with serving_script(lambda request: [answer(b"[" + echo(request) + b"]")]) as base_url:
        container = Container.from_env(variables(base_url))
        with pytest.raises(ResponseFormatError) as raised:
            if kind == "sync":
                container.context()
            else:
                asyncio.run(container.acontext())
    assert_hides_all(raised.value)
