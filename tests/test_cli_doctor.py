"""`edgegap doctor`, on a computer where one thing after the other is wrong."""

from __future__ import annotations

import datetime
import socket
import threading
import tomllib
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Final, NoReturn

import pytest
import trustme
from pytest_httpserver import HTTPServer

from edgegap_client._core.settings import ssl_context
from edgegap_client.cli import checks, root
from edgegap_client.sandbox import Sandbox

from .servers.ports import unused_port
from .servers.untrusted import untrusted_server
from .test_cli import TOKEN, Ran, base_url, sandbox, served, terminal

__all__ = ["base_url", "sandbox", "served"]

PASSWORD: Final = "pass-word-of-the-proxy"
CERTIFICATE_VARIABLES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


@pytest.fixture(autouse=True)
def _no_certificates_nor_proxies_from_outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in (*CERTIFICATE_VARIABLES, "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    ssl_context.cache_clear()
    yield
    ssl_context.cache_clear()


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command against an address."""

    def run(url: str, *options: str) -> Ran:
        monkeypatch.setenv("EDGEGAP_BASE_URL", url.rstrip("/"))
        monkeypatch.setenv("EDGEGAP_API_TOKEN", TOKEN)
        capsys.readouterr()
        status = root.run(["doctor", *options])
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        assert TOKEN not in shown.out + shown.err
        assert PASSWORD not in shown.out + shown.err
        return Ran(status, shown.out, shown.err)

    return run


@contextmanager
def responding(response: bytes) -> Generator[int]:
    """A server that gives everybody the same response; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(30)

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(5)
                    try:
                        if connection.recv(65536).startswith(b"STOP"):
                            return
                        connection.sendall(response)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            with socket.create_connection(listener.getsockname()) as last:
                last.sendall(b"STOP")
            thread.join()


def levels(ran: Ran) -> dict[str, str]:
    return {each["name"]: each["level"] for each in ran.data["checks"]}


def finding(ran: Ran, name: str) -> dict[str, Any]:
    found: dict[str, Any]
    (found,) = (each for each in ran.data["checks"] if each["name"] == name)
    return found


def test_all_is_well_with_the_sandbox(run: Run, sandbox: Sandbox, base_url: str) -> None:
    ran = run(base_url, "--json")
    assert ran.status == 0
    assert ran.data["ok"] is True
    assert set(levels(ran).values()) == {"ok"}
    names = [
        "versions",
        "settings",
        "address",
        "proxy",
        "certificates",
        "dns",
        "connection",
        "token",
        "clock",
        "limits",
    ]
    assert list(levels(ran)) == names
    assert [each.operation_id for each in sandbox.requests] == ["list_applications"], "one read"
    lines = run(base_url).out.splitlines()
    assert [line.split()[:2] for line in lines] == [["ok", name] for name in names]


@pytest.mark.usefixtures("base_url")
def test_errors_are_red_on_a_terminal() -> None:
    assert "\x1b[32mok" in terminal("doctor").raw
    assert "\x1b[31merror" in terminal("doctor", EDGEGAP_API_TOKEN="").raw
    assert "\x1b[3" not in terminal("doctor", NO_COLOR="1").raw


def test_without_a_token_it_says_how_to_get_one(run: Run, base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EDGEGAP_API_TOKEN")
    assert root.run(["doctor"]) == 2


@pytest.mark.parametrize(
    ("status", "name", "level", "exit_status"),
    [(401, "token", "error", 3), (403, "token", "warning", 0), (429, "limits", "error", 6), (500, "api", "error", 10)],
)
def test_what_the_api_says(
    run: Run, httpserver: HTTPServer, status: int, name: str, level: str, exit_status: int
) -> None:
    httpserver.expect_request("/v1/apps").respond_with_json(
        {"message": "as it is"}, status=status, headers={"Retry-After": "7"} if status == 429 else {}
    )
    ran = run(httpserver.url_for(""), "--json")
    assert ran.status == exit_status
    assert finding(ran, name)["level"] == level
    assert finding(ran, name)["advice"].startswith("Wait 7 s" if status == 429 else "")
    assert levels(ran)["clock"] == "ok", "an error has a Date, too"
    assert len(httpserver.log) == 1, "nothing is retried"


@pytest.mark.parametrize(
    ("seconds", "level", "exit_status"), [(5, "ok", 0), (-90, "warning", 0), (90, "warning", 0), (4000, "error", 2)]
)
def test_a_clock_that_is_wrong(run: Run, seconds: int, level: str, exit_status: int) -> None:
    date = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    body = '{"applications": [], "total_count": 0, "pagination": {}}'
    lines = [
        "HTTP/1.1 200 OK",
        f"Date: {format_datetime(date, usegmt=True)}",
        "X-RateLimit-Remaining: 9",
        "Content-Type: application/json",
        "Connection: close",
        f"Content-Length: {len(body)}",
    ]
    with responding("\r\n".join((*lines, "", body)).encode()) as port:
        ran = run(f"http://127.0.0.1:{port}", "--json")
    clock = finding(ran, "clock")
    assert (clock["level"], ran.status) == (level, exit_status)
    if level != "ok":
        assert ("behind" if seconds > 0 else "ahead of") in clock["message"]
        assert "NTP" in clock["advice"]
    assert "x-ratelimit-remaining: 9" in finding(ran, "limits")["message"].lower()


@pytest.mark.parametrize("date", [None, "yesterday"])
def test_a_response_without_a_date(date: str | None) -> None:
    assert checks._check_clock(date, 0.0).level == "warning"


def test_a_server_that_is_away(run: Run) -> None:
    ran = run(f"http://127.0.0.1:{unused_port()}", "--json")
    assert ran.status == 9
    assert "refused" in finding(ran, "connection")["message"]
    assert "token" not in levels(ran)


def test_no_dns(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_arguments: object, **_options: object) -> NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    ran = run("https://api.edgegap.invalid")
    assert ran.status == 9
    assert "api.edgegap.invalid has no address: Name or service not known" in ran.out
    assert "were not checked" in ran.err


def test_dns_that_does_not_respond(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def resolve(*_arguments: object, **_options: object) -> list[Any]:
        released.wait(30)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(checks, "CONNECT_TIMEOUT_SECONDS", 0.1)
    try:
        assert "no response within 0.1 s" in checks.check_dns("api.edgegap.invalid").message
    finally:
        released.set()


# TLS.


def certificates(folder: Path, *, name: str = "127.0.0.1", days: float = 90) -> tuple[trustme.LeafCert, str]:
    """A certificate that ends in some days, and the file with its authority."""
    authority = trustme.CA()
    now = datetime.datetime.now(datetime.UTC)
    leaf = authority.issue_cert(
        name, not_before=now - datetime.timedelta(days=100), not_after=now + datetime.timedelta(days=days)
    )
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    return leaf, str(folder / "authority.pem")


def test_a_certificate_that_nobody_trusts(run: Run) -> None:
    with untrusted_server() as server:
        ran = run(server.base_url, "--json")
    assert ran.status == 9
    tls = finding(ran, "tls")
    assert tls["level"] == "error"
    assert "is not trusted" in tls["message"]
    assert "SSL_CERT_FILE" in tls["advice"]
    assert "token" not in levels(ran), "no token is sent there"


@pytest.mark.parametrize(
    ("options", "told", "advice"),
    [({"days": -1}, "expired", "renew"), ({"name": "other.example"}, "", "for another host name: check the address")],
    ids=["expired", "another-name"],
)
def test_a_certificate_that_is_wrong(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], told: str, advice: str
) -> None:
    leaf, authority = certificates(tmp_path, **options)
    monkeypatch.setenv("SSL_CERT_FILE", authority)
    with untrusted_server(certificate=leaf) as server:
        ran = run(server.base_url, "--json")
    assert ran.status == 9
    assert told in finding(ran, "tls")["message"]
    assert advice in finding(ran, "tls")["advice"]


@pytest.mark.parametrize(("days", "level"), [(5, "warning"), (60, "ok")])
def test_a_certificate_that_ends_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: float, level: str) -> None:
    leaf, authority = certificates(tmp_path, days=days)
    monkeypatch.setenv("SSL_CERT_FILE", authority)
    with untrusted_server(certificate=leaf) as server:
        found = checks.check_connection(server.base_url)
    assert found.level == level
    assert "more days" in found.message


def test_a_file_of_certificates_that_is_missing(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    with untrusted_server() as server:
        ran = run(server.base_url, "--json")
    assert ran.status == 2
    assert "missing.pem" in finding(ran, "certificates")["message"]
    assert "SSL_CERT_FILE" in finding(ran, "certificates")["advice"]


def test_variables_of_other_programs_are_named(run: Run, base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/company/authority.pem")
    ran = run(base_url, "--json")
    assert ran.status == 0
    assert finding(ran, "certificates")["level"] == "warning"
    assert "SSL_CERT_FILE to the same file" in finding(ran, "certificates")["advice"]


def test_an_address_without_tls_is_a_warning() -> None:
    from edgegap_client.cli.sources import Source

    assert checks.check_address(Source("", "http://api.example")).level == "warning"
    assert checks.check_address(Source("", "https://api.example")).level == "ok"


# Proxies.


def test_a_proxy_that_is_away(run: Run, base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = unused_port()
    monkeypatch.setenv("HTTP_PROXY", f"http://me:{PASSWORD}@127.0.0.1:{port}")
    ran = run(base_url, "--json")
    assert ran.status == 9
    proxy = finding(ran, "proxy")
    assert f"http://127.0.0.1:{port} accepts no connection" in proxy["message"]
    assert "HTTP_PROXY" in proxy["advice"]
    assert "NO_PROXY" in proxy["advice"]


def test_a_proxy_that_refuses(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with responding(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n") as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:{PASSWORD}@127.0.0.1:{port}")
        ran = run("https://api.edgegap.invalid", "--json")
    assert ran.status == 9
    assert levels(ran)["proxy"] == "ok"
    assert "407" in finding(ran, "api")["message"]
    assert "dns" not in levels(ran), "the proxy resolves the name"


def test_a_proxy_that_does_not_apply_is_named(run: Run, base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    ran = run(base_url, "--json")
    assert ran.status == 0
    assert "HTTP_PROXY do not apply" in finding(ran, "proxy")["message"]


def test_a_proxy_that_cannot_be_read(run: Run, base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"ftp://me:{PASSWORD}@")
    ran = run(base_url, "--json")
    assert ran.status == 2
    assert levels(ran)["proxy"] == "error"


def test_all_extras_are_known() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    # Without `cli` there is no doctor.
    assert {*checks.EXTRAS, "cli"} == set(project["optional-dependencies"])
    for extra, (_, package) in checks.EXTRAS.items():
        assert any(each.startswith(package) for each in project["optional-dependencies"][extra])
