"""Webhooks: reading the documented bodies, and a receiver that believes nothing but that it is time to look."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator, MutableMapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import httpx
import pytest
from aiohttp import web
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.routing import Mount

from edgegap_client import ConfigurationError, Edgegap, ResponseFormatError, webhooks
from edgegap_client.beacons import users_from_ips
from edgegap_client.models import DeploymentStatus, RelaySession, SessionWebhook
from edgegap_client.sandbox import Sandbox, Timing
from edgegap_client.webhooks import (
    Payload,
    WebhookReceiver,
    parse,
    parse_deployment,
    parse_relay_session,
    parse_session,
)

from .servers.apps import serving_app
from .spec import SPEC

ID = "c0653765de3b"
READY: dict[str, Any] = {
    "request_id": ID,
    "app_name": "my-game",
    "app_version": "v1",
    "current_status": "Status.READY",
    "running": True,
}
BODY = json.dumps(READY).encode()
PUBLIC = "https://matchmaker.example.com/edgegap"
MODELS = {"DeploymentStatus": DeploymentStatus, "SessionWebhook": SessionWebhook, "RelaySession": RelaySession}


def documented() -> Iterator[Any]:
    for name, hook in SPEC["webhooks"].items():
        content = hook["post"]["requestBody"]["content"]["application/json"]
        for example in content["examples"].values():
            yield pytest.param(content["schema"]["$ref"].rsplit("/", 1)[1], example["value"], id=name)


# Parsing.


@pytest.mark.parametrize(("model", "value"), list(documented()))
def test_each_documented_webhook_is_told_apart_and_read(model: str, value: dict[str, Any]) -> None:
    for body in (value, json.dumps(value), json.dumps(value).encode(), memoryview(json.dumps(value).encode())):
        payload: Payload = parse(body)
        assert type(payload) is MODELS[model]
        assert set(payload.to_dict()) == set(value)


def test_each_kind_has_a_function_of_its_own() -> None:
    assert parse_deployment(BODY).status == "READY"
    assert parse_session({"session_id": "1-S"}).session_id == "1-S"
    relay = {"session_id": "2-S", "status": "READY", "ready": True, "linked": True}
    assert parse_relay_session(relay).ready is True
    assert isinstance(parse(relay), SessionWebhook)  # nothing tells, so what needs the least
    assert isinstance(parse({**relay, "relay": None}), RelaySession)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b'{"request_id": NaN}', "not valid JSON"),
        (b"\xff\xfe\xfa", "not valid JSON"),
        (b"[" * 60_000, "nested too deeply|not valid JSON"),  # Python 3.14 reads it to its end
        (b"null", "should be an object"),
        (b'["request_id"]', "should be an object"),
        (b"{}", "neither a request_id nor a session_id"),
        (b'{"request_id": null}', "request_id"),
        (b'{"session_id": []}', "session_id"),
        (b" " * 65_537, "65537 bytes"),
    ],
)
def test_what_is_malformed_is_an_error_that_names_the_fault(body: bytes, said: str) -> None:
    with pytest.raises(ResponseFormatError, match=said):
        parse(body)
    with pytest.raises(ResponseFormatError):
        parse_deployment(body)


def test_the_bound_can_be_set() -> None:
    with pytest.raises(ResponseFormatError, match="more than the 10 allowed"):
        parse(BODY, max_bytes=10)
    large = json.dumps({**READY, "error_detail": "x" * 100_000})
    assert parse_deployment(large, max_bytes=200_000).error_detail == "x" * 100_000


# The address.


def path_of(receiver: WebhookReceiver) -> str:
    return httpx.URL(receiver.url(PUBLIC)).path


def test_the_address_is_another_in_each_receiver_and_long() -> None:
    urls = {WebhookReceiver().url(PUBLIC) for _ in range(100)}
    assert len(urls) == 100
    assert all(url.startswith(f"{PUBLIC}/") and len(url) >= len(PUBLIC) + 40 for url in urls)


def test_processes_behind_one_address_can_share_the_secret() -> None:
    secret = "0123456789abcdef-_"
    assert WebhookReceiver(secret=secret).url(f"{PUBLIC}/") == f"{PUBLIC}/{secret}"


@pytest.mark.parametrize("secret", ["", "short", "with/a/slash/in/the/middle", "ümlaut-in-the-secret", "-" * 20])
def test_a_weak_secret_is_refused(secret: str) -> None:
    with pytest.raises(ConfigurationError, match="at least 16"):
        WebhookReceiver(secret=secret)


@pytest.mark.parametrize(
    "base", ["", "matchmaker.example.com", "ftp://a", "https://a?b=c", "https://u:p@a", "https://a#b", "http://a:b"]
)
def test_an_address_that_nobody_can_reach_is_refused(base: str) -> None:
    with pytest.raises(ConfigurationError, match="public base URL"):
        WebhookReceiver().url(base)


def test_repr_does_not_show_the_secret() -> None:
    receiver = WebhookReceiver()
    assert path_of(receiver).rsplit("/", 1)[1] not in repr(receiver)


# Handling, for any framework.


def test_a_webhook_wakes_those_who_wait_for_its_id_and_nobody_else() -> None:
    woken: list[str] = []
    others: list[str] = []
    receiver = WebhookReceiver()
    receiver.subscribe(ID, woken.append)
    receiver.subscribe("another", others.append)
    assert receiver.handle(path_of(receiver), BODY) == 204
    assert receiver.handle(path_of(receiver).rsplit("/", 1)[1], BODY) == 204  # the secret alone
    assert receiver.handle(f"{path_of(receiver)}/?a=b/c", BODY) == 204  # duplicates do no harm
    assert woken == [ID] * 3
    assert others == []


def test_sessions_are_woken_by_their_id() -> None:
    woken: list[str] = []
    receiver = WebhookReceiver()
    receiver.subscribe("1-S", woken.append)
    assert receiver.handle(path_of(receiver), b'{"session_id": "1-S", "request_id": null}') == 204
    assert woken == ["1-S"]


def test_only_the_id_has_to_be_readable() -> None:
    woken: list[str] = []
    receiver = WebhookReceiver(on_event=woken.append)
    assert receiver.handle(path_of(receiver), b'{"request_id": "a", "ports": 7, "current_status": []}') == 204
    assert woken == ["a"]


@pytest.mark.parametrize("path", ["", "/", "/edgegap", "/edgegap/guess", "/édgegap/\udcff", "/?x"])
def test_a_wrong_address_is_not_found_whatever_the_body(path: str) -> None:
    woken: list[str] = []
    receiver = WebhookReceiver(on_event=woken.append)
    secret = path_of(receiver).rsplit("/", 1)[1]
    for guess in (path, secret[:-1], secret + "A", f"{secret}/x", f"/x?{secret}", secret.swapcase()):
        assert receiver.handle(guess, BODY) == 404
        assert receiver.handle(guess, b"x" * 100_000) == 404
    assert woken == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"request_id": 7}', b'{"request_id": ""}', b"[" * 60_000])
def test_a_malformed_body_is_refused_and_wakes_nobody(body: bytes, caplog: pytest.LogCaptureFixture) -> None:
    woken: list[str] = []
    receiver = WebhookReceiver(on_event=woken.append)
    assert receiver.handle(path_of(receiver), body) == 400
    assert woken == []
    assert "rejected a webhook with status 400" in caplog.text
    assert receiver.handle(path_of(receiver), json.dumps({"request_id": "x" * 201}).encode()) == 400


def test_a_body_that_is_too_large_is_refused() -> None:
    receiver = WebhookReceiver(max_bytes=len(BODY))
    assert receiver.handle(path_of(receiver), BODY) == 204
    assert receiver.handle(path_of(receiver), BODY + b" ") == 413


def test_unsubscribing_may_be_repeated_and_leaves_nothing_behind() -> None:
    woken: list[str] = []
    receiver = WebhookReceiver()
    receiver.subscribe(ID, woken.append)
    receiver.subscribe(ID, woken.append)
    receiver.unsubscribe(ID, woken.append)
    receiver.handle(path_of(receiver), BODY)
    assert woken == [ID]
    for _ in range(3):
        receiver.unsubscribe(ID, woken.append)
    receiver.handle(path_of(receiver), BODY)
    assert woken == [ID]
    assert repr(receiver) == "WebhookReceiver(subscribed=0)"


def test_unknown_ids_leave_nothing_behind() -> None:
    receiver = WebhookReceiver()
    for number in range(1000):
        assert receiver.handle(path_of(receiver), json.dumps({"request_id": str(number)}).encode()) == 204
    assert repr(receiver) == "WebhookReceiver(subscribed=0)"


def test_a_callback_that_fails_harms_neither_the_others_nor_the_answer(caplog: pytest.LogCaptureFixture) -> None:
    woken: list[str] = []

    def fail(_: str) -> None:
        raise RuntimeError("broken")

    receiver = WebhookReceiver()
    receiver.subscribe(ID, fail)
    receiver.subscribe(ID, woken.append)
    with caplog.at_level(logging.ERROR):
        assert receiver.handle(path_of(receiver), BODY) == 204
    assert woken == [ID]
    assert "broken" in caplog.text


def test_a_callback_may_subscribe_and_unsubscribe() -> None:
    receiver = WebhookReceiver()
    woken: list[str] = []

    def once(subject: str) -> None:
        woken.append(subject)
        receiver.unsubscribe(subject, once)

    receiver.subscribe(ID, once)
    for _ in range(3):
        receiver.handle(path_of(receiver), BODY)
    assert woken == [ID]


def test_many_threads_may_subscribe_receive_and_leave_at_once() -> None:
    receiver = WebhookReceiver()
    path = path_of(receiver)
    missed: list[str] = []

    def work(number: int) -> None:
        for turn in range(50):
            subject = f"{number}-{turn}"
            ready = threading.Event()

            def wake(_: str, ready: threading.Event = ready) -> None:
                ready.set()

            receiver.subscribe(subject, wake)
            receiver.handle(path, json.dumps({"request_id": subject}).encode())
            if not ready.is_set():
                missed.append(subject)
            receiver.unsubscribe(subject, wake)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert missed == []
    assert repr(receiver) == "WebhookReceiver(subscribed=0)"


# The application.


@pytest.fixture
def receiver() -> WebhookReceiver:
    return WebhookReceiver()


@pytest.fixture(params=["plain", "mounted"])
async def sender(request: pytest.FixtureRequest, receiver: WebhookReceiver) -> AsyncIterator[httpx.AsyncClient]:
    app: Any = receiver
    if request.param == "mounted":
        app = Starlette(routes=[Mount("/edgegap", app=receiver)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:
        yield client


async def test_a_waiter_is_woken(sender: httpx.AsyncClient, receiver: WebhookReceiver) -> None:
    ready = asyncio.Event()
    loop = asyncio.get_running_loop()
    receiver.subscribe(ID, lambda _: loop.call_soon_threadsafe(ready.set))
    answer = await sender.post(receiver.url(PUBLIC), content=BODY)
    await asyncio.wait_for(ready.wait(), 5)
    assert (answer.status_code, answer.content) == (204, b"")


async def test_wrong_requests_are_refused(sender: httpx.AsyncClient, receiver: WebhookReceiver) -> None:
    woken: list[str] = []
    receiver.subscribe(ID, woken.append)
    url = receiver.url(PUBLIC)
    assert (await sender.post(f"{PUBLIC}/guess", content=BODY)).status_code == 404
    assert (await sender.get(f"{PUBLIC}/guess")).status_code == 404
    answer = await sender.get(url)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert (await sender.post(url, content=b"{")).status_code == 400
    assert (await sender.post(url, content=b" " * 100_000)).status_code == 413
    assert woken == []


async def test_a_body_without_end_is_not_read_to_its_end(sender: httpx.AsyncClient, receiver: WebhookReceiver) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b" " * 1024

    assert (await sender.post(receiver.url(PUBLIC), content=endless())).status_code == 413
    assert sent <= 66


async def converse(receiver: WebhookReceiver, scope: dict[str, Any], *messages: dict[str, Any]) -> list[dict[str, Any]]:
    """Call the application by hand; after `messages` nothing more comes."""
    waiting = iter(messages)
    sent: list[dict[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        for message in waiting:
            return message
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(dict(message))

    await receiver(scope, receive, send)
    return sent


async def test_a_sender_who_goes_away_or_stalls_does_no_harm(
    receiver: WebhookReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "BODY_TIMEOUT", 0.01)
    woken: list[str] = []
    receiver.subscribe(ID, woken.append)
    scope = {"type": "http", "method": "POST", "path": path_of(receiver)}
    part = {"type": "http.request", "body": BODY, "more_body": True}
    assert await converse(receiver, scope, part, {"type": "http.disconnect"}) == []
    assert (await converse(receiver, scope, part))[0]["status"] == 408
    assert woken == []


async def test_the_answer_comes_before_the_callbacks_and_they_run_even_if_it_cannot_be_sent(
    receiver: WebhookReceiver,
) -> None:
    happened: list[str] = []
    receiver.subscribe(ID, happened.append)

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": BODY}

    async def send(message: MutableMapping[str, Any]) -> None:
        happened.append(message["type"])
        if message["type"] == "http.response.body":
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        await receiver({"type": "http", "method": "POST", "path": path_of(receiver)}, receive, send)
    assert happened == ["http.response.start", "http.response.body", ID]


async def test_start_end_and_websockets_are_answered(receiver: WebhookReceiver) -> None:
    sent = await converse(receiver, {"type": "lifespan"}, {"type": "lifespan.startup"}, {"type": "lifespan.shutdown"})
    assert [message["type"] for message in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    sent = await converse(receiver, {"type": "websocket", "path": path_of(receiver)}, {"type": "websocket.connect"})
    assert [message["type"] for message in sent] == ["websocket.close"]


def test_a_blocked_thread_is_woken_over_a_real_socket(receiver: WebhookReceiver) -> None:
    ready = threading.Event()
    receiver.subscribe(ID, lambda _: ready.set())
    with serving_app(lambda _: receiver) as base_url, httpx.Client() as sender:
        thread = threading.Thread(target=sender.post, args=(receiver.url(base_url),), kwargs={"json": READY})
        thread.start()
        assert ready.wait(10)
        thread.join()
        assert sender.post(receiver.url(base_url), content=b" " * 100_000).status_code == 413
        assert sender.post(receiver.url(base_url), json=READY).status_code == 204
        assert sender.post(f"{base_url}/guess", json=READY).status_code == 404


@contextmanager
def in_fastapi(receiver: WebhookReceiver) -> Generator[str]:
    app = FastAPI()
    app.mount("/edgegap", receiver)
    with serving_app(lambda _: app) as address:
        yield f"{address}/edgegap"


@contextmanager
def in_aiohttp(receiver: WebhookReceiver) -> Generator[str]:
    """As the documentation of `edgegap_client.webhooks` has it."""

    async def hook(request: web.Request) -> web.Response:
        return web.Response(status=receiver.handle(request.path, await request.read()))

    app = web.Application()
    app.router.add_post("/edgegap/{secret}", hook)
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(app)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        async def start() -> None:
            await runner.setup()
            await web.SockSite(runner, listener).start()

        loop.run_until_complete(start())
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/edgegap"
        finally:
            asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()


@pytest.mark.parametrize("mounted", [in_fastapi, in_aiohttp])
def test_a_receiver_mounted_in_a_framework_ends_a_launch(
    mounted: Callable[[WebhookReceiver], AbstractContextManager[str]],
) -> None:
    sandbox = Sandbox(timing=Timing(ready_after=0.3))
    sandbox.add_version("my-game", "v1")
    with (
        sandbox.serve() as url,
        Edgegap("sandbox-token", base_url=url, poll_interval=60) as edgegap,
    ):
        receiver = WebhookReceiver(on_event=edgegap.deployments.wake)
        with mounted(receiver) as address:
            assert httpx.post(f"{address}/guessed-guessed-guessed", content=b"{}").status_code == 404
            assert httpx.post(receiver.url(address), content=b"{").status_code == 400
            assert httpx.post(receiver.url(address), content=b" " * 70_000).status_code == 413
            started = time.monotonic()
            for _ in range(2):
                edgegap.deployments.launch(
                    application="my-game",
                    version="v1",
                    users=users_from_ips(["8.8.8.8"]),
                    webhook_url=receiver.url(address),
                )
            assert time.monotonic() - started < 50  # before the next poll
    sandbox.close()
