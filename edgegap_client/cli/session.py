"""One run of the command line: the client that it calls, what it shows, whom it asks, and the dry run."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import click
import httpx
from attrs import define, field

from .. import Edgegap, Operation
from .._core.redaction import Redactor, Secret, reveal
from .._sync.service_client import ServiceClient
from ..errors import ConfigurationError, ResponseFormatError
from . import output
from .env_files import parse_env_file
from .sources import Source, Variables, find_source
from .specification import ORCHESTRATION

if TYPE_CHECKING:
    from ..matchmaking import Matchmaker
    from ..server_browser import ServerBrowser

CLIENT_TOKEN: Final = "EDGEGAP_SB_CLIENT_TOKEN"  # noqa: S105  # a name
IN_A_DRY_RUN: Final = {"message": "not sent"}


class Keeping(ServiceClient):
    """What makes a client send only what reads, and keep the rest.

    Attributes:
        kept: What would have been sent.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.kept: list[httpx.Request] = []

    def request(
        self,
        operation: Operation,
        path: str | Secret[str],
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str | Secret[str]] | None = None,
        json: Any = None,
    ) -> httpx.Response:
        """Carry out what reads. Anything else is kept, with a response as if it had been done."""
        if operation.method == "GET":
            return super().request(operation, path, params=params, headers=headers, json=json)
        request = httpx.Request(
            operation.method, self._settings.base_url + reveal(path), params=params, json=reveal(json)
        )
        self.kept.append(request)
        return httpx.Response(200, json=IN_A_DRY_RUN, request=request)


def keeping(kind: type[ServiceClient]) -> type[Any]:
    """A class of clients for a dry run, each of which is `Keeping`."""
    return type(f"DryRun{kind.__name__}", (Keeping, kind), {})


@define
class Session:
    """One run of the command line.

    Attributes:
        json: Whether to write JSON.
        show_secrets: Whether secrets are shown.
        base_url: Where the service is, if not where the environment says.
        timeout: Seconds for each call, if not the client's default.
        token_file: Where the token is, if not in the environment; `-` is standard input.
        context: The context to use, if not that of the environment or the current one.
        env_file: A file whose variables come before those of the environment; it is only read if it is named.
        verbose: Whether to log each request.
        is_client_token: Whether to use the client token of a server browser, and not its server token.
        browser_version: The version of a server browser.
    """

    json: bool = False
    show_secrets: bool = False
    base_url: str | None = None
    timeout: float | None = None
    token_file: str | None = None
    context: str | None = None
    env_file: str | None = None
    verbose: bool = False
    is_client_token: bool = False
    browser_version: str = "1.1"
    _token: Secret[str] | None = field(default=None, repr=False)
    _variables: Variables | None = field(default=None, repr=False)

    def client(self, **options: Any) -> Edgegap:
        """A client of the API by the options and the environment; it is closed when the command has ended."""
        return cast("Edgegap", self._open(ORCHESTRATION, options))

    def matchmaker(self, **options: Any) -> Matchmaker:
        """A client of the matchmaker, in the same way."""
        return cast("Matchmaker", self._open("matchmaking", options))

    def browser(self) -> ServerBrowser:
        """A client of the server browser, in the same way."""
        return cast("ServerBrowser", self._open("server_browser", {}))

    def client_of(self, service: str) -> ServiceClient:
        """A client of a service, in the same way."""
        return self._open(service, {})

    def async_clients(self, **options: Any) -> tuple[dict[str, Any], list[Secret[str]]]:
        """The async clients of the services that the options and the environment set up, and their tokens.

        The caller closes the clients.
        """
        from .. import AsyncEdgegap

        if self.verbose:
            _log_to_stderr()
        variables, source = self.variables(), self.source()
        shared: dict[str, Any] = {"handle_sigterm": False}
        if self.timeout is not None:
            shared["timeout"] = self.timeout
        token = source.token()
        clients: dict[str, Any] = {ORCHESTRATION: AsyncEdgegap(token, base_url=source.base_url, **shared, **options)}
        names = ("EDGEGAP_MATCHMAKER_TOKEN", "EDGEGAP_SB_SERVER_TOKEN", CLIENT_TOKEN)
        matchmaker, server, client = (variables.get(name) for name in names)
        # A vendored copy may be without these.
        has_matchmaker, has_browser = (
            find_spec(f"..{name}", __package__) is not None for name in ("matchmaking", "server_browser")
        )
        url = variables.text("EDGEGAP_MATCHMAKER_URL")
        if has_matchmaker and url and matchmaker:
            from ..matchmaking import AsyncMatchmaker

            clients["matchmaking"] = AsyncMatchmaker(url, matchmaker, **shared)
        url = variables.text("EDGEGAP_SB_URL")
        if has_browser and url and (server or client):
            from ..server_browser import AsyncServerBrowser, ClientToken, ServerToken

            access = ServerToken(server.reveal()) if server else ClientToken(client.reveal() if client else "")
            more: dict[str, Any] = {"version": self.browser_version, **shared}
            clients["server_browser"] = AsyncServerBrowser(url, access, **more)
        return clients, [each for each in (token, matchmaker, server, client) if each]

    def _open(self, service: str, options: dict[str, Any], *, is_dry: bool = False) -> ServiceClient:
        if self.verbose:
            _log_to_stderr()
        if self.timeout is not None:
            options["timeout"] = self.timeout
        kind, token, where = self._access(service)
        client: ServiceClient = (keeping(kind) if is_dry else kind)(token=token, **where, **options)
        click.get_current_context().call_on_close(client.close)
        return client

    def file_token(self) -> Secret[str] | None:
        """The token of `--token-file`, which is read once; None without that option."""
        if self.token_file is not None and self._token is None:
            self._token = Secret(read_file(self.token_file, "--token-file").strip())
        return self._token

    def variables(self) -> Variables:
        """The variables of `--env-file`, which is read once, and of the environment."""
        if self._variables is None:
            text = Secret(read_file(self.env_file, "--env-file")) if self.env_file is not None else Secret("")
            self._variables = Variables(parse_env_file(text, self.env_file or ""))
        return self._variables

    def source(self) -> Source:
        """Where calls of the API go, and with which token."""
        return find_source(self.variables(), file_token=self.file_token(), context=self.context, base_url=self.base_url)

    def _access(self, service: str) -> tuple[type[Any], Any, dict[str, Any]]:
        """The class of a service's client, its token, and its options."""
        # SIGTERM is handled by the commands themselves, which report what they stopped and exit with 143.
        options: dict[str, Any] = {"handle_sigterm": False}
        if service == ORCHESTRATION:
            source = self.source()
            return Edgegap, source.token(), {"base_url": source.base_url, **options}
        if self.context is not None:
            raise click.UsageError("A context is for the API of Edgegap: matchmakers and server browsers have others.")
        token, variables = self.file_token(), self.variables()
        if service == "matchmaking":
            from ..matchmaking import Matchmaker

            url = self.base_url or variables.text("EDGEGAP_MATCHMAKER_URL")
            return Matchmaker, token or variables.get("EDGEGAP_MATCHMAKER_TOKEN"), {"url": url, **options}
        from ..server_browser import ClientToken, ServerBrowser, ServerToken

        url = self.base_url or variables.text("EDGEGAP_SB_URL")
        options |= {"version": self.browser_version}
        if self.is_client_token or (token is None and variables.only_in_file(CLIENT_TOKEN, "EDGEGAP_SB_SERVER_TOKEN")):
            found = token or variables.get(CLIENT_TOKEN)
            return ServerBrowser, ClientToken(found.reveal() if found else ""), {"url": url, **options}
        # Without one, the client looks for either token in the environment.
        found = token or variables.get("EDGEGAP_SB_SERVER_TOKEN")
        return ServerBrowser, ServerToken(found.reveal()) if found else None, {"url": url, **options}

    def preview(self, action: Callable[[Any], object], service: str = ORCHESTRATION) -> list[httpx.Request]:
        """What `action` would send: it runs with a client that sends only what reads."""
        client = cast("Keeping", self._open(service, {}, is_dry=True))
        # What was not sent has no response either.
        with suppress(ResponseFormatError):
            action(client)
        return client.kept

    def write_dry_run(self, action: Callable[[Any], object], service: str = ORCHESTRATION) -> None:
        """Write what `action` would send."""
        requests = [
            {"method": each.method, "url": str(each.url), "body": self._body(each)}
            for each in self.preview(action, service)
        ]
        if self.json:
            output.write_json({"dry_run": True, "requests": requests})
            return
        for each in requests:
            output.write(f"{each['method']} {each['url']}")
            if each["body"] is not None:
                output.write_json(each["body"])
        count = "1 request" if len(requests) == 1 else f"{len(requests)} requests"
        output.note(f"Dry run: {count} not sent.")

    def _body(self, request: httpx.Request) -> Any:
        if not request.content:
            return None
        body = json.loads(request.content)
        return body if self.show_secrets else Redactor().redact(body)

    @property
    def can_ask(self) -> bool:
        """Whether there is somebody to ask, who reads standard error."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def confirm(self, question: str, *, is_agreed: bool) -> None:
        """Ask before something is taken away; without a terminal, `--yes` must have been given.

        Raises:
            click.UsageError: There is nobody to ask.
            click.exceptions.Exit: The person said no.
        """
        if is_agreed:
            return
        if not self.can_ask:
            command = click.get_current_context().command
            has_dry_run = any("--dry-run" in each.opts for each in command.params)
            look = ", or --dry-run to see what" if has_dry_run else ""
            raise click.UsageError(f"{question} There is nobody to ask: pass --yes to do it{look}.")
        if not click.confirm(question, err=True):
            output.note("Nothing was done.")
            raise click.exceptions.Exit(1)

    def show(self, columns: list[output.Column], items: list[Any], nothing: str) -> None:
        """Write a list: a table, or a JSON array of the items as the API names their fields."""
        if self.json:
            output.write_json(self.plain(items))
        else:
            output.write_table(columns, items, nothing)

    def show_one(self, thing: Any) -> None:
        """Write one thing with all that is known of it."""
        data = self.plain(thing)
        if self.json:
            output.write_json(data)
        else:
            output.write_record(data)

    def done(self, message: str, result: Any) -> None:
        """Write what was done: a sentence, or the response as JSON."""
        if self.json:
            output.write_json(self.plain(result))
        else:
            output.write(message)

    def plain(self, value: Any) -> Any:
        """JSON-ready data, without secrets unless they were asked for."""
        return output.plain(value, show_secrets=self.show_secrets)


def read_file(place: str, option: str) -> str:
    """The text of a file, or of standard input (`-`)."""
    try:
        # Editors of Windows begin a file with a byte order mark, which would be part of the first name or of the token.
        return (sys.stdin.read() if place == "-" else Path(place).read_text("utf-8")).removeprefix("\ufeff")
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{option} cannot be read: {error}") from None


def _log_to_stderr() -> None:
    logger = logging.getLogger("edgegap_client")
    if logger.level != logging.DEBUG:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
