"""Walking over lists, whatever envelope the server uses."""

from __future__ import annotations

import asyncio
import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from edgegap_client import AsyncEdgegap, Edgegap, InvalidRequestError, PageLoopError, RateLimitedError
from edgegap_client.deployments import Query
from edgegap_client.models import DeploymentListQuery
from edgegap_client.server_browser import AsyncServerBrowser, ServerBrowser, ServerToken

from .conftest import TOKEN

NamesOf = Callable[..., list[str]]


def application(number: int) -> dict[str, Any]:
    return {"name": f"app-{number}", "is_active": True, "image": ""}


def serve(httpserver: HTTPServer, *pages: dict[str, Any], path: str = "/v1/apps") -> None:
    """Answer with the page that is asked for by number."""

    def answer(request: Request) -> Response:
        number = int(request.args.get("page", 1))
        return Response(json.dumps(pages[min(number, len(pages)) - 1]), mimetype="application/json")

    httpserver.expect_request(path).respond_with_handler(answer)


def serve_endlessly(httpserver: HTTPServer, page_of: Callable[[int], dict[str, Any]], path: str = "/v1/apps") -> None:
    """Respond with `page_of` the number that is requested, until that is too much even for a test."""

    def respond(request: Request) -> Response:
        if len(httpserver.log) >= 30:
            return Response("The walk does not end.", 418)
        return Response(json.dumps(page_of(int(request.args.get("page", 1)))), mimetype="application/json")

    httpserver.expect_request(path).respond_with_handler(respond)


def pagination(number: int, following: int | None) -> dict[str, Any]:
    return {"number": number, "next_page_number": following, "has_next": following is not None}


def asked(httpserver: HTTPServer) -> list[dict[str, str]]:
    return [dict(request.args) for request, _ in httpserver.log]


def test_all_pages_are_walked_and_only_the_number_changes(httpserver: HTTPServer, names_of: NamesOf) -> None:
    serve(
        httpserver,
        {"applications": [application(1), application(2)], "pagination": pagination(1, 2)},
        {"applications": [application(3)], "pagination": pagination(2, None)},
    )
    assert names_of(page_size=2) == ["app-1", "app-2", "app-3"]
    assert asked(httpserver) == [{"limit": "2"}, {"limit": "2", "page": "2"}]


def test_a_list_without_pagination_is_one_page(httpserver: HTTPServer, names_of: NamesOf) -> None:
    serve(httpserver, {"applications": [application(1)]})
    assert names_of() == ["app-1"]
    assert len(httpserver.log) == 1


def test_a_counter_without_pagination_is_walked_by_number(httpserver: HTTPServer, names_of: NamesOf) -> None:
    serve(
        httpserver,
        {"applications": [application(1), application(2)], "total_count": 3},
        {"applications": [application(3)], "total_count": 3},
    )
    assert names_of() == ["app-1", "app-2", "app-3"]


def test_a_counter_that_is_never_reached_ends_with_an_empty_page(httpserver: HTTPServer, names_of: NamesOf) -> None:
    serve(httpserver, {"applications": [application(1)], "total_count": 9}, {"applications": [], "total_count": 9})
    assert names_of() == ["app-1"]
    assert len(httpserver.log) == 2


def test_a_walk_starts_where_it_is_told_to(httpserver: HTTPServer, names_of: NamesOf) -> None:
    serve(
        httpserver,
        {"applications": [application(1)], "pagination": pagination(1, 2)},
        {"applications": [application(2)], "pagination": pagination(2, None)},
    )
    assert names_of(page=2) == ["app-2"]


@pytest.mark.parametrize("empty", [{"applications": []}, {"applications": None}, {}])
def test_an_empty_list_is_no_error(httpserver: HTTPServer, names_of: NamesOf, empty: dict[str, Any]) -> None:
    serve(httpserver, {**empty, "pagination": pagination(1, None)})
    assert names_of() == []


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(pagination(2, 2), id="a page that points to itself"),
        pytest.param(pagination(2, 1), id="a page that points backwards"),
        pytest.param(pagination(1, 2), id="the first page over and over"),
    ],
)
def test_a_circle_ends_with_an_error_instead_of_a_loop(
    httpserver: HTTPServer, names_of: NamesOf, second: dict[str, Any]
) -> None:
    serve(
        httpserver,
        {"applications": [application(1)], "pagination": pagination(1, 2)},
        {"applications": [application(2)], "pagination": second},
    )
    with pytest.raises(PageLoopError):
        names_of()
    assert len(httpserver.log) == 2


def test_a_server_that_ignores_the_page_number_ends_with_an_error(httpserver: HTTPServer, names_of: NamesOf) -> None:
    serve(httpserver, {"applications": [application(1)], "total_count": 5})
    with pytest.raises(PageLoopError):
        names_of()
    assert len(httpserver.log) == 2


def test_has_next_without_a_number_means_the_next_one(httpserver: HTTPServer, names_of: NamesOf) -> None:
    serve(
        httpserver,
        {"applications": [application(1)], "pagination": {"has_next": True}},
        {"applications": [application(2)], "pagination": {"has_next": False}},
    )
    assert names_of() == ["app-1", "app-2"]


@pytest.mark.parametrize(
    "later",
    [
        pytest.param({"has_next": True}, id="no number at all"),
        pytest.param({"has_next": True, "next_page_number": None}, id="null"),
        pytest.param({"has_next": True, "next_page_number": "more"}, id="text"),
        pytest.param({"has_next": True, "number": None}, id="no number of its own"),
    ],
)
@pytest.mark.parametrize("pages", [1, 2, 3])
def test_pages_that_repeat_and_name_no_next_number_end_with_an_error(
    httpserver: HTTPServer, names_of: NamesOf, later: dict[str, Any], pages: int
) -> None:
    def page_of(number: int) -> dict[str, Any]:
        # What else changes between two requests does not matter.
        changed = {"last_updated": f"2026-11-02 10:00:{len(httpserver.log):02}.000000"}
        return {"applications": [{**application(number % pages), **changed}], "pagination": later}

    serve_endlessly(httpserver, page_of)
    with pytest.raises(PageLoopError, match=rf"Page {pages + 1} has the same items as an earlier page") as caught:
        names_of()
    assert "list_page" in str(caught.value)
    assert [each.get("page", "1") for each in asked(httpserver)] == [str(number + 1) for number in range(pages + 1)]


def test_an_empty_page_that_names_no_next_number_ends_with_an_error(httpserver: HTTPServer, names_of: NamesOf) -> None:
    more = {"has_next": True}
    serve_endlessly(
        httpserver, lambda number: {"applications": [application(1)] if number == 1 else [], "pagination": more}
    )
    with pytest.raises(PageLoopError, match="Page 2 has no items, but says that another page follows") as caught:
        names_of()
    assert "list_page" in str(caught.value)
    assert len(httpserver.log) == 2


@pytest.mark.parametrize("items", [[application(1)], []], ids=["the same item", "no items"])
def test_pages_that_repeat_under_new_numbers_end_with_an_error(
    httpserver: HTTPServer, names_of: NamesOf, items: list[Any]
) -> None:
    serve_endlessly(httpserver, lambda number: {"applications": items, "pagination": pagination(number, number + 1)})
    with pytest.raises(PageLoopError, match="has the same items as an earlier page"):
        names_of()
    assert 2 < len(httpserver.log) < 20


def test_an_item_that_moves_while_the_list_is_read_is_no_loop(httpserver: HTTPServer, names_of: NamesOf) -> None:
    """Items that were created meanwhile push others to the next page."""
    names = [1, 1, 1, 2, 2, 3]
    pages = [
        {"applications": [application(name)], "pagination": pagination(number, number + 1)}
        for number, name in enumerate(names, 1)
    ]
    serve(httpserver, *pages, {"applications": [application(4)], "pagination": pagination(7, None)})
    assert names_of() == [f"app-{name}" for name in (*names, 4)]


def test_a_cursor_that_is_always_new_ends_with_an_error(httpserver: HTTPServer) -> None:
    def page_of(_: int) -> dict[str, Any]:
        return {"items": [], "pagination": {"next_cursor": f"cursor-{len(httpserver.log)}"}}

    serve_endlessly(httpserver, page_of, "/server-instances")
    token = ServerToken(TOKEN)

    async def walk() -> None:
        async with AsyncServerBrowser(httpserver.url_for(""), token) as browser:
            await browser.instances.search().collect()

    with (
        ServerBrowser(httpserver.url_for(""), token) as browser,
        pytest.raises(PageLoopError, match="without new items"),
    ):
        browser.instances.search().collect()
    httpserver.clear_log()
    with pytest.raises(PageLoopError, match="without new items"):
        asyncio.run(walk())


def test_a_walk_by_cursor_ends_with_the_last_page(httpserver: HTTPServer) -> None:
    cursors: dict[str | None, str | None] = {None: "a", "a": "b", "b": None}

    def respond(request: Request) -> Response:
        following = cursors[request.args.get("cursor")]
        return Response(
            json.dumps({"items": [], "pagination": {"next_cursor": following}}), mimetype="application/json"
        )

    httpserver.expect_request("/server-instances").respond_with_handler(respond)
    token = ServerToken(TOKEN)

    async def walk() -> None:
        async with AsyncServerBrowser(httpserver.url_for(""), token) as browser:
            assert await browser.instances.search().collect() == []

    with ServerBrowser(httpserver.url_for(""), token) as browser:
        assert browser.instances.search().collect() == []
    asyncio.run(walk())
    assert [each.get("cursor") for each in asked(httpserver)] == [None, "a", "b"] * 2


@pytest.mark.parametrize("options", [{"limit": 1}, {"page_size": 1}, {"limit": 1, "page_size": 1}], ids=str)
def test_one_item_is_a_limit_and_a_page_size(
    httpserver: HTTPServer, names_of: NamesOf, options: dict[str, int]
) -> None:
    serve(httpserver, {"applications": [application(1)], "pagination": pagination(1, None)})
    assert names_of(**options) == ["app-1"]
    assert asked(httpserver) == [{"limit": "1"}]


async def test_nothing_is_sent_before_the_first_item_and_no_page_more_than_needed(
    httpserver: HTTPServer, edgegap: Edgegap, async_edgegap: AsyncEdgegap
) -> None:
    serve(
        httpserver,
        {"applications": [application(1), application(2)], "pagination": pagination(1, 2)},
        {"applications": [application(3)], "pagination": pagination(2, None)},
    )
    pager = edgegap.applications.list()
    from_async = async_edgegap.applications.list()
    assert not httpserver.log
    assert next(iter(pager)).name == "app-1"
    async for item in from_async:
        assert item.name == "app-1"
        break
    assert len(httpserver.log) == 2


async def test_a_pager_gives_whole_pages_and_lists_and_can_be_walked_again(
    httpserver: HTTPServer, edgegap: Edgegap, async_edgegap: AsyncEdgegap
) -> None:
    serve(
        httpserver,
        {"applications": [application(1)], "total_count": 2, "pagination": pagination(1, 2)},
        {"applications": [application(2)], "total_count": 2, "pagination": pagination(2, None)},
    )
    pager = edgegap.applications.list()
    from_async = async_edgegap.applications.list()
    assert [page.total_count for page in pager.by_page()] == [2, 2]
    assert [page.total_count async for page in from_async.by_page()] == [2, 2]
    assert [item.name for item in pager.collect()] == ["app-1", "app-2"]
    assert [item.name for item in await from_async.collect()] == ["app-1", "app-2"]


def test_one_page_is_reachable_by_itself(httpserver: HTTPServer, edgegap: Edgegap) -> None:
    serve(httpserver, {"applications": [application(1)], "pagination": pagination(1, 2)})
    page = edgegap.applications.list_page(page=1, limit=1)
    assert page.applications
    assert page.pagination
    assert page.pagination.next_page_number == 2


def test_an_error_in_the_middle_of_a_walk_is_raised(httpserver: HTTPServer, edgegap: Edgegap) -> None:
    httpserver.expect_ordered_request("/v1/apps").respond_with_json(
        {"applications": [application(1)], "pagination": pagination(1, 2)}
    )
    httpserver.expect_ordered_request("/v1/apps").respond_with_data("slow down", status=429)
    seen: list[str] = []
    with pytest.raises(RateLimitedError):
        for item in edgegap.applications.list():
            seen.append(item.name)  # noqa: PERF401  # what was seen before the error is the point
    assert seen == ["app-1"]


# --- limit, first, slices -------------------------------------------------------------------------------------------


def serve_numbers(httpserver: HTTPServer, total: int) -> None:
    """As many applications as `total`, in pages of the size that is asked for."""

    def answer(request: Request) -> Response:
        page, size = int(request.args.get("page", 1)), int(request.args.get("limit", 10))
        items = [application(number) for number in range(1, total + 1)][(page - 1) * size : page * size]
        return Response(json.dumps({"applications": items, "total_count": total}), mimetype="application/json")

    httpserver.expect_request("/v1/apps").respond_with_handler(answer)


@pytest.mark.parametrize(
    ("options", "count", "requests"),
    [
        ({"limit": 3}, 3, [{"limit": "3"}]),
        ({"limit": 12}, 12, [{"limit": "12"}]),
        ({"limit": 3, "page_size": 2}, 3, [{"limit": "2"}, {"limit": "2", "page": "2"}]),
        ({"limit": 2, "page_size": 2}, 2, [{"limit": "2"}]),
        ({"limit": 120}, 25, [{"limit": "100"}]),
        ({"page_size": 20}, 25, [{"limit": "20"}, {"limit": "20", "page": "2"}]),
        ({}, 25, [{}, {"page": "2"}, {"page": "3"}]),
    ],
)
def test_limit_is_the_number_of_items_and_page_size_that_of_a_request(
    httpserver: HTTPServer, names_of: NamesOf, options: dict[str, int], count: int, requests: list[dict[str, str]]
) -> None:
    serve_numbers(httpserver, 25)
    assert names_of(**options) == [f"app-{number}" for number in range(1, count + 1)]
    assert asked(httpserver) == requests


@pytest.mark.parametrize("options", [{"limit": 0}, {"limit": -1}, {"page_size": 0}, {"limit": "3"}, {"limit": True}])
def test_a_count_that_is_not_positive_is_refused(names_of: NamesOf, options: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequestError, match=f"{next(iter(options))} must be a whole number from 1; got "):
        names_of(**options)


async def test_first_requests_one_item(httpserver: HTTPServer, edgegap: Edgegap, async_edgegap: AsyncEdgegap) -> None:
    serve_numbers(httpserver, 25)
    first, from_async = edgegap.applications.list().first(), await async_edgegap.applications.list(page_size=5).first()
    assert first
    assert from_async
    assert (first.name, from_async.name) == ("app-1", "app-1")
    assert asked(httpserver) == [{"limit": "1"}, {"limit": "5"}]
    httpserver.clear()
    serve_numbers(httpserver, 0)
    assert edgegap.applications.list().first() is None
    assert await async_edgegap.applications.list().first() is None


async def test_pages_end_with_the_one_that_reaches_the_limit(
    httpserver: HTTPServer, edgegap: Edgegap, async_edgegap: AsyncEdgegap
) -> None:
    serve_numbers(httpserver, 25)
    sizes = [len(page.applications or ()) for page in edgegap.applications.list(limit=5, page_size=3).by_page()]
    from_async = async_edgegap.applications.list(limit=5, page_size=3)
    assert sizes == [len(page.applications or ()) async for page in from_async.by_page()] == [3, 3]
    assert len(httpserver.log) == 4


def test_slices_and_indices(httpserver: HTTPServer, edgegap: Edgegap) -> None:
    serve_numbers(httpserver, 25)
    pager = edgegap.applications.list()
    names = [f"app-{number}" for number in range(1, 26)]
    for part in (slice(3), slice(2, 5), slice(0, 9, 4), slice(20, None), slice(30, 40), slice(0, 0)):
        assert [item.name for item in pager[part]] == names[part], part
    assert pager[4].name == "app-5"
    assert asked(httpserver)[0] == {"limit": "3"}
    with pytest.raises(IndexError, match=r"applications.list\(...\) has 25 items, so index 25 is out of range"):
        pager[25]
    for wrong in (-1, slice(-3, None), slice(None, -1)):
        with pytest.raises(ValueError, match="takes no negative index: call collect"):
            pager[wrong]


async def test_awaiting_a_pager_says_what_to_write(async_edgegap: AsyncEdgegap) -> None:
    pager: Any = async_edgegap.applications.list()
    with pytest.raises(TypeError, match=r"write `await applications.list\(...\).collect\(\)`.*`async for item in"):
        await pager


def test_a_pager_says_what_it_is(edgegap: Edgegap, async_edgegap: AsyncEdgegap) -> None:
    assert repr(edgegap.applications.list()) == (
        "<Pager of applications.list(...): iterate over it, or call collect(), first() or by_page()>"
    )
    assert repr(async_edgegap.locations.list_beacons()).startswith("<AsyncPager of locations.list_beacons(...): iter")


# --- conditions on deployments --------------------------------------------------------------------------------------

NOON = datetime.datetime(2026, 11, 26, 12, 0, 0, 5, datetime.UTC)


@pytest.fixture(params=["sync", "async"])
def ids_of(request: pytest.FixtureRequest, edgegap: Edgegap, async_edgegap: AsyncEdgegap) -> Any:
    """The ids of the deployments that a list has, with either client."""

    async def walk(**options: Any) -> list[str]:
        if request.param == "sync":
            return [item.request_id for item in edgegap.deployments.list(**options)]
        return [item.request_id async for item in async_edgegap.deployments.list(**options)]

    return walk


def sent_query(httpserver: HTTPServer) -> Any:
    text = asked(httpserver)[-1].get("query")
    return None if text is None else json.loads(text)


@pytest.mark.parametrize(
    ("options", "filters"),
    [
        ({"status": "ready"}, [("status", "eq", "ready")]),
        ({"status": "Status.READY"}, [("status", "eq", "ready")]),
        ({"tags": "a"}, [("tags", "eq", "a")]),
        ({"tags": ["a"]}, [("tags", "eq", "a")]),
        ({"tags": ("a", "b")}, [("tags", "in", ["a", "b"])]),
        ({"application": "x", "version": ["v1", "v2"]}, [("application", "eq", "x"), ("version", "in", ["v1", "v2"])]),
        ({"created_after": NOON}, [("created_at", "gte", "2026-11-26T12:00:00Z")]),
        ({"created_before": "2026-11-26T14:00:00+02:00"}, [("created_at", "lte", "2026-11-26T12:00:00Z")]),
        (
            {"query": Query().where("host_name", "ilike", "ams-%"), "status": "error"},
            [("host_name", "ilike", "ams-%"), ("status", "eq", "error")],
        ),
        (
            {"query": '{"filters":[{"field":"x","operator":"y","value":1}]}', "tags": "a"},
            [("x", "y", 1), ("tags", "eq", "a")],
        ),
    ],
)
async def test_conditions_are_sent_as_the_query(
    httpserver: HTTPServer, ids_of: Any, edgegap: Edgegap, options: dict[str, Any], filters: list[Any]
) -> None:
    httpserver.expect_request("/v1/deployments").respond_with_json({"data": []})
    assert await ids_of(**options) == []
    expected = {"filters": [dict(zip(("field", "operator", "value"), each, strict=True)) for each in filters]}
    assert sent_query(httpserver) == expected
    edgegap.deployments.list_page(**options)
    assert sent_query(httpserver) == expected


async def test_an_age_range_is_finished_on_the_client(httpserver: HTTPServer, ids_of: Any, edgegap: Edgegap) -> None:
    started = {"old": "2026-11-26 10:59:59", "edge": "2026-11-26 11:00:00", "new": "2026-11-26 11:30:00", "next": None}
    items = [{"request_id": name, "start_time": time} for name, time in started.items()]
    httpserver.expect_request("/v1/deployments").respond_with_json({"data": items, "total_count": 4})
    options: dict[str, Any] = {"created_after": NOON.replace(hour=11, microsecond=0), "created_before": NOON}
    assert await ids_of(**options) == ["edge", "new", "next"]
    assert sent_query(httpserver)["filters"] == [
        {"field": "created_at", "operator": "lte", "value": "2026-11-26T12:00:00Z"}
    ]
    assert await ids_of(**options, limit=2) == ["edge", "new"]
    assert "limit" not in asked(httpserver)[-1]  # a page of two might have none that stays
    with pytest.raises(InvalidRequestError, match="use list for a range"):
        edgegap.deployments.list_page(**options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"tags": 7}, "tags must be text or a list of texts; got 7 (int)"),
        ({"tags": ["a", 7]}, "tags[1] must be text; got 7 (int)"),
        ({"status": ["ready"]}, "status must be text; got ['ready'] (list)"),
        ({"created_after": 7}, "created_after must be a datetime.datetime or a time as ISO 8601 text; got 7 (int)"),
        ({"created_before": "yesterday"}, "created_before must be a datetime.datetime or a time as ISO 8601 text"),
        ({"query": 7}, "query must be a Query, a dict, a DeploymentListQuery or JSON text; got 7 (int)"),
        ({"query": "ready", "tags": "a"}, "or JSON text; got 'ready' (str)"),
        (
            {"query": Query().where("tags", "eq", "a"), "tags": "b"},
            "two conditions on 'tags', but the service takes one per field",
        ),
    ],
)
async def test_a_condition_of_a_wrong_shape_is_refused(ids_of: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidRequestError) as raised:
        await ids_of(**options)
    assert message in str(raised.value)


def test_a_query_is_built_and_read() -> None:
    query = Query().where("tags", "nin", ["a"]).where("created_at", "gte", NOON).order_by("created_at", "desc")
    assert str(query) == (
        '{"filters":[{"field":"tags","operator":"nin","value":["a"]},'
        '{"field":"created_at","operator":"gte","value":"2026-11-26T12:00:00Z"}],'
        '"order_by":[{"field":"created_at","order":"desc"}]}'
    )
    assert repr(query) == (
        "Query().where('tags', 'nin', ['a']).where('created_at', 'gte', '2026-11-26T12:00:00Z')"
        ".order_by('created_at', 'desc')"
    )
    assert Query.read(str(query)) == Query.read(query.to_dict()) == query
    assert Query.read(DeploymentListQuery.from_dict(query.to_dict())) == query
    assert str(Query()) == "{}"
    anything: Any = Query()
    for field, operator, message in (
        ("tag", "eq", "there is no field 'tag' to filter by: use one of status, "),
        ("tags", "ilike", "the condition on 'tags' takes the operators eq, neq, in, nin; got 'ilike'"),
        ("status", "in", "the condition on 'status' takes the operators eq, neq; got 'in'"),
    ):
        with pytest.raises(InvalidRequestError) as raised:
            anything.where(field, operator, "a")
        assert message in str(raised.value)
    with pytest.raises(InvalidRequestError, match="order_by takes"):
        anything.order_by("status")
