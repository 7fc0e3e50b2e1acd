"""What all handlers share: the request as they see it, the register of operations, pages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import islice
from typing import Any, Final

from attrs import frozen

from ..faults import Outcome
from ..state import ApiError, Json
from ..world import UNKNOWN_ID, Organisation, World

DEFAULT_LIMIT: Final = 10
SET_BY_SERVER: Final = frozenset(("create_time", "last_updated"))


@frozen(eq=False)
class Call:
    """A request: who asks and what for. All but the body is checked before a handler's `before` runs, the body after.

    Attributes:
        organisation: Of the token.
        path: Path parameters.
        query: The query parameters that were given, converted.
        body: The body, or an empty dict for an operation that takes none.
        known: The fields that the specification has for the body.
        client: The address that the request came from.
        outcome: What the fault script wants to become of what the request starts.
    """

    organisation: Organisation
    path: dict[str, str]
    query: Json
    body: Json
    known: frozenset[str]
    client: str
    outcome: Outcome | None

    @property
    def world(self) -> World:
        return self.organisation.world

    def fields(self) -> Json:
        """What the body sets: fields that nobody knows are tolerated and dropped."""
        return {key: value for key, value in self.body.items() if key in self.known - SET_BY_SERVER}


@frozen(eq=False)
class Reply:
    """A response with a status that is not the operation's first."""

    status: int
    body: Json | None


Respond = Callable[[Call], Any]


@frozen(eq=False)
class Handler:
    """What responds to an operation.

    Attributes:
        respond: Gives the body of the success response, None for none, or a `Reply`.
        before: What the live service looks at before it checks the body.
        empty_status: The status of a response without a body, where several are documented and it is not 204.
    """

    respond: Respond
    before: Callable[[Call], None] | None
    empty_status: int | None


HANDLERS: Final[dict[str, Handler]] = {}


def operation(
    *, before: Callable[[Call], None] | None = None, empty_status: int | None = None
) -> Callable[[Respond], Respond]:
    """Register a function as what responds to the operation of its name."""

    def register(respond: Respond) -> Respond:
        HANDLERS[respond.__name__] = Handler(respond, before, empty_status)
        return respond

    return register


def page(call: Call, items: Iterable[Any], key: str, counter: str | None, render: Callable[[Any], Json]) -> Json:
    """The page that was asked for. Beyond the end is an empty page, not an error."""
    # A long list is not copied for a short page.
    found: Collection[Any] = items if isinstance(items, Collection) else list(items)
    number = call.query.get("page", 1)
    limit = call.query.get("limit", DEFAULT_LIMIT)
    pages = max(1, -(-len(found) // limit))
    shown: Iterable[Any] = islice(found, (number - 1) * limit, number * limit) if number <= pages else ()
    return {
        key: [render(item) for item in shown],
        **({counter: len(found)} if counter else {}),
        "pagination": {
            "number": number,
            "next_page_number": number + 1 if number < pages else None,
            "previous_page_number": min(number - 1, pages) if number > 1 else None,
            "paginator": {"num_pages": pages},
            "has_next": number < pages,
            "has_previous": number > 1,
        },
    }


def check_filter(condition: Json, name: str) -> None:
    """Refuse a filter type that nobody knows: it would select at random."""
    if condition["filter_type"] not in ("any", "all", "not"):
        raise ApiError(400, f"{name}.filter_type: must be one of any, all, not")


def fits(condition: Json, found: Collection[str]) -> bool:
    """Whether something that has these values fits a filter of the form field, values, filter_type."""
    values = condition["values"]
    match condition["filter_type"]:
        case "all":
            return all(value in found for value in values)
        case "not":
            return not any(value in found for value in values)
        case _:
            return any(value in found for value in values)


__all__ = ["HANDLERS", "UNKNOWN_ID", "Call", "Handler", "Reply", "Respond", "check_filter", "fits", "operation", "page"]
