"""The common parts of all handlers: the request, the register of operations, and pages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import islice
from typing import Any, Final

from attrs import frozen

from ..faults import Outcome
from ..state import Json
from ..world import UNKNOWN_ID, Organisation, World

DEFAULT_LIMIT: Final = 10
SET_BY_SERVER: Final = frozenset(("create_time", "last_updated"))


@frozen(eq=False)
class Call:
    """A request. All except the body is checked before a handler's `before` runs; the body is checked after it.

    Attributes:
        organisation: The organisation of the token.
        path: Path parameters.
        query: The converted query parameters.
        body: The body, or an empty dict if the operation has none.
        known: The fields of the body in the specification.
        client: The IP address of the client.
        outcome: The outcome that the fault script sets for the deployment or session of this request.
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
        """The fields of the body. Unknown fields are tolerated and dropped."""
        return {key: value for key, value in self.body.items() if key in self.known - SET_BY_SERVER}


@frozen(eq=False)
class Reply:
    """A response whose status is not the first one of the operation."""

    status: int
    body: Json | None


Respond = Callable[[Call], Any]


@frozen(eq=False)
class Handler:
    """The handler of an operation.

    Attributes:
        respond: Returns the body of the success response, None for no body, or a `Reply`.
        before: The checks that production makes before it checks the body.
        empty_status: The status of a response without a body, if several are documented and it is not 204.
    """

    respond: Respond
    before: Callable[[Call], None] | None
    empty_status: int | None


HANDLERS: Final[dict[str, Handler]] = {}


def operation(
    *, before: Callable[[Call], None] | None = None, empty_status: int | None = None
) -> Callable[[Respond], Respond]:
    """Register a function as the handler of the operation of its name."""

    def register(respond: Respond) -> Respond:
        HANDLERS[respond.__name__] = Handler(respond, before, empty_status)
        return respond

    return register


def page(call: Call, items: Iterable[Any], key: str, counter: str | None, render: Callable[[Any], Json]) -> Json:
    """The requested page. A page beyond the end is empty, not an error."""
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


def fits(condition: Json, found: Collection[str]) -> bool:
    """Whether an object with these values matches a filter of the form field, values, filter_type."""
    values = condition["values"]
    match condition["filter_type"]:
        case "all":
            return all(value in found for value in values)
        case "not":
            return not any(value in found for value in values)
        case _:
            return any(value in found for value in values)


__all__ = ["HANDLERS", "UNKNOWN_ID", "Call", "Handler", "Reply", "Respond", "fits", "operation", "page"]
