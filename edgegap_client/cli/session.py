"""One run of the command line: its client, its output, its confirmations and the dry run."""

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
    """A mixin for clients that send only reads, and keep all other requests.

    Attributes:
        kept: The requests that were not sent.
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
        """Send a request that only reads. Keep any other request, and return a response as if it had been sent."""
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
        show_secrets: Whether to show secrets.
        base_url: The URL of the service. Default: from the environment.
        timeout: Seconds for each call. Default: the client's.
        token_file: The file of the token, or `-` for standard input. Default: from the environment.
        context: The context. Default: from the environment, or the current one.
        env_file: A file whose variables take precedence over those of the environment. Default: none.
        verbose: Whether to log each request.
        is_client_token: Whether to use the client token of a server browser instead of its server token.
        browser_version: The version of the server browser.
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
        """A client of the API, from the options and the environment. It is closed when the command has ended."""
        return cast("Edgegap", self._open(ORCHESTRATION, options))

    def matchmaker(self, **options: Any) -> Matchmaker:
        """A client of the matchmaker, as `client`."""
        return cast("Matchmaker", self._open("matchmaking", options))

    def browser(self) -> ServerBrowser:
        """A client of the server browser, as `client`."""
        return cast("ServerBrowser", self._open("server_browser", {}))

    def client_of(self, service: str) -> ServiceClient:
        """A client of a service, as `client`."""
        return self._open(service, {})

    def async_clients(self, **options: Any) -> tuple[dict[str, Any], list[Secret[str]]]:
        """The async clients of the services that the options and the environment configure, and their tokens.

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
        # A vendored copy may lack these services.
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
        """The token of `--token-file`, which is read once. None without that option."""
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
        """The address and the token of calls of the API."""
        return find_source(self.variables(), file_token=self.file_token(), context=self.context, base_url=self.base_url)

    def _access(self, service: str) -> tuple[type[Any], Any, dict[str, Any]]:
        """The class of a service's client, its token, and its options."""
        # The commands handle SIGTERM themselves: they report which deployments they stopped, and exit with 143.
        options: dict[str, Any] = {"handle_sigterm": False}
        if service == ORCHESTRATION:
            source = self.source()
            return Edgegap, source.token(), {"base_url": source.base_url, **options}
        if self.context is not None:
            raise click.UsageError(
                "--context is only for Edgegap's API: a matchmaker or server browser has a token of its own."
            )
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
        # Without the option, the client looks for either token in the environment.
        found = token or variables.get("EDGEGAP_SB_SERVER_TOKEN")
        return ServerBrowser, ServerToken(found.reveal()) if found else None, {"url": url, **options}

    def preview(self, action: Callable[[Any], object], service: str = ORCHESTRATION) -> list[httpx.Request]:
        """The requests that `action` would send. It runs with a client that sends only reads."""
        client = cast("Keeping", self._open(service, {}, is_dry=True))
        # A request that was not sent has no response, either.
        with suppress(ResponseFormatError):
            action(client)
        return client.kept

    def write_dry_run(self, action: Callable[[Any], object], service: str = ORCHESTRATION) -> None:
        """Write the requests that `action` would send."""
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
        """Whether there is a terminal for a question, on standard input and standard error."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def confirm(self, question: str, *, is_agreed: bool) -> None:
        """Ask for a confirmation. Without a terminal, `--yes` is required.

        Raises:
            click.UsageError: There is no terminal.
            click.exceptions.Exit: The user declined.
        """
        if is_agreed:
            return
        if not self.can_ask:
            command = click.get_current_context().command
            has_dry_run = any("--dry-run" in each.opts for each in command.params)
            look = ", or --dry-run to see what" if has_dry_run else ""
            raise click.UsageError(f"{question} There is no terminal to ask on: pass --yes to confirm{look}.")
        if not click.confirm(question, err=True):
            output.note("Nothing was done.")
            raise click.exceptions.Exit(1)

    def show(self, columns: list[output.Column], items: list[Any], nothing: str) -> None:
        """Write a list: a table, or a JSON array of items with the API's field names."""
        if self.json:
            output.write_json(self.plain(items))
        else:
            output.write_table(columns, items, nothing)

    def show_one(self, thing: Any) -> None:
        """Write one object with all its fields."""
        data = self.plain(thing)
        if self.json:
            output.write_json(data)
        else:
            output.write_record(data)

    def done(self, message: str, result: Any) -> None:
        """Write the result: a sentence, or the response as JSON."""
        if self.json:
            output.write_json(self.plain(result))
        else:
            output.write(message)

    def plain(self, value: Any) -> Any:
        """Convert to data that JSON can encode. Secrets are masked unless the user asks for them."""
        return output.plain(value, show_secrets=self.show_secrets)


def read_file(place: str, option: str) -> str:
    """Read a text file, or standard input (`-`)."""
    try:
        # Editors on Windows begin a file with a byte order mark. It would become part of the first name or of the
        # token.
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
