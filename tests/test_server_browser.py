"""The Server Browser: two tokens, searches that are built and escaped, and servers whose seats are counted once."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from itertools import pairwise
from typing import Any, Final
from urllib.parse import parse_qsl

import pytest

from edgegap_client import (
    AlreadyReserved,
    AuthenticationError,
    ConfigurationError,
    ConflictError,
    InvalidRequestError,
    NoSeatLeft,
    NotFoundError,
    Outcome,
    PageLoopError,
    TransportError,
)
from edgegap_client.server_browser import (
    AsyncServerBrowser,
    AsyncServerInstance,
    ClientToken,
    ServerBrowser,
    ServerInstance,
    ServerToken,
    ascending,
    descending,
    field,
    literal,
    rank,
)

from .servers.services import ASSIGNMENT, FakeServerBrowser, serving

SERVER: Final[dict[str, Any]] = {**ASSIGNMENT}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("async", "sync"):
        monkeypatch.setattr(f"edgegap_client._{kind}.server_browser_instance.BACK_OFF_SECONDS", 0.1)
    for name in ("URL", "SERVER_TOKEN", "CLIENT_TOKEN"):
        monkeypatch.delenv(f"EDGEGAP_SB_{name}", raising=False)
        monkeypatch.delenv(f"SB_{name}", raising=False)


@pytest.fixture
def service() -> Iterator[FakeServerBrowser]:
    fake = FakeServerBrowser()
    with serving(fake):
        yield fake


@pytest.fixture
async def browser(service: FakeServerBrowser) -> AsyncIterator[AsyncServerBrowser]:
    async with AsyncServerBrowser(service.url, ServerToken(service.server_token)) as client:
        yield client


def instance_of(browser: AsyncServerBrowser, **options: Any) -> AsyncServerInstance:
    defaults: dict[str, Any] = {"slots": {"main": 4}, "request_id": "a1", "server": SERVER, "interval": 0.3}
    return AsyncServerInstance(browser, **(defaults | options))


async def eventually(condition: Any, seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "not in time"
        await asyncio.sleep(0.02)


# --- tokens


async def test_the_client_token_refuses_before_it_sends_what_needs_the_server_token(service: FakeServerBrowser) -> None:
    async with AsyncServerBrowser(service.url, ClientToken(service.client_token)) as client:
        for call in (
            client.instances.delete("a1"),
            client.instances.keep_alive("a1"),
            client.slots.delete("a1", "main"),
            client.reservations.confirm("a1", user_ids=["x"]),
        ):
            with pytest.raises(ConfigurationError, match="needs the server token") as raised:
                await call
            assert raised.value.outcome is Outcome.NOT_SENT
        with pytest.raises(ConfigurationError, match="needs the server token"):
            instance_of(client)
        assert service.seen == []
        assert (await client.monitor.get()).status == "healthy"


def test_a_token_says_which_of_the_two_it_is(monkeypatch: pytest.MonkeyPatch, service: FakeServerBrowser) -> None:
    with pytest.raises(ConfigurationError, match=r"ServerToken\(\.\.\.\) or token=ClientToken"):
        ServerBrowser(service.url, "a-token")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(ConfigurationError, match="EDGEGAP_SB_SERVER_TOKEN or EDGEGAP_SB_CLIENT_TOKEN"):
        ServerBrowser(service.url)
    monkeypatch.setenv("EDGEGAP_SB_URL", service.url)
    monkeypatch.setenv("EDGEGAP_SB_CLIENT_TOKEN", service.client_token)
    with ServerBrowser() as client:
        assert client.monitor.get().status == "healthy"
        with pytest.raises(ConfigurationError, match="needs the server token"):
            client.instances.delete("a1")
    monkeypatch.setenv("SB_SERVER_TOKEN", service.server_token)
    with ServerBrowser() as client, pytest.raises(NotFoundError):
        client.instances.delete("a1")
    assert service.server_token not in repr(ServerToken(service.server_token))


def test_another_token_is_of_the_same_kind(service: FakeServerBrowser) -> None:
    with ServerBrowser(service.url, ClientToken("outdated")) as client:
        assert client.with_options(token=ClientToken(service.client_token)).monitor.get().status == "healthy"
        for other in (ServerToken("secret-5151"), "secret-5151", lambda: "secret-5151"):
            with pytest.raises(ConfigurationError, match=r"has the client token: .*token=ClientToken") as raised:
                client.with_options(token=other)
            assert "5151" not in str(raised.value)
    with (
        ServerBrowser(service.url, ServerToken(service.server_token)) as client,
        pytest.raises(ConfigurationError, match=r"token=ServerToken\(\.\.\.\).*got ClientToken"),
    ):
        client.with_options(token=ClientToken(service.client_token))
    assert len(service.seen) == 1


def test_a_wrong_token_names_its_variable(service: FakeServerBrowser) -> None:
    with (
        ServerBrowser(service.url, ServerToken("another")) as client,
        pytest.raises(AuthenticationError, match="EDGEGAP_SB_SERVER_TOKEN"),
    ):
        client.instances.delete("a1")


# --- searches


async def test_a_search_sends_what_was_built_and_reads_all_pages(
    service: FakeServerBrowser, browser: AsyncServerBrowser
) -> None:
    for number in range(5):
        service.create({"request_id": f"r{number}", "server": SERVER, "slots": [], "metadata": {}})
    where = (field("total_joinable_seats") >= 2) & (field("metadata.name") == "O'Neill & söhne") & (
        field("metadata.is_ranked") == True  # noqa: E712
    )  # fmt: skip
    order = [descending("metadata.level"), rank("metadata.city", ["Oslo", "L'Aquila"]), ascending("request_id")]
    found = [each.request_id async for each in browser.instances.search(where, order=order, page_size=2)]
    assert found == ["r0", "r1", "r2", "r3", "r4"]
    queries = [dict(parse_qsl(request.query)) for request in service.seen]
    assert [query.pop("cursor", None) for query in queries] == [None, "2", "4"]
    assert (
        queries
        == [
            {
                "$filter": "total_joinable_seats ge 2 and metadata.name eq 'O''Neill & söhne'"
                " and metadata.is_ranked eq true",
                "$order": "metadata.level desc,rank(metadata.city, 'Oslo','L''Aquila'),request_id asc",
                "limit": "2",
            }
        ]
        * 3
    )


@pytest.mark.parametrize(
    ("version", "names"),
    [("1.1", {"$filter", "$order"}), ("1.0", {"filter", "order"}), ("0.0", {"filter", "orderby"})],
)
def test_the_names_of_the_parameters_are_a_setting(version: Any, names: set[str], service: FakeServerBrowser) -> None:
    with ServerBrowser(service.url, ClientToken(service.client_token), version=version) as client:
        assert list(client.instances.search(literal("x eq 1"), order=ascending("x"))) == []
        client.instances.list(filter_="x eq 1", order="x asc")
    assert [set(dict(parse_qsl(request.query))) - {"limit"} for request in service.seen] == [names, names]
    with pytest.raises(ConfigurationError, match="version must be one of"):
        ServerBrowser(service.url, ClientToken("x-y"), version="9")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    "build",
    [
        lambda: field("a b"),
        lambda: field("name eq 'x' or 1"),
        lambda: field("x") == float("nan"),
        lambda: field("x") == "two\nlines",
        lambda: field("x") == None,  # noqa: E711
        lambda: field("x") > True,
        lambda: field("x").contains(3),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        lambda: rank("x", []),
        lambda: descending("x,y"),
    ],
)
def test_what_cannot_be_a_filter_is_refused(build: Any) -> None:
    with pytest.raises(InvalidRequestError):
        build()


def test_a_filter_has_no_truth() -> None:
    with pytest.raises(TypeError, match="join filters with &"):
        bool(field("x") > 1)
    assert (field("x").contains("a") & (field("y") != 1.5)).text == "x contains 'a' and y ne 1.5"


async def test_pages_that_form_a_loop_are_an_error(service: FakeServerBrowser, browser: AsyncServerBrowser) -> None:
    page: dict[str, Any] = {"items": [], "pagination": {"next_cursor": "2"}}
    service.list = lambda: page  # type: ignore[method-assign]
    with pytest.raises(PageLoopError):
        _ = [each async for each in browser.instances.search()]
    with pytest.raises(InvalidRequestError):
        browser.instances.search(page_size=101)


async def test_a_search_is_a_pager_as_other_lists_are(service: FakeServerBrowser, browser: AsyncServerBrowser) -> None:
    for number in range(5):
        service.create({"request_id": f"r{number}", "server": SERVER, "slots": [], "metadata": {}})
    pager = browser.instances.search(page_size=2)
    assert [len(page.items) async for page in pager.by_page()] == [2, 2, 1]
    assert [each.request_id for each in await pager.collect()] == ["r0", "r1", "r2", "r3", "r4"]
    first = await pager.first()
    assert first is not None
    assert first.request_id == "r0"
    service.seen.clear()
    assert len(await browser.instances.search(limit=3).collect()) == 3
    assert {dict(parse_qsl(request.query))["limit"] for request in service.seen} == {"3"}
    with pytest.raises(TypeError, match=r"await instances\.search\(\.\.\.\)\.collect\(\)"):
        await browser.instances.search()  # type: ignore[misc]  # pyright: ignore[reportGeneralTypeIssues]


# --- reservations


async def test_the_two_kinds_of_conflict_are_kept_apart(
    service: FakeServerBrowser, browser: AsyncServerBrowser
) -> None:
    service.create({"request_id": "a1", "server": SERVER, "slots": [{"name": "main", "available_seats": 2}]})
    reservations = browser.reservations
    found = await reservations.reserve_for("a1", "main", ["one"])
    assert [user.user_id for user in found.users] == ["one"]
    # By a look at the slot.
    with pytest.raises(AlreadyReserved):
        await reservations.reserve_for("a1", "main", ["one"])
    with pytest.raises(NoSeatLeft) as raised:
        await reservations.reserve_for("a1", "main", ["two", "three"])
    assert (raised.value.status, raised.value.operation) == (409, "reserve_seat")
    # By the text, which wins.
    for text, kind in (("No capacity", NoSeatLeft), ("User already has a reservation", AlreadyReserved)):
        service.conflict_text = text
        with pytest.raises(kind, match=text):
            await reservations.reserve_for("a1", "main", ["one"])
        with pytest.raises(kind, match=text):
            await reservations.reserve_any_for("on-demand", ["one"])
    # Not at all.
    service.conflict_text = None
    service.fail("GET .*/slots/main", 404)
    for call in (
        reservations.reserve_for("a1", "main", ["one"]),
        reservations.reserve_any_for("on-demand", ["one"]),
    ):
        with pytest.raises(ConflictError) as undecided:
            await call
        assert type(undecided.value) is ConflictError
    with pytest.raises(NotFoundError):
        await reservations.reserve_for("a1", "other", ["one"])
    for wrong in ([], ["x", "x"]):
        with pytest.raises(InvalidRequestError):
            await reservations.reserve_for("a1", "main", wrong)


async def test_a_reservation_without_a_response_is_not_repeated(
    service: FakeServerBrowser, browser: AsyncServerBrowser
) -> None:
    service.create({"request_id": "a1", "server": SERVER, "slots": [{"name": "main", "available_seats": 2}]})
    service.fail("POST .*/reservations", "lost")
    with pytest.raises(TransportError) as raised:
        await browser.reservations.reserve_for("a1", "main", ["one"])
    assert raised.value.outcome is Outcome.UNKNOWN
    assert service.count("POST .*/reservations") == 1


# --- a server


def seats(service: FakeServerBrowser, slot: str = "main") -> int:
    return int(service.slot("a1", slot)["available_seats"])


async def test_a_server_is_registered_kept_alive_and_unregistered(
    service: FakeServerBrowser, browser: AsyncServerBrowser
) -> None:
    async with instance_of(browser, metadata={"mode": "ctf"}, slot_metadata={"main": {"team": "red"}}) as instance:
        body = service.seen[0].body
        assert body == {
            "request_id": "a1",
            "server": SERVER,
            "slots": [{"name": "main", "available_seats": 4, "metadata": {"team": "red"}}],
            "metadata": {"mode": "ctf"},
        }
        await eventually(lambda: service.count("POST .*/keep-alive") >= 3)
        moments = [each.moment for each in service.seen if each.path.endswith("keep-alive")]
        assert all(0.2 < later - earlier < 1 for earlier, later in pairwise(moments))
        await instance.update_metadata(level=3)
        assert service.instances["a1"]["metadata"] == {"mode": "ctf", "level": 3}
    assert service.instances == {}


async def test_an_expired_server_is_registered_again_with_its_present_state(
    service: FakeServerBrowser, browser: AsyncServerBrowser
) -> None:
    async with instance_of(browser) as instance:
        instance.seat("one", "main")
        assert await instance.synced()
        service.instances.clear()
        await eventually(lambda: service.instances)
        assert seats(service) == 3


async def test_a_server_that_is_registered_already_is_taken_over(
    service: FakeServerBrowser, browser: AsyncServerBrowser
) -> None:
    service.create({"request_id": "a1", "server": SERVER, "slots": [{"name": "main", "available_seats": 1}]})
    async with instance_of(browser, slots={"main": 4, "vip": 2}, metadata={"mode": "ctf"}) as instance:
        assert await instance.synced()
        assert (seats(service), seats(service, "vip")) == (4, 2)
        assert service.instances["a1"]["metadata"] == {"mode": "ctf"}


@pytest.mark.parametrize("fault", ["lost", "dropped", 429, 500])
async def test_faults_while_registering_do_no_harm(
    fault: Any, service: FakeServerBrowser, browser: AsyncServerBrowser
) -> None:
    service.fail("POST /server-instances", fault)
    async with instance_of(browser):
        assert seats(service) == 4
    assert service.instances == {}


async def test_what_is_hopeless_is_raised_at_once(service: FakeServerBrowser) -> None:
    async with AsyncServerBrowser(service.url, ServerToken("another")) as client:
        with pytest.raises(AuthenticationError):
            async with instance_of(client):
                pass


@pytest.mark.parametrize("fault", ["lost", "dropped", 429, 500])
async def test_failed_keep_alives_never_unregister(
    fault: Any, service: FakeServerBrowser, browser: AsyncServerBrowser
) -> None:
    async with instance_of(browser):
        service.fail("POST .*/keep-alive", fault, times=12)
        await eventually(lambda: not service.faults)
        assert service.count("DELETE .*") == 0
        assert service.count("POST /server-instances") == 1


@pytest.mark.parametrize("fault", ["lost", "dropped", 500])
async def test_a_failed_write_counts_no_seat_twice(
    fault: Any, service: FakeServerBrowser, browser: AsyncServerBrowser
) -> None:
    async with instance_of(browser, interval=0.5) as instance:
        service.fail("PATCH .*/slots/main", fault, times=3)
        instance.seat("one", "main")
        await eventually(lambda: len(service.faults) < 3)
        instance.seat("two", "main")
        instance.leave("one")
        assert await instance.synced()
        assert seats(service) == 3
        assert service.count("GET .*/slots/main") >= 1, "it is read again"


async def test_confirmed_users_take_their_seats_once(service: FakeServerBrowser, browser: AsyncServerBrowser) -> None:
    async with instance_of(browser) as instance:
        await browser.reservations.reserve_for("a1", "main", ["one", "two"])
        confirmation = await instance.confirm(["one", "two", "three"])
        assert confirmation.unknown_user_ids == ["three"]
        instance.seat("one", "main")  # the same seat
        assert await instance.synced()
        assert (seats(service), instance.seated) == (2, {"one": "main", "two": "main"})
        instance.leave("one")
        instance.leave("one")
        assert await instance.synced()
        assert seats(service) == 3
        instance.set_capacity("main", 10)
        instance.set_capacity("vip", 1)
        assert await instance.synced()
        assert (seats(service), seats(service, "vip")) == (9, 1)
        with pytest.raises(InvalidRequestError, match="there is no slot 'other'"):
            instance.seat("x", "other")


def test_seats_from_many_threads_with_the_synchronous_client(service: FakeServerBrowser) -> None:
    with (
        ServerBrowser(service.url, ServerToken(service.server_token)) as client,
        ServerInstance(client, slots={"main": 50}, request_id="a1", server=SERVER, interval=0.5) as instance,
    ):
        service.fail("PATCH .*/slots/main", "lost", times=2)

        def play(number: int) -> None:
            instance.seat(f"{number}", "main")
            if number % 2:
                instance.leave(f"{number}")

        threads = [threading.Thread(target=play, args=(number,)) for number in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert instance.synced()
        assert seats(service) == 30
    assert service.instances == {}


async def test_the_end_takes_a_bounded_time_and_survives_a_cancellation(
    service: FakeServerBrowser, browser: AsyncServerBrowser
) -> None:
    async with instance_of(browser, closing_timeout=0.6):
        service.fail("DELETE .*", 503, times=100)
        started = time.monotonic()
    assert time.monotonic() - started < 3
    service.faults.clear()
    service.instances.clear()

    async def block() -> None:
        async with instance_of(browser):
            await asyncio.sleep(30)

    task = asyncio.create_task(block())
    await eventually(lambda: service.instances)
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.wait((task,))
    assert service.instances == {}


def test_the_environment_gives_deployment_and_server(
    service: FakeServerBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = ServerBrowser(service.url, ServerToken(service.server_token))
    monkeypatch.delenv("ARBITRIUM_REQUEST_ID", raising=False)
    with pytest.raises(ConfigurationError, match="ARBITRIUM_REQUEST_ID"):
        ServerInstance(client, slots={"main": 1})
    monkeypatch.setenv("ARBITRIUM_REQUEST_ID", "b2")
    monkeypatch.setenv("ARBITRIUM_PUBLIC_IP", "203.0.113.1")
    with ServerInstance(client, slots={"main": 1}):
        assert service.instances["b2"]["server"]["fqdn"] == "b2.pr.edgegap.net"
    wrongs: list[dict[str, Any]] = [{"slots": {}}, {"slots": {"main": -1}}, {"slots": {"main": 1}, "interval": 0}]
    for wrong in wrongs:
        with pytest.raises(ConfigurationError):
            ServerInstance(client, **wrong)
    client.close()
