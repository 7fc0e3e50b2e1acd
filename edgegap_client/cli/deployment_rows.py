"""Rows of deployments: the columns that the service's list has, and those that need the status of each deployment."""

from __future__ import annotations

import datetime
import re
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, Literal

import click
from attrs import frozen

from .. import EdgegapError
from .._core.decoding import UNSET
from .._core.unreadable import peek, tags_of
from ..errors import AuthenticationError, BadRequestError, GoneError, NotFoundError, PermissionDeniedError
from .lines import NEVER_CUT, LineColumn
from .output import progress_bar

if TYPE_CHECKING:
    from .. import Edgegap
    from ..models import DeploymentListItem, DeploymentPorts, DeploymentStatus

# The number of statuses that are read at once. The client stays within the rate limit of the service.
MAX_STATUS_READS: Final = 8
ENDED: Final = "ended"
# The service sends these if there is no such deployment any more.
GONE: Final = (BadRequestError, NotFoundError, GoneError)
# These errors would occur for all other deployments, too.
HOPELESS: Final = (AuthenticationError, PermissionDeniedError)
STYLES: Final = {"ready": "green", "error": "bold red", "terminating": "dim", "terminated": "dim", ENDED: "dim"}
STARTING: Final = "yellow"
MAX_AGE: Final = datetime.timedelta(days=3650)
UNITS: Final = (("d", 86400), ("h", 3600), ("m", 60))


@frozen
class Row:
    """A deployment in a list.

    Attributes:
        item: The item of the list.
        status: The status; None if it was not read, or could not be read.
        is_ended: Whether the deployment ended after it was listed.
        now: When the deployment was listed.
    """

    item: DeploymentListItem
    status: DeploymentStatus | None
    is_ended: bool
    now: datetime.datetime

    @property
    def id(self) -> str:
        """The id of the deployment."""
        return self.item.request_id

    @property
    def state(self) -> str | None:
        """The state in lower case; None if it is unknown."""
        if self.is_ended:
            return ENDED
        if peek(self.item, "ready"):
            return "ready"
        found = peek(self.status, "status") if self.status else None
        return str(found).lower() if found else None

    @property
    def application(self) -> str | None:
        """The name of the application."""
        return peek(self.status, "app_name") if self.status else None

    @property
    def version(self) -> str | None:
        """The name of the version."""
        return peek(self.status, "app_version") if self.status else None

    @property
    def started(self) -> datetime.datetime | None:
        """When the deployment started; None while it has no host."""
        found = peek(self.item, "start_time") or (peek(self.status, "start_time") if self.status else None)
        return found if isinstance(found, datetime.datetime) else None

    @property
    def seconds(self) -> float | None:
        """The age in seconds."""
        return max(0.0, (self.now - self.started).total_seconds()) if self.started else None

    @property
    def tags(self) -> list[str]:
        """The tags."""
        return list(tags_of(self.item) or ())

    def of_location(self, name: str) -> str | None:
        """A field of the location."""
        place = peek(self.status, "location") if self.status else None
        return peek(place, name) if place else None


def short_age(seconds: float | None) -> str | None:
    """Format an age in its largest unit, of which there are at least two: `90s`, `15m`, `47h`, `12d`."""
    if seconds is None:
        return None
    unit, length = next(((unit, length) for unit, length in UNITS if seconds >= 2 * length), ("s", 1))
    return f"{seconds // length:.0f}{unit}"


def read_age(text: str) -> datetime.timedelta:
    """`90`, `15m`, `2h` or `1d` as a time span."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd]?)", text)
    if not found:
        raise click.BadParameter(f"{text!r} is not a time span, such as 90 (seconds), 15m, 2h or 1d.")
    try:
        age = datetime.timedelta(seconds=float(found[1]) * {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}[found[2]])
    except OverflowError:
        age = datetime.timedelta.max
    if age > MAX_AGE:
        raise click.BadParameter(f"{text!r} is longer than any deployment runs.")
    return age


def addresses(fqdn: object, ports: DeploymentPorts | None) -> list[str]:
    """`host:port` of each port that has a public port."""
    return [f"{fqdn}:{port.external}" for port in ports.values() if fqdn and port.external] if ports else []


@frozen
class Named:
    """A column that `--columns` and `--sort` accept.

    Attributes:
        column: The column of the table.
        value: The value for sorting and for JSON.
        needs_status: Whether only the status of a deployment has it.
    """

    column: LineColumn
    value: Callable[[Row], Any]
    needs_status: bool = False


def _named(
    title: str,
    min_width: int,
    value: Callable[[Row], Any],
    *,
    shown: Callable[[Row], object] | None = None,
    style: Callable[[Row], str] = lambda _: "",
    needs_status: bool = False,
) -> Named:
    return Named(LineColumn(title, min_width, shown or value, style), value, needs_status)


def state_style(row: Row) -> str:
    """The colour of a state."""
    return STYLES.get(row.state, STARTING) if row.state else ""


COLUMNS: Final[dict[str, Named]] = {
    "id": _named("ID", NEVER_CUT, lambda row: row.id),
    "state": _named("STATE", 5, lambda row: row.state, style=state_style, needs_status=True),
    "app": _named("APP", 6, lambda row: row.application, needs_status=True),
    "version": _named("VERSION", 6, lambda row: row.version, needs_status=True),
    "age": _named("AGE", 4, lambda row: row.seconds, shown=lambda row: short_age(row.seconds)),
    "city": _named("CITY", 6, lambda row: row.of_location("city"), needs_status=True),
    "tags": _named("TAGS", 6, lambda row: row.tags),
    "country": _named("COUNTRY", 6, lambda row: row.of_location("country"), needs_status=True),
    "started": _named("STARTED", 19, lambda row: row.started),
    "ip": _named("IP", 7, lambda row: peek(row.item, "public_ip")),
    "addresses": _named("ADDRESSES", 12, lambda row: addresses(peek(row.item, "fqdn"), peek(row.item, "ports"))),
    "error": _named("ERROR", 10, lambda row: row.status and peek(row.status, "error_detail"), needs_status=True),
}
DEFAULT: Final = ("id", "state", "app", "version", "age", "city", "tags")
PLAN: Final = ("id", "state", "app", "version", "age", "tags")


def read_columns(text: str) -> list[str]:
    """Read names of columns, separated by commas."""
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    if strange := next((name for name in names if name not in COLUMNS), None):
        raise click.BadParameter(f"there is no column {strange!r}: the columns are {', '.join(COLUMNS)}.")
    if not names:
        raise click.BadParameter(f"pass names separated by commas: {', '.join(COLUMNS)}.")
    return list(dict.fromkeys(names))


def read_order(text: str) -> tuple[str, bool]:
    """Read the name of a column to sort by, and whether to sort in reverse (`-age`)."""
    (name,) = read_columns(text.removeprefix("-")) if "," not in text else [""]
    if not name:
        raise click.BadParameter("pass one column.")
    return name, text.startswith("-")


def in_order(rows: Iterable[Row], name: str, *, is_reverse: bool) -> list[Row]:
    """Sort rows by a column. Rows without a value come last."""
    values = [(COLUMNS[name].value(row), row) for row in rows]
    known = [pair for pair in values if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=is_reverse)
    return [row for _, row in (*known, *(pair for pair in values if pair[0] is None))]


class Rows:
    """The deployments that were read. Each status is read once, until it changes. This object owns the statuses.

    Attributes:
        problem: Why some statuses could not be read; None if all could.
        failures: The number of statuses that could not be read.
    """

    def __init__(self, edgegap: Edgegap) -> None:
        self._edgegap = edgegap
        self._known: dict[str, DeploymentStatus] = {}
        self._ended: set[str] = set()
        self._lock = threading.Lock()
        self.problem: EdgegapError | None = None
        self.failures = 0

    def of(self, items: Sequence[DeploymentListItem], *, with_status: bool, is_quiet: bool = False) -> list[Row]:
        """Make the rows for the items of a list.

        Args:
            items: The items.
            with_status: Whether to read the statuses too, at most 20 per second, the rate limit of the service.
            is_quiet: Whether to show no progress.
        """
        self.problem, self.failures = None, 0
        self._ended.clear()
        listed = {each.request_id for each in items}
        self._known = {name: status for name, status in self._known.items() if name in listed}
        now = datetime.datetime.now(datetime.UTC)
        if with_status:
            self._read([each.request_id for each in items if not self._is_known(each)], is_quiet=is_quiet)
        return [Row(each, self._known.get(each.request_id), each.request_id in self._ended, now) for each in items]

    def _is_known(self, item: DeploymentListItem) -> bool:
        """Whether the known status is still valid: only values that the list shows can have changed."""
        known = self._known.get(item.request_id)
        return bool(peek(item, "ready")) and known is not None and peek(known, "status") == "READY"

    def _read(self, ids: Sequence[str], *, is_quiet: bool) -> None:
        if not ids:
            return
        pool = ThreadPoolExecutor(MAX_STATUS_READS, "edgegap-cli")
        try:
            if is_quiet or len(ids) < MAX_STATUS_READS:
                list(pool.map(self._read_one, ids))
                return
            with progress_bar("reading deployments", len(ids)) as advance:
                for _ in pool.map(self._read_one, ids):
                    advance()
        finally:
            # After Ctrl-C, nothing waits for the other reads: closing the client ends them.
            pool.shutdown(wait=False, cancel_futures=True)

    def _read_one(self, deployment_id: str) -> None:
        try:
            found = self._edgegap.deployments.get(deployment_id)
        except HOPELESS:
            raise
        except GONE:
            with self._lock:
                self._ended.add(deployment_id)
        except EdgegapError as error:
            with self._lock:
                self.problem, self.failures = error, self.failures + 1
        else:
            with self._lock:
                self._known[deployment_id] = found


def query_of(
    tags: Sequence[str],
    applications: Sequence[str],
    versions: Sequence[str],
    status: str | None,
    *,
    before: datetime.datetime | None = None,
    order: Literal["asc", "desc"] | None = None,
) -> Any:
    """Make the query of a list of deployments from the options of a command."""
    from ..deployments import Query

    query = Query()
    is_empty = not (tags or applications or versions or status or before or order)
    if tags:
        query = query.where("tags", "in", tags)
    if applications:
        query = query.where("application", "in", applications)
    if versions:
        query = query.where("version", "in", versions)
    if status:
        query = query.where("status", "eq", status)
    if before:
        query = query.where("created_at", "lte", before)
    return UNSET if is_empty else query.order_by("created_at", order) if order else query
