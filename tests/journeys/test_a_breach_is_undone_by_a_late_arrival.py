"""The journey that Kept exists for: promised, broken, told, undone; both answers stay.

A request of three and a half hours ago is logged now, so that its visit of three hours is overdue
at once and nobody has to wait; then somebody phones that the engineer was there in time.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest

from kept.records.cases.models import Flip
from kept.workers.clock import database_now
from tests.journeys.conftest import ENGLISH, SIMPLIFIED
from tests.journeys.desk import said, whole_minute

VISIT = timedelta(hours=3)  # S2-2b
IS_RED = """state => {
    const probe = state.appendChild(document.createElement("i"));
    probe.style.color = "var(--broken)";
    return getComputedStyle(state).color === getComputedStyle(probe).color;
}"""


@dataclass(frozen=True)
class Words:
    """What a person reads."""

    breached: str
    early: str
    on_site: str
    three_hours: str
    told: str  # the subject of the notice and of the mail
    then: str
    now: str
    undone: str


IN_ENGLISH = Words(
    breached="breached (29|30|31) min",
    early="met, 10 min early",
    on_site="Engineer on site",
    three_hours="3 h",
    told="“Engineer on site” was due at .* and is not done",
    then="as known then",
    now="as known now",
    undone="“Engineer on site” was kept after all",
)
IN_CHINESE = Words(
    breached="超时 (29|30|31) 分钟",
    early="已兑现，提前 10 分钟",
    on_site="工程师到场",
    three_hours="3 小时",
    told="“工程师到场”应于.*前完成，现已超时",
    then="当时所知",
    now="现在所知",
    undone="“工程师到场”其实已按时完成",
)


@pytest.mark.parametrize(
    ("username", "words"), [(ENGLISH, IN_ENGLISH), (SIMPLIFIED, IN_CHINESE)], ids=["en", "zh-Hans"]
)
def test_a_breach_is_undone_by_a_late_arrival(kept, windows, username, words):
    window = windows(username)
    asked_at = whole_minute(database_now()) - VISIT - timedelta(minutes=30)
    due_at = asked_at + VISIT

    number = log_it(window, kept.piece("S2", on_site=VISIT), asked_at, words)
    record(window, "response.given", asked_at + timedelta(minutes=5))
    mails = kept.turn()

    see_it_broken(window, number, words)
    be_told(window, number, words, mails)
    record(window, "visit.arrived", due_at - timedelta(minutes=10))
    mails = kept.turn()
    see_it_undone(window, number, words)
    be_told_again(window, number, words, mails)
    assert story("on_site", number) == ["broken", "undone", "met"]


def log_it(window, piece, asked_at, words) -> str:
    """Find the machine by its serial number; the promises stand beside what is typed."""
    window.find(piece.serial_number[-9:], piece.serial_number)
    window.page.fill("#id_description", "输出跳变")
    answer = window.ask_promises(lambda page: page.check("[name=a_visit_demanded][value=yes]"))
    promised = answer.locator("[data-line='clock-on_site']").inner_text()
    for part in (words.on_site, words.three_hours, "S2-2b"):
        assert part in promised
    window.page.fill("#id_when", said(asked_at, window.language))
    return window.log()


def see_it_broken(window, number, words) -> None:
    """Read it in words and colour, on the case's page and in the queue."""
    window.again()
    for place in (window.clock("on_site"), window.row(number)):
        state = place.locator(".st.breached")
        assert re.fullmatch(words.breached, state.inner_text().strip())
        assert state.evaluate(IS_RED)


def be_told(window, number, words, mails) -> None:
    """Find the notice and the mail, both in one's own language."""
    told = [m for m in mails if m.to == [window.address] and number in m.subject]
    assert [m for m in told if re.search(words.told, m.subject)], [m.subject for m in told]
    assert all(f"/cases/{number}/" in m.body for m in told)
    window.open("/notices/")
    new = window.page.locator(".told-list li.unread", has_text=number)
    notice = new.filter(has_text=re.compile(words.told)).locator("a")
    with window.page.expect_navigation():
        notice.click()
    window.wait_until_live()


def record(window, kind, at) -> None:
    """Say when it happened and press once."""
    window.page.fill("#id_when", said(at, window.language))
    with window.page.expect_navigation():
        window.page.locator(f"button[value='{kind}']").click()
    window.wait_until_live()


def see_it_undone(window, number, words) -> None:
    """Read that it was kept, and what was known before."""
    assert words.early in window.clock("on_site").inner_text()
    assert window.clock("on_site").locator(".st.met").count() == 1
    late = window.page.locator(".tl li", has=window.page.locator(".known")).first
    known = late.locator(".known").inner_text()
    assert words.then in known
    assert words.now in known
    assert words.on_site in known


def be_told_again(window, number, words, mails) -> None:
    told = [m.subject for m in mails if m.to == [window.address] and number in m.subject]
    assert [subject for subject in told if re.search(words.undone, subject)], told


def story(rule: str, number: str) -> list[str]:
    """Return what became of a clock, as it is on record."""
    rows = Flip.objects.filter(case__number=number, clock=rule).order_by("pk")
    return [row.kind for row in rows]
