"""Shared types, where openapi-python-client puts them: `UNSET`, `Unset`, `Response`, and the bases of all models.

There is no `File`: no operation of the API uploads files.
"""

from ._core.decoding import UNSET, MapModel, Model, OpenEnum, Unset
from ._core.operation import Response

__all__ = ["UNSET", "MapModel", "Model", "OpenEnum", "Response", "Unset"]
