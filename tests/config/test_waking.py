"""A request that waits for something takes no thread, and goes on as soon as it happens."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from kept.config.rsgi import Door
from kept.config.waking import Wake
from kept.records.telephone.waking import wake_pages
from tests.config.test_rsgi import Line, Sent

pytestmark = pytest.mark.django_db(transaction=True)
SOON = 10.0  # seconds after which a test has failed


class Leaving(Line):
    """Somebody who goes away while the answer is waited for."""

    async def client_disconnect(self) -> None:
        await asyncio.sleep(0.05)


class Desk:
    """Says that there is nothing until somebody calls."""

    def __init__(self, wait: str = "30") -> None:
        self.asked, self.wait, self.rings = 0, wait, False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.asked += 1
        if self.rings:
            start_response("200 OK", [])
            return [b"it rings"]
        start_response("204 No Content", [("Kept-Wait", self.wait)])
        return []


@contextlib.asynccontextmanager
async def listening() -> AsyncIterator[Wake]:
    wake = Wake()
    wake.listen()
    await until(lambda: wake.is_heard)
    try:
        yield wake
    finally:
        await asyncio.to_thread(wake.end)


async def until(holds: Callable[[], bool]) -> None:
    late = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < late
        await asyncio.sleep(0.01)


def told() -> None:
    """Tell it from a thread, as a web server does."""
    wake_pages()
    connection.close()


def run(story: Callable[[Wake], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with listening() as wake:
            await story(wake)

    asyncio.run(asyncio.wait_for(whole(), 3 * SOON))


@pytest.fixture(autouse=True)
def _ready(transactional_db: None) -> Iterator[None]:
    yield
    connection.close()


def test_who_waits_is_answered_as_soon_as_it_happens() -> None:
    async def story(wake: Wake) -> None:
        desk, line = Desk(), Line()
        asked = asyncio.create_task(Door(desk, most=10, at_once=1, wake=wake)(Sent(), line))
        await until(lambda: wake.waiting == 1)
        desk.rings = True
        await asyncio.to_thread(told)
        await asked

        assert (line.answer, desk.asked) == ((200, [], b"it rings"), 2)
        assert wake.waiting == 0

    run(story)


def test_many_wait_with_one_thread_and_others_are_answered_meanwhile() -> None:
    async def story(wake: Wake) -> None:
        desk = Desk()
        door = Door(desk, most=10, at_once=1, wake=wake)
        lines = [Line() for _ in range(50)]
        asked = [asyncio.create_task(door(Sent(), line)) for line in lines]
        await until(lambda: wake.waiting == 50)
        desk.rings = True
        other = Line()
        await door(Sent(), other)
        assert other.answer == (200, [], b"it rings")

        await asyncio.to_thread(told)
        await asyncio.gather(*asked)
        assert [line.answer for line in lines] == [(200, [], b"it rings")] * 50

    run(story)


def test_it_waits_no_longer_than_the_application_says() -> None:
    async def story(wake: Wake) -> None:
        line = Line()
        await Door(Desk(wait="0.05"), most=10, at_once=1, wake=wake)(Sent(), line)

        assert line.answer is not None
        assert line.answer[0] == 204

    run(story)


def test_who_went_away_holds_no_place() -> None:
    async def story(wake: Wake) -> None:
        await Door(Desk(), most=10, at_once=1, wake=wake)(Sent(), Leaving())
        await until(lambda: wake.waiting == 0)

    run(story)


def test_where_nothing_is_heard_nobody_waits() -> None:
    line = Line()
    wake = Wake()

    async def story() -> None:
        await Door(Desk(), most=10, at_once=1, wake=wake)(Sent(), line)
        await asyncio.to_thread(wake.end)

    asyncio.run(asyncio.wait_for(story(), SOON))
    assert line.answer == (204, [("Kept-Wait", "30")], b"")
