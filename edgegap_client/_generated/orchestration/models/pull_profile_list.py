"""PullProfileList: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.pagination import Pagination
from ..models.pull_profile import PullProfile
from ..types import (
    PUBLIC_MODULE,
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_int,
    to_list,
    unless_null,
)

_NAMES = frozenset(("pull_profiles", "total_count", "pagination"))


@define(repr=False)
class PullProfileList(Model):
    """A page of pull profiles.

    Attributes:
        pull_profiles: The pull profiles of this page.
        total_count: The number of pull profiles on all pages.
        pagination: The position of this page among all pages.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    pull_profiles: list[PullProfile] | Unset = UNSET
    total_count: int | Unset = UNSET
    pagination: Pagination | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        pull_profiles = _data.get("pull_profiles", UNSET)
        self.pull_profiles = (
            pull_profiles
            if pull_profiles is UNSET
            else keep_null("pull_profiles", _kept)
            if pull_profiles is None
            else to_list(pull_profiles, PullProfile.read, "pull_profiles")
        )
        total_count = _data.get("total_count", UNSET)
        self.total_count = (
            total_count
            if type(total_count) is int or total_count is UNSET
            else unless_null(total_count, to_int, "total_count", _kept)
        )
        pagination = _data.get("pagination", UNSET)
        self.pagination = (
            pagination
            if pagination is UNSET
            else keep_null("pagination", _kept)
            if pagination is None
            else Pagination.read(pagination, "pagination")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is PullProfileList else of_subclass(self, PullProfileList)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.pull_profiles is not UNSET:
            result["pull_profiles"] = [item.to_dict() for item in self.pull_profiles]
        if self.total_count is not UNSET:
            result["total_count"] = self.total_count
        if self.pagination is not UNSET:
            result["pagination"] = self.pagination.to_dict()
        return result
