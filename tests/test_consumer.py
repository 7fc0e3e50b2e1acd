"""The consumer's program runs against the sandbox as it is written."""

from __future__ import annotations

from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client.sandbox import Sandbox, Timing

from . import consumer


async def test_the_program_of_a_consumer_runs() -> None:
    sandbox = Sandbox(timing=Timing(ready_after=0.05), seed=1)
    try:
        sandbox.push_image("my-game-server", "0.1.2", token="t")
        sandbox.push_image("my-game-server", "0.1.3", token="t")
        with Edgegap("t", base_url=sandbox.base_url, transport=sandbox.transport(), poll_interval=0.05) as edgegap:
            consumer.set_up(edgegap)
            started = consumer.play(edgegap)
            assert consumer.look(edgegap) == [started]
            edgegap.deployments.stop(started)
        async with AsyncEdgegap("t", base_url=sandbox.base_url, transport=sandbox.transport()) as async_edgegap:
            assert await consumer.look_async(async_edgegap) == ["my-game"]
    finally:
        sandbox.close()
