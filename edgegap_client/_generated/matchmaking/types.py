"""The types that endpoints and models share."""

from ..._core.decoding import (
    UNSET,
    MapModel,
    Model,
    OpenEnum,
    Secret,
    Unset,
    header_value,
    hide,
    json_body,
    keep_null,
    keep_unknown,
    of_subclass,
    path_segment,
    query_time,
    to_bool,
    to_datetime,
    to_datetimes,
    to_float,
    to_int,
    to_list,
    to_one_or_many,
    to_str,
    unless_null,
)
from ..._core.public import PACKAGE

# Where users import the models from.
PUBLIC_MODULE = f"{PACKAGE}.matchmaking"

__all__ = [
    "PUBLIC_MODULE",
    "UNSET",
    "MapModel",
    "Model",
    "OpenEnum",
    "Secret",
    "Unset",
    "header_value",
    "hide",
    "json_body",
    "keep_null",
    "keep_unknown",
    "of_subclass",
    "path_segment",
    "query_time",
    "to_bool",
    "to_datetime",
    "to_datetimes",
    "to_float",
    "to_int",
    "to_list",
    "to_one_or_many",
    "to_str",
    "unless_null",
]
