"""Shared types, where openapi-python-client puts them: `UNSET`, `File`, `Response`, and the bases of all models."""

from ._core.decoding import UNSET, MapModel, Model, OpenEnum, Unset
from ._core.masked import HIDDEN, HiddenText
from ._core.operation import Response
from ._core.rare_types import File

__all__ = ["HIDDEN", "UNSET", "File", "HiddenText", "MapModel", "Model", "OpenEnum", "Response", "Unset"]


def __dir__() -> list[str]:
    return sorted(__all__)
