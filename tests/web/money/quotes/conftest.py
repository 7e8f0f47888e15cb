"""Pages of money on real records: the small desk, its prices, a case to be quoted."""

import re

import pytest
import time_machine
from django.test import Client

from tests.desk import at, open_desk
from tests.records.quotes.conftest import QUOTING, Counter
from tests.web.hotline.conftest import browser_of


@pytest.fixture
def counter(db, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    with time_machine.travel(at("11:00"), tick=False):
        yield Counter(open_desk(QUOTING))


@pytest.fixture
def client(counter) -> Client:
    """The browser of the person at the hotline."""
    return browser_of(counter.desk.hotline)


@pytest.fixture
def manager(counter) -> Client:
    """The browser of the manager."""
    return browser_of(counter.desk.manager)


def text(answer) -> str:
    """Return the words of a page."""
    page = re.sub(r"<(script|style|head)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def hidden(answer, action) -> dict[str, str]:
    """Return the hidden fields of the form with an action."""
    page = answer.content.decode()
    form = page[page.index(f'action="{action}"') :].split("</form>")[0]
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}
