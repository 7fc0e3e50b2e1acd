"""OpenTelemetry: a span for each call and launch, and histograms of their durations.

    from edgegap_client import AsyncEdgegap, otel

    edgegap = AsyncEdgegap(event_hooks=otel.event_hooks())

It needs the extra `edgegap-client[otel]`, which brings OpenTelemetry's API. It makes no spans for requests. The
instrumentations of httpx and aiohttp make these, as children of the spans of this module, so nothing is counted twice.
"""

from __future__ import annotations

from typing import Any, Final

from ._core.extras import MissingExtra, missing_extra
from ._version import __version__
from .hooks import CallEvent, EventHooks, LaunchEvent

try:
    from opentelemetry import context, metrics, trace
except ImportError:  # The name `opentelemetry` alone does not prove it: other packages share the namespace.
    raise MissingExtra(missing_extra("edgegap_client.otel", "otel", "opentelemetry-api")) from None

__all__ = ["event_hooks"]

SCOPE: Final = "edgegap_client"
# The buckets of HTTP's own histograms, and longer ones for retries.
CALL_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0, 30.0, 60.0)
LAUNCH_SECONDS: Final = (1.0, 2.5, 5.0, 7.5, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0, 300.0, 600.0)


def event_hooks(
    *, tracer_provider: trace.TracerProvider | None = None, meter_provider: metrics.MeterProvider | None = None
) -> EventHooks:
    """Hooks for the client's argument `event_hooks`. They report to OpenTelemetry.

    Each call is a span of kind INTERNAL, named by its operation, for instance `get_application`. Its attributes are
    `edgegap.operation`, `http.request.method`, `url.template`, `http.response.status_code` and `edgegap.outcome`
    (`success`, `rejected`, `not_sent` or `unknown`); after a failure `error.type`; after retries
    `http.request.resend_count`.

    Each launch is a span named `launch` above the spans of its calls, with `edgegap.application`, `edgegap.version`,
    `edgegap.launch.tag`, `edgegap.deployment.id` and `edgegap.deployment.status`.

    The histograms are `edgegap.client.operation.duration` and `edgegap.client.launch.duration`, in seconds.

    Args:
        tracer_provider: The provider of tracers. Default: OpenTelemetry's global one.
        meter_provider: The provider of meters. Default: OpenTelemetry's global one.
    """
    tracer = trace.get_tracer(SCOPE, __version__, tracer_provider)
    meter = metrics.get_meter(SCOPE, __version__, meter_provider)
    calls = _Calls(tracer, meter)
    launches = _Launches(tracer, meter)
    return {
        "call_start": [calls.start],
        "call_end": [calls.end],
        "launch_start": [launches.start],
        "launch_end": [launches.end],
    }


class _Spans:
    """Spans that are current from a start hook to its end hook. Both hooks run in the same context."""

    def __init__(self, tracer: trace.Tracer, histogram: metrics.Histogram) -> None:
        self._tracer = tracer
        self._histogram = histogram
        self._key = f"{__name__}.{id(self)}"  # A client may have these hooks for several providers.

    def _open(self, event: CallEvent | LaunchEvent, name: str, attributes: dict[str, Any]) -> None:
        span = self._tracer.start_span(name, kind=trace.SpanKind.INTERNAL, attributes=attributes)
        event.context[self._key] = span, context.attach(trace.set_span_in_context(span))

    def _close(self, event: CallEvent | LaunchEvent, attributes: dict[str, Any], measured: dict[str, Any]) -> None:
        opened = event.context.pop(self._key, None)
        if opened is None:
            return  # An earlier hook has raised an exception at the start.
        if event.error is not None:
            measured = {**measured, "error.type": type(event.error).__name__}
        span, token = opened
        # The span must be current, so that the histogram can refer to it as exemplar.
        self._histogram.record(event.duration, measured)
        context.detach(token)
        span.set_attributes({**attributes, **measured})
        if event.error is not None:
            # The span gets neither the message, which may contain anything, nor the traceback. The caller's span may
            # record these.
            span.set_status(trace.Status(trace.StatusCode.ERROR, type(event.error).__name__))
        span.end()


class _Calls(_Spans):
    def __init__(self, tracer: trace.Tracer, meter: metrics.Meter) -> None:
        histogram = meter.create_histogram(
            "edgegap.client.operation.duration",
            unit="s",
            description="Duration of calls, with their waits for rate limits and their retries.",
            explicit_bucket_boundaries_advisory=CALL_SECONDS,
        )
        super().__init__(tracer, histogram)

    def start(self, event: CallEvent) -> None:
        self._open(event, event.operation, _described(event))

    def end(self, event: CallEvent) -> None:
        measured = _described(event)
        measured["edgegap.outcome"] = "success" if event.outcome is None else str(event.outcome)
        if event.status is not None:
            measured["http.response.status_code"] = event.status
        self._close(event, {"http.request.resend_count": event.attempt - 1} if event.attempt > 1 else {}, measured)


class _Launches(_Spans):
    def __init__(self, tracer: trace.Tracer, meter: metrics.Meter) -> None:
        histogram = meter.create_histogram(
            "edgegap.client.launch.duration",
            unit="s",
            description="Duration of launches, from the call until the deployment is ready or the launch has failed.",
            explicit_bucket_boundaries_advisory=LAUNCH_SECONDS,
        )
        super().__init__(tracer, histogram)

    def start(self, event: LaunchEvent) -> None:
        self._open(event, "launch", {**_named(event), "edgegap.launch.tag": event.tag})

    def end(self, event: LaunchEvent) -> None:
        found = {"edgegap.deployment.id": event.deployment_id, "edgegap.deployment.status": event.status}
        self._close(event, {name: value for name, value in found.items() if value}, _named(event))


def _described(event: CallEvent) -> dict[str, Any]:
    return {
        "edgegap.operation": event.operation,
        "http.request.method": event.method,
        "url.template": event.url_template,
    }


def _named(event: LaunchEvent) -> dict[str, Any]:
    return {"edgegap.application": event.application, "edgegap.version": event.version}
