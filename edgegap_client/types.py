"""Shared types, where openapi-python-client puts them: `UNSET`, `Unset`, `Response`, and the bases of all models.

There is no `File`: no operation of the API uploads files.
"""

from ._core.decoding import UNSET, MapModel, Model, OpenEnum, Unset
from ._core.masked import HIDDEN, HiddenText
from ._core.operation import Response

__all__ = ["HIDDEN", "UNSET", "HiddenText", "MapModel", "Model", "OpenEnum", "Response", "Unset"]


def __dir__() -> list[str]:
    return sorted(__all__)
