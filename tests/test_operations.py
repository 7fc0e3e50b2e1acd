"""Every operation of the specification, sync and async, over a real socket: what is sent, what comes back, what fails.

The matrix is derived from the YAML, so an operation that is added there is tested without a line here.
"""

from __future__ import annotations

import inspect
import json
import platform
import re
from collections.abc import AsyncIterator, Callable
from functools import partial
from importlib import import_module
from typing import Any, cast

import pytest
from pytest_httpserver import HTTPServer

from edgegap_client import (
    AsyncEdgegap,
    AsyncPager,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    Edgegap,
    EdgegapError,
    GoneError,
    ImagePullError,
    NoCapacityError,
    NotFoundError,
    Pager,
    PermissionDeniedError,
    RateLimitedError,
    Response,
    ServerError,
    __version__,
    models,
)
from edgegap_client._core.decoding import UNSET

from .conftest import TOKEN
from .spec import (
    MADE_UP,
    OPERATIONS,
    SCHEMAS,
    START_PAGE,
    YAML_TEXT,
    AnyClient,
    Call,
    Operation,
    Seen,
    Service,
    call_of,
    open_client,
    python_name,
    referred,
    resolved,
    spelled_out,
)

MATRIX = list(OPERATIONS.values())
PAGINATED = [operation for operation in MATRIX if operation.item_key]
REQUIRED: Any = inspect.Parameter.empty
each_operation = pytest.mark.parametrize("operation", MATRIX, ids=str)
each_list = pytest.mark.parametrize("operation", PAGINATED, ids=str)

# By the names in components/responses. A documented answer that is missing here fails the matrix.
ERRORS: dict[str, type[EdgegapError]] = {
    "BadRequest": BadRequestError,
    "Unauthorized": AuthenticationError,
    "Forbidden": PermissionDeniedError,
    "NotFound": NotFoundError,
    "Conflict": ConflictError,
    "Gone": GoneError,
    "Unprocessable": BadRequestError,
    "NoCapacity": NoCapacityError,
    "ImagePullFailed": ImagePullError,
    "TooManyRequests": RateLimitedError,
    "ServerError": ServerError,
    "Unavailable": ServerError,
}
# Examples whose text makes another error of them.
ERRORS_BY_EXAMPLE: dict[str, type[EdgegapError]] = {"unknown_deployment": NotFoundError}


@pytest.fixture
def service(httpserver: HTTPServer) -> Service:
    return Service(httpserver)


@pytest.fixture(params=["sync", "async"])
async def client(request: pytest.FixtureRequest, base_url: str) -> AsyncIterator[AnyClient]:
    async with open_client(request.param, base_url) as opened:
        yield opened


def method_names(operation: Operation) -> list[str]:
    """The methods of the resource that carry the operation out."""
    return [operation.method_name, *([f"{operation.method_name}_page"] if operation.item_key else [])]


def doors(client: AnyClient, operation: Operation, call: Call) -> dict[str, Callable[[], Any]]:
    """Every way to carry the operation out with this client: methods of the resource, functions of the endpoint."""
    resource = getattr(client, operation.tag)
    methods: dict[str, Callable[[], Any]] = {
        name: partial(getattr(resource, name), *call.positional, **call.options, **call.fields)
        for name in method_names(operation)
    }
    module = getattr(import_module(f"edgegap_client.api.{operation.tag}"), operation.id)
    body = {} if operation.body is None else {"body": call.model}
    style = "asyncio" if isinstance(client, AsyncEdgegap) else "sync"
    functions: dict[str, Callable[[], Any]] = {
        name: partial(getattr(module, name), *call.positional, client=client, **call.options, **body)
        for name in (style, f"{style}_detailed")
    }
    return methods | functions


async def outcome(door: Callable[[], Any]) -> Any:
    """What comes of it; of a walk, the first page."""
    result = door()
    if isinstance(result, Pager):
        pages: Any = result.by_page()  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        page = next(pages)
        pages.close()
        return page
    if isinstance(result, AsyncPager):
        async_pages: Any = result.by_page()  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        page = await anext(async_pages)
        await async_pages.aclose()
        return page
    return await result if inspect.isawaitable(result) else result


def check_request(seen: Seen, operation: Operation, call: Call, where: str) -> None:
    assert seen.method == operation.method, where
    assert seen.path == call.path, where
    assert seen.query == call.query, where
    headers = seen.headers
    authorization = call.headers["authorization"] if operation.own_token else f"token {TOKEN}"
    assert headers.get("authorization") == authorization, where
    assert not operation.own_token or TOKEN not in str(seen), where
    assert headers.get("accept") == "application/json", where
    assert headers.get("user-agent") == f"edgegap-client/{__version__} Python/{platform.python_version()}", where
    assert {name: headers.get(name) for name in call.headers} == call.headers, where
    if operation.body is None:
        assert seen.body == b"", where
        assert "content-type" not in headers, where
    else:
        assert headers.get("content-type") == "application/json", where
        schema = SCHEMAS[operation.body]
        assert spelled_out(json.loads(seen.body), schema) == spelled_out(call.json, schema), where


def check_result(result: Any, operation: Operation, body: Any, where: str) -> None:
    """That `result` is the documented model and holds all of `body`."""
    schema = operation.result
    if schema is None:
        assert result is None, where
    elif body is None:
        assert result is None or result.to_dict() == {}, where
    elif "oneOf" in schema:
        # One thing or a list of them is always a list here.
        several, one = schema["oneOf"]
        assert {type(item) for item in result} <= {getattr(models, referred(one))}, where
        wanted: Any = [body] if isinstance(body, dict) else body
        assert spelled_out([item.to_dict() for item in result], several) == spelled_out(wanted, several), where
    else:
        assert type(result) is getattr(models, referred(schema)), where
        assert spelled_out(result.to_dict(), schema) == spelled_out(body, schema), where


@pytest.mark.filterwarnings("ignore:the app version has no port")
@each_operation
async def test_the_request_is_as_documented_and_each_documented_answer_comes_back_whole(
    operation: Operation, client: AnyClient, service: Service
) -> None:
    for request_name, request_body in (operation.request_examples or {"no body": None}).items():
        call = call_of(operation, request_body)
        for success in operation.successes:
            for body in success.bodies():
                for name, door in doors(client, operation, call).items():
                    where = f"{operation.id} by {name}, request {request_name}, answer {success.status} {body}"
                    service.answer((success.status, body))
                    result = await outcome(door)
                    assert len(service.seen) == 1, where
                    check_request(service.seen[0], operation, call, where)
                    if name.endswith("_detailed"):
                        assert isinstance(result, Response), where
                        assert result.status_code == success.status, where
                        assert result.content == (b"" if body is None else json.dumps(body).encode()), where
                        result = result.parsed  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
                    check_result(result, operation, body, where)


@pytest.mark.filterwarnings("ignore:the app version has no port")
@each_operation
async def test_what_is_not_given_is_not_sent(operation: Operation, client: AnyClient, service: Service) -> None:
    call = call_of(operation, optional=False)
    full = call_of(operation)
    success = operation.successes[0]
    service.answer((success.status, next(success.bodies())))
    for name, door in doors(client, operation, call).items():
        service.seen.clear()
        await outcome(door)
        check_request(service.seen[0], operation, call, name)
        assert service.seen[0].raw_query is None, name
        assert not (full.headers.keys() - call.headers.keys()) & service.seen[0].headers.keys(), name


@each_operation
async def test_each_documented_error_is_raised_as_its_type_with_all_that_is_known(
    operation: Operation, client: AnyClient, service: Service
) -> None:
    call = call_of(operation)
    for failure in operation.failures:
        for example, body in failure.examples.items():
            service.answer((failure.status, body))
            for name, door in doors(client, operation, call).items():
                where = f"{operation.id} by {name}, {failure.status} {example}"
                expected = ERRORS_BY_EXAMPLE.get(example, ERRORS[failure.response])
                if (operation.id, name) == ("stop_deployment", "stop") and expected in (NotFoundError, GoneError):
                    await outcome(door)  # what is gone counts as stopped
                    continue
                with pytest.raises(EdgegapError) as raised:
                    await outcome(door)
                error = raised.value
                assert type(error) is expected, where
                assert error.message == body["message"], where
                assert error.status == failure.status, where
                assert error.method == operation.method, where
                # The path of the self-stop holds a key.
                assert error.path == (operation.path if operation.own_token else call.path), where
                assert error.operation == operation.id, where
                assert TOKEN not in f"{error} {error!r} {vars(error)}", where
                if isinstance(error, NoCapacityError):
                    assert error.deployment_id == body["request_id"], where


def pages_of(operation: Operation, example: dict[str, Any]) -> list[dict[str, Any]]:
    """The pages of a walk over a list, made of its example; one where the operation has no pages."""
    assert operation.item_key
    assert operation.result
    if not operation.is_paged:
        return [example]
    if "pagination" not in resolved(operation.result)["properties"]:
        # Only a counter: it counts more items than the page has, so there must be a page after it.
        first = {**example, "count": len(example[operation.item_key]) + 1}
        return [first, {**first, operation.item_key: []}]
    numbers = (START_PAGE, START_PAGE + 1)
    return [
        {
            **example,
            "pagination": {
                "number": number,
                "next_page_number": None if number == numbers[-1] else number + 1,
                "previous_page_number": number - 1,
                "paginator": {"num_pages": numbers[-1]},
                "has_next": number != numbers[-1],
                "has_previous": True,
            },
        }
        for number in numbers
    ]


@each_list
async def test_a_walk_gives_the_items_of_all_pages_and_asks_the_same_of_each(
    operation: Operation, client: AnyClient, service: Service
) -> None:
    assert operation.item_key
    assert operation.result
    call = call_of(operation)
    for success in operation.successes:
        for example in success.examples.values():
            pages = pages_of(operation, example)
            service.answer(*((success.status, page) for page in pages))
            pager = doors(client, operation, call)[operation.method_name]()
            assert service.seen == [], "nothing is sent until the walk begins"
            items = [item async for item in pager] if isinstance(client, AsyncEdgegap) else list(pager)
            assert len(service.seen) == len(pages)
            for number, seen in enumerate(service.seen, START_PAGE):
                query = [(name, str(number) if name == "page" else text) for name, text in call.query]
                assert seen.query == query
                assert (seen.method, seen.path) == (operation.method, call.path)
            listed = resolved(operation.result)["properties"][operation.item_key]
            assert {type(item) for item in items} == {getattr(models, referred(listed["items"]))}
            wanted = [item for page in pages for item in page[operation.item_key]]
            assert spelled_out([item.to_dict() for item in items], listed) == spelled_out(wanted, listed)


# That nothing is forgotten.


def resource_class(operation: Operation, prefix: str = "") -> type[Any]:
    module = import_module(f"edgegap_client._generated.orchestration.api.{operation.tag}")
    return cast("type[Any]", getattr(module, f"{prefix}{operation.tag.title().replace('_', '')}Resource"))


def test_the_matrix_holds_every_operation_of_the_specification() -> None:
    # From the text, so that a mistake in reading the YAML shows.
    in_yaml = re.findall(r"(?m)^      operationId: (\w+)$", YAML_TEXT.split("\nwebhooks:\n")[0])
    assert in_yaml
    assert [operation.id for operation in MATRIX] == in_yaml
    parametrised: list[Any] = [
        test_the_request_is_as_documented_and_each_documented_answer_comes_back_whole,
        test_what_is_not_given_is_not_sent,
        test_each_documented_error_is_raised_as_its_type_with_all_that_is_known,
        test_an_operation_is_a_method_of_both_clients_with_an_argument_for_all_that_can_be_sent,
        test_an_operation_has_an_endpoint_module_with_the_four_functions,
    ]
    for function in parametrised:
        marks: list[Any] = [mark for mark in function.pytestmark if mark.name == "parametrize"]
        tested = [operation for mark in marks for operation in mark.args[1]]
        assert [operation.id for operation in tested] == in_yaml
    assert len(PAGINATED) == YAML_TEXT.count("\n      x-edgegap-paginate:")


def test_every_operation_has_an_example_of_each_body_it_documents() -> None:
    without = [operation.id for operation in MATRIX if operation.body and {*operation.request_examples} == {MADE_UP}]
    without += [
        f"{operation.id} {success.status}"
        for operation in MATRIX
        for success in operation.successes
        if success.schema is not None and {*success.examples} == {MADE_UP}
    ]
    # The matrix would have only what it makes up.
    assert without == []


def test_the_clients_have_nothing_that_the_specification_has_not() -> None:
    for tag in {operation.tag for operation in MATRIX}:
        of_tag = [operation for operation in MATRIX if operation.tag == tag]
        wanted = {name for operation in of_tag for name in method_names(operation)}
        for prefix in ("", "Async"):
            members: dict[str, Any] = dict(vars(resource_class(of_tag[0], prefix)))
            names = {name for name in members if not name.startswith("_")}
            assert names == wanted, tag
        classes = {resource_class(of_tag[0], prefix).__name__ for prefix in ("", "Async")}
        assert {*import_module(f"edgegap_client.api.{tag}").__all__} == {operation.id for operation in of_tag} | classes


def check_arguments(
    function: Any, positional: dict[str, Any], by_keyword: dict[str, Any], where: str, documented: Any = None
) -> None:
    """That these are the function's arguments, each documented, and that these are their defaults.

    The documentation is that of `documented` if another function has it.
    """
    parameters = [p for p in inspect.signature(function).parameters.values() if p.name != "self"]
    others = [p for p in parameters if p.kind is not p.KEYWORD_ONLY]
    assert [(p.name, p.kind, p.default) for p in others] == [
        (name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default) for name, default in positional.items()
    ], where
    assert {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY} == by_keyword, where
    described = (inspect.getdoc(documented or function) or "").partition("\nArgs:\n")[2].partition("\nReturns:\n")[0]
    told = re.findall(r"(?m)^    (\w+): \S", described)
    assert sorted(told) == sorted([*positional, *by_keyword]), where


@each_operation
def test_an_operation_is_a_method_of_both_clients_with_an_argument_for_all_that_can_be_sent(
    operation: Operation,
) -> None:
    positional = {parameter.argument: REQUIRED for parameter in operation.path_parameters}
    fields: dict[str, Any] = {
        python_name(name): operation.defaults.get(name, REQUIRED) if name in operation.required_fields else UNSET
        for name in operation.body_fields
    }
    options = {parameter.argument: REQUIRED if parameter.required else UNSET for parameter in operation.options}
    assert not fields.keys() & options.keys(), "a field and a parameter would be one argument"
    positional |= {name: fields.pop(name) for name in map(python_name, operation.positional_fields)}
    by_keyword = fields | options | ({"exist_ok": False} if operation.has_exist_ok else {})
    for name in method_names(operation):
        method, async_method = (getattr(resource_class(operation, prefix), name) for prefix in ("", "Async"))
        sized = operation.item_key and name == operation.method_name and "limit" in options
        wanted = by_keyword | ({"page_size": UNSET} if sized else {})
        check_arguments(method, positional, wanted, name)
        check_arguments(async_method, positional, wanted, f"async {name}")
        assert inspect.signature(method).parameters == inspect.signature(async_method).parameters
        is_walk = operation.item_key is not None and name == operation.method_name
        assert inspect.iscoroutinefunction(async_method) is not is_walk
        assert not inspect.iscoroutinefunction(method)
    for client_class in (Edgegap, AsyncEdgegap):
        assert hasattr(client_class, operation.tag)


@each_operation
def test_an_operation_has_an_endpoint_module_with_the_four_functions(operation: Operation) -> None:
    module = getattr(import_module(f"edgegap_client.api.{operation.tag}"), operation.id)
    described = module.OPERATION
    assert (described.id, described.method, described.path, described.tag, described.own_token) == (
        operation.id,
        operation.method,
        operation.path,
        operation.tag,
        operation.own_token,
    )
    positional = {parameter.argument: REQUIRED for parameter in operation.path_parameters}
    by_keyword = {parameter.argument: REQUIRED if parameter.required else UNSET for parameter in operation.options}
    by_keyword |= {"client": REQUIRED} | ({"body": REQUIRED} if operation.body else {})
    for name in ("sync", "sync_detailed", "asyncio", "asyncio_detailed"):
        function = getattr(module, name)
        check_arguments(function, positional, by_keyword, name, documented=module.sync)
        if name != "sync":
            title, reference = re.split(r"\n+", inspect.getdoc(function) or "")
            assert title == module.sync.__doc__.splitlines()[0]
            assert reference.startswith("Like `sync")
        assert inspect.iscoroutinefunction(function) is name.startswith("asyncio")
