"""Work in the background when its caller goes in an unusual way, or no thread can be started."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from edgegap_client._runtime import async_supervisor, settler
from edgegap_client._runtime.async_supervisor import AsyncSupervisor, to_the_end


@pytest.mark.parametrize("is_cancelled_for_ever", [False, True])
async def test_work_that_is_cancelled_again_and_again_is_begun_again_so_often(is_cancelled_for_ever: bool) -> None:
    begun = 0

    async def work() -> str:
        nonlocal begun
        begun += 1
        if is_cancelled_for_ever or begun <= async_supervisor.MAX_CANCELLATIONS:
            raise asyncio.CancelledError
        return "done"

    if is_cancelled_for_ever:
        with pytest.raises(asyncio.CancelledError):
            await to_the_end(work)
    else:
        assert await to_the_end(work) == "done"
    assert begun == async_supervisor.MAX_CANCELLATIONS + 1


class Work:
    """Work that ends when it is given up."""

    def __init__(self) -> None:
        self.given_up = asyncio.Event()
        self.undone = 0

    async def run(self) -> str:
        await self.given_up.wait()
        return "made"

    async def undo(self) -> None:
        self.undone += 1


@pytest.mark.parametrize("has_undo", [True, False])
async def test_a_caller_that_is_closed_gives_its_work_up_and_undoes_it(has_undo: bool) -> None:
    """As a generator that is left: nobody waits for the clean-up, and it is done all the same."""
    supervisor, work = AsyncSupervisor(), Work()
    caller = supervisor.run(work.run, work.given_up.set, work.undo if has_undo else None, max_wait=10.0)
    caller.send(None)
    caller.close()
    assert work.given_up.is_set()
    while supervisor.tasks:
        await asyncio.wait(tuple(supervisor.tasks))
    assert work.undone == has_undo


def test_a_caller_that_is_closed_after_its_loop_gives_its_work_up() -> None:
    supervisor = AsyncSupervisor()
    loop = asyncio.new_event_loop()

    async def begin() -> tuple[Work, Any]:
        work = Work()
        caller = supervisor.run(work.run, work.given_up.set, work.undo, max_wait=10.0)
        caller.send(None)
        return work, caller

    work, caller = loop.run_until_complete(begin())
    caller.close()
    assert work.given_up.is_set()
    loop.run_until_complete(asyncio.wait(tuple(supervisor.tasks)))
    loop.close()
    assert work.undone == 0


class Pending:
    """A pending launch whose event loop has ended."""

    def is_alive(self) -> bool:
        return False


@pytest.mark.parametrize("is_watching", [False, True])
def test_a_process_that_ends_starts_no_thread_for_what_is_pending(
    monkeypatch: pytest.MonkeyPatch, is_watching: bool
) -> None:
    """The clean-up at exit does it then; and whoever comes later begins anew."""
    tried: list[Any] = []

    def refuse(work: Any, _: object) -> None:
        tried.append(work)
        raise RuntimeError("can't start new thread at interpreter shutdown")

    monkeypatch.setattr(settler, "_thread", SimpleNamespace(start_new_thread=refuse))
    monkeypatch.setattr(settler, "_running", {})
    monkeypatch.setattr(settler, "_pending", lambda: [Pending()])
    if is_watching:
        settler._watch(1)
    else:
        settler.settle_in_background()
    assert len(tried) == 1 + is_watching
    assert settler._running == {}
