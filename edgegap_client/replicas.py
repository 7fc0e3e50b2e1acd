"""Share rate limits, polling and webhooks between processes through Redis: `pip install "edgegap-client[redis]"`."""

from ._core.replicas_report import ReplicaReport, ReplicasReport, SharedLimitReport, WebhookReport
from ._runtime.replicas import Replicas

__all__ = ["ReplicaReport", "Replicas", "ReplicasReport", "SharedLimitReport", "WebhookReport"]
