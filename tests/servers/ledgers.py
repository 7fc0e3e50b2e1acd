"""Either ledger, in a file or in Redis, for tests that must hold with both."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from edgegap_client._runtime import redis_ledger
from edgegap_client.ledger import RedisLedger, SQLiteLedger

from .redis import running_redis


class LedgerPlace:
    """Where a ledger is. This object owns the ledgers that it makes.

    Args:
        path: The path of a file or the URL of a Redis, as the clients take it.
        lease_seconds: How long a lease lasts in Redis.
    """

    def __init__(self, path: str, lease_seconds: float = 3.0) -> None:
        self.path = path
        self._lease_seconds = lease_seconds
        self._made: list[RedisLedger] = []

    @property
    def is_redis(self) -> bool:
        return "://" in self.path

    def new(self) -> Any:
        """A ledger as another process has it."""
        if not self.is_redis:
            return SQLiteLedger(self.path)
        made = RedisLedger(self.path, lease_seconds=self._lease_seconds)
        self._made.append(made)
        return made

    def entries(self) -> list[tuple[str, str]]:
        """Deployment and state of each entry."""
        if not self.is_redis:
            with closing(sqlite3.connect(self.path)) as db:
                return db.execute("SELECT deployment_id, state FROM launches").fetchall()
        return [(each["deployment"], each["state"]) for each in redis_entries(self.path)]

    def give_to_another(self, state: str) -> None:
        """Let another process, which is dead, own all entries, in a state."""
        if not self.is_redis:
            with closing(sqlite3.connect(self.path)) as db, db:
                db.execute("UPDATE launches SET owner = 'another', state = ?", (state,))
            return
        with connection(self.path) as redis:
            for entry in redis_entries(self.path):
                redis.hdel(f"{{edgegap:ledger}}:process:{entry['owner']}", f"tag:{entry['tag']}")
                text = json.dumps(entry | {"owner": "another", "state": state})
                fields = {f"tag:{entry['tag']}": text, f"all:{entry['organisation']}": 1, "until": 1, "renewed": 1}
                redis.hset("{edgegap:ledger}:process:another", mapping=fields)
                redis.zadd("{edgegap:ledger}:processes", {"another": 1})
                if entry["deployment"]:
                    redis.set(f"{{edgegap:ledger}}:deployment:{entry['deployment']}", f"another {entry['tag']}")
                if entry["key"]:
                    redis.set(f"{{edgegap:ledger}}:key:{entry['key']}", text)

    def close(self) -> None:
        for ledger in self._made:
            ledger.close()


@contextmanager
def connection(url: str) -> Generator[Any]:
    """A client of Redis."""
    with closing(new_client(url, decode_responses=True)) as client:
        yield client


def new_client(url: str, **options: Any) -> Any:
    """A client of Redis, which has no types here."""
    import redis

    package: Any = redis
    return package.Redis.from_url(url, **{"socket_timeout": 10, **options})


def redis_entries(url: str) -> list[dict[str, Any]]:
    """The entries that the ledger in Redis has, of all processes."""
    with connection(url) as redis:
        return [
            json.loads(text)
            for name in redis.keys("*process:*")
            for field, text in redis.hgetall(name).items()
            if field.startswith("tag:")
        ]


@contextmanager
def ledger_place(kind: str, folder: Path, lease_seconds: float = 3.0) -> Generator[LedgerPlace]:
    """The place of a ledger, `sqlite` or `redis`. Without Redis the test is skipped."""
    if kind == "sqlite":
        yield LedgerPlace(str(folder / "launches.sqlite3"), lease_seconds)
        return
    with running_redis(folder) as server:
        place = LedgerPlace(f"redis://127.0.0.1:{server.port}", lease_seconds)
        try:
            yield place
        finally:
            place.close()
            for ledger in redis_ledger._ledgers.values():
                ledger.close()
            redis_ledger._ledgers.clear()
