"""The clean-up: what the exchanges of a run show was created is removed, whether or not a check has done so already."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, NamedTuple
from urllib.parse import quote

from edgegap_client.matchmaking import Matched

from .run import Run
from .settings import MATCHMAKING, ORCHESTRATION, SERVER_BROWSER
from .wire import CREATES_DEPLOYMENT, Exchange, as_object

GONE: Final = (400, 404, 410)
MATCHED_TIMEOUT_SECONDS: Final = 60.0
STOPPED_TIMEOUT_SECONDS: Final = 60.0
LOOK_SECONDS: Final = 0.1
# A request whose response is lost may have been carried out; these are refused for certain.
REFUSED: Final = range(400, 500)


class Made(NamedTuple):
    """Something that was created.

    Attributes:
        name: What it is, for the report.
        remove: Removes it; safe to repeat. Returns whether it is gone for certain.
    """

    name: str
    remove: Callable[[], bool]


def made(run: Run) -> Iterator[Made]:
    """What may have been created, the latest first."""
    for exchange in reversed(list(run.wire.exchanges)):
        if (exchange.method == "POST" and exchange.status not in REFUSED) or exchange.status == 422:
            yield from _made_by(run, exchange)
    for deployment_id in _matched(run):
        yield Made(f"the deployment {deployment_id} of a match", partial(_stop, run, deployment_id))


def _made_by(run: Run, exchange: Exchange) -> Iterator[Made]:
    service, path = exchange.service, exchange.path
    body, sent = as_object(exchange.body), as_object(exchange.sent)

    def deleted(kind: str, item: str) -> Made:
        return Made(f"{kind} {item}", lambda: _delete(run, service, item))

    if service == ORCHESTRATION and CREATES_DEPLOYMENT.fullmatch(path):
        if deployment_id := body.get("request_id"):
            yield Made(f"the deployment {deployment_id}", lambda: _stop(run, str(deployment_id)))
    elif service == ORCHESTRATION and path == "/v1/app":
        yield deleted("the application", f"/v1/app/{quote(str(sent.get('name')), safe='')}")
    elif service == ORCHESTRATION and re.fullmatch("/v1/app/[^/]+/version", path):
        yield deleted("the version", f"{path}/{quote(str(sent.get('name')), safe='')}")
    elif service == SERVER_BROWSER and path == "/server-instances":
        yield deleted("the server instance", f"{path}/{sent.get('request_id')}")
    elif service == MATCHMAKING and path == "/backfills" and body.get("id"):
        yield deleted("the backfill", f"{path}/{body['id']}")
    elif service == MATCHMAKING and path == "/groups" and body.get("group_id"):
        yield deleted("the group", f"{path}/{body['group_id']}")
    elif service == MATCHMAKING and path in ("/tickets", "/group-tickets"):
        for ticket_id in _tickets(exchange):
            yield Made(f"the ticket {ticket_id}", partial(_end_search, run, ticket_id))


def _tickets(exchange: Exchange) -> list[str]:
    found = [as_object(exchange.body), *exchange.rows("player_tickets")]
    return [str(each["id"]) for each in found if each.get("id")]


def _matched(run: Run) -> Iterator[str]:
    """The deployments that the tickets of this run were assigned to."""
    own = {
        ticket_id
        for exchange in run.wire.exchanges
        if exchange.service == MATCHMAKING and exchange.method == "POST"
        for ticket_id in _tickets(exchange)
    }
    found: set[str] = set()
    for exchange in run.wire.exchanges:
        host = exchange.part("assignment").get("fqdn")
        if exchange.service == MATCHMAKING and exchange.get("id") in own and host:
            found.add(str(host).partition(".")[0])
    yield from found


def _delete(run: Run, service: str, path: str) -> bool:
    exchange = run.send(service, "DELETE", path)
    return exchange.is_success or exchange.status in (*GONE, 409)


def _end_search(run: Run, ticket_id: str) -> bool:
    """Delete a ticket; if it has a match, wait for its server and stop that."""
    exchange = run.send(MATCHMAKING, "DELETE", f"/tickets/{ticket_id}")
    if exchange.status != 409:
        return exchange.is_success or exchange.status in GONE
    result = run.matchmaker.tickets.attach(ticket_id).cancel(timeout=MATCHED_TIMEOUT_SECONDS)
    if isinstance(result, Matched):
        return _stop(run, result.assignment.fqdn.partition(".")[0])
    return True


def _stop(run: Run, deployment_id: str) -> bool:
    """Stop a deployment, and see that it is stopped."""
    exchange = run.send(ORCHESTRATION, "DELETE", f"/v1/stop/{deployment_id}")
    if exchange.status in GONE:
        return True
    run.edgegap.deployments.wait_until_stopped(deployment_id, timeout=STOPPED_TIMEOUT_SECONDS)
    return True


def clean_up(run: Run) -> list[str]:
    """Remove everything that was created. Returns what may still exist, with the reason; empty if nothing does."""
    left: list[str] = []
    seen: set[str] = set()
    for each in list(made(run)):
        if each.name in seen:
            continue
        seen.add(each.name)
        try:
            if not each.remove():
                left.append(f"{each.name}: the service refuses to remove it")
        except Exception as error:  # what else there is must be removed all the same
            left.append(run.masker.text(f"{each.name}: {type(error).__name__}: {error}"))
    # The client goes on looking for the end of each launch in the background.
    until = time.monotonic() + STOPPED_TIMEOUT_SECONDS
    while run.edgegap.deployments.pending and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
    return left + [f"the deployment of a launch: {launch}" for launch in run.edgegap.deployments.pending]
