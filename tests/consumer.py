# pyright: strict, reportUnnecessaryTypeIgnoreComment=true
"""A consumer's program in the natural forms: `make types` checks it strictly, and test_consumer.py runs it.

The lines with `type: ignore` are mistakes that a type checker has to report; both report an ignore without a mistake.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from ipaddress import IPv4Address
from typing import assert_type

from edgegap_client import AsyncEdgegap, AsyncPager, Edgegap, Pager
from edgegap_client.arguments import AppVersionPortLike, DeploymentUserDict, DeploymentUserLike, EnvVarV2Dict
from edgegap_client.deployments import Deployment, LaunchOptions, Query
from edgegap_client.models import (
    Application,
    AppList,
    AppVersionPort,
    DeploymentList,
    DeploymentListItem,
    DeploymentUser,
    DeploymentUserData,
    DeploymentUserType,
    PortProtocol,
)

PORTS: list[AppVersionPortLike] = [{"port": 7777, "protocol": "UDP", "name": "gameport"}]


def set_up(edgegap: Edgegap) -> None:
    """What a game needs before its first match."""
    edgegap.applications.create("my-game")
    assert_type(edgegap.applications.create("my-game", exist_ok=True), Application)
    edgegap.app_versions.create(
        "my-game",
        "v41",
        docker_repository="registry.edgegap.com",
        docker_image="my-game-server",
        docker_tag="0.1.2",
        req_cpu=256,
        req_memory=512,
        ports=[*PORTS, AppVersionPort(port=7778, protocol=PortProtocol.TCP, name="http")],
        envs={"MODE": "ranked"},
        restart_policy="never",
    )
    edgegap.app_versions.copy("my-game", "v41", "v42", docker_tag="0.1.3", ports=PORTS, envs=[("MODE", "casual")])


def players(addresses: list[str]) -> Iterable[DeploymentUserLike]:
    """All forms of a player, mixed."""
    known: DeploymentUserDict = {"user_type": "ip_address", "user_data": {"ip_address": "203.0.113.7"}}
    place = DeploymentUserData(latitude=52.37, longitude=4.9)
    return [
        *addresses,
        IPv4Address("203.0.113.7"),
        (52.37, 4.9),
        {"latitude": 52.37, "longitude": 4.9},
        known,
        {"user_type": "geo_coordinates", "user_data": {"latitude": 52.37, "longitude": 4.9}},
        DeploymentUser(user_type=DeploymentUserType.GEO_COORDINATES, user_data=place),
    ]


def play(edgegap: Edgegap) -> str:
    """One match."""
    options: LaunchOptions = {"application": "my-game", "version": "v41", "users": ["203.0.113.7", (52.37, 4.9)]}
    mode: EnvVarV2Dict = {"key": "MODE", "value": "ranked"}
    options["environment_variables"] = [mode]
    with edgegap.deployments.running(**options) as first:
        assert_type(first, Deployment)
    deployment = edgegap.deployments.launch(
        application="my-game",
        version="v41",
        users=players(["203.0.113.7"]),
        resources={"cpu_units": 256, "memory_mib": 512},
        environment_variables={"MODE": "ranked"},
        tags=["ranked"],
    )
    return deployment.request_id


def look(edgegap: Edgegap) -> list[str]:
    """Lists, with conditions as arguments."""
    since = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
    query = Query().where("tags", "in", ["ranked", "casual"]).order_by("created_at", "desc")
    pager = edgegap.deployments.list(
        application="my-game", status="ready", created_after=since, query=query, page_size=50
    )
    assert_type(pager, Pager[DeploymentListItem, DeploymentList])
    assert_type(pager[:10], list[DeploymentListItem])
    assert_type(pager[0], DeploymentListItem)
    assert_type(edgegap.applications.list().first(), Application | None)
    return [deployment.request_id for deployment in pager]


async def look_async(edgegap: AsyncEdgegap) -> list[str]:
    """The same, in asyncio."""
    applications = edgegap.applications.list(limit=5)
    assert_type(applications, AsyncPager[Application, AppList])
    assert_type(await applications.collect(), list[Application])
    assert_type(await applications.first(), Application | None)
    assert_type([len(page.applications or ()) async for page in applications.by_page()], list[int])
    return [application.name async for application in applications]


async def mistakes(edgegap: Edgegap, async_edgegap: AsyncEdgegap) -> None:
    """Each line has one mistake, which both type checkers report."""
    edgegap.deployments.create(application="a", version="v", users=[7])  # type: ignore[list-item]
    edgegap.deployments.create(application="a", version="v", users=[{"ip": "x"}])  # type: ignore[list-item]
    edgegap.deployments.create(application="a", version="v", users=["x"], resources={"cpu_units": 1})  # type: ignore[arg-type]
    edgegap.app_versions.update("a", "v", ports=[{"port": 7777, "protocol": "UPD"}])  # type: ignore[list-item]
    edgegap.app_versions.update("a", "v", restart_policy="sometimes")  # type: ignore[arg-type]
    Query().where("status", "in", ["ready"])  # type: ignore[call-overload]
    await async_edgegap.applications.list()  # type: ignore[misc]
