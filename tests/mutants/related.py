"""Which tests are run against a defect in a module: those that are about it, and end within a minute or so.

A defect that only other tests notice counts as one that survives: add the file with the best test to its module here.
"""

from __future__ import annotations

from typing import Final

PACKAGES: Final = ("_core", "_transport", "_runtime")

_LEDGER: Final = ("ledger", "pending", "launch")
_RATES: Final = ("rate_limiter", "rate_limits")
_REDIS_LEDGER: Final = ("redis_ledger",)
_REPLICAS: Final = ("redis_limits", "redis_leader", "redis_reports")
_MODELS: Final = ("models", "tolerance", "arguments", "paths")
_SENDING: Final = ("transport_closing", "mocks", "transports", "injected", "proxies", "deadlines")

# The module's name below edgegap_client/, and the files tests/test_*.py.
RELATED: Final[dict[str, tuple[str, ...]]] = {
    "_core/_async/paging": ("paging", "public"),
    "_core/arguments": ("core_details", "argument_shapes", "arguments"),
    "_core/call": ("retries", "hooks", "rate_limits", "deadlines", "headers"),
    "_core/ceiling": ("core_launches", "ceiling"),
    "_core/decoding": ("core_values", *_MODELS),
    "_core/deployment": ("waiting", "launch", "public"),
    "_core/deprecation": ("deprecation", "core_values"),
    "_core/error_mapping": ("errors", "core_errors", "connection_errors", "secrets"),
    "_core/exchange": ("mocks", "network", "injected"),
    "_core/extras": ("extras",),
    "_core/headers": ("headers",),
    "_core/hooks": ("hooks",),
    "_core/interchange": ("interchange",),
    "_core/launch": ("core_launches", *_LEDGER, "public"),
    "_core/lease": ("core_launches", *_RATES, "redis_limits"),
    "_core/ledger": (*_LEDGER, "public"),
    "_core/masked": ("core_values", "interchange", "secrets", "arguments", "public"),
    "_core/matchmaker": ("core_matchmaker", "matchmaker_poller", "matchmaker", "matchmaker_model", "public"),
    "_core/matchmaker_environment": ("container", "matchmaker_rules", "public"),
    "_core/matchmaker_rules": ("matchmaker_rules", "public"),
    "_core/model": ("core_values", "models", "interchange", "public"),
    "_core/open_enum": ("models", "arguments", "public"),
    "_core/operation": ("operations", "rate_limits", "public"),
    "_core/paging": ("paging",),
    "_core/public": ("public",),
    "_core/query": ("paging", "operations", "public"),
    "_core/rare_types": ("rare_types", "extras", "models", "public"),
    "_core/rate_limiter": (*_RATES, "redis_limits"),
    "_core/reachable": ("probes",),
    "_core/redaction": ("secrets", "errors", "tracebacks"),
    "_core/refusals": ("launch", "errors"),
    "_core/replicas_report": ("redis_reports", "public"),
    "_core/retries": ("retries", "core_errors", "public"),
    "_core/server_browser": ("server_browser", "core_errors", "public"),
    "_core/settings": ("client", "connection_errors", "token"),
    "_core/shorthands": ("core_values", "arguments", "public"),
    "_core/token_source": ("token",),
    "_core/unreadable": ("tolerance", "models", "drift"),
    "_core/unset": ("models", "arguments", "public"),
    "_core/version_copy": ("launch", "guard"),
    "_runtime/async_attempt": ("probes",),
    "_runtime/async_background": ("background", "pending", "event_loops"),
    "_runtime/async_callbacks": ("hooks", "waiting"),
    "_runtime/async_runtime": ("event_loops", "deadlines", "client"),
    "_runtime/async_sender": _SENDING,
    "_runtime/async_signal": ("rate_limiter", "probes"),
    "_runtime/async_supervisor": _LEDGER,
    "_runtime/at_exit": ("at_exit",),
    "_runtime/clean_up": ("at_exit", "sigterm"),
    "_runtime/progress": ("injected", "transports"),
    "_runtime/redis_ceiling": ("redis_ceiling",),
    "_runtime/redis_ceiling_script": ("redis_ceiling",),
    "_runtime/redis_leader": ("redis_leader",),
    "_runtime/redis_ledger": (*_REDIS_LEDGER, "public"),
    "_runtime/redis_ledger_script": _REDIS_LEDGER,
    "_runtime/redis_ledger_thread": _REDIS_LEDGER,
    "_runtime/redis_limits": ("redis_limits",),
    "_runtime/redis_news": ("redis_news",),
    "_runtime/redis_reports": ("redis_reports",),
    "_runtime/redis_scripts": _REPLICAS,
    "_runtime/redis_server": ("redis_limits", "redis_ledger", "redis_reports"),
    "_runtime/redis_streams": ("redis_news", "redis_leader"),
    "_runtime/redis_waiting": ("redis_waiting",),
    "_runtime/registry": ("at_exit", "sigterm"),
    "_runtime/replicas": (*_REPLICAS, "public"),
    "_runtime/running_loop": ("event_loops", "deadlines"),
    "_runtime/settler": ("pending", "ledger"),
    "_runtime/sigterm": ("sigterm_handler", "sigterm"),
    "_runtime/sqlite_ledger": ("sqlite_ledger", "ledger", "public"),
    "_runtime/sync_attempt": ("probes",),
    "_runtime/sync_background": ("pending", "at_exit"),
    "_runtime/sync_callbacks": ("hooks", "waiting"),
    "_runtime/sync_runtime": ("deadlines", "client", "network"),
    "_runtime/sync_sender": _SENDING,
    "_runtime/sync_signal": ("rate_limiter", "probes"),
    "_runtime/sync_supervisor": _LEDGER,
    "_runtime/taken_over": ("ledger", "redis_ledger"),
    "_transport/_async/pool": ("network", "transports", "deadlines"),
    "_transport/_async/sending": ("hostile", "transports"),
    "_transport/aiohttp_transport": ("transports", "proxies"),
    "_transport/async_stream": ("transport_edges", "network", "connecting", "proxies"),
    "_transport/decompression": ("hostile",),
    "_transport/http_clients": ("injected", "httpx2", "transports"),
    "_transport/private": ("private_names", "network", "event_loops"),
    "_transport/proxies": ("proxy_arguments", "proxies", "network"),
    "_transport/sync_stream": ("transport_edges", "network", "connecting", "proxies"),
}
