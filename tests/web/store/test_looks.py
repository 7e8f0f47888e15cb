"""Each page about parts for everyone: wide and narrow, light and dark, it fits and axe is quiet."""

import pytest

from kept.records.cases.services import assign_case
from kept.records.parts.models import SerialUnit
from kept.records.people.models import Person, Role
from tests.desk import at, case, open_desk
from tests.records.parts.conftest import SPARES, Spares
from tests.security.company import make_person
from tests.web.test_screens import check, report

pytestmark = pytest.mark.browser

LOOKS = [
    (1440, "light", "en"),
    (390, "dark", "en"),
    (390, "light", "zh-hans"),
    (1440, "dark", "zh-hans"),
    (390, "light", "zh-hant"),
    (1440, "dark", "zh-hant"),
]


@pytest.fixture
def there(transactional_db):
    """Every state a part of a case can be in, and a van."""
    spares = Spares(open_desk(SPARES))
    spares.discontinue()
    for serial in ("A1", "A2", "A3"):
        spares.receive(spares.board, serial=serial)
    spares.receive(spares.other, serial="C1")
    spares.receive(spares.fuse, 2, target=spares.van)
    spares.receive(spares.seal, 4, lot="2026-01")
    request = spares.request(quantity=2, note="Relay burnt 继电器烧坏")
    proposal = spares.substitute(request)
    held = spares.reserve(request).reservation_id
    spares.request(spares.fuse, key="missing")
    assign_case(
        case_id=spares.case_id,
        person_id=spares.desk.engineer.pk,
        by=spares.desk.dispatcher,
        now=at("10:30"),
    )
    number = case(spares.opened).number
    return {
        "keeper": make_person("keeper", Role.STORE_KEEPER).pk,
        "engineer": spares.desk.engineer.pk,
        "case": f"/cases/{number}/parts",
        "request": request.pk,
        "held": held,
        "proposal": proposal,
        "part": spares.board.pk,
        "unit": SerialUnit.objects.get(serial_number="A1").pk,
        "place": spares.warehouse.pk,
        "stock": spares.van.stocks.get().pk,
    }


KEEPER = (
    "/store/",
    "/store/pick/{held}/",
    "/store/parts/",
    "/store/parts/?q=nothing+such",
    "/store/parts/new/",
    "/store/parts/{part}/",
    "/store/parts/{part}/edit/",
    "/store/parts/{part}/substitute/",
    "/store/parts/units/{unit}/",
    "/store/places/",
    "/store/places/new/",
    "/store/places/{place}/",
    "/store/receive/?part={part}&target={place}",
    "/store/transfer/",
    "/store/take-off/",
    "/store/count/",
)
ENGINEER = (
    "/store/van/",
    "/store/van/{stock}/fit/",
    "{case}/",
    "{case}/ask/?part={part}",
    "{case}/{request}/",
    "{case}/{request}/withdraw/",
    "{case}/answer/{proposal}/",
    "{case}/held/{held}/arrived/",
    "{case}/held/{held}/fit/",
    "{case}/held/{held}/back/",
)


@pytest.mark.parametrize("who", ["keeper", "engineer"])
@pytest.mark.parametrize(("width", "theme", "language"), LOOKS)
def test_it_fits_and_axe_finds_nothing(visits, there, who, width, theme, language):
    window = visits(width=width, color_scheme=theme, bypass_csp=True)
    Person.objects.filter(pk=there[who]).update(theme=theme, language=language)
    window.sign_in(Person.objects.get(pk=there[who]))

    problems = []
    for turn, path in enumerate(KEEPER if who == "keeper" else ENGINEER):
        name = f"store-{who}-{turn}-{width}-{theme}-{language}"
        problems += check(window, path.format(**there), name)
    report(problems)


def test_what_will_lie_there_follows_what_is_typed(visits, there):
    window = visits()
    window.sign_in(Person.objects.get(pk=there["keeper"]))
    page = window.open("/store/receive/")
    page.wait_for_function("document.documentElement.dataset.live === ''")
    page.fill("#id_part", "F-1")
    page.check("#id_kind_0")
    page.select_option("#id_target", str(there["place"]))
    page.fill("#id_reason", "DN 7")
    page.fill("#id_quantity", "3")
    page.get_by_text("3 there, 3 free").wait_for()

    page.keyboard.press("Enter")  # the keyboard alone is enough
    page.wait_for_url("**/store/places/*/")
    assert page.get_by_text("DN 7").count() == 1
