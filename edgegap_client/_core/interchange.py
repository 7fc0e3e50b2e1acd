"""Support models in pydantic fields and in FastAPI. This module imports pydantic only when pydantic calls it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, TypeVar, cast

from ..errors import ResponseFormatError
from .unreadable import strict

__all__ = ["PydanticModel", "sealed"]

ClassT = TypeVar("ClassT", bound=type)


class _Serializer:
    """The attribute that pydantic looks up for a value without a known type: under `Any`, or in a dict."""

    def __get__(self, instance: object, owner: Any) -> Any:
        if "pydantic_core" not in sys.modules:
            raise AttributeError("__pydantic_serializer__")
        return _serializer_of(owner)


@cache
def _serializer_of(kind: Any) -> Any:
    from pydantic_core import SchemaSerializer

    return SchemaSerializer(kind.__get_pydantic_core_schema__(kind, None))


class PydanticModel:
    """Pydantic's protocol for foreign types: how to validate, serialise and describe a model."""

    __slots__ = ()

    __pydantic_serializer__ = _Serializer()

    # The service and the schema that describe the class in the specification.
    _schema: ClassVar[tuple[str, str]]

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> Any:
        from pydantic_core import core_schema

        def validate(value: Any) -> Any:
            if isinstance(value, cls):
                return value
            if not isinstance(value, Mapping):
                raise ValueError(f"should be an object or a {cls.__name__}")
            try:
                with strict():
                    return cls.from_dict(value)  # type: ignore[attr-defined]
            except ResponseFormatError as error:
                message = error.message
            raise ValueError(message)

        return core_schema.no_info_plain_validator_function(
            validate,
            ref=f"{cls.__module__}.{cls.__qualname__}:{id(cls)}",
            serialization=core_schema.plain_serializer_function_ser_schema(_written),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object) -> dict[str, Any]:
        return {"title": cls.__name__, **_whole(cls._described(), cls._schema[0], (cls.__name__,))}

    @classmethod
    def _described(cls) -> dict[str, Any]:
        """Return the JSON schema of the class, with references into the specification."""
        service, name = cls._schema
        found: dict[str, Any] = _schemas(service)[name]
        return found


def sealed(service: str) -> Callable[[ClassT], ClassT]:
    """Hide from other libraries that attrs generated the class. A class decorator, placed above `attrs.define`.

    Otherwise msgspec and cattrs would write each attribute under its Python name, including `UNSET` and
    `additional_properties`. With this decorator they raise, and the hooks in `edgegap_client.serialization` serialise
    the models.

    Args:
        service: The service whose specification contains the schema with the class's name.
    """

    def seal(cls: ClassT) -> ClassT:
        del cls.__attrs_attrs__  # type: ignore[attr-defined]
        cls._schema = (service, cls.__name__)  # type: ignore[attr-defined]
        return cls

    return seal


def _written(model: Any) -> Any:
    return model.to_dict()


@cache
def _schemas(service: str) -> dict[str, Any]:
    text = (Path(__file__).parent.parent / "_generated" / service / "openapi.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)["components"]["schemas"]
    return found


def _whole(node: Any, service: str, inside: tuple[str, ...]) -> Any:
    """Return a self-contained schema, because pydantic has no public way to add definitions."""
    if isinstance(node, list):
        return [_whole(item, service, inside) for item in cast("list[object]", node)]
    if not isinstance(node, dict):
        return node
    fields = cast("dict[str, Any]", node)
    if "$ref" not in fields:
        return {
            name: _whole(item, service, inside) for name, item in fields.items() if not name.startswith("x-edgegap")
        }
    name = fields["$ref"].rsplit("/", 1)[1]
    schema = _schemas(service)[name]
    if "enum" in schema:
        # The enum is open, so other values are valid, too.
        return {"type": "string", "x-extensible-enum": schema["enum"]}
    if name in inside:
        return {"type": "object", "title": name}
    return {"title": name, **_whole(schema, service, (*inside, name))}
