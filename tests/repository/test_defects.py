"""Every defect of the generator's stock output is mended in ours (the table in DESIGN.md, section 4).

Each row is a promise: a function that has to hold for our client and to fail, in the way that a user would see it, for
the client that openapi-python-client writes from the same specification with its own templates.
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
import datetime
import gc
import json
import pickle
import runpy
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar
from unittest import mock

import httpx
import pytest

from edgegap_client import AsyncEdgegap, Edgegap, EdgegapError, InvalidRequestError, ResponseFormatError

from ..servers.recorder import recording
from .stock import (
    AWKWARD_OURS,
    AWKWARD_STOCK,
    OURS,
    ROOT,
    STOCK,
    TOKEN,
    Kit,
    Workshop,
    answering,
    awkward_specification,
)

APPLICATION: dict[str, Any] = {"name": "my-game", "is_active": True}
VERSION: dict[str, Any] = {
    "name": "v1",
    "docker_repository": "docker.io",
    "docker_image": "my-game",
    "docker_tag": "1",
    "req_cpu": 512,
    "req_memory": 1024,
}
DEPLOYMENT: dict[str, Any] = {
    "request_id": "a1",
    "app_name": "my-game",
    "app_version": "v1",
    "current_status": "Status.READY",
}
SECRET = "hunter2-hunter2"
GET = "applications.get_application"


def as_json(data: object) -> bytes:
    return json.dumps(data).encode()


@dataclass(frozen=True)
class Promise:
    """A promise, and how the stock client breaks it."""

    keep: Callable[..., None]
    case: tuple[Any, ...]
    broken: type[BaseException]
    saying: str


PROMISES: list[Any] = []
F = TypeVar("F", bound=Callable[..., None])


def promise(*case: Any, stock: type[BaseException], saying: str, name: str = "") -> Callable[[F], F]:
    """Test the function with ours and, for the proof that it can fail, with stock: `stock` and `saying` tell how."""

    def add(function: F) -> F:
        label = "-".join([function.__name__, *([name] if name else map(str, case))])
        PROMISES.append(pytest.param(Promise(function, case, stock, saying), id=label))
        return function

    return add


# Values


@promise("Status.HIBERNATING", stock=ValueError, saying="is not a valid DeploymentState")
def an_unknown_enum_value_is_kept(kit: Kit, value: str) -> None:
    deployment = kit.read("DeploymentStatus", {**DEPLOYMENT, "current_status": value})
    assert deployment.status == value.removeprefix("Status.")
    assert deployment.to_dict()["current_status"] == value


@promise(stock=AssertionError, saying="a raw dict")
def an_unknown_enum_value_in_a_nullable_object_leaves_it_a_model(kit: Kit) -> None:
    summary = {**DEPLOYMENT, "current_status": "Status.HIBERNATING"}
    stopped = kit.read("DeploymentStopResponse", {"message": "ok", "deployment_summary": summary})
    assert not isinstance(stopped.deployment_summary, dict), "a raw dict"
    assert stopped.deployment_summary.status == "HIBERNATING"


@promise(stock=TypeError, saying="offset-naive and offset-aware")
def times_with_and_without_a_zone_can_be_compared(kit: Kit) -> None:
    times = {"create_time": "2026-04-22 12:00:46.000001", "last_updated": "2026-04-22T14:00:46+00:00"}
    application = kit.read("Application", {**APPLICATION, **times})
    assert application.create_time < application.last_updated
    assert application.create_time.tzinfo is datetime.UTC


@promise("pickle", stock=AssertionError, saying="another UNSET")
@promise("deepcopy", stock=AssertionError, saying="another UNSET")
def unset_stays_one_object(kit: Kit, by: str) -> None:
    def copied(value: object) -> Any:
        return copy.deepcopy(value) if by == "deepcopy" else pickle.loads(pickle.dumps(value))

    assert copied(kit.unset) is kit.unset, "another UNSET"
    application = copied(kit.read("Application", APPLICATION))
    assert application.to_dict() == APPLICATION


AWKWARD: dict[str, Any] = {
    "d": "one",
    "data": ["two"],
    "kept": "2026-04-22T12:00:46+00:00",
    "field": 4,
    "name": "five",
    "type": True,
    "self": 7.5,
    "items": 8.5,
    "datetime": "2026-04-22T14:00:46+02:00",
    "_data": 10,
    "src_dict": None,
    "result": "eleven",
    "unknown": "twelve",
}


@promise("Awkward", AWKWARD, stock=AttributeError, saying="has no attribute 'pop'", name="all")
@promise("Awkward", {**AWKWARD, "kept": None}, stock=AttributeError, saying="has no attribute 'pop'", name="null")
def fields_may_have_any_name(kit: Kit, model: str, data: dict[str, Any]) -> None:
    awkward = kit.read_awkward(model, data)
    assert awkward.to_dict() == data


# The few names that our models use themselves.
TAKEN = (
    *("cls", "read", "from_dict", "to_dict", "additional_properties", "keep_null", "unless_null"),
    *("keep_unknown", "one_of"),
    *("to_str", "to_int", "to_float", "to_bool", "to_list", "to_datetime", "to_date", "to_file", "to_uuid"),
    # The generator makes taken names of these.
    *("Cls", "Read", "fromDict", "toDict", "to-dict", "additionalProperties", "keepNull", "toStr"),
)


def check_awkward_specification_with(field: str) -> None:
    """What generate.py does before it writes anything, with one more field in the awkward model."""
    spec = awkward_specification()
    spec["components"]["schemas"]["Awkward"]["properties"][field] = {"type": "string", "description": "Awkward."}
    generate = runpy.run_path(str(ROOT / "openapi" / "generate.py"))
    generate["check_specification"](spec)


@pytest.mark.parametrize(
    "field",
    [
        *TAKEN,
        "isfinite",
    ],
)
def test_a_field_is_not_generated_under_a_name_that_would_hide_a_part_of_the_model(field: str) -> None:
    with pytest.raises(Exception, match=rf"schema Awkward\b.*\b{field}\b") as refused:
        check_awkward_specification_with(field)
    assert type(refused.value).__name__ == "GenerationError"


def test_no_other_field_is_refused() -> None:
    check_awkward_specification_with("another")


# Answers


@promise(GET, {"is_active": True}, ("name",), stock=KeyError, saying="name", name="object")
@promise(
    "app_versions.list_app_versions",
    {"versions": [VERSION, {**VERSION, "ports": [{"protocol": "UDP"}]}]},
    ("versions", 1, "ports", 0, "port"),
    stock=KeyError,
    saying="port",
    name="object_in_lists",
)
def a_missing_required_field_is_named_with_its_operation_when_it_is_used(
    kit: Kit, operation: str, body: dict[str, Any], path: tuple[str | int, ...]
) -> None:
    with answering(body=as_json(body)):
        value = kit.call(operation, "my-game")
    *steps, field = path
    for step in steps:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    with pytest.raises(ResponseFormatError) as raised:
        getattr(value, str(field))
    assert raised.value.field == field
    assert raised.value.operation == operation.split(".")[1]
    assert f"'{field}' is missing" in str(raised.value)


@promise("Session", "session_users", {"session_id": "a1"}, stock=TypeError, saying="not iterable", name="list")
@promise("AppVersion", "probe", VERSION, stock=TypeError, saying="not iterable", name="object")
@promise("DeploymentStatus", "removal_time", DEPLOYMENT, stock=TypeError, saying="must be str", name="date")
def null_for_an_optional_field_is_no_value(kit: Kit, model: str, field: str, others: dict[str, Any]) -> None:
    read = kit.read(model, {**others, field: None})
    assert getattr(read, field) is None
    assert read.to_dict() == {**others, field: None}


HTML = b"<html><head><title>502 Bad Gateway</title></head></html>"


@promise(400, b'{"message": "no such thing"}', stock=AssertionError, saying="returned Error", name="400_json")
@promise(401, b"", stock=ValueError, saying="Expecting value", name="401_empty")
@promise(404, HTML, stock=ValueError, saying="Expecting value", name="404_html")
@promise(429, b'{"message": "slow down"}', stock=AssertionError, saying="returned Error", name="429_json")
@promise(500, HTML, stock=ValueError, saying="Expecting value", name="500_html")
@promise(502, HTML, stock=AssertionError, saying="returned None", name="502_html")
@promise(520, b"error code: 520", stock=ValueError, saying="520 is not a valid HTTPStatus", name="520_text")
def an_error_status_is_raised_whatever_its_body(kit: Kit, status: int, body: bytes) -> None:
    raised = got = None
    with answering(status, body):
        try:
            got = kit.call("applications.delete_application", "my-game")
        except EdgegapError as error:
            raised = error
    assert raised is not None, f"returned {got!r}"
    assert raised.status == status


@promise(201, stock=AssertionError, saying="returned None")
@promise(203, stock=AssertionError, saying="returned None")
def any_2xx_is_success_and_its_body_is_read(kit: Kit, status: int) -> None:
    with answering(status, as_json(APPLICATION)):
        application = kit.call(GET, "my-game")
    assert application is not None, "returned None"
    assert application.to_dict() == APPLICATION


@promise(stock=Exception, saying="Unexpected status code: 200")
def a_200_is_success_where_204_is_documented(kit: Kit) -> None:
    with answering(200, b'{"message": "deleted"}'):
        assert kit.call("deployment_tags.delete_deployment_tag", "a1", "my-tag", strict=True) is None


# Paths


@promise("applications.delete_application", "..", stock=AssertionError, saying="DELETE /v1'")
@promise("applications.delete_application", ".", stock=AssertionError, saying="DELETE /v1/app'")
@promise("applications.delete_application", "", stock=AssertionError, saying="DELETE /v1/app/'")
@promise("container_registry.list_registry_tags", "..", stock=AssertionError, saying="GET /v1/container-registry/tags'")
def a_path_segment_that_would_lead_elsewhere_is_refused_before_sending(kit: Kit, operation: str, value: str) -> None:
    with recording() as listener:
        refused = None
        try:
            kit.call(operation, value, base_url=listener.url)
        except InvalidRequestError as error:
            refused = error
    assert listener.targets == []
    assert refused is not None
    assert refused.status is None


@promise(stock=AssertionError, saying="team%2Fmy-game")
def an_image_name_keeps_its_slashes(kit: Kit) -> None:
    with recording(b'{"data": []}') as listener:
        kit.call("container_registry.list_registry_tags", "team/my-game", base_url=listener.url)
    assert listener.targets == ["GET /v1/container-registry/images/team/my-game/tags"]


# Secrets


REQUEST: dict[str, Any] = {"application": "my-game", "version": "v1", "users": []}


@promise("RegistryCredentials", {"token": SECRET}, stock=AssertionError, saying="shows", name="token")
@promise("AppVersion", {**VERSION, "private_token": SECRET}, stock=AssertionError, saying="shows", name="private_token")
@promise(
    "EndpointStorageCreateRequest",
    {"name": "a", "endpoint": "b", "bucket": "c", "access_key_id": "d", "secret_access_key": SECRET},
    stock=AssertionError,
    saying="shows",
    name="secret_access_key",
)
@promise(
    "AppVersion",
    {**VERSION, "envs": [{"key": "PASSWORD", "value": SECRET, "is_hidden": True}]},
    stock=AssertionError,
    saying="shows",
    name="envs_of_a_version",
)
@promise(
    "DeployRequestV2",
    {**REQUEST, "environment_variables": [{"key": "PASSWORD", "value": SECRET, "is_hidden": True}]},
    stock=AssertionError,
    saying="shows",
    name="envs_of_a_deployment",
)
def a_secret_does_not_show_in_a_model(kit: Kit, model: str, data: dict[str, Any]) -> None:
    read = kit.read(model, data)
    assert SECRET in json.dumps(read.to_dict())
    assert SECRET not in f"{read!r} {read}", f"{model} shows it"


@promise(True, stock=AssertionError, saying="shows", name="async")
@promise(False, stock=AssertionError, saying="shows", name="sync")
def the_token_does_not_show_in_the_client(kit: Kit, asynchronous: bool) -> None:
    client = kit.client(asynchronous=asynchronous)
    assert TOKEN not in f"{client!r} {client}", "the client shows it"


# Connections


@promise(stock=AssertionError, saying="no timeout")
def a_request_has_timeouts_by_default(kit: Kit) -> None:
    with answering(body=as_json(APPLICATION)) as requests:
        kit.call(GET, "my-game")
    timeouts = requests[0].extensions["timeout"]
    assert None not in timeouts.values(), "no timeout"
    assert max(timeouts.values()) <= 60


@promise(True, stock=AssertionError, saying="3 contexts", name="async")
@promise(False, stock=AssertionError, saying="3 contexts", name="sync")
def all_clients_share_one_ssl_context(kit: Kit, asynchronous: bool) -> None:
    async def use() -> None:
        async with kit.client(asynchronous=True) as client:
            await kit.call_async(GET, "my-game", client=client)

    with (
        answering(body=as_json(APPLICATION)),
        mock.patch.object(ssl, "create_default_context", wraps=ssl.create_default_context) as made,
    ):
        for _ in range(3):
            if asynchronous:
                asyncio.run(use())
            else:
                kit.call(GET, "my-game")
    assert made.call_count <= 1, f"{made.call_count} contexts"


@promise(stock=AssertionError, saying="2 clients")
def threads_share_one_pool_from_the_first_request_on(kit: Kit) -> None:
    made: list[object] = []
    used: set[int] = set()
    both = threading.Event()
    make, send = httpx.Client.__init__, httpx.Client.send

    def slowly(client: httpx.Client, *arguments: Any, **options: Any) -> None:
        make(client, *arguments, **options)
        made.append(client)
        if len(made) == 2:
            both.set()
        else:
            both.wait(3.0)  # until the other thread has made one, too, if it does

    def noting(client: httpx.Client, *arguments: Any, **options: Any) -> httpx.Response:
        used.add(id(client))
        return send(client, *arguments, **options)

    failures: list[BaseException] = []

    def use(client: Any) -> None:
        try:
            kit.module(f"api.{GET}").sync("my-game", client=client)
        except BaseException as error:
            failures.append(error)

    client = kit.client()
    with (
        answering(body=as_json(APPLICATION)),
        mock.patch.object(httpx.Client, "__init__", slowly),
        mock.patch.object(httpx.Client, "send", noting),
    ):
        threads = [threading.Thread(target=use, args=(client,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    with contextlib.suppress(RuntimeError), client:  # the stock client closes on leaving its block only
        pass
    assert failures == []
    assert len(used) == 1, f"{len(used)} clients"


@promise(stock=RuntimeError, saying="Event loop is closed")
def an_async_client_works_in_a_second_event_loop(kit: Kit) -> None:
    with recording(as_json(APPLICATION)) as listener:
        client = kit.client(listener.url, asynchronous=True)

        async def use() -> str:
            application = await kit.call_async(GET, "my-game", client=client)
            return str(application.name)

        assert [asyncio.run(use()), asyncio.run(use())] == ["my-game", "my-game"]


@promise(stock=AssertionError, saying="x-extra")
def a_client_keeps_its_headers(kit: Kit) -> None:
    with answering(body=as_json(APPLICATION)) as requests, kit.client() as client:
        kit.module(f"api.{GET}").sync("my-game", client=client)
        if hasattr(client, "with_headers"):
            client.with_headers({"X-Extra": "meant for the new client"})
        kit.module(f"api.{GET}").sync("my-game", client=client)
    before, after = ({**request.headers} for request in requests)
    assert after == before


@pytest.mark.parametrize("kind", [Edgegap, AsyncEdgegap])
def test_the_one_way_to_derive_a_client_leaves_the_original_as_it_was(kind: type[Edgegap]) -> None:
    assert [name for name in dir(kind) if name.startswith(("with_", "set_"))] == ["with_options"]
    original = kind("a-token", base_url="http://test")
    before = original._settings
    derived = original.with_options(timeout=1, max_retries=0)
    assert derived._settings.timeout == 1
    assert original._settings is before


# Tools


@promise("mypy", stock=AssertionError, saying="errors")
@promise("pyright", stock=AssertionError, saying="errors")
def strict_type_checkers_find_nothing(kit: Kit, tool: str) -> None:
    found = kit.workshop.type_errors(tool, kit)
    assert not found, f"{len(found)} errors, for instance {found[0]}"


@promise(stock=AssertionError, saying="models")
def importing_an_endpoint_imports_the_models_that_it_needs_and_no_others(kit: Kit) -> None:
    script = (
        "import importlib, sys;"
        f"importlib.import_module('{kit.generated}.api.{GET}');"
        f"print(*(name for name in sys.modules if name.startswith('{kit.generated}.models.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=kit.workshop.folder
    )
    models = [name.rsplit(".", 1)[1] for name in done.stdout.split()]
    assert models == ["application"], f"{len(models)} models"


# The two tests of each promise


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    folder = tmp_path_factory.mktemp("stock")
    workshop = Workshop(folder)
    try:
        workshop.start()
        sys.path.insert(0, str(folder))
        yield workshop
    finally:
        with contextlib.suppress(ValueError):
            sys.path.remove(str(folder))
        workshop.stop()


@pytest.fixture(scope="session")
def ours(workshop: Workshop) -> Kit:
    return Kit(OURS, f"{OURS}._generated.orchestration", AWKWARD_OURS + "._generated.orchestration", workshop)


@pytest.fixture(scope="session")
def stock(workshop: Workshop) -> Kit:
    return Kit(STOCK, STOCK, AWKWARD_STOCK, workshop)


@pytest.mark.parametrize("promise", PROMISES)
def test_our_client_keeps_the_promise_that(promise: Promise, ours: Kit) -> None:
    promise.keep(ours, *promise.case)


# It leaves open sockets behind when it fails between event loops.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("promise", PROMISES)
def test_the_stock_client_breaks_the_promise_that(promise: Promise, stock: Kit) -> None:
    with pytest.raises(promise.broken) as broken:
        promise.keep(stock, *promise.case)
    assert promise.saying in str(broken.value)
    del broken
    gc.collect()
