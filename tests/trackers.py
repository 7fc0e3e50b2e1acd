"""What error trackers and loggers show of an exception, with the local variables of every frame and no limit."""

from __future__ import annotations

import json
import pickle
import traceback
from collections.abc import Iterator
from typing import Any, Final
from unittest.mock import patch

import sentry_sdk
from rich.traceback import Traceback
from sentry_sdk import scrubber, serializer
from sentry_sdk.utils import event_from_exception
from structlog.tracebacks import ExceptionDictTransformer

from edgegap_client import EdgegapError

UNLIMITED: Final = 10**6


def shown_of(error: BaseException) -> Iterator[tuple[str, str]]:
    """Where an exception is shown, and what is shown there."""
    yield "Sentry", json.dumps(sentry_event(error))
    yield "rich", rich_text(error)
    for use_rich in (True, False):
        yield f"structlog, {use_rich=}", json.dumps(structlog_dicts(error, use_rich=use_rich))
    shown = traceback.TracebackException(type(error), error, error.__traceback__, capture_locals=True)
    yield "traceback", "".join(shown.format(chain=True))
    for link in chain_of(error):
        yield f"a {type(link).__name__}", f"{link} {link!r} {link.args!r} {getattr(link, '__notes__', ())}"
        if isinstance(link, EdgegapError):
            yield f"attributes of a {type(link).__name__}", repr(vars(link))
            yield "pickle", pickle.dumps(link).decode("latin-1")


def chain_of(error: BaseException) -> list[BaseException]:
    """An exception, its causes and contexts, hidden ones too, and what its groups hold."""
    found: list[BaseException] = []
    pending: list[BaseException | None] = [error]
    while pending:
        link = pending.pop()
        if link is not None and link not in found:
            found.append(link)
            pending += [link.__cause__, link.__context__, *getattr(link, "exceptions", ())]
    return found


def sentry_event(error: BaseException) -> Any:
    """What the Sentry SDK sends, but without its own scrubbing and with all of the variables."""
    sent: list[Any] = []

    class Keeping(sentry_sdk.Transport):
        def capture_envelope(self, envelope: Any) -> None:
            sent.extend(item.payload.json for item in envelope.items)

    class Unscrubbed(scrubber.EventScrubber):
        def scrub_event(self, event: Any) -> None:
            """Leave everything as it is."""

    with (
        patch.object(serializer, "MAX_DATABAG_BREADTH", 1000),
        patch.object(serializer, "MAX_DATABAG_DEPTH", 8),
        sentry_sdk.Client(
            dsn="http://key@127.0.0.1/1",
            transport=Keeping(),
            default_integrations=False,
            event_scrubber=Unscrubbed(),
            max_value_length=UNLIMITED,
            include_source_context=False,
        ) as client,
    ):
        event, hint = event_from_exception(error, client_options=client.options)
        client.capture_event(event, hint)
    [event] = sent
    assert any(each.get("stacktrace") for each in event["exception"]["values"])
    return event


def rich_text(error: BaseException) -> str:
    """What `rich.traceback.install(show_locals=True)` shows, without the lines of code."""
    trace = Traceback.extract(
        type(error),
        error,
        error.__traceback__,
        show_locals=True,
        locals_max_length=UNLIMITED,
        locals_max_string=UNLIMITED,
        locals_hide_dunder=False,
    )
    return "\n".join(
        f"{stack.exc_type}: {stack.exc_value}, {frame.name}: {name} = {value}"
        for stack in trace.stacks
        for frame in stack.frames
        for name, value in (frame.locals or {}).items()
    )


def structlog_dicts(error: BaseException, *, use_rich: bool) -> list[dict[str, Any]]:
    """What structlog's `dict_tracebacks` logs."""
    show = ExceptionDictTransformer(
        locals_max_length=UNLIMITED,
        locals_max_string=UNLIMITED,
        locals_hide_dunder=False,
        max_frames=1000,
        use_rich=use_rich,
    )
    return show((type(error), error, error.__traceback__))
