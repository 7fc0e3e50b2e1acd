"""Walking over lists, whatever envelope the server uses."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from edgegap_client import AsyncEdgegap, Edgegap, PageLoopError, RateLimitedError

NamesOf = Callable[..., list[str]]


def application(number: int) -> dict[str, Any]:
    return {"name": f"app-{number}", "is_active": True, "image": ""}


def serve(httpserver: HTTPServer, *pages: dict[str, Any], path: str = "/v1/apps") -> None:
    """Answer with the page that is asked for by number."""

    def answer(request: Request) -> Response:
        number = int(request.args.get("page", 1))
        return Response(json.dumps(pages[min(number, len(pages)) - 1]), mimetype="application/json")

    httpserver.expect_request(path).respond_with_handler(answer)


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
    assert names_of(limit=2) == ["app-1", "app-2", "app-3"]
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


async def test_nothing_is_sent_before_the_first_item_and_no_page_more_than_needed(
    httpserver: HTTPServer, edgegap: Edgegap, async_edgegap: AsyncEdgegap
) -> None:
    serve(
        httpserver,
        {"applications": [application(1), application(2)], "pagination": pagination(1, 2)},
        {"applications": [application(3)], "pagination": pagination(2, None)},
    )
    pager = edgegap.applications.list()
    twin = async_edgegap.applications.list()
    assert not httpserver.log
    assert next(iter(pager)).name == "app-1"
    async for item in twin:
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
    twin = async_edgegap.applications.list()
    assert [page.total_count for page in pager.pages()] == [2, 2]
    assert [page.total_count async for page in twin.pages()] == [2, 2]
    assert [item.name for item in pager.collect()] == ["app-1", "app-2"]
    assert [item.name for item in await twin.collect()] == ["app-1", "app-2"]


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
