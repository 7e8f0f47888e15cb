"""How long after the exchange told of a call does who is called see it?

Starts Kept's web server, signs somebody in with a real browser, lets an exchange tell of calls at
odd moments, and takes the time from the first byte sent to the strip being in the page. Prints
the median and the worst of all calls, with the page to itself and with others open.

Run: python bench/caller_pop.py [calls]      default: 30
"""

from __future__ import annotations

import random
import statistics
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from _company import found_company
from _database import fresh_database
from _server import kept_server
from playwright.sync_api import Page, sync_playwright

CALLS = int(sys.argv[1]) if len(sys.argv) > 1 else 30
OTHERS = (0, 12)  # pages of colleagues that are open beside it
AIM = 1.0  # seconds
WHO = "emma.clarke"
NUMBER = "862155500142"
SEEN = "#line .rings[id^=call]"


def main() -> int:
    with fresh_database():
        found_company()
        token, session = a_telephone_exchange(), a_session()
        with kept_server() as port, window(port, session) as page:
            worst = [measured(page, port, token, others) for others in OTHERS]
    return int(max(worst) > AIM)


@contextmanager
def window(port: int, session: dict[str, str]) -> Iterator[Page]:
    """Open the queue in a browser, as somebody who is signed in."""
    sys.path.append(str(Path(__file__).parents[1]))
    from scripts.browser import find

    address = f"http://localhost:{port}"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(find()))
        context = chromium.new_context()
        context.add_cookies([session | {"url": address}])
        page = context.new_page()
        page.goto(f"{address}/queue/")
        page.wait_for_selector("html[data-live]")
        yield page
        chromium.close()


def a_telephone_exchange() -> str:
    """Return the secret of a new exchange."""
    from django.utils import timezone

    from kept.records.ledger.actor import System
    from kept.records.people.models import Office
    from kept.records.telephone.services import open_exchange

    office, by = Office.objects.first(), System("bench")
    return open_exchange(name="Bench", office=office, by=by, at=timezone.now()).token


def a_session() -> dict[str, str]:
    """Return the cookie of somebody who is signed in."""
    from django.conf import settings
    from django.db import connections
    from django.test import Client

    from kept.records.people.models import Person

    client = Client()
    client.force_login(Person.objects.get(username=WHO))
    connections.close_all()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value}


def measured(page: Page, port: int, token: str, others: int) -> float:
    """Print how long it took; return the worst."""
    new, state = page.context.browser.new_context, page.context.storage_state()
    beside = [new(storage_state=state) for _ in range(others)]
    for one in beside:
        one.new_page().goto(page.url)
    times = []
    for nth in range(CALLS):
        time.sleep(random.uniform(0.5, 2.0))
        times.append(one_call(page, port, token, f"{others}-{nth}"))
    for one in beside:
        one.close()
    print(
        f"{others} other pages: median {statistics.median(times):.3f} s, worst {max(times):.3f} s",
        flush=True,
    )
    return max(times)


def one_call(page: Page, port: int, token: str, call: str) -> float:
    """Let a call ring until it is seen, and end; return the seconds until it was."""
    begun = time.perf_counter()
    tell(port, token, f"event=newCall&callId={call}")
    page.wait_for_selector(SEEN, state="visible", timeout=15_000)
    seconds = time.perf_counter() - begun
    tell(port, token, f"event=hangup&callId={call}&cause=cancel")
    page.wait_for_selector(SEEN, state="detached", timeout=15_000)
    return seconds


def tell(port: int, token: str, event: str) -> None:
    data = f"{event}&direction=in&from={NUMBER}&to=862155500000&user[]={WHO}"
    address = f"http://localhost:{port}/api/v1/cti/{token}"
    with urllib.request.urlopen(urllib.request.Request(address, data.encode()), timeout=10):
        pass


if __name__ == "__main__":
    sys.exit(main())
