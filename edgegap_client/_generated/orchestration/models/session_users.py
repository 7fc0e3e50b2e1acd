"""SessionUsers: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.session_user import SessionUser
from ..types import PUBLIC_MODULE, UNSET, Model, keep_unknown, of_subclass, to_list

_NAMES = frozenset(("session_users",))


@define(repr=False)
class SessionUsers(Model):
    """The players of a session.

    Attributes:
        session_users: The players.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    session_users: list[SessionUser]
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.session_users = to_list(_data.get("session_users", UNSET), SessionUser.read, "session_users")
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is SessionUsers else of_subclass(self, SessionUsers)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["session_users"] = [item.to_dict() for item in self.session_users]
        return result
