"""The limits of a session of an agent, against the sandbox: what an agent cannot do, whatever it passes."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import pytest
from attrs import frozen

from edgegap_client import AsyncEdgegap, ConfigurationError
from edgegap_client.cli.mcp import owned, plans
from edgegap_client.cli.mcp.generated import is_offered, is_read
from edgegap_client.cli.mcp.limits import Limits, Refused
from edgegap_client.cli.mcp.policy import POLICIES, Kind
from edgegap_client.cli.mcp.results import MAX_CHARACTERS, Results
from edgegap_client.cli.mcp.session import AgentSession
from edgegap_client.cli.mcp.tools import MAX_ITEMS
from edgegap_client.cli.specification import operations
from edgegap_client.deployments import AsyncDeployments, Stopped
from edgegap_client.matchmaking import AsyncMatchmaker
from edgegap_client.sandbox import Outcome, Sandbox, Timing
from edgegap_client.server_browser import AsyncServerBrowser, ServerToken

from .test_cli_services import BROWSER, CONFIGURATION

TOKEN: Final = "agents-organisation-token-7777"
ORDER: Final[dict[str, Any]] = {"application": "my-game", "version": "v1", "player_ips": ["8.8.8.8"]}
SLOW: Final = Outcome(after=30.0)


@frozen
class Agent:
    """An agent that calls tools of a session."""

    session: AgentSession
    sandbox: Sandbox

    async def call(self, name: str, /, **arguments: Any) -> Any:
        """The result, or the error."""
        outcome = await self.session.call(name, arguments)
        assert TOKEN not in outcome.text
        found = json.loads(outcome.text)
        assert len(outcome.text) <= MAX_CHARACTERS
        assert outcome.is_error is isinstance(found.get("error"), dict), found
        return found

    async def read(self, name: str, /, **arguments: Any) -> Any:
        found = await self.call(name, **arguments)
        assert not isinstance(found.get("error"), dict), found
        return found

    async def change(self, name: str, /, **arguments: Any) -> Any:
        """Plan a change and carry it out; the error if there is one."""
        planned = await self.call(name, **arguments)
        if "error" in planned:
            return planned
        assert planned["changed"] is False
        return await self.call(name, **arguments, plan_id=planned["plan_id"])

    async def launch(self, **arguments: Any) -> str:
        found = await self.change("launch_deployment", **{**ORDER, **arguments})
        assert "error" not in found, found
        return str(found["deployment"]["request_id"])

    async def refused(self, name: str, /, **arguments: Any) -> str:
        """The message of a refusal before anything was changed."""
        before = self.changes()
        found = await self.call(name, **arguments)
        assert found.get("error", {}).get("type") in ("Refused", "InvalidArguments", "InvalidRequestError"), found
        assert self.changes() == before
        return str(found["error"]["message"])

    def changes(self) -> list[str | None]:
        """The operations that came and were no reads."""
        return [each.operation_id for each in self.sandbox.requests if each.method != "GET"]

    def running(self) -> set[str]:
        """Deployments that nobody has asked to end. One that starts ends only when it is ready, as in production."""
        return {each.request_id for each in self.sandbox.orphans()}

    def existing(self) -> set[str]:
        return {each.request_id for each in self.sandbox.deployments if each.state != "TERMINATED"}


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Sandbox, str]]:
    timing = Timing(ready_after=0.05, stuck_for=60.0, terminating_for=0.05, match_after=0.05)
    sandbox = Sandbox(timing=timing)
    with sandbox.serve() as base_url:
        yield sandbox, base_url
    sandbox.close()


@pytest.fixture
def sandbox(served: tuple[Sandbox, str]) -> Sandbox:
    sandbox, _ = served
    sandbox.faults.clear()
    sandbox.reset()
    sandbox.add_version("my-game", "v1", token=TOKEN)
    sandbox.add_version("other-game", "v1", token=TOKEN)
    sandbox.requests.clear()
    return sandbox


Start = Callable[..., Any]


@pytest.fixture
def start(served: tuple[Sandbox, str], sandbox: Sandbox) -> Start:
    """Starts a session with limits."""

    @asynccontextmanager
    async def start(clients: dict[str, Any] | None = None, **limits: Any) -> AsyncGenerator[Agent]:
        if "applications" in limits:
            limits["applications"] = frozenset(limits["applications"])
        async with AsyncEdgegap(TOKEN, base_url=served[1], poll_interval=0.02, handle_sigterm=False) as edgegap:
            every = {"orchestration": edgegap, **(clients or {})}
            async with AgentSession(every, Limits(**limits), tokens=[TOKEN], address=served[1]) as session:
                yield Agent(session, sandbox)

    return start


@pytest.fixture
async def stranger(served: tuple[Sandbox, str], sandbox: Sandbox) -> AsyncGenerator[AsyncEdgegap]:
    """Somebody else in the same organisation."""
    async with AsyncEdgegap(TOKEN, base_url=served[1], poll_interval=0.02) as edgegap:
        yield edgegap


async def until(condition: Callable[[], object]) -> None:
    """Wait until something is so; the timeout of the test ends it."""
    while not condition():  # noqa: ASYNC110  # what changes is in the thread of the sandbox
        await asyncio.sleep(0.02)


# What is offered.


def test_the_table_names_every_operation_of_the_documents() -> None:
    assert POLICIES.keys() == operations().keys()


def test_what_the_table_does_not_know_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    one = operations()["get_application"]
    assert is_offered(one, Limits())
    monkeypatch.delitem(POLICIES, one.id)
    assert not is_offered(one, Limits())


def test_safe_mode_offers_reads_of_the_documents_only() -> None:
    safe = [one for one in operations().values() if is_offered(one, Limits())]
    assert {one.method for one in safe} == {"GET", "POST"}
    assert [one.id for one in safe if one.method == "POST"] == ["lookup_ips"]
    writing = [one for one in operations().values() if is_offered(one, Limits(allow_writes=True))]
    changes = {one.id for one in writing if not is_read(one, POLICIES[one.id])}
    # Nothing that starts or ends a server, or a search that starts one, is among them.
    assert not [
        name
        for name in changes
        if re.search(r"deploy_|_deployment$|stop|session|ticket|group|backfill", name)
        and name not in ("report_deployment", "update_deployment")
    ]
    assert {"create_app_version", "create_deployment_tag", "update_slot"} <= changes
    for name in ("create_deployment", "bulk_stop_deployments", "create_session", "create_ticket", "reserve_any_seat"):
        assert not is_offered(operations()[name], Limits(allow_writes=True)), name
    with_list = Limits(allow_writes=True, applications=frozenset(["my-game"]))
    kinds = {POLICIES[one.id].kind for one in operations().values() if is_offered(one, with_list)}
    assert kinds == {Kind.PUBLIC, Kind.APPLICATION, Kind.APPLICATIONS, Kind.DEPLOYMENT, Kind.OWNED}


async def test_a_read_only_session_has_no_tool_that_changes_anything(start: Start, stranger: AsyncEdgegap) -> None:
    theirs = await stranger.deployments.launch(application="my-game", version="v1", users=["8.8.8.8"])
    async with start(read_only=True) as agent:
        agent.sandbox.requests.clear()
        assert [each.name for each in agent.session.tools.values() if each.plan] == []
        for name in ("launch_deployment", "stop_deployments", "sweep_deployments", "create_app_version"):
            assert (await agent.call(name))["error"]["type"] == "UnknownTool"
        await agent.read("get_deployment", deployment_id=theirs.request_id)
        await agent.read("list_deployments")
        await agent.read("lookup_ips", addresses=["8.8.8.8"])
        assert set(agent.changes()) <= {"lookup_ips"}


def test_limits_that_contradict_themselves_are_told() -> None:
    wrongs: tuple[dict[str, Any], ...] = (
        {"read_only": True, "allow_writes": True},
        {"tag": "launching"},
        {"tag": "a b"},
        {"tag": "x" * 21},
        {"max_active": 0},
        {"max_launches": 0},
        {"max_minutes": 0},
        {"max_minutes": float("nan")},
        {"max_minutes": 100_000},
    )
    for wrong in wrongs:
        with pytest.raises(ConfigurationError):
            Limits(**wrong)


# Plans.


async def test_a_change_is_planned_first_and_a_plan_is_good_once_for_what_it_says(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start() as agent:
        planned = await agent.read("launch_deployment", **ORDER)
        assert planned["plan"]["vcpu_units"] == 256
        assert agent.changes() == []
        plan_id = planned["plan_id"]
        assert "other arguments" in await agent.refused("launch_deployment", **ORDER, minutes=5, plan_id=plan_id)
        assert "other arguments" in await agent.refused("stop_deployments", ids=["launch-1"], plan_id=plan_id)
        await agent.read("launch_deployment", **ORDER, plan_id=plan_id)
        assert "no such plan" in await agent.refused("launch_deployment", **ORDER, plan_id=plan_id)
        assert "no such plan" in await agent.refused("launch_deployment", **ORDER, plan_id="plan-123456789abc")
        monkeypatch.setattr(plans, "PLAN_SECONDS", -1.0)
        late = (await agent.read("launch_deployment", **ORDER))["plan_id"]
        assert "no such plan" in await agent.refused("launch_deployment", **ORDER, plan_id=late)
        assert len(agent.running()) == 1


async def test_a_plan_to_stop_says_what_each_id_is(start: Start) -> None:
    async with start() as agent:
        mine = await agent.launch(tags=["match-7"])
        planned = await agent.read("stop_deployments", ids=[mine, "launch-1"])
        order = {"application": "my-game", "version": "v1", "tags": ["match-7", "mcp", agent.session.own.session_tag]}
        assert planned["plan"]["stop"] == [{"deployment_id": mine, **order}, {"launch_id": "launch-1", **order}]


async def test_a_plan_that_is_too_long_to_show_keeps_its_id(start: Start) -> None:
    async with start() as agent:
        many = {f"NAME_{number}": "x" for number in range(3000)}
        planned = await agent.read("launch_deployment", **ORDER, environment=many)
        assert planned["cut"]
        assert planned["plan"].startswith('{"launch": "my-game v1"')
        assert planned["plan_id"] in planned.values()
        assert "plan_id" in planned["next"]
        # In a text of JSON, each of these takes two characters, or four.
        for letter in ('"', "\\"):
            quoted = {letter * length: "x" for length in range(5000, 5003)}
            await agent.read("launch_deployment", **ORDER, environment=quoted)


async def test_a_whole_number_may_have_a_point(start: Start) -> None:
    async with start(allow_writes=True) as agent:
        mine = await agent.launch()
        logs = await agent.read("get_deployment_logs", deployment_id=mine, max_characters=5.0)
        assert len(logs["logs"]) <= 5
        assert await agent.read("list_deployments", limit=5.0)
        assert await agent.read("list_applications", limit=5.0)
        update: dict[str, Any] = {"app_name": "my-game", "version_name": "v1", "max_duration": 10.0}
        assert repr((await agent.read("update_app_version", **update))["plan"]["arguments"]["max_duration"]) == "10"
        assert "integer" in await agent.refused("list_applications", limit=5.5)
        deep: Any = 5.0
        for _ in range(5000):
            deep = [deep]
        found = await agent.call("validate_matchmaker_configuration", configuration={"profiles": deep})
        assert "error" in found or not found["valid"]


async def test_a_plan_for_what_does_not_exist_fails_before_anything_is_created(start: Start) -> None:
    async with start() as agent:
        found = await agent.call("launch_deployment", **{**ORDER, "version": "v9"})
        assert found["error"]["type"] == "NotFoundError"
        assert "look up" in found["error"]["hint"]
        assert agent.changes() == []


# Tags.


async def test_each_deployment_has_the_forced_tag_and_none_is_faked(start: Start, stranger: AsyncEdgegap) -> None:
    theirs = await stranger.deployments.launch(application="my-game", version="v1", users=["8.8.8.8"])
    async with start(allow_writes=True, tag="bot-1") as agent:
        mine = await agent.launch(tags=["match-7"])
        (found,) = [each for each in agent.sandbox.running if each.request_id == mine]
        assert {"match-7", "bot-1", agent.session.own.session_tag} <= set(found.tags)
        assert any(re.fullmatch(r"bot-1-until-\d{10}", each) for each in found.tags)
        reserved = (
            "bot-1",
            "BOT-1",
            " bot-1",
            "bot-1-s-12345678",
            "bot-1-until-9999999999",
            "launching",
            "launch-x",
            "hold-1",
        )
        for tag in reserved:
            assert "reserved" in await agent.refused("launch_deployment", **ORDER, tags=[tag]), tag
            create, delete = "create_deployment_tag", "delete_deployment_tag"
            assert "reserved" in await agent.refused(create, deployment_id=mine, name=tag), tag
            assert "reserved" in await agent.refused(delete, deployment_id=mine, tag_name=tag), tag
            rename = {"deployment_id": mine, "tag_name": tag, "name": "x"}
            assert "reserved" in await agent.refused("update_deployment_tag", **rename), tag
            rename = {"deployment_id": mine, "tag_name": "match-7", "name": tag}
            assert "reserved" in await agent.refused("update_deployment_tag", **rename), tag
        # A tag of others cannot be put on their deployment either, to make it look like one's own.
        assert "not created" in await agent.refused(
            "create_deployment_tag", deployment_id=theirs.request_id, name="innocent"
        )
        done = await agent.change("create_deployment_tag", deployment_id=mine, name="innocent")
        assert done["name"] == "innocent"


# Applications.


async def test_the_list_of_applications_holds_for_every_tool_that_takes_one_or_an_id(
    start: Start, stranger: AsyncEdgegap
) -> None:
    theirs = await stranger.deployments.launch(application="other-game", version="v1", users=["8.8.8.8"])
    values: dict[str, Any] = {"version_name": "v1", "version": "v1", "player_ips": ["8.8.8.8"], "is_active": True}
    values |= {"max_duration": 30, "docker_repository": "r", "docker_image": "i", "docker_tag": "t", "req_cpu": 256}
    values |= {"req_memory": 256, "tag_name": "x", "image": "", "limit": 5, "reason": "lag"}
    async with start(applications=["my-game"], allow_writes=True) as agent:
        tried: set[str] = set()
        for tool in agent.session.tools.values():
            given = {name: values[name] for name in tool.required if name in values}
            for argument in ("application", "app_name", "app"):
                for name in ("other-game", "My-Game", "my-game ", "my-game/../other-game"):
                    if argument in tool.properties:
                        if "name" in tool.required:
                            given["name"] = "v2"
                        message = await agent.refused(tool.name, **{**given, argument: name})
                        assert "not allowed" in message, (tool.name, name)
                        tried.add(tool.name)
            for argument in ("deployment_id", "request_id"):
                if argument in tool.properties:
                    if "name" in tool.required:
                        given["name"] = "innocent"
                    message = await agent.refused(tool.name, **{**given, argument: theirs.request_id})
                    assert "not allowed" in message or "not created" in message, tool.name
                    tried.add(tool.name)
        assert "not allowed" in await agent.refused("create_application", name="other-game", is_active=True, image="")
        assert "not allowed" in await agent.refused("update_application", app_name="my-game", name="other-game")
        assert "not created" in await agent.refused("stop_deployments", ids=[theirs.request_id])
        asked = {"get_deployment", "get_deployment_logs", "wait_for_deployment", "list_locations", "launch_deployment"}
        assert asked <= tried
        assert len(tried) >= 18
        # Lists show nothing of others.
        assert (await agent.read("list_deployments"))["deployments"] == []
        mine = await agent.launch()
        listed = await agent.read("list_deployments")
        assert [each["request_id"] for each in listed["deployments"]] == [mine]
        assert listed["created_by_this_session"] == [mine]
        assert [each["name"] for each in (await agent.read("list_applications"))["applications"]] == ["my-game"]
        await agent.read("get_deployment", deployment_id=mine)
        # An application that is allowed may be on a later page.
        names: list[str] = []
        for page in (1, 2):
            listed = await agent.read("list_applications", limit=1, page=page)
            names += [each["name"] for each in listed["applications"]]
            assert listed["pagination"]["number"] == page
        assert names == ["my-game"]
        assert listed["pagination"]["has_next"] is False


async def test_a_size_of_a_million_is_refused(start: Start) -> None:
    async with start() as agent:
        sized = [each.name for each in agent.session.tools.values() if "limit" in each.properties]
        assert {"list_deployments", "list_applications", "list_beacons"} <= set(sized)
        for tool in (each for each in agent.session.tools.values() if "limit" in each.properties):
            assert tool.properties["limit"]["maximum"] == MAX_ITEMS
        assert "maximum" in await agent.refused("list_deployments", limit=1_000_000)
        assert "maximum" in await agent.refused("list_applications", limit=1_000_000)
        assert list(agent.sandbox.requests) == []


# Only what the session has created.


async def test_only_deployments_of_the_session_are_stopped(start: Start, stranger: AsyncEdgegap) -> None:
    theirs = await stranger.deployments.launch(
        application="my-game", version="v1", users=["8.8.8.8"], tags=["mcp", "mcp-s-12345678"]
    )
    async with start() as agent:
        mine = await agent.launch()
        for ids in ([theirs.request_id], [mine, theirs.request_id], ["launch-99"], [f"{mine}/../{theirs.request_id}"]):
            await agent.refused("stop_deployments", ids=ids)
        # Not even if a plan were for it.
        with pytest.raises(Refused):
            await agent.session.own.stop([mine, theirs.request_id])
        assert agent.running() == {mine, theirs.request_id}
        stopped = await agent.change("stop_deployments", ids=[mine])
        assert stopped["stopping"] == [mine]
        await until(lambda: agent.running() == {theirs.request_id})
        await until(lambda: agent.session.own.owned == [])
    assert {each.request_id for each in agent.sandbox.running} == {theirs.request_id}


async def test_tools_of_the_server_browser_change_own_servers_only(
    start: Start, sandbox: Sandbox, stranger: AsyncEdgegap
) -> None:
    theirs = await stranger.deployments.launch(application="my-game", version="v1", users=["8.8.8.8"])
    browser = sandbox.add_server_browser(BROWSER, organisation=TOKEN)
    matchmaker = sandbox.add_matchmaker(CONFIGURATION, organisation=TOKEN, tier=None)
    with browser.serve() as browser_url, matchmaker.serve() as matchmaker_url:
        servers = AsyncServerBrowser(browser_url, ServerToken(browser.server_token))
        tickets = AsyncMatchmaker(matchmaker_url, matchmaker.token)
        async with (
            servers,
            tickets,
            start({"server_browser": servers, "matchmaking": tickets}, allow_writes=True) as agent,
        ):
            assert (await agent.read("list_instances"))["items"] == []
            await agent.read("get_matchmaker_health")
            for tool in ("delete_instance", "keep_instance_alive"):
                assert "not created" in await agent.refused(tool, request_id=theirs.request_id), tool
            slot = {"request_id": theirs.request_id, "slot_name": "main"}
            assert "not created" in await agent.refused("delete_slot", **slot)
            assert (await agent.call("create_ticket", profile="pair"))["error"]["type"] == "UnknownTool"


# Ceilings.


async def test_launches_at_the_same_moment_stay_below_the_ceiling(start: Start) -> None:
    async with start(max_active=2) as agent:
        planned = [await agent.read("launch_deployment", **ORDER) for _ in range(6)]
        found = await asyncio.gather(
            *(agent.call("launch_deployment", **ORDER, plan_id=each["plan_id"]) for each in planned)
        )
        assert sorted("error" in each for each in found) == [False, False, True, True, True, True]
        assert agent.changes().count("create_deployment") == 2
        assert "the maximum (--max-active)" in next(each["error"]["message"] for each in found if "error" in each)
        one = next(each["deployment"]["request_id"] for each in found if "error" not in each)
        assert "error" not in await agent.change("stop_deployments", ids=[one])
        await until(lambda: one not in {each.deployment_id for each in agent.session.own.owned})
        await agent.launch()


async def test_deployments_of_other_sessions_count_and_what_cannot_be_counted_is_not_created(
    start: Start, stranger: AsyncEdgegap
) -> None:
    async with start(max_active=1) as agent:
        planned = await agent.read("launch_deployment", **ORDER)
        theirs = await stranger.deployments.launch(
            application="my-game", version="v1", users=["8.8.8.8"], tags=["mcp", "mcp-s-12345678"]
        )
        assert "the maximum (--max-active)" in await agent.refused(
            "launch_deployment", **ORDER, plan_id=planned["plan_id"]
        )
        await stranger.deployments.stop(theirs.request_id)
        await until(lambda: agent.existing() == set())
        planned = await agent.read("launch_deployment", **ORDER)
        agent.sandbox.faults.add(operation="list_deployments", status=503)
        found = await agent.call("launch_deployment", **ORDER, plan_id=planned["plan_id"])
        assert found["error"]["type"] == "ServerError"
        assert agent.running() == set()


async def test_a_deployment_that_has_ended_by_itself_makes_room(start: Start, stranger: AsyncEdgegap) -> None:
    async with start(max_active=1) as agent:
        first = await agent.launch()
        assert "the maximum (--max-active)" in await agent.refused("launch_deployment", **ORDER)
        await stranger.deployments.stop(first)
        await until(lambda: agent.existing() == set())
        await agent.launch()


async def test_a_session_creates_no_more_than_it_may_altogether(start: Start) -> None:
    async with start(max_launches=1) as agent:
        mine = await agent.launch()
        await agent.change("stop_deployments", ids=[mine])
        await until(lambda: agent.running() == set())
        assert "its maximum (--max-launches)" in await agent.refused("launch_deployment", **ORDER)


async def test_launches_at_the_same_moment_are_no_more_than_a_session_may_create(start: Start) -> None:
    async with start(max_active=5, max_launches=2) as agent:
        planned = [await agent.read("launch_deployment", **ORDER) for _ in range(5)]
        found = await asyncio.gather(
            *(agent.call("launch_deployment", **ORDER, plan_id=each["plan_id"]) for each in planned)
        )
        assert sorted("error" in each for each in found) == [False, False, True, True, True]
        assert agent.changes().count("create_deployment") == 2


async def test_the_guards_do_not_rely_on_the_schemas_nor_on_the_plan(start: Start, stranger: AsyncEdgegap) -> None:
    theirs = await stranger.deployments.launch(application="my-game", version="v1", users=["8.8.8.8"])
    async with start(max_minutes=10) as agent:
        plan = agent.session.tools["launch_deployment"].plan
        assert plan is not None
        for minutes in (11, float("nan"), "5"):
            with pytest.raises(Refused, match="10 minutes"):
                await plan({**ORDER, "minutes": minutes})
        agent.sandbox.requests.clear()
        with pytest.raises(Refused, match="not created"):
            await agent.session.own.stop([theirs.request_id])
        assert agent.changes() == []


async def test_a_plan_to_stop_what_has_ended_meanwhile_sends_nothing(start: Start, stranger: AsyncEdgegap) -> None:
    async with start() as agent:
        mine, other = await agent.launch(), await agent.launch()
        planned = await agent.read("stop_deployments", ids=[mine, other])
        await agent.change("stop_deployments", ids=[mine])
        await until(lambda: mine not in {each.deployment_id for each in agent.session.own.owned})
        message = await agent.refused("stop_deployments", ids=[mine, other], plan_id=planned["plan_id"])
        assert "has ended" in message
        assert agent.running() == {other}


async def test_minutes_are_bounded_and_what_is_over_is_stopped(start: Start) -> None:
    async with start(max_minutes=10) as agent:
        for minutes in (11, 0, -1):
            await agent.refused("launch_deployment", **ORDER, minutes=minutes)
        agent.sandbox.faults.add(operation="bulk_stop_deployments", status=500, times=4)
        kept = await agent.launch()
        await agent.launch(minutes=0.02)
        await until(lambda: agent.running() == {kept})
        await until(lambda: [each.deployment_id for each in agent.session.own.owned] == [kept])


async def test_a_version_may_not_run_longer_than_a_deployment(start: Start) -> None:
    version = {"name": "v2", "docker_repository": "r", "docker_image": "i", "docker_tag": "t", "req_cpu": 256}
    version |= {"req_memory": 256, "app_name": "my-game"}
    async with start(allow_writes=True, max_minutes=30) as agent:
        assert "max_duration" in await agent.refused("create_app_version", **version)
        assert "30 minutes" in await agent.refused("create_app_version", **version, max_duration=31)
        assert "30 minutes" in await agent.refused("create_app_version", **version, max_duration=0)
        update = {"app_name": "my-game", "version_name": "v1"}
        assert "30 minutes" in await agent.refused("update_app_version", **update, max_duration=1440)
        assert "error" not in await agent.change("create_app_version", **version, max_duration=30)
        ports = [{"port": 7777, "protocol": "UDP", "nmae": "gameport"}]
        message = await agent.refused("create_app_version", **version, max_duration=30, ports=ports)
        assert "did you mean name" in message


# Nothing is left behind.


async def test_a_launch_whose_call_is_cancelled_is_stopped(start: Start) -> None:
    async with start(max_active=1) as agent:
        agent.sandbox.faults.add(operation="create_deployment", outcome=SLOW)
        planned = await agent.read("launch_deployment", **ORDER)
        calling = asyncio.create_task(agent.call("launch_deployment", **ORDER, plan_id=planned["plan_id"]))
        await until(lambda: agent.running())
        calling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await calling
        await until(lambda: agent.running() == set())
        # It exists until it has started, and counts so long.
        await until(lambda: agent.session.own.launching == [])
        assert len(agent.existing()) == 1
        assert "the maximum (--max-active)" in await agent.refused("launch_deployment", **ORDER)


async def test_a_launch_that_is_ready_when_its_call_is_cancelled_is_stopped(start: Start) -> None:
    async with start() as agent:
        planned = await agent.read("launch_deployment", **ORDER)
        calling = asyncio.create_task(agent.call("launch_deployment", **ORDER, plan_id=planned["plan_id"]))
        await until(lambda: agent.session.own.owned)
        agent.session.own.abandon(agent.session.own.launch_of("launch-1"))
        await asyncio.gather(calling, return_exceptions=True)
        await until(lambda: agent.running() == set() and agent.session.own.owned == [])


async def test_a_slow_launch_goes_on_under_its_id_and_can_be_stopped(start: Start) -> None:
    async with start(max_active=1) as agent:
        agent.sandbox.faults.add(operation="create_deployment", outcome=Outcome(after=1.0), times=1)
        found = await agent.change("launch_deployment", **ORDER, wait_seconds=0)
        assert (found["ready"], found["launch_id"]) == (False, "launch-1")
        await until(agent.changes)  # the create request has come
        assert "the maximum (--max-active)" in await agent.refused("launch_deployment", **ORDER)
        ready = await agent.read("wait_for_deployment", deployment_id="launch-1", timeout_seconds=50)
        assert agent.running() == {ready["deployment"]["request_id"]}
        await agent.change("stop_deployments", ids=["launch-1"])
        await until(lambda: agent.running() == set() and agent.session.own.owned == [])
        agent.sandbox.faults.add(operation="create_deployment", outcome=SLOW)
        await agent.change("launch_deployment", **ORDER, wait_seconds=0)
        await until(lambda: agent.running())
        await agent.change("stop_deployments", ids=["launch-2"])
        await until(lambda: agent.running() == set() and agent.session.own.launching == [])
        assert "was stopped" in await agent.refused("wait_for_deployment", deployment_id="launch-2")


async def test_the_end_of_a_session_stops_all_but_what_may_be_kept(
    start: Start, stranger: AsyncEdgegap, capsys: pytest.CaptureFixture[str]
) -> None:
    async with start() as agent:
        assert "not allowed" in await agent.refused("launch_deployment", **ORDER, keep=True)
    async with start(allow_keep=True) as agent:
        # After the session only the service ends a deployment.
        message = await agent.refused("launch_deployment", **ORDER, keep=True)
        assert "max_duration of at most 60 minutes, got 1440" in message
        await stranger.app_versions.update("my-game", "v1", max_duration=60)
        planned = await agent.read("launch_deployment", **ORDER, keep=True)
        await stranger.app_versions.update("my-game", "v1", max_duration=-1)
        assert "got -1" in await agent.refused("launch_deployment", **ORDER, keep=True, plan_id=planned["plan_id"])
        await stranger.app_versions.update("my-game", "v1", max_duration=60)
        await agent.launch()
        kept = await agent.launch(keep=True)
        agent.sandbox.faults.add(operation="create_deployment", outcome=SLOW)
        await agent.change("launch_deployment", **ORDER, wait_seconds=0)
        agent.sandbox.faults.add(operation="bulk_stop_deployments", status=500, times=4)
        await until(lambda: len(agent.running()) == 3)
    await until(lambda: agent.running() == {kept})
    assert f"Kept: {kept}" in capsys.readouterr().err


async def test_the_end_of_a_session_stops_what_runs_before_it_waits_for_launches(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Programs of agents kill a server that does not end within seconds.
    async with start() as agent:
        await agent.launch()
        seen: list[set[str]] = []

        async def clean_up_slowly(_launching: owned.Launching) -> None:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                with suppress(TimeoutError):
                    async with asyncio.timeout(10):  # less than the session waits for launches
                        await until(lambda: agent.running() == set())
                seen.append(agent.running())

        monkeypatch.setattr(agent.session.own, "_carry_out", clean_up_slowly)
        await agent.change("launch_deployment", **ORDER, wait_seconds=0)
        await agent.session.close()
        assert seen == [set()]


async def test_a_stop_that_is_not_accepted_at_the_end_is_sent_again(
    start: Start, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_many = AsyncDeployments.stop_many
    left = [2]

    async def lagging(self: AsyncDeployments, deployment_ids: Iterable[str]) -> Stopped:
        """A replica of the service that does not know the deployments yet."""
        if left[0] == 0:
            return await stop_many(self, deployment_ids)
        left[0] -= 1
        return Stopped((), tuple(deployment_ids))

    async with start() as agent:
        await agent.launch()
        monkeypatch.setattr(AsyncDeployments, "stop_many", lagging)
    assert agent.running() == set()
    assert capsys.readouterr().err == ""


async def test_what_cannot_be_stopped_at_the_end_is_named(
    start: Start, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owned, "CLOSE_ATTEMPTS", 1)
    async with start() as agent:
        mine = await agent.launch()
        agent.sandbox.faults.add(operation="bulk_stop_deployments", status=500)
    err = capsys.readouterr().err
    assert mine in err
    assert f"edgegap deployments stop --tag {agent.session.own.session_tag}" in err


async def test_a_sweep_stops_what_killed_sessions_have_left_and_nothing_else(
    start: Start, stranger: AsyncEdgegap, served: tuple[Sandbox, str]
) -> None:
    now = time.time()

    async def left(application: str, *tags: str) -> str:
        order: dict[str, Any] = {"application": application, "version": "v1", "users": ["8.8.8.8"]}
        return (await stranger.deployments.launch(**order, tags=tags)).request_id

    over = await left("my-game", "mcp", f"mcp-until-{now - 1000:.0f}")
    others = {
        await left("my-game", "mcp", f"mcp-until-{now + 1000:.0f}"),
        await left("my-game", "mcp", f"mcp-until-{now - 1:.0f}"),  # its own session may be about to stop it
        await left("my-game", "mcp"),
        await left("my-game", f"mcp-until-{now - 1000:.0f}"),
        await left("my-game", "mcp", "mcp-until-soon"),
        await left("my-game", "mcp", "mcp-until-\N{SUPERSCRIPT TWO}"),
        await left("other-game", "mcp", f"mcp-until-{now - 1000:.0f}"),
    }
    async with start(applications=["my-game"]) as agent:
        planned = await agent.read("sweep_deployments")
        assert [each["deployment_id"] for each in planned["plan"]["stop"]] == [over]
        swept = await agent.read("sweep_deployments", plan_id=planned["plan_id"])
        assert swept["stopping"] == [over]
        await until(lambda: agent.running() == others)


# What an agent is shown.


async def test_no_secret_is_in_a_result(start: Start, stranger: AsyncEdgegap) -> None:
    secret = "hush-hush-secret-5678"
    await stranger.app_versions.update(
        "my-game", "v1", private_username="me", private_token=secret, envs=[{"key": "DB", "value": secret}]
    )
    async with start() as agent:
        found = await agent.read("get_app_version", app_name="my-game", version_name="v1")
        assert secret not in json.dumps(found)
        planned = await agent.read("launch_deployment", **ORDER, environment={"DB_URL": secret})
        assert planned["plan"]["environment"] == ["DB_URL"]
        assert secret not in json.dumps(planned)
        mine = await agent.launch(environment={"DB_URL": secret})
        agent.sandbox.write_log(mine, f"connecting with {TOKEN} and Authorization: token {TOKEN}")
        logs = await agent.read("get_deployment_logs", deployment_id=mine)  # `call` looks for the token
        assert "connecting with ***" in logs["logs"]
        agent.sandbox.faults.add(
            operation="get_application", status=400, body={"message": f"the token {TOKEN} is odd"}, times=1
        )
        assert (await agent.call("get_application", app_name="my-game"))["error"]["status"] == 400


PARTS: Final = [TOKEN[at : at + 8] for at in range(len(TOKEN) - 7)]


async def test_the_end_of_a_log_shows_no_part_of_the_token(start: Start) -> None:
    async with start() as agent:
        mine = await agent.launch()
        agent.sandbox.write_log(mine, f"before {TOKEN} end")
        for size in (10, 20, 30):
            found = await agent.read("get_deployment_logs", deployment_id=mine, max_characters=size)
            assert not [each for each in PARTS if each in found["logs"]], found
            assert "end" in found["logs"]


def test_no_cut_shows_a_part_of_a_secret() -> None:
    results = Results([TOKEN])
    texts = (
        f"before {TOKEN} end",
        # Many tokens make the text shorter, which must not bring a part of one into view.
        f"x{TOKEN}" * 2000,
        f"ARBITRIUM_DELETE_TOKEN={'s3cr3t' * 20} " * 300,
    )
    for text in texts:
        for size in (*range(1, 80), 1000, 4000, 4001, 4007, 7000):
            shown = results.end_of(text, size)
            assert not [part for part in (*PARTS, "s3cr3t") if part in shown], (size, shown)
            assert len(shown) <= size
    assert results.end_of("y" * 20_000, 7000) == "y" * 7000
    assert results.end_of("short", 7000) == "short"
    assert results.end_of("short", 3) == "ort"


async def test_the_error_of_a_launch_has_the_end_of_the_log(start: Start) -> None:
    async with start() as agent:
        # The log of the error has 4,000 characters, and begins in the token.
        log = f"{TOKEN}{'x' * 3979} no such map"
        agent.sandbox.faults.add(operation="create_deployment", outcome=Outcome.crash(log, exit_code=139), times=1)
        error = (await agent.change("launch_deployment", **ORDER))["error"]
        assert error["type"] == "DeploymentFailed"
        assert error["log"].rstrip().endswith("xx no such map")
        assert not [each for each in PARTS if each in error["log"]]


async def test_an_unexpected_error_shows_its_class_only(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    async with start() as agent:

        async def fail(*_: Any) -> Any:
            raise KeyError(f"what is {TOKEN}?")

        monkeypatch.setattr(owned.OwnDeployments, "check_room", fail)
        found = await agent.call("launch_deployment", **ORDER)
        assert found["error"]["type"] == "KeyError"
        assert "what is" not in json.dumps(found)


async def test_reads_are_retried_by_the_client(start: Start) -> None:
    async with start() as agent:
        agent.sandbox.faults.add(operation="list_applications", status=503, times=1)
        await agent.read("list_applications")
        assert [each.status for each in agent.sandbox.requests] == [503, 200]


def test_a_long_document_is_cut_and_says_so() -> None:
    results = Results([TOKEN])
    rows = [{"n": number, "text": "x" * 100} for number in range(1000)]
    text = results.document({"rows": rows})
    found = json.loads(text)
    assert len(text) <= MAX_CHARACTERS
    assert 100 < len(found["rows"]) < 1000
    assert f"{1000 - len(found['rows'])} of 1000 rows are not shown" in found["cut"]
    assert len(json.loads(results.document(rows))["items"]) == len(found["rows"])
    assert "too long" in json.loads(results.document(dict.fromkeys("abcdefghij", "x" * 5000)))["cut"]


async def test_an_agent_lists_by_status_and_says_where_the_players_are(start: Start) -> None:
    async with start() as agent:
        mine = await agent.launch()
        for status, expected in (("READY", [mine]), ("ERROR", [])):
            found = await agent.read("list_deployments", status=status)
            assert [each["request_id"] for each in found["deployments"]] == expected
        told = await agent.refused("launch_deployment", application="my-game", version="v1")
        assert told == "the location of the players is missing: pass player_ips or player_coordinates"


async def test_hand_tools_read_what_they_say(start: Start) -> None:
    async with start() as agent:
        mine = await agent.launch()
        metrics = (await agent.read("get_deployment_metrics", deployment_id=mine))["series"]
        assert metrics["cpu"]["values"] >= 1
        context = await agent.read("edgegap_context")
        assert context["limits"]["forced_tag"] == "mcp"
        assert [each["deployment_id"] for each in context["deployments"]] == [mine]
        good = await agent.read("validate_matchmaker_configuration", configuration=CONFIGURATION)
        assert good["valid"] is True
        wrong = {**CONFIGURATION, "allowed_cors_origins": ["example.com/x"]}
        bad = await agent.read("validate_matchmaker_configuration", configuration=wrong)
        assert bad["valid"] is False
        assert "allowed_cors_origins" in bad["problems"][0]
        player = {"profile": "ranked", "attributes": {"elo": "high"}}
        bad = await agent.read("validate_matchmaker_configuration", configuration=CONFIGURATION, **player)
        assert bad["valid"] is False
        assert (await agent.read("wait_for_deployment", deployment_id=mine))["ready"] is True
