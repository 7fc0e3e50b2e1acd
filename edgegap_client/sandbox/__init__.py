"""A local, stateful Edgegap server that needs no account, no token and no network.

In the process, for tests (httpx calls the service directly, without a network):

    sandbox = Sandbox()
    sandbox.push_image("game-server", "1.0.0", token="anything")
    http = httpx.AsyncClient(transport=sandbox.transport(), base_url=sandbox.base_url)

On a real port, for any client and any language:

    with Sandbox(max_applications=2, max_versions=2).serve() as base_url:
        ...  # base_url is http://127.0.0.1:<a free port>

From a shell: `python -m edgegap_client.sandbox --port 8080`.

Each token belongs to a separate organisation, which is empty at first. The sandbox checks requests and
responses against the OpenAPI specification from which the client was generated.

`Sandbox.add_matchmaker` adds a matchmaker. Its matches start deployments in the same sandbox.
`Sandbox.add_server_browser` adds a server browser. Both are previews.

Tests can advance the clock and inject faults:

    sandbox = Sandbox(now=Clock(), seed=1)
    sandbox.faults.add(operation="create_deployment", drop="after", times=1)
    sandbox.faults.add(webhook="on_ready", copies=2, probability=0.5)
    sandbox.faults.add(operation="create_deployment", outcome="no_capacity", nth=3)
    sandbox.advance(86400)
    assert not sandbox.orphans()
"""

# Nothing is imported before it is used: pytest loads this package for its plugin in every run of every project that has
# installed the client, even if the packages of the sandbox are missing.

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .clock import Clock
    from .faults import Fault, FaultScript, Outcome, Rule
    from .lifecycle import Timing
    from .sandbox import DeploymentInfo, RequestRecord, Sandbox, Snapshot
    from .services.matchmaker import BackfillInfo, SandboxMatchmaker, TicketInfo
    from .services.server_browser import SandboxServerBrowser, SeatInfo
    from .webhooks import WebhookCall, WebhookRecord

__all__ = [
    "BackfillInfo",
    "Clock",
    "DeploymentInfo",
    "Fault",
    "FaultScript",
    "Outcome",
    "RequestRecord",
    "Rule",
    "Sandbox",
    "SandboxMatchmaker",
    "SandboxServerBrowser",
    "SeatInfo",
    "Snapshot",
    "TicketInfo",
    "Timing",
    "WebhookCall",
    "WebhookRecord",
]

_MODULES = {
    "BackfillInfo": "services.matchmaker",
    "Clock": "clock",
    "Fault": "faults",
    "FaultScript": "faults",
    "Outcome": "faults",
    "Rule": "faults",
    "SandboxMatchmaker": "services.matchmaker",
    "SandboxServerBrowser": "services.server_browser",
    "SeatInfo": "services.server_browser",
    "TicketInfo": "services.matchmaker",
    "Timing": "lifecycle",
    "WebhookCall": "webhooks",
    "WebhookRecord": "webhooks",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        found = getattr(import_module(f".{_MODULES.get(name, 'sandbox')}", __name__), name)
    except ModuleNotFoundError as error:
        if error.name not in ("jsonschema", "uvicorn"):
            raise
        from .._core.extras import MissingExtra, missing_extra

        raise MissingExtra(missing_extra("The sandbox", "sandbox", error.name)) from error
    globals()[name] = found
    return found
