"""pytest-httpx, with its fixture."""

from __future__ import annotations

import json

import httpx
import pytest
from pytest_httpx import HTTPXMock

from edgegap_client import ConnectionFailed, Outcome

from .callers import Caller
from .server import APPLICATION, DEPLOYMENT_ID, Server
from .table import times_seen

MOCKED = "mocked"


@pytest.mark.httpx_mock(assert_all_responses_were_requested=False)
def test_a_mocked_request_is_seen_once_and_sent_to_no_server(
    caller: Caller, server: Server, httpx_mock: HTTPXMock
) -> None:
    httpx_mock.add_response(
        method="POST", url=f"{server.url}/v2/deployments", status_code=202, json={"request_id": MOCKED}
    )
    created = caller.create()
    seen = times_seen("pytest-httpx", caller.kind)
    requests = httpx_mock.get_requests()
    assert len(requests) == seen
    assert created == (MOCKED if seen else DEPLOYMENT_ID)
    assert len(server.received) == 1 - seen
    for request in requests:
        assert request.method == "POST"
        assert str(request.url) == f"{server.url}/v2/deployments"
        body = json.loads(request.content)
        assert (body["application"], body["version"]) == ("my-game", "v1")
        assert body["users"] == [{"user_type": "ip_address", "user_data": {"ip_address": "203.0.113.7"}}]


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_errors_and_retries_are_those_of_a_real_server(kind: str, server: Server, httpx_mock: HTTPXMock) -> None:
    with Caller(kind, server.url) as caller:
        httpx_mock.add_exception(httpx.ConnectError("refused"), method="GET")
        httpx_mock.add_response(method="GET", status_code=503)
        httpx_mock.add_response(method="GET", json=APPLICATION)
        assert caller.get() == "my-game"
        assert len(httpx_mock.get_requests()) == 3
        httpx_mock.add_exception(httpx.ReadError("lost"), method="POST")
        with pytest.raises(ConnectionFailed) as lost:
            caller.create()
        assert lost.value.outcome is Outcome.UNKNOWN
        assert len(httpx_mock.get_requests(method="POST")) == 1
    assert server.received == []


@pytest.mark.httpx_mock(assert_all_requests_were_expected=False)
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_request_without_a_response_fails_the_test(kind: str, server: Server, httpx_mock: HTTPXMock) -> None:
    with Caller(kind, server.url) as caller, pytest.raises(Exception, match="No response can be found"):
        caller.create()
    assert server.received == []
    assert httpx_mock.get_requests(method="POST")
