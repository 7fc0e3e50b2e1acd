"""The conditions and the order of a list of deployments, which the API takes as JSON text. No I/O."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple, Self, TypeAlias, cast, overload

from ..errors import InvalidRequestError, one_line
from .decoding import UNSET, Model, Unset
from .public import public_in

__all__ = ["Conditions", "OneOrMany", "Query", "QueryLike", "Time", "conditions"]

ValueField: TypeAlias = Literal["status", "request_id", "tags", "application", "version", "fleet_name", "host_name"]
ListField: TypeAlias = Literal["request_id", "tags", "application", "version", "fleet_name", "host_name"]
NameField: TypeAlias = Literal["fleet_name", "host_name"]
# One published client uses these fields. Edgegap documents none.
SessionField: TypeAlias = Literal["is_joinable_by_session", "available_session_sockets"]
OneOrMany: TypeAlias = str | Iterable[str]
Time: TypeAlias = datetime.datetime | str

EQUALS: Final = ("eq", "neq")
LISTS: Final = ("in", "nin")
OPERATORS: Final[Mapping[str, tuple[str, ...]]] = {
    "status": EQUALS,
    "created_at": ("eq", "gte", "lte"),
    **dict.fromkeys(("request_id", "tags", "application", "version"), (*EQUALS, *LISTS)),
    **dict.fromkeys(("fleet_name", "host_name"), (*EQUALS, *LISTS, "ilike")),
    **dict.fromkeys(("is_joinable_by_session", "available_session_sockets"), (*EQUALS, "lt", "lte", "gt", "gte")),
}
ORDERS: Final = ("created_at", "available_session_sockets")


@public_in("deployments")
class Query:
    """The conditions and the order of a list of deployments, for the argument `query` of `deployments.list`.

        query = Query().where("host_name", "ilike", "ams-%").order_by("created_at", "desc")

    Each method returns a new query, so a query can be shared.
    """

    __slots__ = ("_filters", "_orders")

    def __init__(self) -> None:
        self._filters: tuple[dict[str, Any], ...] = ()
        self._orders: tuple[dict[str, Any], ...] = ()

    @overload
    def where(self, field: Literal["created_at"], operator: Literal["eq", "gte", "lte"], value: Time) -> Self: ...
    @overload
    def where(self, field: ValueField, operator: Literal["eq", "neq"], value: str) -> Self: ...
    @overload
    def where(self, field: ListField, operator: Literal["in", "nin"], value: Iterable[str]) -> Self: ...
    @overload
    def where(self, field: NameField, operator: Literal["ilike"], value: str) -> Self: ...
    @overload
    def where(
        self, field: SessionField, operator: Literal["eq", "neq", "lt", "lte", "gt", "gte"], value: int
    ) -> Self: ...
    def where(self, field: str, operator: str, value: Any) -> Self:
        """Return the query with one more condition. The service accepts one condition per field.

        Args:
            field: The field to compare.
            operator: `eq` and `neq` compare with one value, `in` and `nin` with a list, `ilike` with a text in which
                `%` stands for any characters, `gte` and `lte` with a time.
            value: The value to compare with. A state may be in upper or lower case. A time without a zone is in UTC;
                microseconds are cut off.

        Raises:
            InvalidRequestError: The service would reject the condition, or the query already has one for the field.
        """
        name = f"the condition on {field!r}"
        if field not in OPERATORS:
            raise InvalidRequestError(f"there is no field {field!r} to filter by: use one of {', '.join(OPERATORS)}")
        if operator not in OPERATORS[field]:
            allowed = ", ".join(OPERATORS[field])
            raise InvalidRequestError(f"{name} takes the operators {allowed}; got {operator!r}")
        if any(condition["field"] == field for condition in self._filters):
            raise InvalidRequestError(f"the query has two conditions on {field!r}, but the service takes one per field")
        if operator in LISTS:
            written: Any = _texts(name, value)
        elif field == "created_at":
            written = time_text(name, value)
        elif field in ("is_joinable_by_session", "available_session_sockets"):
            written = value
        else:
            written = _text(name, value)
        if field == "status":
            written = written.rpartition(".")[2].lower()  # the query takes `ready`, not `Status.READY`
        return self._with(filters=(*self._filters, {"field": field, "operator": operator, "value": written}))

    def order_by(
        self,
        field: Literal["created_at", "available_session_sockets"],
        order: Literal["asc", "desc"] = "asc",
    ) -> Self:
        """Return the query with another field to order by.

        Args:
            field: The field to order by.
            order: `asc` for ascending, `desc` for descending.

        Raises:
            InvalidRequestError: The field cannot be ordered by, or the order is neither `asc` nor `desc`.
        """
        if field not in ORDERS or order not in ("asc", "desc"):
            raise InvalidRequestError(
                f"order_by takes {' or '.join(ORDERS)}, and asc or desc; got {field!r}, {order!r}"
            )
        return self._with(orders=(*self._orders, {"field": field, "order": order}))

    def _with(self, **parts: tuple[dict[str, Any], ...]) -> Self:
        other = type(self)()
        other._filters = parts.get("filters", self._filters)
        other._orders = parts.get("orders", self._orders)
        return other

    @classmethod
    def read(cls, value: QueryLike) -> Query:
        """Read a query from JSON text, a dict or its model.

        Raises:
            InvalidRequestError: The value is none of these.
        """
        if isinstance(value, Query):
            return value
        data: Any = value.to_dict() if isinstance(value, Model) else value
        if isinstance(data, str):
            try:
                data = json.loads(data)
            except ValueError:
                data = None
        if not isinstance(data, Mapping):
            shown = f"{one_line(repr(value), 80)} ({type(value).__name__})"
            raise InvalidRequestError(f"query must be a Query, a dict, a DeploymentListQuery or JSON text; got {shown}")
        parts = cast("Mapping[str, Any]", data)
        query = cls()
        query._filters, query._orders = tuple(parts.get("filters", ())), tuple(parts.get("order_by", ()))
        return query

    def to_dict(self) -> dict[str, Any]:
        """Return the query as JSON-ready data."""
        parts = {"filters": list(self._filters), "order_by": list(self._orders)}
        return {name: items for name, items in parts.items() if items}

    def __str__(self) -> str:
        """Return the JSON text that the client sends."""
        return json.dumps(self.to_dict(), separators=(",", ":"))

    def __repr__(self) -> str:
        filters = [f".where({item['field']!r}, {item['operator']!r}, {item['value']!r})" for item in self._filters]
        orders = [f".order_by({item['field']!r}, {item['order']!r})" for item in self._orders]
        return f"Query(){''.join(filters)}{''.join(orders)}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Query) and (self._filters, self._orders) == (other._filters, other._orders)

    def __hash__(self) -> int:
        return hash(str(self))


QueryLike: TypeAlias = Query | Model | Mapping[str, Any] | str


class Conditions(NamedTuple):
    """The conditions to send, and the conditions that the client checks itself.

    Attributes:
        query: The JSON text to send; UNSET if there is none.
        started_after: Leave out deployments that began before this time. The client checks this, because the service
            accepts only one end of a range.
    """

    query: str | Unset
    started_after: datetime.datetime | None

    def keeps(self, item: Any) -> bool:
        """Whether to keep an item of the list. An item without a start time is about to start, so it is kept."""
        return self.started_after is None or not item.start_time or item.start_time >= self.started_after


def conditions(
    query: QueryLike | Unset,
    *,
    created_after: Time | Unset,
    created_before: Time | Unset,
    status: str | Unset,
    **one_or_many: OneOrMany | Unset,
) -> Conditions:
    """Add the keyword arguments of `deployments.list` to the conditions of `query`.

    Raises:
        InvalidRequestError: An argument has a wrong type or value, or a field has two conditions.
    """
    given = {name: value for name, value in one_or_many.items() if value is not UNSET}
    if not given and status is UNSET and created_after is UNSET and created_before is UNSET:
        # Sent unchanged, because it may contain fields that this client does not know.
        return Conditions(query if isinstance(query, str | Unset) else str(Query.read(query)), None)
    built: Any = Query() if query is UNSET else Query.read(query)
    if status is not UNSET:
        built = built.where("status", "eq", _text("status", status))
    for name, value in given.items():
        texts = [value] if isinstance(value, str) else _texts(name, value)
        built = built.where(name, "in", texts) if len(texts) != 1 else built.where(name, "eq", texts[0])
    rest: datetime.datetime | None = None
    if created_before is not UNSET:
        built = built.where("created_at", "lte", read_time("created_before", created_before))
        rest = None if created_after is UNSET else read_time("created_after", created_after)
    elif created_after is not UNSET:
        built = built.where("created_at", "gte", read_time("created_after", created_after))
    return Conditions(str(built), rest)


def read_time(name: str, value: object) -> datetime.datetime:
    """Read a time. Text is in ISO 8601, and a time without a zone is in UTC.

    Raises:
        InvalidRequestError: The value is not a time.
    """
    try:
        moment = datetime.datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        moment = None
    if not isinstance(moment, datetime.datetime):
        shown = f"{one_line(repr(value), 80)} ({type(value).__name__})"
        raise InvalidRequestError(f"{name} must be a datetime.datetime or a time as ISO 8601 text; got {shown}")
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def time_text(name: str, value: object) -> str:
    """Encode a time for a condition."""
    return read_time(name, value).astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise InvalidRequestError(f"{name} must be text; got {one_line(repr(value), 80)} ({type(value).__name__})")
    return str(value)


def _texts(name: str, value: object) -> list[str]:
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        shown = f"{one_line(repr(value), 80)} ({type(value).__name__})"  # pyright: ignore[reportUnknownArgumentType]
        raise InvalidRequestError(f"{name} must be text or a list of texts; got {shown}")
    return [_text(f"{name}[{number}]", item) for number, item in enumerate(cast("Iterable[object]", value))]
