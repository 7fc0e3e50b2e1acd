"""Shell completion of names from the API (applications, versions, deployments, tags), and of contexts.

A shell waits for the completion at each press of the tab key. So a read takes at most a second, its values are cached
for some seconds, and a failure returns no values and writes no output.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import time
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias

import click
from click.shell_completion import CompletionItem

from .. import Edgegap
from .._core.unreadable import peek, tags_of
from ..errors import ConfigurationError
from . import contexts
from .private_files import cache_folder, read_private, write_private
from .session import Session

READ_TIMEOUT_SECONDS: Final = 1.0
CACHE_SECONDS: Final = 10.0
# Failures are cached, too: otherwise each press of the key would wait for the timeout.
FAILURE_CACHE_SECONDS: Final = 5.0
# Older files of the cache are deleted.
OLD_SECONDS: Final = 3600.0
# One page is enough: a person does not choose among more values.
MAX_VALUES: Final = 100

# A value, and a description that helps to choose it.
Value: TypeAlias = tuple[str, str]

# For each parameter, the parameter with the application whose versions complete it.
_APPLICATION_NAMES: Final = ("app", "applications", "apps")


def _applications(edgegap: Edgegap, _given: Mapping[str, Any]) -> Iterable[Value]:
    return [(each.name, "") for each in islice(edgegap.applications.list(page_size=MAX_VALUES), MAX_VALUES)]


def _versions(edgegap: Edgegap, given: Mapping[str, Any]) -> Iterable[Value]:
    chosen = next((given[name] for name in _APPLICATION_NAMES if name in given), ())
    names = [chosen] if isinstance(chosen, str) else chosen
    return [
        (each.name, "") for name in islice(names, 1) for each in islice(edgegap.app_versions.list(name), MAX_VALUES)
    ]


def _listed(edgegap: Edgegap) -> Iterable[Any]:
    return islice(edgegap.deployments.list(page_size=MAX_VALUES), MAX_VALUES)


def _deployments(edgegap: Edgegap, _given: Mapping[str, Any]) -> Iterable[Value]:
    return [(each.request_id, _hint(each)) for each in _listed(edgegap)]


def _hint(item: Any) -> str:
    return " ".join(("ready" if peek(item, "ready") else "not ready", *(tags_of(item) or ())))


def _tags(edgegap: Edgegap, given: Mapping[str, Any]) -> Iterable[Value]:
    of = given.get("deployment")
    return [(tag, "") for each in _listed(edgegap) if of in (None, each.request_id) for tag in tags_of(each) or ()]


Reader: TypeAlias = Callable[[Edgegap, Mapping[str, Any]], Iterable[Value]]

_READERS: Final[Mapping[str, Reader]] = {
    "app": _applications,
    "apps": _applications,
    "applications": _applications,
    "version": _versions,
    "source": _versions,
    "excepted": _versions,
    "versions": _versions,
    "deployment": _deployments,
    "deployments": _deployments,
    "ids": _deployments,
    "tag": _tags,
    "tags": _tags,
}
# The kind of value of a parameter `name`, by the group of its command.
_NAMES: Final[Mapping[str, Reader]] = {"apps": _applications, "versions": _versions}
COMPLETED: Final = frozenset((*_READERS, "name", "context"))
# In these groups, parameters with these names have another meaning.
_OTHER_GROUPS: Final = frozenset(("registry", "storage", "matchmaker", "browser"))
# These parameters are new names, so nothing completes them: group, command, parameter.
_NEW: Final = frozenset((
    ("apps", "create", "name"),
    ("versions", "create", "name"),
    ("tags", "add", "tag"),
    ("", "deploy", "tags"),
    ("", "sweep", "tag"),
    ("", "locations", "tag"),
))  # fmt: skip


class LiveText(click.types.StringParamType):
    """A text that the shell completes with values of the API."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the values that begin with the typed text, and none if the read fails."""
        # A shell would show warnings and logs between the prompt and the typed text.
        with contextlib.redirect_stderr(io.StringIO()):
            try:
                found = _values(ctx, param.name or "")
            except Exception:
                return []
        unique = dict(found)
        return [
            CompletionItem(value, help=hint or None) for value, hint in unique.items() if value.startswith(incomplete)
        ]


LIVE_TEXT: Final = LiveText()


def complete_live(parameters: Iterable[click.Parameter]) -> None:
    """Make the shell complete the parameters of a command whose names have a known meaning."""
    for each in parameters:
        if each.type is click.STRING and each.name in COMPLETED:
            each.type = LIVE_TEXT


def _values(ctx: click.Context, name: str) -> Iterable[Value]:
    session = ctx.ensure_object(Session)
    group = ctx.parent.info_name if ctx.parent and ctx.parent.parent else ""
    if name == "context" or (group, name) == ("context", "name"):
        return [(each, "") for each in contexts.names()]
    given = {key: value for key, value in ctx.params.items() if value}
    reader = _NAMES.get(group or "") if name == "name" else _READERS.get(name)
    is_new = (group, ctx.info_name, name) in _NEW
    if ctx.args and not given.keys() & set(_APPLICATION_NAMES):
        # If an option lacks its value, click has not processed the arguments before it.
        given["app"] = ctx.args[0]
    # Standard input is the terminal here, so a token cannot be read from it.
    if reader is None or is_new or group in _OTHER_GROUPS or session.token_file == "-":  # noqa: S105  # no token
        return []
    return _cached(session, reader, given)


def _cached(session: Session, reader: Reader, given: Mapping[str, Any]) -> Iterable[Value]:
    source = session.source()
    token = source.token(timeout=READ_TIMEOUT_SECONDS)
    used = [str(given.get(key)) for key in (*_APPLICATION_NAMES, "deployment")]
    parts = (source.base_url, reader.__name__, *used)
    digest = hashlib.sha256(json.dumps([token.reveal(), *parts]).encode()).hexdigest()
    path = cache_folder() / f"values-{digest[:32]}.json"
    now = time.time()
    if (cached := _read(path, now)) is not None:
        return cached
    found: list[Value] = []
    lifetime = FAILURE_CACHE_SECONDS
    try:
        with Edgegap(
            token=token,
            base_url=source.base_url,
            timeout=READ_TIMEOUT_SECONDS,
            max_retries=0,
            rate_limits="off",
            handle_sigterm=False,
        ) as edgegap:
            found = list(reader(edgegap, given))
        lifetime = CACHE_SECONDS
    finally:
        _write(path, now, now + lifetime, found)
    return found


def _read(path: Path, now: float) -> list[Value] | None:
    """Read the cache. None if it is empty, too old or untrusted: the caller then reads the API and replaces it."""
    try:
        data: Any = json.loads(read_private(path) or "{}")
        # If the clock was set back, the values must not stay valid.
        if not now < data["until"] <= now + CACHE_SECONDS:
            return None
        return [(str(value), str(hint)) for value, hint in data["values"]]
    except (ConfigurationError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, now: float, until: float, values: list[Value]) -> None:
    with contextlib.suppress(ConfigurationError):  # Completion works without a cache, too.
        write_private(path, json.dumps({"until": until, "values": values}))
    for other in path.parent.glob("values-*.json"):
        with contextlib.suppress(OSError):
            if now - other.stat().st_mtime > OLD_SECONDS:
                other.unlink()
