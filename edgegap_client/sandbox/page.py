"""The live page at `/` that shows what exists in a sandbox: HTML, and the JSON that it reads every second.

Neither contains tokens, environment variables or logs, and neither counts as a request to the service.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from .page_html import HTML, SCRIPT, STYLE

if TYPE_CHECKING:
    from .app import ASGIApp, Receive, Scope, Send
    from .sandbox import Sandbox

PAGE_PATH: Final = "/"
STATE_PATH: Final = "/sandbox/state"
# Only the newest items are shown, because a person does not read more.
MAX_ROWS: Final = 200


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


# Names in the page cannot run code: the browser runs only this script, and connects to no other host.
HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": (
        f"default-src 'none'; script-src {_source(SCRIPT)}; style-src {_source(STYLE)}; connect-src 'self';"
        " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
}


def with_page(app: ASGIApp, sandbox: Sandbox) -> ASGIApp:
    """Put the page before the application."""

    async def shown(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] not in (PAGE_PATH, STATE_PATH):
            await app(scope, receive, send)
            return
        is_page = scope["path"] == PAGE_PATH
        body = HTML.encode() if is_page else json.dumps(state(sandbox)).encode("ascii")
        kind = "text/html; charset=utf-8" if is_page else "application/json"
        headers = {**HEADERS, "content-type": kind, "content-length": str(len(body))}
        encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": encoded})
        await send({"type": "http.response.body", "body": body})

    return shown


def state(sandbox: Sandbox) -> dict[str, Any]:
    """The sections of the page, the newest items first. Organisations have numbers instead of their tokens."""
    with sandbox._turn() as world:
        numbers = {id(each): number for number, each in enumerate(world.organisations.values(), 1)}
        deployments = [
            {
                "id": each.id,
                "state": each.state(world.now),
                "application": each.order.app_name,
                "version": each.order.version_name,
                "age": max(0, int(world.now - each.created)),
                "city": each.order.host.place.city,
                "tags": list(each.tags),
                "organisation": numbers[id(each.organisation)],
            }
            for each in reversed(list(world.deployments.values())[-MAX_ROWS:])
        ]
        applications = [
            {
                "name": application.name,
                "versions": [version.name for version in application.versions],
                "organisation": numbers[id(organisation)],
            }
            for organisation in world.organisations.values()
            for application in organisation.applications
        ]
        result: dict[str, Any] = {
            "deployments": deployments,
            "deployment_count": len(world.deployments),
            "applications": list(reversed(applications))[:MAX_ROWS],
            "application_count": len(applications),
            "tickets": None,
        }
    if matchmakers := tuple(sandbox._added_matchmakers):
        tickets = [
            {"id": each.id, "state": each.status, "profile": each.profile, "matchmaker": matchmaker.name}
            for matchmaker in matchmakers
            for each in matchmaker.tickets
        ]
        result |= {"tickets": list(reversed(tickets))[:MAX_ROWS], "ticket_count": len(tickets)}
    return result
