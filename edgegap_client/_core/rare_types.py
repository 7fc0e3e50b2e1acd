"""Types that few operations use: dates, UUIDs, one of several models, and files to upload."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from attrs import field, frozen

from ..errors import InvalidRequestError
from .public import public_in
from .redaction import Secret
from .unreadable import refuse

if TYPE_CHECKING:
    from .model import Model

__all__ = ["File", "Upload", "one_of", "to_date", "to_file", "to_uuid", "upload_body"]

T = TypeVar("T")
DEFAULT_CONTENT_TYPE: Final = "application/octet-stream"


@public_in("types")
@frozen
class File:
    """A file to upload.

    It contains the whole content, so that the client can retry a request.

    Attributes:
        content: The content of the file.
        name: The file name that the service receives. Default: `file`.
        content_type: Its media type. Default: `application/octet-stream`.
    """

    content: bytes = field(repr=False)
    name: str = "file"
    content_type: str = DEFAULT_CONTENT_TYPE


@frozen
class Upload:
    """The body of a request with files, in the form of httpx's arguments."""

    fields: dict[str, str] = field(repr=False)
    files: dict[str, tuple[str, bytes, str]] = field(repr=False)


def upload_body(model: Any) -> Secret[Upload]:
    """Make the body of a request with files.

    Raises:
        InvalidRequestError: A value is neither a `File` nor a plain value. Nothing was sent.
    """
    fields: dict[str, str] = {}
    files: dict[str, tuple[str, bytes, str]] = {}
    problem = ""
    for name, value in model.to_dict().items():
        if isinstance(value, File) and isinstance(value.content, bytes):  # pyright: ignore[reportUnnecessaryIsInstance]
            files[name] = (value.name, value.content, value.content_type)
        elif isinstance(value, bool):
            fields[name] = "true" if value else "false"
        elif isinstance(value, str | int | float):
            fields[name] = str(value)
        else:
            problem = f"{name} must be a File with bytes or a plain value, got {type(value).__name__}."
    if problem:
        raise InvalidRequestError(problem)
    return Secret(Upload(fields, files))


def to_file(value: Any, name: str, owner: Model | None = None) -> File:
    """Return a file unchanged, because no response contains one."""
    if isinstance(value, File):
        return value
    return refuse(value, name, "a File", owner)  # type: ignore[no-any-return]


def to_date(value: Any, name: str, owner: Model | None = None) -> datetime.date:
    """Read a date in the ISO 8601 format."""
    if isinstance(value, str):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    return refuse(value, name, "a date such as 2026-11-26", owner)  # type: ignore[no-any-return]


def to_uuid(value: Any, name: str, owner: Model | None = None) -> uuid.UUID:
    """Read a UUID in any of its usual forms."""
    if isinstance(value, str):
        try:
            return uuid.UUID(value)
        except ValueError:
            pass
    return refuse(value, name, "a UUID", owner)  # type: ignore[no-any-return]


def one_of(key: str, readers: Mapping[str, Callable[..., T]]) -> Callable[..., T]:
    """Return a reader for one of several models. The field `key` selects the model."""

    def read(value: Any, name: str, owner: Model | None = None) -> T:
        kind = cast("dict[str, Any]", value).get(key) if isinstance(value, dict) else None
        reader = readers.get(kind) if isinstance(kind, str) else None
        if reader is None:
            expected = f"an object with one of {', '.join(readers)} in its field {key}"
            return refuse(value, name, expected, owner)  # type: ignore[no-any-return]
        return reader(value, name, owner)

    return read
