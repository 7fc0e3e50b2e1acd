"""Models in the serialisers of other libraries.

`json` and `orjson` take `json_default`, msgspec takes `msgspec_encode` and `msgspec_decode`, and `register_cattrs` adds
hooks to a cattrs converter. pydantic and FastAPI need nothing: models are valid types of fields, bodies and responses.

    json.dumps(deployment, default=json_default)

Without these, the libraries raise: nothing is ever written in a wrong form. None of them is imported here.
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
    """JSON-ready data of anything that the client returns: for `json.dumps(..., default=json_default)` and orjson.

    Args:
        value: A model, a `Deployment`, a `Stopped`, or another object of this package.

    Raises:
        TypeError: It is none of these, or `UNSET`, which stands for no value.
    """
    if isinstance(value, Model):
        return value.to_dict()
    kind: type[Any] = value.__class__
    if value is not UNSET and kind.__module__.startswith(__name__.partition(".")[0]) and attrs.has(kind):
        return attrs.asdict(value, recurse=False)
    raise TypeError(f"{kind.__name__} cannot be written as JSON")


def msgspec_encode(value: Any) -> Any:
    """The `enc_hook` of msgspec, and a `type_encoders` entry of Litestar: as `json_default`.

    Raises:
        NotImplementedError: It is no object of this package.
    """
    try:
        return json_default(value)
    except TypeError as error:
        raise NotImplementedError(str(error)) from None


def msgspec_decode(kind: type[Any], value: Any) -> Any:
    """The `dec_hook` of msgspec.

    Raises:
        NotImplementedError: The type is none of this package.
        ResponseFormatError: The value is not what the model says; the error names the field.
    """
    if _is_model(kind):
        if isinstance(value, kind):
            return value
        with strict():
            return kind.read(value, "")
    raise NotImplementedError(f"{kind.__name__} is no model of this package")


class _Converter(Protocol):
    """What is used of a cattrs converter."""

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
