"""TicketStatus: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class TicketStatus(OpenEnum):
    """The state of a search. HOST_ASSIGNED and CANCELLED are final; from MATCH_FOUND the search can go back to
    SEARCHING, if no server starts. TEAM_FOUND occurs before 3.3.0 only. Other values are possible: that of a
    group that is not ready is not known.

    Values that are not listed here are accepted too.
    """

    __module__ = PUBLIC_MODULE

    CANCELLED = "CANCELLED"
    HOST_ASSIGNED = "HOST_ASSIGNED"
    MATCH_FOUND = "MATCH_FOUND"
    SEARCHING = "SEARCHING"
    TEAM_FOUND = "TEAM_FOUND"
