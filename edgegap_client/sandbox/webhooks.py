"""Webhooks are sent as in production: one POST with a timeout of ten seconds, and no retry."""

from __future__ import annotations

import queue
import threading
import zlib
from collections import deque
from collections.abc import Callable
from typing import Any, Final

import httpx
from attrs import frozen

RESPONSE_TIMEOUT_SECONDS: Final = 10.0
MAX_RECORDS: Final = 1000
LANE_COUNT: Final = 8
# A thread without work ends after this time.
IDLE_SECONDS: Final = 0.5


@frozen
class WebhookCall:
    """A webhook.

    Attributes:
        kind: on_ready, on_error, on_terminated, webhook_url (v1), session or relay.
        subject: The id of the deployment or session.
        url: The URL of the receiver.
        body: The body.
        time: When the webhook was due, in seconds since 1970.
    """

    kind: str
    subject: str
    url: str
    body: dict[str, Any]
    time: float


@frozen
class WebhookRecord:
    """A webhook that was sent.

    Attributes:
        call: The webhook.
        status: The status of the response; None if there was none.
        error: Why there was no response.
    """

    call: WebhookCall
    status: int | None
    error: str | None = None


Deliver = Callable[[WebhookCall], Any]


class Courier:
    """Sends webhooks to their receivers. Webhooks of one deployment keep their order."""

    def __init__(self, deliver: Deliver | None) -> None:
        self.sent: deque[WebhookRecord] = deque(maxlen=MAX_RECORDS)
        self._deliver = deliver
        self._lanes = [_Lane(self.send) for _ in range(LANE_COUNT)]
        self._lock = threading.Lock()
        self._http: httpx.Client | None = None

    def hand_over(self, call: WebhookCall) -> None:
        """Send a webhook from another thread."""
        self._lanes[zlib.crc32(call.subject.encode()) % LANE_COUNT].put(call)

    def send(self, call: WebhookCall) -> None:
        """Send a webhook, and wait for the response. Errors are recorded, not raised."""
        try:
            if self._deliver:
                self._deliver(call)
                record = WebhookRecord(call, 200)
            else:
                response = self._client().post(call.url, json=call.body)
                record = WebhookRecord(call, response.status_code)
        except Exception as error:
            # No error of a receiver may affect the sandbox.
            record = WebhookRecord(call, None, f"{type(error).__name__}: {error}")
        self.sent.append(record)

    def wait(self, timeout: float) -> bool:
        """Wait until all handed-over webhooks are sent."""
        return all(lane.wait(timeout) for lane in self._lanes)

    def close(self) -> None:
        with self._lock:
            client, self._http = self._http, None
        if client:
            client.close()

    def _client(self) -> httpx.Client:
        with self._lock:
            if self._http is None:
                self._http = httpx.Client(timeout=RESPONSE_TIMEOUT_SECONDS, trust_env=False)
            return self._http


class _Lane:
    """A queue with a thread that lives as long as there is work."""

    def __init__(self, work: Callable[[WebhookCall], None]) -> None:
        self._work = work
        self._queue: queue.SimpleQueue[WebhookCall] = queue.SimpleQueue()
        self._idle = threading.Condition()
        self._waiting = 0
        self._thread: threading.Thread | None = None

    def put(self, call: WebhookCall) -> None:
        with self._idle:
            self._waiting += 1
            self._queue.put(call)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="edgegap-sandbox-webhooks", daemon=True)
                self._thread.start()

    def wait(self, timeout: float) -> bool:
        with self._idle:
            return self._idle.wait_for(lambda: not self._waiting, timeout)

    def _run(self) -> None:
        while True:
            try:
                call = self._queue.get(timeout=IDLE_SECONDS)
            except queue.Empty:
                with self._idle:
                    if not self._waiting:
                        self._thread = None
                        return
                continue
            try:
                self._work(call)
            finally:
                with self._idle:
                    self._waiting -= 1
                    self._idle.notify_all()
