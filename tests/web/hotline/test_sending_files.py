"""Files are chosen, dropped and pasted in a real browser, and looked at large."""

from pathlib import Path

import pytest

from tests import photos
from tests.desk import open_desk

TRANSFER = """([name, text]) => {
    const found = new DataTransfer();
    found.items.add(new File([text], name, {type: "text/plain"}));
    return found;
}"""
PASTE = """found => document.body.dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: found, bubbles: true}))"""


@pytest.fixture
def page(visits):
    desk = open_desk()
    window = visits()
    window.sign_in(desk.hotline)
    opened = window.open(f"/cases/{desk.log().number}/")
    opened.wait_for_function("document.documentElement.dataset.live === ''")
    return opened


@pytest.fixture
def pictures(tmp_path) -> list[Path]:
    made = {"left.jpg": photos.jpeg(400, 300), "right.png": photos.png(300, 400)}
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in made]


def test_chosen_pictures_come_into_the_list_and_open_large(page, pictures):
    page.set_input_files("#files input[type=file]", pictures)
    page.locator("#files .pics li").nth(1).wait_for()

    page.locator("#files .pics a").first.click()
    large = page.locator("dialog.large")
    assert "left.jpg (1/2)" in large.inner_text()
    seen = large.locator("img").evaluate("i => i.decode().then(() => i.naturalWidth)")
    assert seen == 400
    page.keyboard.press("ArrowRight")
    assert "right.png (2/2)" in large.inner_text()
    page.keyboard.press("Escape")
    large.wait_for(state="detached")
    assert page.evaluate("document.activeElement.matches('.pics a')")


def test_what_is_dropped_and_pasted_is_sent(page):
    dropped = page.evaluate_handle(TRANSFER, ["dropped.txt", "one"])
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": dropped})
    page.locator("#files .filelist >> text=dropped.txt").wait_for()

    pasted = page.evaluate_handle(TRANSFER, ["pasted.txt", "two"])
    page.evaluate(PASTE, pasted)
    page.locator("#files .filelist >> text=pasted.txt").wait_for()

    assert page.locator("#files .sending li").count() == 0


def test_what_is_refused_stays_in_sight_with_the_reason(page):
    script = page.evaluate_handle(TRANSFER, ["x.svg", "<svg/>"])
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": script})

    page.locator("#files .sending .err").wait_for()
    assert "“x.svg” is not a kind of file" in page.locator("#files .sending").inner_text()


def test_UP_01_nothing_that_was_sent_runs(page, tmp_path):
    """A picture with a script behind it, and a text that is one: opened as what they are."""
    evil = tmp_path / "evil.jpg"
    evil.write_bytes(photos.jpeg() + photos.HTML)
    page.set_input_files("#files input[type=file]", evil)
    link = page.locator("#files .pics a[data-large]").first
    link.wait_for()

    other = page.context.new_page()
    other.goto(link.evaluate("a => a.href"))
    assert other.evaluate("document.contentType") == "image/jpeg"
    assert other.evaluate("document.scripts.length") == 0
