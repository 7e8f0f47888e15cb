"""Our engineer writes the report, the customer signs it on a phone, a stranger checks the bytes."""

import json
import re
import subprocess
import sys
from pathlib import Path
from secrets import randbelow

import pytest

from kept.config.commands import main
from kept.records.documents.models import Signature
from tests.journeys.conftest import ENGLISH, SIMPLIFIED, TRADITIONAL
from tests.journeys.running import log
from tests.web.test_screens import AXE, RUN, TAGS, check

ENGINEER = "gao.lei"
FOUND = "The bearing of fan 2 ran dry."
STRANGER = Path("docs/verify_proof.py")


@pytest.fixture
def report(kept, windows):
    """The engineer's window on a report that was issued, and the address of the report."""
    window = windows(ENGINEER)
    number = log(kept.piece("S4b"), by=ENGLISH)
    page = window.open(f"/cases/{number}/documents/")
    with page.expect_navigation():
        page.locator("#begin button.go").click()
    for field in page.locator("textarea").all():
        field.fill(FOUND)
    with page.expect_navigation():
        page.locator("button[value=preview]").click()
    page.select_option("[name=send_to]", "")
    with page.expect_navigation():
        page.locator("form.issue button.go").click()
    return window, page.url.removeprefix(window.server)


def send_link(kept, report) -> tuple[str, str]:
    """Send a link; return the address in the mail and the code on the page."""
    window, paper = report
    kept.turn()
    page = window.open(f"{paper}1/link/")
    with page.expect_navigation():
        page.locator("main form.form button.go").click()
    code = page.locator(".big-code").inner_text()
    [mail] = [mail for mail in kept.turn() if "/s/" in mail.body]
    return re.search(r"/s/\w+/", mail.body)[0], code


def draw(page):
    """Sign with a finger: down, some turns, up. No hand draws the same twice: that is a copy."""
    glass = page.locator("[data-sign] svg")
    glass.scroll_into_view_if_needed()
    box = glass.bounding_box()
    x, y = box["x"] + 30, box["y"] + 40
    page.mouse.move(x, y)
    page.mouse.down()
    for turn in range(1, 12):
        page.mouse.move(x + 20 * turn, y + (turn % 3) * 35 + randbelow(30))
    page.mouse.up()


def verified(proof: Path, pdf: Path) -> tuple[int, int]:
    """Return what `kept verify` and the program of a stranger say: 0 is whole."""
    ours = main(["verify", str(proof), "--document", str(pdf)])
    told = [sys.executable, "-I", str(STRANGER), str(proof), str(pdf)]
    return ours, subprocess.run(told, check=False, capture_output=True).returncode


def test_from_the_draft_to_the_sealed_bytes_that_a_stranger_checks(kept, report, windows, tmp_path):
    window, paper = report
    address, code = send_link(kept, report)

    phone = windows(width=390)
    page = phone.open(address)
    assert FOUND in page.locator("main").inner_text()
    draw(page)
    page.fill("[name=code]", code)
    with page.expect_navigation():
        page.locator("form.chosen button.go").click()
    assert page.locator("form.chosen").count() == 0
    row = Signature.objects.latest("pk")
    assert (row.party, row.manner, row.taken_by) == ("customer", "drawn", None)

    desk = window.open(f"{paper}1/sign/?party=provider")
    desk.check("[name=outcome][value=typed]", force=True)
    with desk.expect_navigation():
        desk.locator("form.chosen button.go").click()
    phone.again()
    sealed = page.locator("a[href$='signed.pdf']").get_attribute("href")
    pdf = tmp_path / "signed.pdf"
    pdf.write_bytes(page.request.get(phone.server + sealed).body())

    clerk = windows(ENGLISH).open(paper.partition("documents/")[0] + "proof/")
    with clerk.expect_download() as download:
        clerk.locator("main form button").click()
    proof = tmp_path / "proof.jsonl"
    download.value.save_as(proof)
    assert verified(proof, pdf) == (0, 0)

    bytes_ = bytearray(pdf.read_bytes())
    bytes_[len(bytes_) // 2] ^= 1
    pdf.write_bytes(bytes_)
    assert verified(proof, pdf) == (1, 1)


# One event that stands for five moves, as a busy phone tells them.
FIVE_AT_ONCE = """glass => {
  const box = glass.getBoundingClientRect();
  const move = (turn) => new PointerEvent("pointermove", {
    clientX: box.left + 40 * turn, clientY: box.top + 20 + 30 * (turn % 2), bubbles: true});
  const moves = [1, 2, 3, 4, 5].map(move);
  glass.dispatchEvent(new PointerEvent("pointermove", {bubbles: true, coalescedEvents: moves}));
}"""


def test_a_quick_signature_on_a_busy_phone_keeps_every_turn(kept, report, windows):
    address, _code = send_link(kept, report)
    page = windows(width=390).open(address)
    glass = page.locator("[data-sign] svg")
    glass.hover()

    page.mouse.down()
    glass.evaluate(FIVE_AT_ONCE)
    page.mouse.up()

    [stroke] = json.loads(page.locator("[name=strokes]").input_value())
    assert len(stroke) == 1 + 5 + 1
    assert len({tuple(point) for point in stroke}) == 1 + 5


@pytest.mark.parametrize(
    ("language", "width", "theme"),
    [("en", 390, "dark"), ("zh-hans", 1440, "light"), ("zh-hant", 390, "light")],
)
def test_the_page_to_sign_fits_and_axe_finds_nothing(kept, report, windows, language, width, theme):
    address, _code = send_link(kept, report)
    phone = windows(width=width, color_scheme=theme, bypass_csp=True)
    page = phone.open(address)
    with page.expect_navigation():
        page.locator(f"footer button[value={language}]").click()

    problems = check(phone, address, f"sign-{width}-{theme}-{language}")
    page.check("[name=outcome][value=refused]", force=True)
    page.fill("[name=code]", "wrong")
    with page.expect_navigation():
        page.locator("form.chosen button.go").click()
    page.add_script_tag(path=AXE)
    problems += page.evaluate(RUN, TAGS)
    kept.turn()
    assert problems == []


def test_with_the_keyboard_alone_a_name_in_letters_signs(kept, report, windows):
    address, code = send_link(kept, report)
    phone = windows(width=390)
    page = phone.open(address)

    page.locator("[name=outcome][value=signed]").focus()
    page.keyboard.press("ArrowDown")
    page.locator("[name=code]").focus()
    page.keyboard.type(code)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert Signature.objects.latest("pk").manner == "typed"


@pytest.mark.parametrize(
    ("who", "width", "theme"),
    [(ENGLISH, 1440, "light"), (SIMPLIFIED, 390, "dark"), (TRADITIONAL, 1440, "dark")],
)
def test_the_desks_pages_about_it_fit_and_axe_finds_nothing(
    kept, report, windows, who, width, theme
):
    _window, paper = report
    send_link(kept, report)
    window = windows(who, width=width, color_scheme=theme, bypass_csp=True)

    problems = []
    case = paper.partition("documents/")[0]
    for path in (case, f"{case}documents/", paper, f"{paper}preview/", f"{paper}1/link/",
                 f"{paper}1/sign/"):  # fmt: skip
        name = path.strip("/").rpartition("/")[2]
        problems += check(window, path, f"papers-{name}-{width}-{theme}-{who}")
    assert problems == []
