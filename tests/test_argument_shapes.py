"""Shapes of arguments that few operations have: IP addresses as text, enums, maps, and one of several models."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest

from edgegap_client import InvalidRequestError
from edgegap_client._core.arguments import BodyMaker, _Names, _Place, _Refused
from edgegap_client.models import AppCreateRequest, Application, AppVersion, DeploymentPorts, PortProtocol

MAKER = BodyMaker({}, {})
PLACE = _Place("thing", is_secret=False)


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1"])
def test_an_address_is_text(address: str) -> None:
    made = MAKER.make(AppCreateRequest, {"name": ipaddress.ip_address(address), "is_active": True, "image": ""})
    assert made.name == address


@pytest.mark.parametrize("value", [7, None, ["TCP"]])
def test_what_is_no_text_is_no_enum(value: Any) -> None:
    assert MAKER._read(PortProtocol, "tcp", PLACE) is PortProtocol.TCP
    with pytest.raises(_Refused, match="thing"):
        MAKER._read(PortProtocol, value, PLACE)


@pytest.mark.parametrize("value", [7, "a", [("game", 7)]])
def test_what_is_no_dict_is_no_map_of_models(value: Any) -> None:
    assert isinstance(MAKER._read(DeploymentPorts, {"game": {"internal": 7777}}, PLACE), DeploymentPorts)
    with pytest.raises(_Refused, match="DeploymentPorts"):
        MAKER._read(DeploymentPorts, value, PLACE)


def test_one_of_several_models_is_taken_as_such_and_not_as_a_dict() -> None:
    model = AppVersion.from_dict({"name": "v1"})
    assert MAKER._read(Application | AppVersion, model, PLACE) is model
    with pytest.raises(_Refused, match="an Application or an AppVersion"):
        MAKER._read(Application | AppVersion, {"name": "v1"}, PLACE)


def test_a_refused_argument_is_an_error_of_the_request() -> None:
    with pytest.raises(InvalidRequestError, match="is_active"):
        MAKER.make(AppCreateRequest, {"name": "a", "is_active": "yes", "image": ""})


def test_a_class_that_is_no_model_has_no_further_names() -> None:
    with pytest.raises(KeyError):
        _Names(object)["Application"]
