"""Serialise models with other libraries: json, orjson, msgspec and cattrs.

Pass `json_default` to `json` and `orjson`, and `msgspec_encode` and `msgspec_decode` to msgspec. `register_cattrs` adds
hooks to a cattrs converter. pydantic and FastAPI need nothing: models are valid types for fields, bodies and responses.

    json.dumps(deployment, default=json_default)

Without these functions, the libraries raise an error instead of writing a wrong form. This module imports none of them.
"""

from __future__ import annotations

from typing import Any, Protocol

import attrs

from ._core.decoding import Model, OpenEnum
from ._core.unreadable import strict
from ._core.unset import UNSET

__all__ = ["json_default", "msgspec_decode", "msgspec_encode", "register_cattrs"]


def __dir__() -> list[str]:
    return sorted(__all__)


def json_default(value: Any) -> Any:
    """Return JSON-ready data for any object of the client: for `json.dumps(..., default=json_default)` and orjson.

    Args:
        value: A model, a `Deployment`, a `Stopped`, or another object of this package.

    Raises:
        TypeError: The value is none of these, or is `UNSET`, which means that there is no value.
    """
    if isinstance(value, Model):
        return value.to_dict()
    kind: type[Any] = value.__class__
    if value is not UNSET and kind.__module__.startswith(__name__.partition(".")[0]) and attrs.has(kind):
        return attrs.asdict(value, recurse=False)
    raise TypeError(f"{kind.__name__} is not JSON serializable: only models and results of this package are")


def msgspec_encode(value: Any) -> Any:
    """Encode for msgspec as its `enc_hook`, or for Litestar as a `type_encoders` entry. The result is that of
    `json_default`.

    Raises:
        NotImplementedError: The value is not an object of this package.
    """
    try:
        return json_default(value)
    except TypeError as error:
        raise NotImplementedError(str(error)) from None


def msgspec_decode(kind: type[Any], value: Any) -> Any:
    """Decode a model for msgspec, as its `dec_hook`.

    Raises:
        NotImplementedError: The type is not a model of this package.
        ResponseFormatError: The value does not match the model. The error names the field.
    """
    if _is_model(kind):
        if isinstance(value, kind):
            return value
        with strict():
            return kind.read(value, "")
    raise NotImplementedError(f"{kind.__name__} is not a model of this package")


class _Converter(Protocol):
    """The methods of a cattrs converter that `register_cattrs` calls."""

    def register_unstructure_hook_func(self, check_func: Any, func: Any) -> Any: ...
    def register_structure_hook_func(self, check_func: Any, func: Any) -> Any: ...


def register_cattrs(converter: _Converter) -> None:
    """Add hooks for all models to a cattrs converter, so that it writes and reads their JSON form.

    Args:
        converter: A `cattrs.Converter`.
    """

    def structure(value: Any, kind: type[Model]) -> Model:
        model: Model = msgspec_decode(kind, value)
        return model

    def enumerate_(value: Any, kind: type[OpenEnum]) -> OpenEnum:
        return kind(value)

    converter.register_unstructure_hook_func(_is_model, json_default)
    converter.register_structure_hook_func(_is_model, structure)
    converter.register_unstructure_hook_func(_is_enum, str)
    converter.register_structure_hook_func(_is_enum, enumerate_)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Model)


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, OpenEnum)
