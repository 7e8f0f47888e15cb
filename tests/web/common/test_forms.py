"""Forms: a label, help and an error in words for each field; the problems take the focus."""

import pytest


@pytest.fixture
def page(visit):
    opened = visit.open("/preferences/")
    opened.wait_for_function("document.documentElement.dataset.live === ''")
    return opened


def send_wrong_zone(page):
    page.fill("#id_time_zone", "Nowhere")
    with page.expect_navigation():
        page.click("text=Keep these")


def test_every_field_has_a_label_and_names_its_help(page):
    unnamed = page.evaluate(
        "[...document.querySelectorAll('main input:not([type=hidden])')]"
        ".filter(field => !field.labels.length).map(field => field.name)"
    )
    assert unnamed == []
    described = page.get_attribute("#id_time_zone", "aria-describedby")
    assert page.inner_text(f"#{described}") == "All times are shown in this zone."


def test_a_problem_takes_the_focus_and_leads_to_its_field(page):
    send_wrong_zone(page)

    assert page.evaluate("document.activeElement.matches('[data-problems]')")
    page.click("[data-problems] a")
    assert page.evaluate("document.activeElement.id") == "id_time_zone"
    assert page.get_attribute("#id_time_zone", "aria-invalid") == "true"


def test_what_was_typed_is_still_there(page):
    page.click("label:text-is('Dark')")
    send_wrong_zone(page)

    assert page.input_value("#id_time_zone") == "Nowhere"
    assert page.is_checked("#id_theme_2")


def test_a_form_is_sent_once_however_often_it_is_pressed(page):
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else 0)
    page.evaluate(
        "() => { const b = document.querySelector('main form button.go'); b.click(); b.click(); }"
    )
    page.locator("text=Your preferences are kept.").wait_for()

    assert len(sent) == 1


def test_the_theme_holds_from_the_next_page(page):
    page.click("label:text-is('Dark')")
    with page.expect_navigation():
        page.click("text=Keep these")

    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_menus_open_without_scripts_and_close_with_escape(visits, person, page):
    page.click("details.person > summary")
    assert page.locator("text=Signed-in devices").first.is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".person .sheet").is_visible()

    window = visits(java_script_enabled=False)
    window.sign_in(person)
    plain = window.open("/preferences/")
    plain.click("details.person > summary")
    assert plain.locator(".person .sheet >> text=Sign out").is_visible()
    assert plain.locator("text=Keyboard shortcuts").first.is_hidden()
