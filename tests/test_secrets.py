"""No secret that goes in comes out anywhere else than in the request: random secrets, and a server that echoes them."""

from __future__ import annotations

import asyncio
import gzip
import html
import json
import logging
import pickle
import random
import re
import string
import time
import traceback
import uuid
import warnings
from base64 import b64encode
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import quote, quote_plus

import httpx
import pytest

from edgegap_client import AsyncEdgegap, Edgegap, EdgegapError, RetryPolicy
from edgegap_client.api import app_versions
from edgegap_client.models import (
    AppVersion,
    AppVersionCreateRequest,
    AppVersionEnv,
    AppVersionUpdateRequest,
    DeploymentUser,
    EndpointStorageCreateRequest,
    EnvVar,
    EnvVarV2,
    RegistryCredentials,
    RelaySession,
    RelayUserAuthorizeResponse,
    RelayUserRevokeRequest,
    SelectorEnv,
    SessionSelector,
)

from .all_clients import KINDS, SERVICE_KINDS, client_of, create, get, is_sync
from .servers.scripts import answer, serving_script

# Header values and URL parts that h11 and httpx let through.
PRINTABLE: Final = string.ascii_letters + string.digits + string.punctuation
UNSAFE: Final = PRINTABLE + " éß漢😀\t"
# A part as long as this is as bad as the whole.
TELLING: Final = 11
# Measured seconds have many digits, among them at times those of a number that is a secret.
MEASURED: Final = re.compile(r"(?<![\w.])\d+\.\d{6,}(?:e-\d+)?(?!\w)")
VERSION: Final[dict[str, Any]] = {
    "docker_repository": "docker.io",
    "docker_image": "game",
    "docker_tag": "1",
    "req_cpu": 256,
    "req_memory": 256,
    "ports": [{"port": 7777, "protocol": "UDP"}],
}


def plain_secret(chance: random.Random) -> str:
    """One of the alphabets of real tokens."""
    size = chance.randrange(16, 48)
    return chance.choice(
        [
            str(uuid.UUID(int=chance.getrandbits(128))),
            chance.randbytes(size).hex(),
            b64encode(chance.randbytes(size)).decode(),
            "".join(chance.choice(string.ascii_letters) for _ in range(size)),
        ]
    )


def any_secret(chance: random.Random, alphabet: str = UNSAFE) -> str:
    """What a field of a body may hold: anything."""
    if chance.random() < 0.3:
        return plain_secret(chance)
    text = "".join(chance.choice(alphabet) for _ in range(chance.randrange(16, 60)))
    return chance.choice([text, f"postgres://user:{plain_secret(chance)}@host/db?x=1&y=<{text.strip()}>"]).strip()


@dataclass(frozen=True)
class Secrets:
    """One of each."""

    token: str
    private_token: str
    secret_access_key: str
    env: str
    relay_token: int
    self_stop: str
    stop_key: str
    query: str

    @classmethod
    def draw(cls, chance: random.Random) -> Secrets:
        return cls(
            token=plain_secret(chance),
            private_token=any_secret(chance),
            secret_access_key=any_secret(chance),
            env=any_secret(chance),
            # Numbers of threads, which a log record has, begin with 12, 13 or 14.
            relay_token=int("".join(chance.choices("56789", k=12))),
            self_stop=any_secret(chance, PRINTABLE),
            stop_key=any_secret(chance),
            query=any_secret(chance),
        )


CALL_HOOKS: Final = ("call_start", "attempt_start", "attempt_end", "retry", "call_end")
Call = Callable[[Any, Secrets], Any]


def create_version(edgegap: Any, s: Secrets) -> Any:
    envs = [AppVersionEnv(key="PASS", value=s.env), AppVersionEnv(key="MODE", value="debug", is_secret=True)]
    return edgegap.app_versions.create("my-game", name="v1", private_token=s.private_token, envs=envs, **VERSION)


def update_version(edgegap: Any, s: Secrets) -> Any:
    envs = [AppVersionEnv(key="PASS", value=s.env)]
    return edgegap.app_versions.update("my-game", "v1", private_token=s.private_token, envs=envs)


def deploy(edgegap: Any, s: Secrets) -> Any:
    return edgegap.deployments.create(
        application="my-game",
        version="v1",
        users=[DeploymentUser.from_dict({"user_type": "ip_address", "user_data": {"ip_address": "1.2.3.4"}})],
        environment_variables=[EnvVarV2(key="PASS", value=s.env, is_hidden=True)],
    )


def deploy_v1(edgegap: Any, s: Secrets) -> Any:
    return edgegap.deployments.create_v1(app_name="my-game", env_vars=[EnvVar(key="PASS", value=s.env)])


def create_session(edgegap: Any, s: Secrets) -> Any:
    selector = SessionSelector(tag="t", env=SelectorEnv(key="PASS", value=s.env))
    return edgegap.sessions.create(app_name="my-game", selectors=[selector])


def create_storage(edgegap: Any, s: Secrets) -> Any:
    return edgegap.endpoint_storage.create(
        name="s", access_key_id="AKIA", secret_access_key=s.secret_access_key, endpoint="e", bucket="b"
    )


def update_storage(edgegap: Any, s: Secrets) -> Any:
    return edgegap.endpoint_storage.update("s", secret_access_key=s.secret_access_key)


def revoke(edgegap: Any, s: Secrets) -> Any:
    return edgegap.relays.revoke_user(session_id="1-S", authorization_token=s.relay_token)


def self_stop(edgegap: Any, s: Secrets) -> Any:
    return edgegap.deployments.self_stop("d1", s.stop_key, authorization=s.self_stop)


def list_deployments(edgegap: Any, s: Secrets) -> Any:
    filters = [
        {"field": "tags", "operator": "in", "value": [s.query]},
        {"field": "fleet_name", "operator": "ilike", "value": s.query},
    ]
    return edgegap.deployments.list_page(query=json.dumps({"filters": filters}))


CALLS: Final[dict[Call, Callable[[Secrets], list[str]]]] = {
    create_version: lambda s: [s.token, s.private_token, s.env],
    update_version: lambda s: [s.token, s.private_token, s.env],
    deploy: lambda s: [s.token, s.env],
    deploy_v1: lambda s: [s.token, s.env],
    create_session: lambda s: [s.token, s.env],
    create_storage: lambda s: [s.token, s.secret_access_key],
    update_storage: lambda s: [s.token, s.secret_access_key],
    revoke: lambda s: [s.token, str(s.relay_token)],
    self_stop: lambda s: [s.self_stop, s.stop_key],
    list_deployments: lambda s: [s.token, s.query],
}

# --- how a server may write back what it got ------------------------------------------------------------------------

Echo = Callable[[list[str], bytes], bytes]


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def validator(name: str) -> Echo:
    return lambda secrets, request: as_json(
        {"detail": [{"loc": ["body", name], "msg": f"not right: {secret}", "input": secret} for secret in secrets]}
    )


def in_text(write: Callable[[str], str], around: str = "<html><body>Invalid request: {} in a.b</body></html>") -> Echo:
    return lambda secrets, request: around.format(" and ".join(write(secret) for secret in secrets)).encode()


def spelled_out(text: str, digits: str) -> str:
    """As writers of JSON do that keep it safe inside of HTML."""
    plain = json.dumps(text)[1:-1].replace('\\"', "\\u0022")
    return "".join(f"\\u{format(ord(c), digits)}" if c in "<>&'+`" else c for c in plain)


ECHOES: Final[dict[str, Echo]] = {
    "message": lambda secrets, request: as_json({"message": f"Unknown value {', '.join(secrets)}"}),
    "message, ascii": lambda secrets, request: json.dumps({"message": secrets}).encode(),
    "bad request": lambda secrets, request: as_json(
        {"message": f"bad request id {secrets[-1]}", "request_id": secrets}
    ),
    "nested": lambda secrets, request: as_json({"errors": [{"a": {"b": [{"c": secrets}]}}], "details": {"d": secrets}}),
    "names": lambda secrets, request: as_json({"error": {secret: {secret: 1} for secret in secrets}, secrets[0]: 2}),
    "numbers": lambda secrets, request: as_json(
        {"details": [int(secret) if secret.isdecimal() else secret for secret in secrets], "value": secrets}
    ),
    "only text": lambda secrets, request: as_json(" ".join(secrets)),
    "validator": validator("x"),
    "validator of a secret": validator("private_token"),
    "json in json": lambda secrets, request: as_json({"message": json.dumps({"got": json.dumps(secrets)})}),
    "truncated json": lambda secrets, request: json.dumps({"received": {"x": secrets}})[:-2].encode(),
    "escaped slashes": in_text(lambda secret: json.dumps(secret)[1:-1].replace("/", "\\/"), '{{"a": "{}"'),
    "spelled out": in_text(lambda secret: spelled_out(secret, "04x"), '{{"a": "{}"'),
    "SPELLED OUT": in_text(lambda secret: spelled_out(secret, "04X"), '{{"a": "{}"'),
    "html": in_text(html.escape),
    "title": in_text(html.escape, "<title>{}</title>"),
    "html, numbers": in_text(lambda text: html.escape(text).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")),
    "text": in_text(str, "upstream error: {}"),
    "repr": in_text(repr, "KeyError: {}"),
    "url": in_text(lambda text: quote(text, safe=""), "GET /v1?a={}&b=2"),
    "url with slashes": in_text(quote, "GET /v1?a={}&b=2"),
    "form": in_text(quote_plus, "a={}&b=2"),
    "the request": lambda secrets, request: b"I got this:\n" + request,
    "the request as json": lambda secrets, request: json.dumps({"got": request.decode("utf-8", "replace")}).encode(),
    "its body": lambda secrets, request: request.partition(b"\r\n\r\n")[2] or b"{}",
    "its body in json": lambda secrets, request: as_json(
        {"message": "no", "data": json.loads(request.partition(b"\r\n\r\n")[2] or b"null")}
    ),
    "long": lambda secrets, request: ("".join(secrets) * 2000).encode()[:120_000],
    "long json": lambda secrets, request: as_json({"message": (" ".join(secrets) * 1000)[:30_000]}),
    "cut": lambda secrets, request: b"x" * 7_900 + "".join(secrets).encode() * 10,
    "utf-16": lambda secrets, request: f"<p>{' '.join(secrets)}</p>".encode("utf-16"),
    "utf-16 without a mark": lambda secrets, request: f"<p>{' '.join(secrets)}</p>".encode("utf-16-le"),
}

# --- what is searched ---------------------------------------------------------------------------------------------


# In what forms a secret is searched.
WRITERS: Final[list[Callable[[str], str]]] = [
    str,
    quote,
    quote_plus,
    html.escape,
    lambda text: repr(text)[1:-1],
    lambda text: json.dumps(text)[1:-1],
    lambda text: text.encode().decode("latin-1"),
]


@dataclass
class Seen:
    """All that anyone could see of some calls, each with where it was seen."""

    texts: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def add(self, where: str, text: object) -> None:
        self.texts.append((where, str(text)))

    def error(self, error: BaseException) -> None:
        self.add("traceback", "".join(traceback.format_exception(error)))
        told = traceback.TracebackException(type(error), error, error.__traceback__, capture_locals=False)
        self.add("TracebackException", "".join(told.format(chain=True)))
        pending: list[BaseException | None] = [error]
        while pending:
            # Also what `raise ... from None` hides from tracebacks but not from error trackers.
            if (link := pending.pop()) is not None:
                self.add(f"str of {type(link).__name__}", link)
                self.add(f"repr of {type(link).__name__}", repr(link))
                self.add(f"args of {type(link).__name__}", repr(link.args))
                pending += [link.__cause__, link.__context__]
        if isinstance(error, EdgegapError):
            for name, value in vars(error).items():
                self.add(f"error.{name}", value)
                self.add(f"error.{name}", repr(value))
            # Latin-1 takes all bytes; UTF-8 is what pickle writes texts in.
            self.add("pickle", pickle.dumps(error).decode("latin-1"))
            self.add("pickle", pickle.dumps(error, 0).decode("latin-1"))

    def without(self, secrets: Iterable[str], context: str) -> None:
        self.texts = list(dict.fromkeys((where, MEASURED.sub("0.0", text)) for where, text in self.texts))
        for secret in secrets:
            # From the ends and the middle, in each way that it may be written.
            parts = {secret[:TELLING], secret[-TELLING:], secret[len(secret) // 2 :][:TELLING]}
            needles = {write(part) for part in parts | {secret} for write in WRITERS}
            for needle in needles:
                found = next(((where, text) for where, text in self.texts if needle in text), None)
                assert found is None, f"{context}: {needle!r} of {secret!r} in {found[0]}: {found[1][:2000]!r}"


class _Collector(logging.Handler):
    def __init__(self, seen: Seen) -> None:
        super().__init__(logging.DEBUG)
        self._seen = seen
        self.hidden: tuple[str, ...] = ()

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(self.hidden or "\0"):
            self._seen.add(f"log of {record.name}", record.getMessage())
            self._seen.add(f"log args of {record.name}", repr(record.args))
            self._seen.add(f"log record of {record.name}", repr(record.__dict__))
            self._seen.add(f"formatted log of {record.name}", logging.Formatter().format(record))


@contextmanager
def watching(*hidden_loggers: str) -> Generator[Seen]:
    """Collect every record of every logger, and every warning."""
    seen = Seen()
    collector = _Collector(seen)
    collector.hidden = hidden_loggers
    root = logging.getLogger()
    level = root.level
    root.addHandler(collector)
    root.setLevel(logging.DEBUG)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield seen
            for warning in caught:
                seen.add("warning", warning)
    finally:
        root.setLevel(level)
        root.removeHandler(collector)


def carry_out(kind: str, call: Call, secrets: Secrets, seen: Seen, **options: Any) -> BaseException | None:
    """Make the call, and collect what can be seen of it."""
    if not isinstance(options.get("max_retries"), RetryPolicy):
        options["max_retries"] = RetryPolicy(max_retries=options.get("max_retries", 0), first_delay=0)
    options["event_hooks"] = {name: [_noting(seen)] for name in CALL_HOOKS}

    def look_at(edgegap: object) -> None:
        seen.add("client", f"{edgegap!r} {edgegap!s} {vars(edgegap)}")

    if is_sync(kind):
        with client_of(kind, token=secrets.token, **options) as client:
            try:
                seen.add("result", repr(call(client, secrets)))
            except EdgegapError as error:
                seen.error(error)
                return error
            finally:
                look_at(client)
            return None

    async def wait() -> BaseException | None:
        async with client_of(kind, token=secrets.token, **options) as client:
            try:
                seen.add("result", repr(await call(client, secrets)))
            except EdgegapError as error:
                seen.error(error)
                return error
            finally:
                look_at(client)
            return None

    return asyncio.run(wait())


def _noting(seen: Seen) -> Callable[[Any], None]:
    def note(event: Any) -> None:
        seen.add(event.name, repr(event))
        if event.name == "retry":  # any other error reaches the caller
            seen.error(event.error)

    return note


def hidden_loggers(call: Call) -> tuple[str, ...]:
    # httpx writes whole URLs at INFO, and only what stands in them; see the test of that below.
    return ("httpx",) if call in (list_deployments, self_stop) else ()


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def read(client: Any, s: Secrets) -> Any:
    return get(client)


def write(client: Any, s: Secrets) -> Any:
    return create(client)


SERVICE_CALLS: Final[dict[Call, Callable[[Secrets], list[str]]]] = {
    read: lambda s: [s.token],
    write: lambda s: [s.token],
}


def rounds(kind: str, seed: int) -> Iterator[tuple[random.Random, int, str, Call]]:
    """Every status, each with another echo and another call; within some seeds, every pair of these."""
    chance = random.Random(seed)
    names, calls = list(ECHOES), list(SERVICE_CALLS if kind in SERVICE_KINDS else CALLS)
    for turn, status in enumerate(chance.sample(range(400, 600), 40 if kind in SERVICE_KINDS else 200)):
        yield chance, status, names[turn % len(names)], calls[(turn // len(names) + turn + seed) % len(calls)]


@pytest.mark.parametrize(
    ("kind", "seed"), [*((kind, seed) for kind in KINDS for seed in range(2)), *((kind, 0) for kind in SERVICE_KINDS)]
)
def test_an_echoed_secret_shows_nowhere(kind: str, seed: int) -> None:
    echo: list[bytes] = [b""]
    current: list[tuple[int, Echo, list[str]]] = []

    def respond(request: bytes) -> list[bytes]:
        status, write, sent = current[-1]
        echo[0] = write(sent, request)
        extra = ["Retry-After: 0"] if status == 429 else []
        return [answer(echo[0], "Content-Type: text/html", *extra, status=f"{status} No")]

    with serving_script(respond) as base_url:
        for chance, status, name, call in rounds(kind, seed):
            secrets = Secrets.draw(chance)
            sent = (CALLS | SERVICE_CALLS)[call](secrets)
            current.append((status, ECHOES[name], sent))
            with watching(*hidden_loggers(call)) as seen:
                error = carry_out(kind, call, secrets, seen, base_url=base_url, max_retries=chance.choice([0, 0, 0, 1]))
            assert isinstance(error, EdgegapError)
            assert error.status == status
            seen.without(sent, f"{call.__name__}, {status}, {name}")


@pytest.mark.parametrize("name", ECHOES)
def test_every_call_with_every_echo_shows_nothing(name: str) -> None:
    """Every pair, without the network."""
    for seed, (call, of) in enumerate(CALLS.items()):
        secrets = Secrets.draw(random.Random(seed * 1000 + len(name)))
        sent = of(secrets)

        def respond(request: httpx.Request, sent: list[str] = sent) -> httpx.Response:
            head = b"%b %b HTTP/1.1\r\n" % (request.method.encode(), request.url.raw_path)
            head += b"".join(b"%b: %b\r\n" % header for header in request.headers.raw)
            return httpx.Response(400, content=ECHOES[name](sent, head + b"\r\n" + request.content))

        with watching(*hidden_loggers(call)) as seen:
            carry_out("sync", call, secrets, seen, base_url="http://x.test", transport=httpx.MockTransport(respond))
        seen.without(sent, f"{call.__name__}, {name}")


MALFORMED: Final[dict[str, Echo]] = {
    "list": lambda secrets, request: as_json(secrets),
    "text": lambda secrets, request: " ".join(secrets).encode(),
    "json text": lambda secrets, request: as_json(secrets[-1]),
    "truncated": lambda secrets, request: as_json({"x": secrets})[:-3],
    "names": lambda secrets, request: as_json({secret: secret for secret in secrets}),
    "everywhere": lambda secrets, request: as_json(
        dict.fromkeys(("message", "success", "data", "count", "total_count", "pagination", "version"), secrets[-1])
        | {"req_cpu": secrets[0], "is_active": secrets[-1], "session_users": secrets, "create_time": secrets[0]}
    ),
    "entries": lambda secrets, request: as_json(
        {"data": [{secrets[-1]: 1}], "session_users": [{secrets[-1]: secrets}], "version": {secrets[0]: []}}
    ),
    "html": in_text(html.escape),
    "latin": lambda secrets, request: b"\xe9" + " ".join(secrets).encode("latin-1", "replace"),
}


@pytest.mark.parametrize("form", MALFORMED)
def test_a_malformed_success_that_echoes_shows_nothing(kind: str, form: str) -> None:
    current: list[list[str]] = []
    with serving_script(lambda request: [answer(MALFORMED[form](current[-1], request))]) as base_url:
        for seed, (call, of) in enumerate(CALLS.items()):
            secrets = Secrets.draw(random.Random(seed))
            current.append(of(secrets))
            with watching(*hidden_loggers(call)) as seen:
                carry_out(kind, call, secrets, seen, base_url=base_url)
            # A result shows what the server calls no secret.
            seen.texts = [(where, text) for where, text in seen.texts if where != "result"]
            seen.without(of(secrets), f"{call.__name__}, {form}")


# --- echoes where no body is ----------------------------------------------------------------------------------------


HEADS: Final[dict[str, Callable[[list[str]], Iterable[bytes]]]] = {
    "reason": lambda secrets: [f"HTTP/1.1 500 {' '.join(secrets)}\r\nContent-Length: 0\r\n\r\n".encode()],
    "headers": lambda secrets: [
        answer(
            b"",
            *(
                f"{name}: {' '.join(secrets)}"
                for name in ("X-Request-Id", "Server", "Date", "Content-Type", "Set-Cookie")
            ),
            status="409 No",
        )
    ],
    "location": lambda secrets: [answer(b"", f"Location: http://[{' '.join(secrets)}", status="302 No")],
    "garbage": lambda secrets: [f"{' '.join(secrets)}\r\n\r\n".encode()],
    "status line": lambda secrets: [f"HTTP/1.1 {' '.join(secrets)}\r\n\r\n".encode()],
    "header line": lambda secrets: [f"HTTP/1.1 200 OK\r\n{' '.join(secrets)}\r\n\r\n".encode()],
    "content-length": lambda secrets: [f"HTTP/1.1 200 OK\r\nContent-Length: {' '.join(secrets)}\r\n\r\n".encode()],
    "transfer-encoding": lambda secrets: [
        f"HTTP/1.1 200 OK\r\nTransfer-Encoding: {' '.join(secrets)}\r\n\r\n".encode()
    ],
    "content-encoding": lambda secrets: [answer(b"x", f"Content-Encoding: gzip, br, {' '.join(secrets)}")],
    "chunk": lambda secrets: [f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{' '.join(secrets)}\r\n".encode()],
    "retry-after": lambda secrets: [answer(b"", f"Retry-After: {' '.join(secrets)}", status="429 No")],
    "packed": lambda secrets: [answer(gzip.compress(" ".join(secrets).encode())[:-4], "Content-Encoding: gzip")],
    "cut off": lambda secrets: [b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n", " ".join(secrets).encode()],
    "nothing": lambda secrets: [],
}


@pytest.mark.parametrize("form", HEADS)
def test_a_secret_in_a_broken_answer_shows_nowhere(kind: str, form: str) -> None:
    current: list[list[str]] = []
    with serving_script(lambda request: HEADS[form](current[-1])) as base_url:
        for seed, (call, of) in enumerate(CALLS.items()):
            secrets = Secrets.draw(random.Random(seed))
            # Heads are written in ASCII.
            text = any_secret(random.Random(seed), PRINTABLE)
            secrets = replace(
                secrets, private_token=text, secret_access_key=text, env=text[::-1], stop_key=text, query=text
            )
            current.append(of(secrets))
            # httpx and httpcore write heads of answers as they came, whoever uses them.
            with watching("httpx", "httpcore") as seen:
                carry_out(kind, call, secrets, seen, base_url=base_url, max_retries=seed % 2, rate_limits="off")
            seen.without(of(secrets), f"{call.__name__}, {form}")


def test_timeouts_and_refusals_show_nothing(kind: str) -> None:
    def silence(request: bytes) -> Iterable[bytes]:
        time.sleep(0.2)
        return []

    with serving_script(silence) as base_url:
        for seed, (call, of) in enumerate(CALLS.items()):
            secrets = Secrets.draw(random.Random(seed))
            with watching(*hidden_loggers(call)) as seen:
                patience = httpx.Timeout(0.03)
                assert carry_out(kind, call, secrets, seen, base_url=base_url, timeouts=patience, max_retries=seed % 2)
                assert carry_out(kind, call, secrets, seen, base_url=base_url, timeout=0.02)
                assert carry_out(kind, call, secrets, seen, base_url="http://127.0.0.1:1", max_retries=1)
            seen.without(of(secrets), call.__name__)


@pytest.mark.parametrize("rate_limits", ["wait", "raise"])
def test_waiting_for_a_turn_shows_nothing(kind: str, rate_limits: Any) -> None:
    secrets = Secrets.draw(random.Random(rate_limits + kind))
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json={}))

    def many(edgegap: Any, s: Secrets) -> Any:
        if kind == "sync":
            return [deploy(edgegap, s) for _ in range(41)]
        return asyncio.gather(*(deploy(edgegap, s) for _ in range(41)), return_exceptions=True)

    with watching() as seen:
        carry_out(
            kind,
            many,
            secrets,
            seen,
            base_url="http://x.test",
            transport=transport,
            rate_limits=rate_limits,
            timeout=0.5,
        )
    seen.without([secrets.token, secrets.env], "rate limit")


@pytest.mark.parametrize("around", [" {} ", "{} ", "\t{}"])
def test_spaces_around_a_token_do_not_make_h11_quote_it(kind: str, around: str) -> None:
    secrets = Secrets.draw(random.Random(1))
    secrets = replace(secrets, self_stop=around.format(secrets.self_stop).replace("\t", " "))
    got: list[bytes] = []

    def respond(request: bytes) -> list[bytes]:
        got.append(request)
        return [answer(b"{}", status="401 No")]

    with serving_script(respond) as base_url, watching("httpx") as seen:
        assert carry_out(kind, self_stop, secrets, seen, base_url=base_url)
    assert secrets.self_stop.strip().encode() in got[0]
    seen.without([secrets.self_stop.strip(), secrets.stop_key], around)


@pytest.mark.parametrize(
    "token", ["bad token {}", "{}\n{}", '"{}"', "Bearer {}", "{}é", "\x00{}", "token token \t {} x"]
)
@pytest.mark.parametrize("kind", [Edgegap, AsyncEdgegap])
def test_a_refused_token_is_not_shown(kind: type[Edgegap], token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = plain_secret(random.Random(5))
    with watching() as seen:
        with pytest.raises(EdgegapError) as raised:
            kind(token.replace("{}", secret))
        seen.error(raised.value)
        if "\0" not in token:
            monkeypatch.setenv("EDGEGAP_API_TOKEN", token.replace("{}", secret))
            with pytest.raises(EdgegapError) as raised:
                kind()
            seen.error(raised.value)
    seen.without([secret], token)


@pytest.mark.parametrize("unsendable", ["\ud800", object(), float("nan"), b"bytes"])
def test_a_request_that_cannot_be_written_shows_nothing(kind: str, unsendable: Any) -> None:
    def call(edgegap: Any, s: Secrets) -> Any:
        envs = [AppVersionEnv(key="PASS", value=s.env), AppVersionEnv(key="ODD", value=unsendable)]
        return edgegap.app_versions.create("my-game", name="v1", private_token=s.private_token, envs=envs, **VERSION)

    secrets = Secrets.draw(random.Random(6))
    with watching() as seen:
        assert carry_out(kind, call, secrets, seen, base_url="http://127.0.0.1:1")
    seen.without([secrets.token, secrets.env, secrets.private_token], repr(unsendable))


@pytest.mark.parametrize("seed", range(20))
def test_models_mask_their_secrets(seed: int) -> None:
    s = Secrets.draw(random.Random(seed))
    envs = [{"key": "PASS", "value": s.env}]
    version = {"name": "v1", "is_active": True, "private_token": s.private_token, "envs": envs} | VERSION
    relay = {"session_id": "1", "authorization_token": s.relay_token, "status": "Linked", "ready": True, "linked": True}
    user = {"ip_address": "1.2.3.4", "authorization_token": s.relay_token}
    storage = {
        "name": "s",
        "access_key_id": "A",
        "secret_access_key": s.secret_access_key,
        "endpoint": "e",
        "bucket": "b",
    }
    models: list[object] = [
        AppVersion.from_dict(version),
        AppVersionCreateRequest.from_dict(version | {"unknown": s.env}),
        AppVersionUpdateRequest.from_dict(version),
        AppVersionEnv(key="PASS", value=s.env),
        EnvVar(key="PASS", value=s.env),
        EnvVarV2(key="PASS", value=s.env, is_hidden=True),
        SessionSelector(tag="t", env=SelectorEnv(key="PASS", value=s.env)),
        EndpointStorageCreateRequest.from_dict(storage),
        RelaySession.from_dict(relay | {"session_users": [user], "webhook_url": ""}),
        RelayUserAuthorizeResponse.from_dict(relay | {"session_user": user}),
        RelayUserRevokeRequest(session_id="1", authorization_token=s.relay_token),
        RegistryCredentials.from_dict({"registry_url": "r", "project": "p", "username": "u", "token": s.token}),
    ]
    seen = Seen()
    for model in models:
        seen.add(type(model).__name__, f"{model!r} {model!s} {[model]}")
        with pytest.raises(TypeError) as raised:
            json.dumps(model)
        seen.error(raised.value)
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=version))
    with Edgegap(s.token, base_url="http://x.test", transport=transport) as edgegap:
        detailed = app_versions.get_app_version.sync_detailed("my-game", "v1", client=edgegap)
        seen.add("Response", repr(detailed))
        seen.add("Pager", repr(edgegap.deployments.list(query=s.query)))
    seen.without([s.token, s.private_token, s.env, s.secret_access_key, s.query, str(s.relay_token)], "models")


@pytest.mark.parametrize(("call", "secret"), [(list_deployments, "query"), (self_stop, "stop_key")])
def test_the_logger_of_httpx_does_not_show_what_stands_in_urls(call: Call, secret: str) -> None:
    secrets = replace(Secrets.draw(random.Random(7)), query="q" * 20, stop_key="k" * 20)
    with serving_script(lambda request: [answer(b"{}")]) as base_url, watching() as seen:
        carry_out("sync", call, secrets, seen, base_url=base_url)
    seen.without([getattr(secrets, secret)], "httpx")


@pytest.mark.parametrize("form", ["reason", "headers", "garbage"])
def test_the_loggers_below_do_not_show_what_stands_in_heads_of_answers(form: str) -> None:
    secrets = Secrets.draw(random.Random(8))
    with serving_script(lambda request: HEADS[form]([secrets.token])) as base_url, watching() as seen:
        carry_out("sync", revoke, secrets, seen, base_url=base_url)
    seen.without([secrets.token], form)
