"""A large sum is given to a customer: one decides, another one agrees, a third one pays it out."""

from kept.records.claims.models import Decision
from kept.records.payments.models import Payout
from tests.journeys.conftest import ENGLISH
from tests.journeys.running import log

BOSS, OTHER_BOSS, BOOKS = "marta.stein", "xu.guodong", "fang.yi"


def go(window, path: str, *, within: str = "body") -> None:
    """Follow a link that is on the page."""
    window.page.locator(within).locator(f"a[href*='{path}']").first.click()
    window.wait_until_live()


def send(window) -> None:
    """Send the form of the page."""
    with window.page.expect_navigation():
        window.page.locator("#main form button.go").click()
    window.wait_until_live()


def test_one_decides_another_agrees_and_the_books_pay_it_out(kept, windows):
    number = log(kept.piece("S2"), by=ENGLISH)
    boss = windows(BOSS)
    page = boss.look_for(number)
    page.get_by_role("tab", name="Warranty").click()
    page.get_by_role("link", name="Made good and paid").click()
    go(boss, "/compensation/")
    page.fill("#id_amount", "8000")
    page.locator("[name=outcome][value=payout]").check(force=True)
    page.fill("#id_reason", "The line stood still for a week")
    send(boss)
    assert page.get_by_text("Now a second person has to release it.").count()
    decision = Decision.objects.latest("pk")
    assert not Payout.objects.filter(case__number=number).exists()

    other = windows(OTHER_BOSS)
    other.open("/")
    go(other, "/claims/", within="header")
    go(other, "/releases/", within="#main")
    go(other, f"/releases/{decision.giving_id}/", within="#main")
    other.page.locator("[name=answer][value=yes]").check(force=True)
    send(other)

    books = windows(BOOKS)
    books.open("/")
    go(books, "/payments/", within="header")
    go(books, "/payouts/")
    go(books, "/sent/", within=f"tr:has-text('{number}')")
    books.page.fill("#id_reference", "ICBC 77")
    send(books)

    assert Payout.objects.get(case__number=number).amount == 8000
    assert "ICBC 77" in books.page.locator(f"tr:has-text('{number}')").inner_text()
