"""TicketStatus: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class TicketStatus(OpenEnum):
    """The state of a search. HOST_ASSIGNED and CANCELLED are final. If no server starts, the search goes from
    MATCH_FOUND back to SEARCHING. Only versions before 3.3.0 have TEAM_FOUND. Other values are possible: the
    state of a group that is not ready is not known.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    CANCELLED = "CANCELLED"
    HOST_ASSIGNED = "HOST_ASSIGNED"
    MATCH_FOUND = "MATCH_FOUND"
    SEARCHING = "SEARCHING"
    TEAM_FOUND = "TEAM_FOUND"
