"""The hooks for serialisers, without these. tests/observers has msgspec, cattrs and others themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from edgegap_client import UNSET, ResponseFormatError
from edgegap_client.deployments import Deployment
from edgegap_client.models import AppVersionUpdateRequest, DeploymentStatus, PortProtocol
from edgegap_client.serialization import json_default, msgspec_decode, msgspec_encode, register_cattrs

STATUS: dict[str, Any] = {"request_id": "d1", "app_name": "my-game", "current_status": "Status.READY", "running": True}
MODEL = DeploymentStatus.from_dict(STATUS)


class Converter:
    """As cattrs: the hook that was registered last for a type is used, and others are left as they are."""

    def __init__(self) -> None:
        self.writers: list[tuple[Callable[[Any], bool], Callable[[Any], Any]]] = []
        self.readers: list[tuple[Callable[[Any], bool], Callable[[Any, Any], Any]]] = []

    def register_unstructure_hook_func(self, check_func: Any, func: Any) -> None:
        self.writers.insert(0, (check_func, func))

    def register_structure_hook_func(self, check_func: Any, func: Any) -> None:
        self.readers.insert(0, (check_func, func))

    def unstructure(self, value: Any) -> Any:
        return next((write(value) for fits, write in self.writers if fits(type(value))), value)

    def structure(self, value: Any, kind: Any) -> Any:
        return next((read(value, kind) for fits, read in self.readers if fits(kind)), value)


@pytest.fixture
def converter() -> Converter:
    made = Converter()
    register_cattrs(made)
    return made


@pytest.mark.parametrize("encode", [json_default, msgspec_encode])
def test_models_and_deployments_become_data(encode: Callable[[Any], Any]) -> None:
    assert encode(MODEL) == STATUS
    assert encode(AppVersionUpdateRequest(docker_tag="2")) == {"docker_tag": "2"}
    assert encode(Deployment.from_status(MODEL))["request_id"] == "d1"


@pytest.mark.parametrize("value", [UNSET, object(), pytest, {1}], ids=["UNSET", "object", "module", "set"])
def test_what_is_not_of_this_package_is_refused_as_each_library_expects(value: object) -> None:
    with pytest.raises(TypeError):
        json_default(value)
    with pytest.raises(NotImplementedError):
        msgspec_encode(value)


def test_msgspec_reads_models_and_refuses_what_they_are_not() -> None:
    assert msgspec_decode(DeploymentStatus, STATUS) == MODEL
    assert msgspec_decode(DeploymentStatus, MODEL) is MODEL
    with pytest.raises(ResponseFormatError) as caught:
        msgspec_decode(DeploymentStatus, {"request_id": []})
    assert caught.value.field == "request_id"
    for kind in (int, dict[str, int]):
        with pytest.raises(NotImplementedError):
            msgspec_decode(kind, {})


def test_cattrs_writes_and_reads_models_and_enums_only(converter: Converter) -> None:
    assert converter.unstructure(MODEL) == STATUS
    assert converter.structure(STATUS, DeploymentStatus) == MODEL
    written = converter.unstructure(PortProtocol.UDP)
    assert (type(written), written) == (str, "UDP")
    assert converter.structure("udp", PortProtocol) is PortProtocol.UDP
    assert converter.structure("7", list[int]) == "7"
    assert converter.unstructure(7) == 7
    with pytest.raises(ResponseFormatError):
        converter.structure({"request_id": []}, DeploymentStatus)
