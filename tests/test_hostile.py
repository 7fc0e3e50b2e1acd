"""Whatever a hostile or broken server sends: a right result or a typed error, soon, in bounded memory, and readable."""

from __future__ import annotations

import asyncio
import gzip
import json
import math
import random
import sys
import threading
import time
import zlib
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from edgegap_client import (
    AsyncEdgegap,
    AuthenticationError,
    BadRequestError,
    Edgegap,
    EdgegapError,
    GoneError,
    PermissionDeniedError,
    RateLimitedError,
    ResponseFormatError,
    ServerError,
    TransportError,
    UnexpectedStatusError,
)
from edgegap_client._core.error_mapping import retry_after
from edgegap_client._core.unreadable import peek
from edgegap_client.models import Application

from .conftest import TOKEN
from .servers.scripts import answer, serving_script

SMALL: Final = 100_000
GOOD: Final = b'{"name": "my-game", "is_active": true, "image": ""}'


def ask(kind: str, base_url: str, **options: Any) -> Application | EdgegapError:
    """What a call ends with. Any other exception than an EdgegapError fails the test."""
    options = {"max_retries": 0, "timeout": 20, "max_response_bytes": SMALL} | options
    if kind == "sync":
        with Edgegap(TOKEN, base_url=base_url, **options) as edgegap:
            try:
                return edgegap.applications.get("my-game")
            except EdgegapError as error:
                return error

    async def call() -> Application | EdgegapError:
        async with AsyncEdgegap(TOKEN, base_url=base_url, **options) as edgegap:
            try:
                return await edgegap.applications.get("my-game")
            except EdgegapError as error:
                return error

    return asyncio.run(call())


def outcome_of(kind: str, *pieces: bytes, **options: Any) -> Application | EdgegapError:
    with serving_script(lambda request: pieces) as base_url:
        outcome = ask(kind, base_url, **options)
    if isinstance(outcome, EdgegapError):
        assert_presentable(outcome)
    return outcome


def assert_presentable(error: EdgegapError) -> None:
    """Fit for a terminal and a log: one short line, nothing that moves the cursor."""
    assert str(error).isprintable()
    assert len(str(error)) < 1500
    assert len(error.body) <= 2003
    for value in error.headers.values():
        assert value.isprintable()
        assert len(value) <= 203
    error.body.encode()
    json.dumps(error.details).encode()


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@contextmanager
def memory_growth_below(mebibytes: float) -> Generator[None]:
    """Watch the resident memory, often enough to see any peak that matters."""
    page = 4096 / 2**20

    def resident() -> float:
        return int(Path("/proc/self/statm").read_text().split()[1]) * page

    before = resident()
    peak = [before]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.002):
            peak[0] = max(peak[0], resident())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
    assert peak[0] - before < mebibytes, f"grew by {peak[0] - before:.0f} MiB"


# --- too much -----------------------------------------------------------------------------------------------------


def test_an_answer_of_just_the_limit_is_read_and_one_byte_more_is_refused(kind: str) -> None:
    exact = GOOD + b" " * (SMALL - len(GOOD))
    assert isinstance(outcome_of(kind, answer(exact)), Application)
    error = outcome_of(kind, answer(exact + b" "))
    assert isinstance(error, ResponseFormatError)
    assert f"larger than {SMALL} bytes" in str(error)


def test_the_default_limit_is_64_mebibytes() -> None:
    with Edgegap(TOKEN) as edgegap:
        assert edgegap._settings.max_response_bytes == 64 * 1024 * 1024


HEADS: Final = {"gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", "deflate": b"\x78\xda", "raw deflate": b""}


@cache
def bomb(packing: str, unpacked: int = 2**30, times: int = 1) -> bytes:
    """Zeros: a gibibyte of them packs into a mebibyte, and that into some kilobytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    # A block that was flushed stands for itself, so that it can be repeated without being packed again.
    block = packer.compress(bytes(2**22)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = HEADS[packing] + block * (unpacked // 2**22) + b"\x03\x00" + bytes(8)
    return packed if times == 1 else gzip.compress(packed)


needs_proc = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not tell the memory")


@needs_proc
@pytest.mark.parametrize("packing", ["gzip", "deflate", "raw deflate"])
def test_a_bomb_ends_quickly_in_bounded_memory(kind: str, packing: str) -> None:
    packed = bomb(packing)
    assert len(packed) < 1.1 * 2**20
    busy = time.process_time()
    with memory_growth_below(32):
        error = outcome_of(kind, answer(packed, f"Content-Encoding: {packing.split()[-1]}"))
    assert isinstance(error, ResponseFormatError)
    assert time.process_time() - busy < 3


@needs_proc
def test_a_bomb_in_an_error_leaves_the_status_to_tell_what_happened(kind: str) -> None:
    with memory_growth_below(32):
        error = outcome_of(kind, answer(bomb("gzip"), "Content-Encoding: gzip", status="401 No"))
    assert isinstance(error, AuthenticationError)


@needs_proc
@pytest.mark.parametrize("encoding", ["gzip, gzip", "deflate, gzip", "gzip," * 500 + "gzip"])
def test_what_was_packed_more_than_once_is_not_unpacked(kind: str, encoding: str) -> None:
    # Half a gibibyte out of half a kilobyte, in one piece: counting comes too late for those who unpack it whole.
    packed = bomb("gzip", 2**29, times=2)
    assert len(packed) < 10_000
    with memory_growth_below(32):
        error = outcome_of(kind, answer(packed, f"Content-Encoding: {encoding}"))
    assert isinstance(error, ResponseFormatError)


def test_an_endless_chunked_body_is_refused_at_the_limit(kind: str) -> None:
    def endless(request: bytes) -> Iterable[bytes]:
        yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        while True:
            yield b"400\r\n" + b" " * 1024 + b"\r\n"

    with serving_script(endless) as base_url:
        assert isinstance(ask(kind, base_url), ResponseFormatError)


def test_an_endless_error_body_still_gives_the_error_of_its_status(kind: str) -> None:
    def endless(request: bytes) -> Iterable[bytes]:
        yield b"HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n"
        while True:
            yield b"400\r\n" + b"x" * 1024 + b"\r\n"

    with serving_script(endless) as base_url:
        error = ask(kind, base_url)
    assert isinstance(error, ServerError)
    assert_presentable(error)


def test_a_body_of_endless_tiny_chunks_ends_with_the_deadline(kind: str) -> None:
    def dripping(request: bytes) -> Iterable[bytes]:
        yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        while True:
            time.sleep(0.01)
            yield b"1\r\n \r\n"

    started = time.monotonic()
    with serving_script(dripping) as base_url:
        assert isinstance(ask(kind, base_url, timeout=0.3), TransportError)
    assert time.monotonic() - started < 5  # it has no end of its own


def test_a_huge_announced_length_reserves_no_memory(kind: str) -> None:
    for length in ("9" * 15, "9" * 5000, "-1", "0x10", "1, 2"):
        error = outcome_of(kind, f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{{}}".encode())
        assert isinstance(error, TransportError)


HEADER_FLOODS: Final[dict[str, bytes]] = {
    "many": b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(100_000)),
    "one long": b"HTTP/1.1 200 OK\r\nX-Long: " + b"y" * 5_000_000,
    "long status line": b"HTTP/1.1 200 " + b"y" * 5_000_000,
    "long name": b"HTTP/1.1 200 OK\r\n" + b"y" * 5_000_000,
    "many informational": b"HTTP/1.1 100 Continue\r\n\r\n" * 50_000,
    "no line end": b"y" * 5_000_000,
}


@needs_proc
@pytest.mark.parametrize("flood", HEADER_FLOODS)
def test_a_flood_of_headers_is_a_transport_error(kind: str, flood: str) -> None:
    with memory_growth_below(64):
        assert isinstance(outcome_of(kind, HEADER_FLOODS[flood]), TransportError)


def test_many_small_headers_and_cookies_do_no_harm(kind: str) -> None:
    headers = [f"Set-Cookie: c{n}=v; Max-Age=x; Expires=never; Path=\x01" for n in range(300)]
    assert isinstance(outcome_of(kind, answer(GOOD, *headers)), Application)


# --- odd JSON -----------------------------------------------------------------------------------------------------


def nested(depth: int, opening: bytes = b"[", closing: bytes = b"]") -> bytes:
    return opening * depth + closing * depth


DEEP: Final[dict[str, bytes]] = {
    "lists": nested(40_000),
    "objects": nested(10_000, b'{"a":', b"}").replace(b":}", b":1}"),
    "unclosed": b"[" * 90_000,
    "in a known field": b'{"name": ' + nested(40_000) + b"}",
    "in an unknown field": GOOD[:-1] + b', "new": ' + nested(40_000) + b"}",
    "in the message": b'{"message": ' + nested(900) + b"}",
}


@pytest.mark.parametrize("form", DEEP)
def test_deep_json_is_a_typed_error(kind: str, form: str) -> None:
    if form != "in the message":
        # From Python 3.14 on, the parser goes as deep as the stack, and an unknown field may be anything.
        readable = sys.version_info >= (3, 14) and form == "in an unknown field"
        assert isinstance(outcome_of(kind, answer(DEEP[form])), Application if readable else ResponseFormatError)
    assert type(outcome_of(kind, answer(DEEP[form], status="401 No"))) is AuthenticationError
    assert type(outcome_of(kind, answer(DEEP[form], status="500 No"))) is ServerError


@pytest.mark.parametrize("digits", [400, 4_000, 5_000, 90_000])
def test_huge_numbers_are_read_or_refused(kind: str, digits: int) -> None:
    number = b"1" * digits
    for body in (number, b'{"name": ' + number + b"}", GOOD[:-1] + b', "max_duration": -' + number + b".5e999}"):
        outcome = outcome_of(kind, answer(body))
        assert isinstance(outcome, ResponseFormatError | Application)
    for body in (number, b'{"message": ' + number + b"}", b'{"message": [' + number + b"]}"):
        assert isinstance(outcome_of(kind, answer(body, status="403 No")), PermissionDeniedError)


@pytest.mark.parametrize("constant", [b"NaN", b"Infinity", b"-Infinity", b"1e999"])
def test_numbers_that_are_none_give_a_typed_error(kind: str, constant: bytes) -> None:
    outcome = outcome_of(kind, answer(b'{"name": "x", "is_active": true, "image": ' + constant + b"}"))
    if isinstance(outcome, Application):
        assert outcome.image == "inf"  # JSON has no such number; Python reads one that is too large so
    error = outcome_of(kind, answer(b'{"message": [' + constant + b"]}", status="400 No"))
    assert type(error) is BadRequestError


def test_of_duplicate_keys_the_last_counts_as_everywhere_in_python(kind: str) -> None:
    outcome = outcome_of(kind, answer(GOOD[:-1] + b', "name": "other"}'))
    assert isinstance(outcome, Application)
    assert outcome.name == "other"
    error = outcome_of(kind, answer(b'{"message": "a", "message": "b"}', status="400 No"))
    assert isinstance(error, BadRequestError)
    assert error.message == "b"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_encoding_of_json_is_read(kind: str, encoding: str) -> None:
    outcome = outcome_of(kind, answer(GOOD.decode().replace("my-game", "jeu-é").encode(encoding)))
    assert isinstance(outcome, Application)
    assert outcome.name == "jeu-é"
    for text in ('{"message": "déjà"}', "déjà"):
        error = outcome_of(kind, answer(text.encode(encoding), status="409 No"))
        assert isinstance(error, EdgegapError)
        assert error.message.strip("\ufeff") == "déjà"


@pytest.mark.parametrize("charset", ["utf-7", "latin-1", "punycode", "rot13", "base64", "\x01", "x" * 5000, "idna"])
def test_a_wrong_charset_changes_nothing(kind: str, charset: str) -> None:
    header = f"Content-Type: application/json; charset={charset}"
    assert isinstance(outcome_of(kind, answer(GOOD, header)), Application)
    error = outcome_of(kind, answer(b'{"message": "so"}', header, status="410 No"))
    assert isinstance(error, GoneError)
    assert error.message == "so"


def test_bytes_that_are_no_text_give_a_typed_error(kind: str) -> None:
    for body in (b"\xff\xfe\xfd", b'{"name": "\xe9"}', b"\x00" * 100, bytes(range(256))):
        assert isinstance(outcome_of(kind, answer(body)), ResponseFormatError)
        assert isinstance(outcome_of(kind, answer(body, status="500 No")), ServerError)


def test_lone_surrogates_reach_neither_the_terminal_nor_an_encoder(kind: str) -> None:
    outcome = outcome_of(kind, answer(GOOD.replace(b"my-game", b"\\ud800")))
    assert isinstance(outcome, Application | ResponseFormatError)
    for body in (b'"\\ud800"', b'{"message": "a\\ud800b"}', b'{"\\ud800": 1, "details": {"\\udfff": ["\\ud800"]}}'):
        assert isinstance(outcome_of(kind, answer(body, status="500 No")), ServerError)


# --- odd messages -------------------------------------------------------------------------------------------------

NASTY: Final = "a\x00b\x1b[2J\x1b]0;title\x07\r\nc\td\x85e\u2028f\u202eg\x7fh\x9bi\ud800"


def test_control_characters_do_not_reach_the_terminal(kind: str) -> None:
    as_text = NASTY.encode("utf-8", "replace")
    for body in (
        json.dumps({"message": NASTY}).encode(),
        json.dumps({"message": [NASTY, {NASTY: NASTY}]}).encode(),
        json.dumps(NASTY).encode(),
        as_text,
        b"<title>" + as_text + b"</title>",
    ):
        error = outcome_of(kind, answer(body, status="400 No"))
        assert isinstance(error, BadRequestError)
        assert "[2J" in str(error)


def test_a_field_name_from_the_server_does_not_reach_the_terminal_raw() -> None:
    body = json.dumps({"count": 1, "pagination": {}, "data": [], "applications": [{NASTY: 1}]}).encode()
    with (
        serving_script(lambda request: [answer(body)]) as base_url,
        Edgegap(TOKEN, base_url=base_url) as edgegap,
        pytest.raises(ResponseFormatError) as raised,
    ):
        _ = edgegap.applications.list_page().applications[0].name
    assert_presentable(raised.value)
    assert_presentable(ResponseFormatError("is missing", field=NASTY))


@pytest.mark.parametrize(
    "reason", [b"", b" ", b"\xe9t\xe9", b"a\tb", b"x" * 50_000, b"\xff" * 100, b"\xc2\x9b2J"], ids=len
)
def test_an_odd_reason_phrase_stays_readable(kind: str, reason: bytes) -> None:
    error = outcome_of(kind, b"HTTP/1.1 500 " + reason + b"\r\nContent-Length: 0\r\n\r\n")
    assert isinstance(error, ServerError)
    assert error.message


@pytest.mark.parametrize(
    "letter", ["a", "token ", "token", "<title>", "token=", " ", "\\u001b", "é", '\\"', "token 1/"]
)
@pytest.mark.parametrize("as_json", [True, False])
def test_a_message_of_ten_megabytes_is_cut_at_once(kind: str, letter: str, as_json: bool) -> None:
    text = letter * (10_000_000 // len(letter))
    body = (f'{{"message": "{text}"}}' if as_json else text).encode()
    with serving_script(lambda request: [answer(body, status="500 No")]) as base_url:
        busy = time.process_time()
        error = ask(kind, base_url, max_response_bytes=2**26)
        assert time.process_time() - busy < 2
    assert isinstance(error, ServerError)
    assert_presentable(error)


@pytest.mark.parametrize("size", [1_000, 7_990, 60_000, 65_000])
@pytest.mark.parametrize("letter", ["a", "token ", "token", "<title>", "token=", "token: ", "token 1/", "bearer "])
def test_no_text_is_slow_to_mask(letter: str, size: int) -> None:
    text = letter * (size // len(letter))
    bodies = [json.dumps({"message": text}), json.dumps({text: [text[:100]] * 10}), json.dumps([letter] * 5000), text]
    with serving_script(lambda request: [answer(bodies.pop().encode(), status="500 No")]) as base_url:
        while bodies:
            busy = time.process_time()
            assert isinstance(ask("sync", base_url), ServerError)
            assert time.process_time() - busy < 0.5


# --- odd heads ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", b"not gzip"),
        ("deflate", b"not deflate"),
        ("gzip", b""),
        # Without a time, which would be in the name of the test.
        ("gzip", gzip.compress(GOOD, mtime=0)[:-9]),
        ("gzip", gzip.compress(GOOD, mtime=0)[:12]),
        ("deflate, gzip", gzip.compress(GOOD, mtime=0)),
        ("br", b"\x1b\x00"),
        ("zstd", b"\x28\xb5\x2f\xfd"),
        ("br, gzip", gzip.compress(GOOD, mtime=0)),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_a_format_error_and_keeps_an_error_its_class(
    kind: str, encoding: str, body: bytes
) -> None:
    outcome = outcome_of(kind, answer(body, f"Content-Encoding: {encoding}"))
    assert isinstance(outcome, ResponseFormatError | Application)
    if isinstance(outcome, Application):
        # All of it was there, only the checksum was not; or there was nothing.
        assert peek(outcome, "name") == ("my-game" if body else None)
    assert isinstance(
        outcome_of(kind, answer(body, f"Content-Encoding: {encoding}", status="401 No")), AuthenticationError
    )


@pytest.mark.parametrize("encoding", ["identity", "", "none", "utf-8", ", ,"])
def test_a_packing_that_is_none_is_overlooked(kind: str, encoding: str) -> None:
    assert isinstance(outcome_of(kind, answer(GOOD, f"Content-Encoding: {encoding}")), Application)


@pytest.mark.parametrize("packing", ["gzip", "deflate", "raw deflate"])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_a_packed_body_may_come_in_pieces_of_any_size(kind: str, packing: str, size: int) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, {"gzip": 31, "deflate": 15, "raw deflate": -15}[packing])
    body = packer.compress(GOOD) + packer.flush()
    chunks = [body[start : start + size] for start in range(0, len(body), size)]
    head = f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: {packing.split()[-1]}\r\n\r\n"

    def in_pieces(request: bytes) -> Iterable[bytes]:
        yield head.encode()
        for chunk in chunks:
            yield b"%x\r\n%b\r\n" % (len(chunk), chunk)
            time.sleep(0.001)  # so that each is received by itself
        yield b"0\r\n\r\n"

    with serving_script(in_pieces) as base_url:
        assert isinstance(ask(kind, base_url), Application)


RETRY_AFTERS: Final = [
    "",
    " ",
    "0",
    "-0",
    "-1",
    "+5",
    "1e9",
    "1e999",
    "inf",
    "nan",
    "0x10",
    "1_000",
    "5 s",
    "5,6",
    "9" * 9,
    "9" * 30,
    "9" * 5000,
    "0.5",
    ".5",
    "5.",
    "0." + "9" * 100,
    "Wed, 21 Oct 2015 07:28:00 GMT",
    "Wed, 21 Oct 9999 23:59:59 -2359",
    "Mon, 01 Jan 0001 00:00:00 +2359",
    "Wed, 32 Oct 2015 07:28:00 GMT",
    "Wed, 21 Oct 2015 25:61:61 GMT",
    "Wed, 21 Oct 99999999999 07:28:00 GMT",
    "Wed, 21 Oct 2015 07:28:00 +99999999999999",
    "Wed, 21 Oct 2015 07:28:00",
    "Wednesday, 21-Oct-15 07:28:00 GMT",
    "Wed Oct 21 07:28:00 2015",
    "2015-10-21T07:28:00Z",
    "tomorrow",
    "() () ()",
    "(((",
    ",",
    "\u0663",
    "\u00b2",
]


@pytest.mark.parametrize("value", RETRY_AFTERS, ids=lambda value: value[:24] or "empty")
def test_every_odd_retry_after_is_understood_or_overlooked(kind: str, value: str) -> None:
    error = outcome_of(kind, answer(b"", f"Retry-After: {value}", status="429 Slow"))
    assert isinstance(error, RateLimitedError)
    assert error.retry_after is None or 0 <= error.retry_after < math.inf


def test_a_random_retry_after_is_understood_or_overlooked() -> None:
    chance = random.Random(20261123)
    parts = ["Wed", ",", " ", "21", "Oct", "2015", "07:28:00", "GMT", "+", "-", "9", "0", ":", ".", "(", ")", "\t", "e"]
    for _ in range(20_000):
        value = "".join(chance.choice(parts) for _ in range(chance.randrange(12)))
        seconds = retry_after(httpx.Response(429, headers={"Retry-After": value}))
        assert seconds is None or 0 <= seconds < math.inf, value


def test_a_wait_past_the_deadline_is_not_begun(kind: str) -> None:
    started = time.monotonic()
    error = outcome_of(kind, answer(b"", "Retry-After: 999999999", status="429 Slow"), max_retries=5)
    assert isinstance(error, RateLimitedError)
    assert error.retry_after == 999999999
    assert time.monotonic() - started < 10  # of the deadline of 20


@pytest.mark.parametrize(
    "location", ["http://[bad", "http://evil.test:99999/", "//", "\x7f", "http://evil.test/" + "a" * 60_000, "ü"]
)
def test_an_odd_location_is_an_unexpected_status(kind: str, location: str) -> None:
    outcome = outcome_of(kind, answer(b"", f"Location: {location}", status="302 Found"))
    assert isinstance(outcome, UnexpectedStatusError | TransportError)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\x00",
        b"hello\r\n\r\n",
        b"HTTP/1.1\r\n\r\n",
        b"HTTP/1.1 2000 OK\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n: empty\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: a\x00b\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
        b"SSH-2.0-OpenSSH\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
    ],
)
def test_a_garbage_head_is_a_transport_error(kind: str, head: bytes) -> None:
    assert isinstance(outcome_of(kind, head), TransportError)


@pytest.mark.parametrize("seed", range(6))
def test_random_damage_ends_in_a_result_or_a_typed_error(kind: str, seed: int) -> None:
    """Right answers with bytes changed, lost and doubled. Most of the time goes into connecting."""
    chance = random.Random(seed)
    whole = [
        answer(GOOD, "Content-Type: application/json"),
        answer(gzip.compress(GOOD), "Content-Encoding: gzip"),
        answer(b'{"message": "Bad request ID"}', "Retry-After: 5", "X-Request-Id: 1", status="400 Bad"),
    ]

    def damaged(request: bytes) -> Iterable[bytes]:
        data = bytearray(chance.choice(whole))
        for _ in range(chance.randrange(1, 6)):
            place = chance.randrange(len(data))
            match chance.randrange(3):
                case 0:
                    data[place] = chance.randrange(256)
                case 1:
                    del data[place : place + chance.randrange(1, 20)]
                case _:
                    data[place:place] = data[place : place + 20]
        yield bytes(data)

    with serving_script(damaged) as base_url:
        for _ in range(60):
            outcome = ask(kind, base_url, timeout=5)
            if isinstance(outcome, EdgegapError):
                assert_presentable(outcome)
