"""The service of the campaign: a sandbox in a process of its own, whose faults come from the plans of the launches."""

from __future__ import annotations

import contextlib
import json
import logging
import multiprocessing
import random
import re
import time
from collections import Counter, deque
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from multiprocessing.connection import Connection
from typing import Any, TypeAlias

from edgegap_client.sandbox import Sandbox, Timing
from edgegap_client.sandbox.faults import Fault, FaultScript
from edgegap_client.sandbox.lifecycle import ENDING, Deployment
from edgegap_client.sandbox.world import World

from .plan import KILLED_TOKEN, Plan, fault_in_outage, outages_of, plan_of

# By token, how many launches an organisation has, and how long its outages are.
Outages: TypeAlias = dict[str, tuple[int, tuple[float, ...]]]

fault_of_request: ContextVar[Fault | None] = ContextVar("fault_of_request", default=None)
token_of_request: ContextVar[str] = ContextVar("token_of_request", default="")
is_in_outage: ContextVar[bool] = ContextVar("is_in_outage", default=False)
copies_of_request: ContextVar[int] = ContextVar("copies_of_request", default=1)
fault_of_webhook: ContextVar[Fault | None] = ContextVar("fault_of_webhook", default=None)


class ChaosSandbox(Sandbox):
    """A sandbox whose faults come from the plans of the launches. This object owns all that is counted.

    Args:
        seed: Of all plans.
        timing: How long things take.
        outages: By token, how many launches an organisation has, and how long its outages are, in seconds.
    """

    def __init__(self, seed: int, timing: Timing, outages: Outages) -> None:
        super().__init__(timing=timing, seed=seed)
        self.plan_seed = seed
        self.seen: Counter[tuple[object, str]] = Counter()
        self.faults_done: Counter[str] = Counter()
        self.too_many: Counter[str] = Counter()
        self.broken: list[str] = []
        # By the unique tag of a launch: the deployments that were created, and for how many of them the service is to
        # blame, as it was sent one request or said that there is none.
        self.made: dict[str, list[str]] = {}
        self.excused: Counter[str] = Counter()
        self.ended_at: dict[str, float] = {}
        self.lists: list[float] = []
        self.outages = {token: deque(outages_of(seed, token, *asked)) for token, asked in outages.items()}
        self.out_until: dict[str, float] = {}
        self.was_out: dict[str, list[tuple[float, float]]] = {token: [] for token in outages}
        inner = self.app

        async def app(scope: Any, receive: Any, send: Any) -> None:
            first = await receive()
            again = deque([first])

            async def replay() -> Any:
                return again.popleft() if again else await receive()

            if scope["type"] == "http":
                self._decide(scope, first.get("body", b""))
            await inner(scope, replay, send)

        self.app = app

    # What goes wrong

    def plan(self, tags: Any) -> Plan | None:
        """The plan of the launch that has these tags."""
        number = next((tag.removeprefix("chaos-") for tag in tags if tag.startswith("chaos-")), None)
        return None if number is None else plan_of(self.plan_seed, int(number))

    def plan_of_deployment(self, deployment_id: str) -> Plan | None:
        deployment = self._world.deployments.get(deployment_id)
        return None if deployment is None else self.plan(deployment.order.tags)

    def _decide(self, scope: Any, body: bytes) -> None:
        token = dict(scope["headers"]).get(b"authorization", b"").decode().removeprefix("token ")
        is_create = (scope["method"], scope["path"]) == ("POST", "/v2/deployments")
        fault = self._fault(scope, token, body)
        is_out = self._is_out(token, is_create)
        if is_out:
            fault = fault_in_outage(scope["method"], self._count(token, "outage"))
        token_of_request.set(token)
        is_in_outage.set(is_out)
        fault_of_request.set(fault)
        copies = 1
        if is_create and not is_out:
            plan = self.plan(json.loads(body).get("tags", ()))
            if plan is not None and self.seen[plan.number, "POST deployments"] == 1:
                copies = plan.copies
        copies_of_request.set(copies)

    def _is_out(self, token: str, is_create: bool) -> bool:
        if is_create:
            number = self._count(token, "creations")
            outages = self.outages.get(token)
            if outages and number >= outages[0][0] and time.time() > self.out_until.get(token, 0.0):
                seconds = outages.popleft()[1]
                self.out_until[token] = time.time() + seconds
                self.was_out[token].append((time.time(), self.out_until[token]))
        return time.time() < self.out_until.get(token, 0.0)

    def _fault(self, scope: Any, token: str, body: bytes) -> Fault | None:
        method, path = scope["method"], scope["path"]
        if (method, path) == ("GET", "/v1/deployments"):
            number = self._count(token, "list")
            chance = random.Random(f"{self.plan_seed}/{token}/{number}")
            faults = (Fault(drop="before"), Fault(drop="after"), Fault(status=503), Fault(response_delay=0.3))
            return chance.choice(faults) if chance.random() < 0.04 else None
        if (method, path) == ("POST", "/v2/deployments"):
            plan = self.plan(json.loads(body).get("tags", ()))
            faults_of = plan.creations if plan else ()
        elif (found := re.fullmatch(r"/v1/(status|stop)/([^/]+)", path)) or (
            found := re.fullmatch(r"/v1/(deployments)/([^/]+)/tags/launching", path)
        ):
            plan = self.plan_of_deployment(found[2])
            if plan is None:
                return None
            faults_of = {"status": plan.reads, "stop": plan.stops, "deployments": plan.untags}[found[1]]
            if found[1] == "deployments" and method != "DELETE":
                return None
        else:
            return None
        if plan is None:
            return None
        number = self._count(plan.number, f"{method} {path.split('/')[2]}")
        return faults_of[number] if number < len(faults_of) else None

    def _count(self, whose: object, what: str) -> int:
        self.seen[whose, what] += 1
        return self.seen[whose, what] - 1

    def _pick(self, operation_id: str) -> Fault | None:
        return fault_of_request.get()

    # What is counted

    def note_creation(self, made: list[Deployment]) -> None:
        fault = fault_of_request.get()
        is_denied = fault is not None and fault.status == 429
        for tag in made[0].order.tags:
            if tag.startswith("launch-"):
                self.made.setdefault(tag, []).extend(each.id for each in made)
                # A 429 says that nothing was created; of a proxy's copies, one is the client's.
                self.excused[tag] += len(made) if is_denied else len(made) - 1

    def _record(self, method: str, path: str, operation_id: str | None, status: int, is_fault: bool) -> None:
        super()._record(method, path, operation_id, status, is_fault)
        fault = fault_of_request.get()
        operation = operation_id or path
        if operation_id == "list_deployments":
            self.lists.append(time.time())
        # The processes that are killed share an organisation, but not its rate limits.
        is_asked = token_of_request.get() == KILLED_TOKEN or (fault is not None and fault.status == 429)
        if status == 429 and not is_asked:
            self.too_many[operation] += 1
        if (status or 0) >= 500 and (fault is None or fault.status is None):
            self.broken.append(f"{operation}: {status}")
        if is_in_outage.get():
            self.faults_done[f"in an outage{', carried out' if fault is not None and fault.effect else ''}"] += 1
        elif fault is not None and (fault.drop or fault.status or fault.delay or fault.response_delay):
            what = f"dropped {fault.drop}" if fault.drop else f"{fault.status}" if fault.status else "late"
            self.faults_done[f"{operation}: {what}{', after the effect' if fault.effect else ''}"] += 1
        if copies_of_request.get() > 1:
            self.faults_done[f"{operation}: doubled by a proxy"] += 1

    def report(self) -> dict[str, Any]:
        """What there is to count."""
        with self._turn() as world:
            tokens = {id(organisation): token for token, organisation in world.organisations.items()}
            left = [
                (each.id, tokens[id(each.organisation)], tuple(each.tags), each.state(world.now))
                for each in world.deployments.values()
                if each.phase not in ENDING
            ]
        operations: Counter[str] = Counter()
        for (name, _), number in self.counts.items():
            operations[str(name)] += number
        return {
            "made": dict(self.made),
            "excused": dict(self.excused),
            "left": left,
            "ended_at": dict(self.ended_at),
            "too_many": dict(self.too_many),
            "broken": self.broken[:5],
            "faults": dict(self.faults_done),
            "outages": dict(self.was_out),
            "requests": sum(self.counts.values()),
            "operations": dict(operations),
            "lists": self.lists,
        }


def run_sandbox(pipe: Connection, seed: int, timing: Timing, outages: Outages) -> None:
    """The process of the sandbox: tell the address, then respond to requests for a report."""
    logging.disable(logging.CRITICAL)
    sandbox = ChaosSandbox(seed, timing, outages)
    notify, deploy, end = World.notify, World.deploy, World._end

    def notify_by_plan(self: World, kind: str, subject: str, url: str | None, body: dict[str, Any]) -> None:
        plan = sandbox.plan_of_deployment(subject)
        fault_of_webhook.set(plan.hooks if plan else None)
        notify(self, kind, subject, url, body)

    def on_webhook(self: FaultScript, kind: str) -> Fault | None:
        return fault_of_webhook.get()

    def deploy_and_count(self: World, organisation: Any, order: Any) -> Any:
        made = [deploy(self, organisation, order) for _ in range(copies_of_request.get())]
        sandbox.note_creation(made)
        return made[-1]

    def end_and_note(self: World, deployment: Deployment) -> None:
        end(self, deployment)
        sandbox.ended_at[deployment.id] = time.time()

    World.deploy = deploy_and_count  # type: ignore[method-assign]
    World.notify = notify_by_plan  # type: ignore[method-assign]
    World._end = end_and_note  # type: ignore[method-assign]
    FaultScript.on_webhook = on_webhook  # type: ignore[method-assign]
    with sandbox.serve() as url, contextlib.suppress(EOFError, KeyboardInterrupt):
        pipe.send(url)
        while pipe.recv() == "report":
            pipe.send(sandbox.report())


class Service:
    """The sandbox's process, seen from outside.

    Attributes:
        url: Its address.
    """

    def __init__(self, url: str, pipe: Connection) -> None:
        self.url = url
        self._pipe = pipe

    def report(self) -> dict[str, Any]:
        """What the sandbox has counted."""
        self._pipe.send("report")
        return dict(self._pipe.recv())


@contextmanager
def served(seed: int, timing: Timing, outages: Outages | None = None) -> Generator[Service]:
    """A sandbox in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=run_sandbox, args=(theirs, seed, timing, outages or {}), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Service(str(ours.recv()), ours)
        ours.send("stop")
        process.join(10)
    finally:
        ours.close()
        if process.is_alive():
            process.terminate()
        process.join()
