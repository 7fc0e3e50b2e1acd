"""Dates, UUIDs, one of several models, and files to upload, for operations that the API does not have today.

The tests of the generator run whole packages with them. These are about the functions that such packages call.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from edgegap_client import AsyncEdgegap, Edgegap, InvalidRequestError, ResponseFormatError
from edgegap_client._core.operation import Operation
from edgegap_client._core.rare_types import File, one_of, to_date, to_file, to_uuid, upload_body
from edgegap_client._core.unreadable import UNREADABLE, is_partial
from edgegap_client.models import Application, AppVersion

from .conftest import TOKEN

UPLOAD = Operation(id="upload", method="POST", path="/v1/upload", tag="things")


class Form:
    """What a generated model with files is for `upload_body`."""

    def __init__(self, **values: Any) -> None:
        self.values = values

    def to_dict(self) -> dict[str, Any]:
        return self.values


def test_a_date_is_read_as_iso_8601_writes_it() -> None:
    assert to_date("2026-11-26", "day") == datetime.date(2026, 11, 26)


def test_a_uuid_is_read_in_its_usual_forms() -> None:
    found = uuid.uuid4()
    assert to_uuid(str(found), "id") == to_uuid(found.hex, "id") == found


def test_a_file_stays_as_it_is_and_does_not_show_what_is_in_it() -> None:
    file = File(b"a secret")
    assert to_file(file, "picture") is file
    assert "secret" not in repr(file)


@pytest.mark.parametrize("value", ["26.11.2026", 20261126, None, True])
@pytest.mark.parametrize("read", [to_date, to_uuid, to_file])
def test_another_value_is_refused_by_the_name_of_its_field(read: Callable[..., Any], value: object) -> None:
    with pytest.raises(ResponseFormatError) as caught:
        read(value, "a_field")
    assert caught.value.field == "a_field"


@pytest.mark.parametrize("read", [to_date, to_uuid, to_file, one_of("kind", {})])
def test_another_value_in_a_response_is_kept_as_it_was_received(read: Callable[..., Any]) -> None:
    owner = Application.from_dict({"name": "my-game"})
    assert read(7, "image", owner) is UNREADABLE
    assert owner.additional_properties["image"] == 7
    assert is_partial(owner)


READ: Callable[..., Any] = one_of("kind", {"app": Application.read, "version": AppVersion.read})


def test_the_key_says_which_of_several_models_it_is() -> None:
    found = READ({"kind": "version", "name": "v1"}, "thing")
    assert isinstance(found, AppVersion)
    assert found.name == "v1"
    assert isinstance(READ({"kind": "app", "name": "a"}, "thing"), Application)


@pytest.mark.parametrize("value", [{"kind": "other"}, {"kind": ["app"]}, {}, "app", ["kind"], None])
def test_no_known_key_is_none_of_several_models(value: object) -> None:
    with pytest.raises(ResponseFormatError) as caught:
        READ(value, "thing")
    assert caught.value.field == "thing"


@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
async def test_files_are_sent_beside_plain_values(httpserver: HTTPServer, is_async: bool) -> None:
    received: list[tuple[dict[str, Any], dict[str, Any]]] = []

    def receive(request: Request) -> Response:
        files = {name: (file.filename, file.mimetype, file.read()) for name, file in request.files.items()}
        received.append((dict(request.form), files))
        return Response("{}", content_type="application/json")

    httpserver.expect_request(UPLOAD.path).respond_with_handler(receive)
    picture = File(b"\x00\xff", "a.png", "image/png")
    body = upload_body(Form(picture=picture, raw=File(b"x"), title="cat", is_public=True, is_old=False, size=7))
    url = httpserver.url_for("")
    if is_async:
        async with AsyncEdgegap(TOKEN, base_url=url) as edgegap:
            await edgegap.request(UPLOAD, UPLOAD.path, json=body)
    else:
        with Edgegap(TOKEN, base_url=url) as sync_edgegap:
            sync_edgegap.request(UPLOAD, UPLOAD.path, json=body)
    ((form, files),) = received
    assert form == {"title": "cat", "is_public": "true", "is_old": "false", "size": "7"}
    assert files == {
        "picture": ("a.png", "image/png", b"\x00\xff"),
        "raw": ("file", "application/octet-stream", b"x"),
    }
    assert "cat" not in repr(body)


@pytest.mark.parametrize("value", [["a"], {"a": 1}, None, File("no bytes")])  # type: ignore[arg-type]
def test_what_no_form_can_hold_is_refused_and_not_quoted(value: object) -> None:
    with pytest.raises(InvalidRequestError, match="picture") as caught:
        upload_body(Form(picture=value, title="a-secret-title"))
    assert "a-secret-title" not in str(caught.value)
