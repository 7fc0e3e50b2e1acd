"""What was sent and what came back: the evidence of the report, the source of the clean-up, and the ceiling."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable
from typing import Any, Final, TypeAlias, cast
from urllib.parse import unquote_plus, urlsplit

import httpx
from attrs import define, field

from edgegap_client._core.redaction import Redactor

CREATES_DEPLOYMENT: Final = re.compile(r"/v2/deployments|/v1/deploy|/v2/private-fleets/deployments")
# Statuses after which no deployment exists. 422 is not among them.
NOT_CREATED: Final = frozenset((400, 401, 403, 404, 405, 409, 429))
SHOWN_CHARACTERS: Final = 400
IP: Final = re.compile(
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F]{1,4}\b|\b[0-9a-f:]+::[0-9a-f:]*"
)


Json: TypeAlias = dict[str, Any]


def as_object(value: Any) -> Json:
    """Decoded JSON as an object; empty if it is none."""
    return cast("Json", value) if isinstance(value, dict) else {}


def as_objects(value: Any) -> list[Json]:
    """Decoded JSON as a list of objects, without what is none; empty if it is no list."""
    items = cast("Iterable[Any]", value) if isinstance(value, list) else ()
    return [as_object(each) for each in items if isinstance(each, dict)]


@define(eq=False)
class Exchange:
    """One request and its response.

    Attributes:
        service: The service that it was for.
        method: The method.
        path: The path, without the query.
        query: The query.
        sent: The decoded body of the request.
        status: The status; 0 for a lost response.
        body: The decoded body of the response; its text if it is no JSON.
    """

    service: str
    method: str
    path: str
    query: str = field(repr=False)
    sent: Any = field(repr=False)
    status: int = 0
    body: Any = field(default=None, repr=False)

    def get(self, name: str) -> Any:
        """A field of the body; None if there is none."""
        return as_object(self.body).get(name)

    def part(self, name: str) -> Json:
        """An object in the body; empty if there is none."""
        return as_object(self.get(name))

    def rows(self, name: str) -> list[Json]:
        """The objects of a list in the body; empty if there is none."""
        return as_objects(self.get(name))

    @property
    def is_success(self) -> bool:
        """Whether the status is a 2xx."""
        return 200 <= self.status < 300


class Masker:
    """Removes tokens, what looks like a secret, and IP addresses from what the report shows."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._redactor = Redactor(secrets)

    def text(self, text: str) -> str:
        """A text without secrets and addresses."""
        return IP.sub("(an IP address)", self._redactor.redact_text(text))

    def exchange(self, exchange: Exchange) -> str:
        """A request and its response in one line."""
        body = self._redactor.redact(exchange.body)
        shown = "" if body is None else json.dumps(body, ensure_ascii=False)
        if len(shown) > SHOWN_CHARACTERS:
            shown = f"{shown[:SHOWN_CHARACTERS]}..."
        query = f"?{unquote_plus(exchange.query)}" if exchange.query else ""
        status = exchange.status or "no response"
        return self.text(f"{exchange.method} {exchange.path}{query} -> {status} {shown}".strip())


class Wire(httpx.BaseTransport):
    """The transport of all clients. It keeps each exchange, and refuses to create more deployments than allowed.

    This object owns the exchanges and the count of deployments. Threads may share it.
    """

    def __init__(self, urls: dict[str, str], max_deployments: int) -> None:
        self.exchanges: list[Exchange] = []
        self.deployments = 0
        self._services = {urlsplit(url).netloc: service for service, url in urls.items()}
        self._max_deployments = max_deployments
        self._lock = threading.Lock()
        self._transport = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        service = self._services.get(request.url.netloc.decode(), request.url.host)
        path, sent = request.url.raw_path.decode().partition("?")[0], _decoded(request.read())
        exchange = Exchange(service, request.method, path, request.url.query.decode(), sent)
        counts = request.method == "POST" and CREATES_DEPLOYMENT.fullmatch(path) is not None
        with self._lock:
            if counts and self.deployments >= self._max_deployments:
                return httpx.Response(403, json={"message": "refused here: the ceiling of deployments is reached"})
            self.deployments += counts
            # Before the request: if its response is lost, the clean-up still knows of it.
            self.exchanges.append(exchange)
        response = self._transport.handle_request(request)
        content = response.read()
        response.close()
        exchange.status, exchange.body = response.status_code, _decoded(content)
        if counts and exchange.status in NOT_CREATED:
            with self._lock:
                self.deployments -= 1
        unpacked = ("content-encoding", "content-length", "transfer-encoding")
        headers = [(name, value) for name, value in response.headers.multi_items() if name not in unpacked]
        return httpx.Response(
            exchange.status, headers=headers, content=content, request=request, extensions={"exchange": exchange}
        )

    def close(self) -> None:
        """Nothing: several clients share it, and `end` closes it."""

    def end(self) -> None:
        """Close the connections."""
        self._transport.close()


def _decoded(content: bytes) -> Any:
    try:
        return json.loads(content) if content else None
    except ValueError:
        return content.decode("utf-8", "replace")
