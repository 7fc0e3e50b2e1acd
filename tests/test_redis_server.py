"""How errors and logs name a Redis server: by its host and port, and never with a part of its password."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable

import pytest

from edgegap_client import ConfigurationError
from edgegap_client._core.redaction import Secret
from edgegap_client._runtime.redis_server import server_name
from edgegap_client.ledger import RedisLedger
from edgegap_client.replicas import Replicas


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("redis://cache.example.com", "Redis at cache.example.com:6379"),
        ("rediss://user:s3cr-et@cache.example.com:7000/1?timeout=5", "Redis at cache.example.com:7000"),
        ("valkey://s3cr-et@[::1]:7000", "Redis at [::1]:7000"),
        ("redis://:s3cr%2Fet@10.0.0.1", "Redis at 10.0.0.1:6379"),
        ("unix:///run/my%20redis.sock?db=1", "Redis at /run/my redis.sock"),
        # Where the password or the host is, is not certain.
        ("redis://s3cr/et@cache.example.com", "Redis"),
        ("redis://:1234/s3cr-et@cache.example.com", "Redis"),
        ("redis://s3cr?et@cache.example.com", "Redis"),
        ("redis://s3cr#et@cache.example.com", "Redis"),
        ("redis://?host=cache.example.com&port=7", "Redis"),
        ("unix://sock", "Redis"),
        ("redis://host:s3cr-et", "Redis"),
        ("redis://[s3cr-et", "Redis"),
        (lambda: None, "Redis"),
    ],
)
def test_a_server_is_named_without_its_password(url: object, name: str) -> None:
    assert server_name(Secret(url)) == name


@pytest.mark.parametrize("kind", [Replicas, RedisLedger])
def test_without_the_package_no_frame_shows_the_password(
    kind: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("redis", "redis.asyncio", "valkey", "valkey.asyncio"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ConfigurationError, match="needs redis") as raised:
        kind("redis://user:s3cr-et@cache.example.com")
    captured = traceback.TracebackException.from_exception(raised.value, capture_locals=True)
    ours = [frame for frame in captured.stack if "edgegap_client" in frame.filename and "tests" not in frame.filename]
    assert ours
    assert "s3cr-et" not in str([frame.locals for frame in ours])
