"""The page of a sandbox that is served: what it shows, live, in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

import httpx
import pytest

from edgegap_client import Edgegap
from edgegap_client.matchmaking import Matchmaker
from edgegap_client.sandbox import Clock, Sandbox
from edgegap_client.sandbox.page import HEADERS, MAX_ROWS

from .servers.chromium import Chromium, chromium
from .test_fixtures import CONFIGURATION

# Programs that take long on a busy machine.
pytestmark = pytest.mark.timeout(180)
TOKEN: Final = "a-secret-token"
EVIL: Final = "<img src=x onerror=document.title='evil'>"
ROWS: Final = "[...document.querySelectorAll('#{} tbody tr')].map(row => [...row.cells].map(cell => cell.innerText))"


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(now=Clock(), rate_limits=False)


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    with sandbox.serve() as url:
        yield url


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chromium]:
    with chromium(tmp_path) as browser:
        yield browser


def state_of(url: str) -> dict[str, Any]:
    response = httpx.get(f"{url}/sandbox/state")
    assert response.headers["content-type"] == "application/json"
    return cast("dict[str, Any]", response.json())


def deploy(url: str, token: str = TOKEN, **options: Any) -> str:
    with Edgegap(token, base_url=url) as edgegap:
        return edgegap.deployments.create(application=EVIL, version="v1", users=["8.8.8.8"], **options).request_id


def test_its_data_have_what_exists_without_tokens_and_are_no_requests(sandbox: Sandbox, url: str) -> None:
    assert state_of(url) == {
        "deployments": [],
        "deployment_count": 0,
        "applications": [],
        "application_count": 0,
        "tickets": None,
    }
    sandbox.add_version("my-game", "v1", token="another")
    sandbox.add_version(EVIL, "v1", token=TOKEN)
    sandbox.add_version(EVIL, "v2", token=TOKEN)
    request_id = deploy(url, tags=["ranked"])
    sandbox.advance(61)
    before = list(sandbox.requests)
    found = state_of(url)
    (shown,) = found["deployments"]
    city = sandbox.deployments[0].city
    assert shown == {
        "id": request_id,
        "state": "READY",
        "application": EVIL,
        "version": "v1",
        "age": 61,
        "city": city,
        "tags": ["ranked"],
        "organisation": 2,
    }
    assert found["applications"] == [
        {"name": EVIL, "versions": ["v1", "v2"], "organisation": 2},
        {"name": "my-game", "versions": ["v1"], "organisation": 1},
    ]
    assert TOKEN not in str(found)
    page = httpx.get(url)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"] == HEADERS["content-security-policy"]
    assert "http" not in page.text.replace("http-equiv", "")  # nothing from the network
    assert list(sandbox.requests) == before
    # Everything else at these paths is as it was.
    assert httpx.post(url).status_code == 404


def test_tickets_are_shown_if_there_is_a_matchmaker_and_only_the_newest_of_many(sandbox: Sandbox, url: str) -> None:
    matchmaker = sandbox.add_matchmaker(CONFIGURATION, tier=None, organisation=TOKEN)
    assert (state_of(url)["tickets"], state_of(url)["ticket_count"]) == ([], 0)
    http = httpx.Client(transport=matchmaker.transport())
    with Matchmaker(matchmaker.url, matchmaker.token, http_client=http, rate_limits="off") as client:
        ids = [client.tickets.create(profile="default", attributes={}).id for _ in range(MAX_ROWS + 1)]
    http.close()
    found = state_of(url)
    assert found["ticket_count"] == MAX_ROWS + 1
    assert [each["id"] for each in found["tickets"]] == ids[:0:-1]
    assert found["tickets"][0]["matchmaker"] == matchmaker.name
    assert found["tickets"][0]["profile"] == "default"


def test_a_browser_shows_it_live_and_names_are_text(sandbox: Sandbox, url: str, browser: Chromium) -> None:
    browser.call("Page.navigate", url=url)
    browser.wait_for("document.getElementById('status')?.textContent", "Live: read every second")
    assert browser.evaluate("document.querySelector('#deployments p').textContent") == "none"
    assert browser.evaluate("document.getElementById('tickets').hidden")
    sandbox.add_version(EVIL, "v1", token=TOKEN)
    sandbox.add_matchmaker(CONFIGURATION, tier=None, organisation=TOKEN)
    request_id = deploy(url, tags=["ranked", "eu"])
    # Without a click or a reload.
    rows = ROWS.format("deployments")
    browser.wait_for(f"{rows}.length", 1)
    shown = browser.evaluate(rows)[0]
    city = sandbox.deployments[0].city
    assert shown[:4] == [request_id, sandbox.deployments[0].state, EVIL, "v1"]
    assert shown[4:] == ["0 s", city, "ranked, eu", "1"]
    sandbox.advance(7200)
    browser.wait_for(f"{rows}[0][1]", "READY")
    browser.wait_for(f"{rows}[0][4]", "2 h")
    assert browser.evaluate(ROWS.format("applications")) == [[EVIL, "v1", "1"]]
    browser.wait_for("document.getElementById('tickets').hidden", False)
    assert browser.evaluate("document.images.length") == 0
    assert browser.evaluate("document.title") == "Edgegap sandbox"
    assert browser.complaints == []


def test_it_fits_a_phone_and_is_light_or_dark(sandbox: Sandbox, url: str, browser: Chromium) -> None:
    sandbox.add_version(EVIL, "v1", token=TOKEN)
    sandbox.add_version("n" * 64, "v1", token=TOKEN)
    deploy(url, tags=["a-tag-that-is-as-long-as-they-are-allowed"[:40], "another"])
    browser.call("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=2, mobile=True)
    browser.call("Page.navigate", url=url)
    browser.wait_for(f"{ROWS.format('applications')}.length", 2)
    assert browser.evaluate("innerWidth") == 390
    assert browser.evaluate("document.documentElement.scrollWidth") == 390
    # Each value has its label, as there are no columns.
    assert browser.evaluate("getComputedStyle(document.querySelector('td'), '::before').content") == '"Id"'

    def contrast(scheme: str) -> list[float]:
        browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        colours = "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        return [sum(map(int, text[4:-1].split(","))) / 765 for text in browser.evaluate(colours)]

    back, text = contrast("light")
    assert back > 0.9 > 0.2 > text
    back, text = contrast("dark")
    assert back < 0.2 < 0.9 < text


def test_it_says_when_the_sandbox_is_gone(sandbox: Sandbox, browser: Chromium) -> None:
    with sandbox.serve() as url:
        browser.call("Page.navigate", url=url)
        browser.wait_for("document.getElementById('status')?.textContent", "Live: read every second")
    browser.wait_for("document.getElementById('status').textContent.includes('does not respond')")
