"""SessionSelector: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.selector_env import SelectorEnv
from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_none,
    keep_unknown,
    sealed,
    to_bool,
    to_str,
    unless_none,
)

_NAMES = frozenset(("tag", "tag_only", "env"))


@sealed(SERVICE)
@define(repr=False)
class SessionSelector(Model):
    """A condition that selects deployments by a tag.

    Attributes:
        tag: The tag to look for, 1 to 20 characters.
        tag_only: Whether the tag alone decides. The service's default is false.
        env: An environment variable that belongs to the tag.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    tag: str
    tag_only: bool | None = None
    env: SelectorEnv | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        tag = _data.get("tag", UNSET)
        self.tag = tag if type(tag) is str else to_str(tag, "tag", self)
        tag_only = _data.get("tag_only", UNSET)
        self.tag_only = (
            tag_only
            if type(tag_only) is bool
            else None
            if tag_only is UNSET
            else unless_none(tag_only, to_bool, "tag_only", self)
        )
        env = _data.get("env", UNSET)
        self.env = (
            None if env is UNSET else keep_none("env", _kept) if env is None else SelectorEnv.read(env, "env", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is SessionSelector else finished(self, SessionSelector, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["tag"] = self.tag
        if self.tag_only is not None:
            result["tag_only"] = self.tag_only
        if self.env is not None:
            result["env"] = self.env.to_dict()
        return result
