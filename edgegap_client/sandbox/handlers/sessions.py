"""Sessions place groups of players on deployments of a version with a session configuration."""

from __future__ import annotations

import zlib
from functools import partial
from typing import Final

from attrs import define, evolve, field

from ..clock import Timer
from ..faults import Outcome
from ..lifecycle import ENDING, Deployment, Order, Phase, status_name, write_time
from ..places import nearest, read_ip, render_user
from ..state import ApiError, Json
from ..world import Organisation, World
from .base import Call, fits, operation, page
from .deployments import find_places, find_version, public_host, read_players

KIND: Final = "sessions"
UNKNOWN: Final = "Bad Session ID provided"


@define(eq=False)
class Session:
    """A session. Its deployment is set when one is chosen, and `linked` when that deployment is READY."""

    id: str
    organisation: Organisation = field(repr=False)
    order: Order = field(repr=False)
    kind: str
    selectors: list[Json] = field(repr=False)
    addresses: dict[str, None]
    wanted: str | None
    autodeploy: bool
    webhook_url: str | None
    created: float
    outcome: Outcome
    deployment: Deployment | None = None
    linked: bool = False
    error: str = ""
    timer: Timer | None = field(default=None, repr=False)

    @property
    def sockets(self) -> int:
        """The number of places that it uses: one for each player, or one for all."""
        return max(1, len(self.addresses)) if self.kind == "Seat" else 1

    @property
    def status(self) -> str:
        # No other value is documented: `error` reports a failure.
        return "Linked" if self.linked else "Ready"

    def render_summary(self) -> Json:
        return {
            "session_id": self.id,
            "status": self.status,
            "ready": self.linked,
            "linked": self.linked,
            "kind": self.kind,
            "user_count": len(self.addresses),
        }

    def render_item(self) -> Json:
        body = self.render_summary()
        if self.linked and self.deployment:
            body["deployment_request_id"] = self.deployment.id
        if self.webhook_url:
            body["webhook_url"] = self.webhook_url
        return body

    def render_users(self) -> list[Json]:
        return [render_user(address) for address in self.addresses]

    def render(self, now: float) -> Json:
        users = self.render_users()
        body: Json = {
            **self.render_summary(),
            # The API documents a number here, unlike the version elsewhere.
            "app_version": zlib.crc32(f"{self.order.app_name}/{self.order.version_name}".encode()) % 100_000,
            "create_time": write_time(self.created),
            "elapsed": int(now - self.created),
            "session_users": users,
            "session_ips": users,
            "deployment": None,
        }
        if self.error:
            body["error"] = self.error
        if self.webhook_url:
            body["webhook_url"] = self.webhook_url
        deployment = self.deployment
        if self.linked and deployment:
            item = deployment.render_item()
            item.pop("start_time", None)  # This field is documented only in lists.
            body["deployment"] = {
                **item,
                "status": status_name(deployment.state(now)),
                "location": deployment.order.host.place.render(),
                "whitelisting_active": False,
            }
        return body

    def place(self, world: World) -> None:
        """Find a deployment for the session, or start one."""
        if self.outcome.state == "ERROR":
            self._fail(world, self.outcome.detail)
            return
        if self.outcome.state != "READY":
            return
        deployment = self._find()
        fits_alone = self.sockets <= self.order.version["session_config"]["sockets"]
        if deployment is None and self.wanted is None and self.autodeploy and fits_alone:
            try:
                deployment = world.deploy(self.organisation, self.order)
            except ApiError as error:
                self._fail(world, error.message)
                return
        if deployment is None:
            self._fail(world, "No deployment has room for the session")
            return
        self.deployment = deployment
        deployment.sessions[self.id] = self
        if deployment.timer and self.webhook_url:
            world.schedule.make_notable(deployment.timer)
        self.on_deployment(world, deployment)

    def _find(self) -> Deployment | None:
        organisation = self.organisation
        if self.wanted is not None:
            found = organisation.deployments.get(self.wanted)
            return found if found and self._suits(found) else None
        candidates = [*organisation.by_phase[Phase.READY].values(), *organisation.by_phase[Phase.STARTING].values()]
        return next((each for each in candidates if self._suits(each)), None)

    def _suits(self, deployment: Deployment) -> bool:
        order = deployment.order
        return (
            deployment.phase in (Phase.READY, Phase.STARTING)
            and not deployment.stop_requested
            and deployment.is_joinable
            and (order.app_name, order.version_name) == (self.order.app_name, self.order.version_name)
            and deployment.sockets_usage + self.sockets <= (deployment.sockets or 0)
            and all(selector["tag"] in deployment.tags for selector in self.selectors)
        )

    def on_deployment(self, world: World, deployment: Deployment) -> None:
        """Handle a deployment that has become READY, is in ERROR, or has ended."""
        match deployment.phase:
            case Phase.STARTING:
                return
            case Phase.READY:
                if not self.linked:
                    self.linked = True
                    self._notify(world)
            case _:
                deployment.sessions.pop(self.id, None)
                self._fail(world, "The deployment has ended" if self.linked else "The deployment has failed")

    def _fail(self, world: World, error: str) -> None:
        self.error, self.linked, self.deployment = error or "The session could not be placed", False, None
        self._notify(world)

    def _notify(self, world: World) -> None:
        world.notify("session", self.id, self.webhook_url, self.render_item())

    def end(self, world: World) -> None:
        world.schedule.call_off(self.timer)
        if self.deployment:
            self.deployment.sessions.pop(self.id, None)


def _sessions(call: Call) -> dict[str, Session]:
    return call.organisation.all_of(KIND)


def _session(call: Call) -> Session:
    found = _sessions(call).get(call.path["session_id"])
    if found is None:
        raise ApiError(400, UNKNOWN)
    return found


@operation()
def create_session(call: Call) -> Json:
    body, world = call.body, call.world
    application, version = find_version(call, body["app_name"], body.get("version_name"))
    config = version.fields.get("session_config")
    if not config or "kind" not in config or "sockets" not in config:
        raise ApiError(400, f"App version {version.name} has no session configuration")
    wanted = body.get("deployment_request_id")
    if wanted is not None and call.organisation.deployment(wanted).phase in (*ENDING, Phase.ERROR):
        raise ApiError(400, "The deployment has ended")
    points = read_players(body)
    places = find_places(body.get("filters", []), body)
    if not places:
        raise ApiError(400, "No location fits the request")
    selectors = body.get("selectors", [])
    addresses = [*body.get("ip_list", ()), *(each["ip"] for each in body.get("geo_ip_list", ()))]
    order = Order(
        app_name=application.name,
        version_name=version.name,
        version=version.fields,
        host=public_host(nearest(points, places)),
        tags=tuple(dict.fromkeys(selector["tag"] for selector in selectors)),
        variables={each["env"]["key"]: each["env"]["value"] for each in selectors if "env" in each},
        cpu=version.fields["req_cpu"],
        memory=version.fields["req_memory"],
        user_count=len(addresses),
    )
    outcome = call.outcome or Outcome()
    session = Session(
        id=f"{world.new_id()}-S",
        organisation=call.organisation,
        order=evolve(order, outcome=Outcome()),
        kind=config["kind"],
        selectors=selectors,
        addresses=dict.fromkeys(addresses),
        wanted=wanted,
        autodeploy=config.get("autodeploy", True),
        webhook_url=body.get("webhook_url"),
        created=world.now,
        outcome=outcome,
    )
    _sessions(call)[session.id] = session
    after = world.timing.session_after if outcome.after is None else outcome.after
    session.timer = world.after(after, partial(session.place, world), notable=bool(session.webhook_url))
    response: Json = {"session_id": session.id, "app": application.name, "version": version.name}
    given = ("deployment_request_id", "selectors", "webhook_url")
    return {**response, **{key: body[key] for key in given if key in body}}


@operation()
def get_session(call: Call) -> Json:
    return _session(call).render(call.world.now)


@operation()
def list_sessions(call: Call) -> Json:
    return page(call, _sessions(call).values(), "data", "total_count", Session.render_item)


def _end(call: Call, session: Session) -> None:
    session.end(call.world)
    del _sessions(call)[session.id]
    call.organisation.ended_sessions.add(session.id)


@operation()
def delete_session(call: Call) -> Json:
    session_id = call.path["session_id"]
    session = _sessions(call).get(session_id)
    if session is None:
        if session_id in call.organisation.ended_sessions:
            raise ApiError(410, f"Session {session_id} has ended already")
        raise ApiError(404, f"Session {session_id} not found")
    _end(call, session)
    return {"message": f"Session {session_id} will be deleted", "session_id": session_id}


@operation()
def list_session_users(call: Call) -> Json:
    return {"session_users": _session(call).render_users()}


@operation()
def add_session_users(call: Call) -> Json:
    session = _session(call)
    addresses = [read_ip(text, f"ip_list.{index}") for index, text in enumerate(call.body["ip_list"])]
    added = [address for address in dict.fromkeys(addresses) if address not in session.addresses]
    deployment = session.deployment
    if session.kind == "Seat" and deployment and deployment.sockets is not None:
        # A session without players uses one place, too.
        needed = max(1, len(session.addresses) + len(added)) - session.sockets
        if deployment.sockets_usage + needed > deployment.sockets:
            raise ApiError(422, "The deployment has no room for these users")
    session.addresses.update(dict.fromkeys(added))
    return {"session_users": session.render_users()}


@operation()
def remove_session_users(call: Call) -> Json:
    session = _session(call)
    for text in call.body["ip_list"]:
        session.addresses.pop(text, None)
    return {"session_users": session.render_users()}


@operation()
def bulk_stop_sessions(call: Call) -> Json:
    filters = call.body["filters"]
    stopped = [
        session
        for session in list(_sessions(call).values())
        if all(fits(condition, _values(session, condition["field"])) for condition in filters)
    ]
    for session in stopped:
        _end(call, session)
    return {"processable": [{"session_id": session.id} for session in stopped]}


def _values(session: Session, name: str) -> list[str]:
    if name == "session_id":
        return [session.id]
    if session.deployment is None:
        return []
    return [session.deployment.id] if name == "request_id" else list(session.deployment.tags)
