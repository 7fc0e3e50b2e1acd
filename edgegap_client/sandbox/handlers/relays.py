"""The operations of relay sessions."""

from __future__ import annotations

from functools import partial

from attrs import define, field

from ..clock import Timer
from ..faults import Outcome
from ..places import PLACES, Place, nearest, place_of_ip, read_ip
from ..state import ApiError, Json
from ..world import World
from .base import Call, operation, page

KIND = "relays"
# Tokens are numbers above 32 bits.
TOKEN_BITS = 33


def _new_token(world: World) -> int:
    return 2**32 + world.random.getrandbits(TOKEN_BITS)


@define(eq=False)
class RelaySession:
    """A relay session. `tokens` are the tokens of its users, by IP address."""

    id: str
    token: int = field(repr=False)
    tokens: dict[str, int] = field(repr=False)
    webhook_url: str | None
    number: int
    outcome: Outcome
    linked: bool = False
    error: str = ""
    timer: Timer | None = field(default=None, repr=False)

    def render(self, *, user: str | None = None) -> Json:
        """The session with its users, or with one of them."""
        body: Json = {
            "session_id": self.id,
            "authorization_token": self.token,
            # No value is documented for a failure: `error` reports it.
            "status": "Linked" if self.linked else "Initializing",
            "ready": self.linked,
            "linked": self.linked,
            "relay": self._render_relay() if self.linked else None,
        }
        if self.error:
            body["error"] = self.error
        if self.webhook_url:
            body["webhook_url"] = self.webhook_url
        if user is not None:
            body["session_user"] = self._render_user(user)
        else:
            # A session without a relay has no users yet.
            body["session_users"] = [self._render_user(address) for address in self.tokens] if self.linked else []
        return body

    def _render_user(self, address: str) -> Json:
        place = place_of_ip(address)
        return {
            "ip_address": address,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "authorization_token": self.tokens[address],
        }

    def _render_relay(self) -> Json:
        place = self._place()
        host, number = f"{self.id.removesuffix('-S')}.st.edgegap.net", self.number % 1000
        return {
            "ip": f"203.0.113.{10 + PLACES.index(place)}",
            "host": host,
            "ports": {
                side: {"port": port, "protocol": "UDP", "link": f"{host}:{port}"}
                for side, port in (("server", 31000 + number), ("client", 32000 + number))
            },
        }

    def _place(self) -> Place:
        return nearest([(place.latitude, place.longitude) for place in map(place_of_ip, self.tokens)])

    def link(self, world: World) -> None:
        if self.outcome.state == "READY":
            self.linked = True
        else:
            self.error = self.outcome.detail or "No relay is available"
        world.notify("relay", self.id, self.webhook_url, self.render())


def _session(call: Call, session_id: str, status: int = 404) -> RelaySession:
    found: RelaySession | None = call.organisation.all_of(KIND).get(session_id)
    if found is None:
        raise ApiError(status, f"Relay session {session_id} not found")
    return found


@operation()
def create_relay_session(call: Call) -> Json:
    world, body = call.world, call.body
    addresses = [read_ip(user["ip"], f"users.{index}.ip") for index, user in enumerate(body["users"])]
    session = RelaySession(
        id=f"{world.new_id()}-S",
        token=_new_token(world),
        tokens={address: _new_token(world) for address in addresses},
        webhook_url=body.get("webhook_url"),
        number=world.new_number(),
        outcome=call.outcome or Outcome(),
    )
    call.organisation.all_of(KIND)[session.id] = session
    if session.outcome.state in ("READY", "ERROR"):
        after = world.timing.relay_after if session.outcome.after is None else session.outcome.after
        session.timer = world.after(after, partial(session.link, world), notable=bool(session.webhook_url))
    return session.render()


@operation()
def list_relay_sessions(call: Call) -> Json:
    return page(
        call, call.organisation.all_of(KIND).values(), "sessions", "total_count", lambda session: session.render()
    )


@operation()
def get_relay_session(call: Call) -> Json:
    return _session(call, call.path["session_id"]).render()


@operation()
def delete_relay_session(call: Call) -> None:
    session = _session(call, call.path["session_id"])
    call.world.schedule.call_off(session.timer)
    del call.organisation.all_of(KIND)[session.id]


@operation()
def authorize_relay_user(call: Call) -> Json:
    session = _session(call, call.body["session_id"], 400)
    address = read_ip(call.body["user_ip"], "user_ip")
    if address in session.tokens:
        raise ApiError(409, "The user is authorized already")
    session.tokens[address] = _new_token(call.world)
    call.world.notify("relay", session.id, session.webhook_url, session.render())
    return session.render(user=address)


@operation()
def revoke_relay_user(call: Call) -> Json:
    session = _session(call, call.body["session_id"])
    token = call.body["authorization_token"]
    address = next((each for each, known in session.tokens.items() if known == token), None)
    if address is None:
        raise ApiError(404, "The user is not in the session")
    del session.tokens[address]
    call.world.notify("relay", session.id, session.webhook_url, session.render())
    return session.render()
