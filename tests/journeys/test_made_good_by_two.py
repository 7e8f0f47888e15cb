"""A large sum is given to a customer: one decides, another releases it, a third pays it out."""

from kept.records.claims.models import Decision
from kept.records.payments.models import Payout
from tests.journeys.conftest import ENGLISH
from tests.journeys.running import log

BOSS, OTHER_BOSS, BOOKS = "marta.stein", "xu.guodong", "fang.yi"


def go(window, path: str, *, within: str = "body") -> None:
    """Follow a link that is on the page."""
    window.page.locator(within).locator(f"a[href*='{path}']").first.click()
    window.wait_until_live()


def send(window, then: str) -> None:
    """Send the form of the page; `then` is said on the next one."""
    window.page.locator("#main form button.go").click()
    window.page.get_by_text(then).first.wait_for()
    window.wait_until_live()


def decide(boss, number: str) -> Decision:
    """Find the case from the first page on, and decide about more than one may give alone."""
    page = boss.open("/")
    go(boss, number)
    page.get_by_role("tab", name="Warranty").click()
    page.get_by_role("link", name="Made good and paid").click()
    go(boss, "/compensation/")
    page.fill("#id_amount", "8000")
    page.locator("[name=outcome][value=payout]").check(force=True)
    page.fill("#id_reason", "The line stood still for a week")
    send(boss, "Now a second person has to release it.")
    return Decision.objects.latest("pk")


def test_one_decides_another_releases_and_the_books_pay_it_out(kept, windows):
    number = log(kept.piece("S2"), by=ENGLISH)
    boss = windows(BOSS)
    decision = decide(boss, number)
    assert not Payout.objects.filter(case__number=number).exists()
    go(boss, f"/releases/{decision.giving_id}/")
    assert boss.page.get_by_text("somebody else has to release it").count()
    assert boss.page.locator("[name=answer]").count() == 0

    other = windows(OTHER_BOSS)
    other.open("/")
    go(other, "/claims/", within="header")
    go(other, "/releases/")
    go(other, f"/releases/{decision.giving_id}/")
    other.page.locator("[name=answer][value=yes]").check(force=True)
    send(other, "已记录。")  # who reads Chinese

    books = windows(BOOKS)
    books.open("/")
    go(books, "/payments/", within="header")
    go(books, "/payouts/")
    go(books, "/sent/", within=f"tr:has-text('{number}')")
    books.page.fill("#id_reference", "ICBC 77")
    send(books, "ICBC 77")

    assert Payout.objects.get(case__number=number).amount == 8000
    assert "ICBC 77" in books.page.locator(f"tr:has-text('{number}')").inner_text()
