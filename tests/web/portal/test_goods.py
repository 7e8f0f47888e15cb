"""Sending something back without an account: by a machine's code, by the form, by a request."""

import re

import pytest
import time_machine
from django.test import Client

from kept.records.archive.services import issue_label
from kept.records.cases.models import Case, CaseFact
from kept.records.mail.models import WEB, Letter
from kept.records.mail.reading.reader import Reader
from kept.records.mail.services import add_to_case, sort_next
from kept.records.notices.models import Notice
from kept.records.returns.models import Rma
from kept.records.returns.services import NewEvent
from kept.records.returns.standing import Kind
from kept.records.transit.models import Parcel, Scan, Way
from kept.records.transit.queries import label_secret
from kept.records.transit.services import label_return, record_step
from tests.desk import at, open_desk
from tests.records.mail.conftest import OURS
from tests.records.transit.conftest import PAYS
from tests.web.hotline.conftest import browser_of

SAID = {"what": "Pump", "serial": "", "pieces": "2", "why": "It leaks"}
WHO = {"name": "Li Na", "phone": "+86 138 0000 0000", "email": "li@example.com"}


@pytest.fixture
def clock():
    with time_machine.travel(at("10:30"), tick=False) as travelling:
        yield travelling


@pytest.fixture
def desk(db, clock):
    return open_desk(PAYS)


@pytest.fixture
def machine(desk) -> str:
    code = issue_label(equipment_id=desk.equipment.pk, by=desk.hotline, at=at("09:00"))
    return f"/m/{code}/return/"


@pytest.fixture
def phone() -> Client:
    """The phone of somebody who has no account."""
    return Client()


def words(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def step(desk, kind, quantity=0, then="11:00", **said):
    rma = Rma.objects.get()
    if quantity:
        said |= {"line": 1, "quantity": quantity}
    event = NewEvent(kind=Kind(kind), at=at(then), **said)
    record_step(rma_id=rma.pk, event=event, by=desk.hotline, now=at(then), key=f"{kind} {then}")
    return rma


class TestByTheCodeOnAMachine:
    def test_who_pays_and_when_it_is_back_stand_there_with_their_clauses(self, phone, machine):
        page = words(phone.get(machine))

        assert "Freight to us the customer D-12 You send it at your cost." in page
        assert "within 1 week, same time of day" in page
        assert "D-8 What is sent in is on its way back within a week." in page

    def test_the_machine_itself_is_what_is_sent_unless_they_say_otherwise(
        self, phone, machine, desk
    ):
        page = phone.get(machine).content.decode()

        assert f'value="{desk.equipment.serial_number}"' in page

    def test_asked_it_is_a_case_with_a_return_that_waits_for_the_desk(
        self, phone, machine, desk, clock
    ):
        answer = phone.post(machine, SAID | WHO | {"key": "k"})
        again = phone.post(machine, SAID | WHO | {"key": "k"})

        assert answer.status_code == 302
        assert answer["Location"] == again["Location"]
        rma = Rma.objects.get()
        assert (rma.state, rma.case.customer, rma.lines.get().announced) == (
            "asked",
            desk.equipment.customer,
            2,
        )
        assert CaseFact.objects.filter(case=rma.case, kind="freight.told").exists()
        page = words(phone.get(answer["Location"]))
        assert "Please do not send anything yet." in page
        assert "2 × Pump" in page

    def test_its_own_number_makes_it_the_machine(self, phone, machine, desk):
        serial = desk.equipment.serial_number
        phone.post(machine, SAID | WHO | {"key": "k", "pieces": "1", "serial": serial})

        assert Rma.objects.get().lines.get().equipment == desk.equipment

    def test_a_serial_number_is_of_one_piece(self, phone, machine):
        answer = phone.post(machine, SAID | WHO | {"key": "k", "serial": "X-1"})

        assert answer.status_code == 422
        assert not Case.objects.exists()

    def test_a_program_that_fills_everything_in_is_refused(self, phone, machine):
        answer = phone.post(machine, SAID | WHO | {"key": "k", "website": "x"})

        assert answer.status_code == 422
        assert not Rma.objects.exists()

    def test_too_often_is_told(self, phone, machine):
        answers = [phone.post(machine, SAID | WHO | {"key": f"k{n}"}) for n in range(14)]

        assert answers[-1].status_code == 429


class TestItsPage:
    @pytest.fixture
    def address(self, phone, machine):
        return phone.post(machine, SAID | WHO | {"key": "k"})["Location"]

    def test_approved_it_says_where_to_and_gives_the_label(self, phone, address, desk):
        step(desk, "approved")
        page = words(phone.get(address))

        assert "Send it here" in page
        assert desk.office.names["en"] in page
        for size in ("a6", "a4"):
            label = phone.get(f"{address}label-{size}.pdf")
            assert label.content.startswith(b"%PDF-")
        assert Notice.objects.get(kind="return_approved").address == "li@example.com"

    def test_before_there_is_no_label(self, phone, address):
        assert phone.get(f"{address}label-a6.pdf").status_code == 404
        assert phone.get(f"{address}label-a3.pdf").status_code == 404

    def test_here_its_promise_counts_down(self, phone, address, desk, clock):
        step(desk, "approved")
        step(desk, "received", 2, "11:10")
        clock.move_to(at("11:30"))
        page = phone.get(address)

        assert "data-clock" in page.content.decode()
        assert "It is here and waits to be looked at." in words(page)
        assert "Send it here" not in words(page)

    def test_refused_it_says_why(self, phone, address, desk):
        step(desk, "refused", text="worn out by use")

        assert "We cannot take it: worn out by use" in words(phone.get(address))

    def test_it_tells_nothing_of_what_was_written_inside(self, phone, address, desk):
        step(desk, "approved")
        step(desk, "noted", then="11:05", text="a difficult customer")

        assert "difficult" not in words(phone.get(address))

    def test_nobody_guesses_it(self, phone, address):
        assert phone.get("/r/abcdefghijklmnopqrstuvwxyz234567/").status_code == 404


@pytest.fixture
def postman():
    """Reads what was sent by the form, as the workers do."""

    def read() -> None:
        reader = Reader()
        try:
            ours = {WEB: OURS}
            while sort_next(now=at("10:31"), reader=reader, ours=ours) is not None:
                pass
        finally:
            reader.close()

    return read


class TestByTheFormForEveryone:
    ASKED = {"machine": "Pump", "serial": "P-1", "pieces": "1", "description": "It leaks"}

    def test_it_waits_as_a_letter_until_we_know_whose_it_is(self, phone, desk):
        answer = phone.post("/request/return/", self.ASKED | WHO | {"key": "k"})

        letter = Letter.objects.get()
        assert answer["Location"].startswith("/request/")
        assert letter.web.goods == {
            "name": "Pump", "serial": "P-1", "pieces": 1, "reason": "It leaks", "language": "en",
        }  # fmt: skip
        assert not Rma.objects.exists()

    def test_once_it_is_known_the_return_waits_for_the_desk_and_the_page_leads_to_it(
        self, phone, desk, postman
    ):
        receipt = phone.post("/request/return/", self.ASKED | WHO | {"key": "k"})["Location"]
        opened = desk.log()
        postman()
        by = desk.hotline
        add_to_case(
            letter_id=Letter.objects.get().pk, case_id=opened.case_id, by=by, now=at("11:00")
        )

        rma = Rma.objects.get()
        assert (rma.case_id, rma.lines.get().serial_number) == (opened.case_id, "P-1")
        page = phone.get(receipt).content.decode()
        [there] = re.findall(r'href="(/r/[a-z2-7]+/)"', page)
        assert rma.number in words(phone.get(there))

    def test_from_the_page_of_a_request_more_can_be_sent_back(self, phone, desk, postman):
        said = {"description": "It leaks", "key": "k"} | WHO
        receipt = phone.post("/request/", said)["Location"]
        assert phone.get(f"{receipt}return/").status_code == 404
        opened = desk.log()
        postman()
        letter = Letter.objects.get()
        add_to_case(letter_id=letter.pk, case_id=opened.case_id, by=desk.hotline, now=at("11:00"))

        answer = phone.post(f"{receipt}return/", SAID | {"key": "r"})
        assert answer["Location"].startswith("/r/")
        refused = phone.post(f"{receipt}return/", SAID | {"key": "other"})
        assert refused.status_code == 422
        assert Rma.objects.get().number in words(refused)


class TestAParcel:
    @pytest.fixture
    def address(self, phone, machine, desk):
        phone.post(machine, SAID | WHO | {"key": "k"})
        rma = step(desk, "approved", then="10:30")
        return f"/c/{label_secret(rma.pk, Way.IN, at=at('10:30'))}/"

    def test_whoever_has_it_says_so_and_sees_it(self, phone, address):
        answer = phone.post(address, {"deed": "picked_up", "name": "Wang Wu", "at": ""})

        assert answer.status_code == 302
        page = words(phone.get(address))
        assert "I picked it up Wang Wu" in page
        assert Rma.objects.get().state == "on_the_way"

    def test_it_shows_no_secret_of_the_customer(self, phone, address, desk):
        page = phone.get(address).content.decode()

        hidden = [
            *desk.customer.names.values(),
            "It leaks",
            "Pump",
            "Li Na",
            str(Case.objects.get()),
        ]
        assert [one for one in hidden if one in page] == []

    def test_sent_again_by_a_phone_that_was_offline_it_is_one(self, phone, address, clock):
        clock.move_to(at("14:00"))
        said = {"deed": "picked_up", "name": "Wang Wu", "at": "2026-11-24T04:00:00.000Z"}
        for _ in range(3):
            phone.post(address, said)

        assert Scan.objects.get().at == at("12:00")

    @pytest.mark.parametrize(
        "nonsense", ["yesterday", "2026-13-45T00:00:00Z", "2026-11-24T04:00:00"]
    )
    def test_a_time_that_is_none_is_now(self, phone, address, clock, nonsense):
        clock.move_to(at("14:00"))
        phone.post(address, {"deed": "picked_up", "name": "Wang Wu", "at": nonsense})

        assert Scan.objects.get().at == at("14:00")

    def test_one_of_us_says_it_under_their_own_name(self, address, desk):
        browser = browser_of(desk.hotline)
        answer = browser.post(address, {"deed": "picked_up", "name": "Emma", "at": ""})

        assert answer.status_code == 403
        assert not Scan.objects.exists()
        assert f"/returns/{Rma.objects.get().number}/" in browser.get(address).content.decode()

    def test_an_old_label_says_nothing_any_more(self, phone, address, clock):
        clock.move_to(Parcel.objects.get().expires_at)
        answer = phone.post(address, {"deed": "picked_up", "name": "Wang Wu", "at": ""})

        assert answer.status_code == 422
        assert "too old" in words(answer)

    def test_who_guesses_is_told_to_wait(self, phone, desk):
        answers = [phone.get(f"/c/{n:032}/").status_code for n in range(125)]

        assert (answers[0], answers[-1]) == (404, 429)

    def test_what_back_is_received_closes_it(self, phone, address, desk, clock):
        step(desk, "received", 2, "11:10")
        for kind in ("inspected", "repaired", "tested"):
            rma = step(desk, kind, 2, "11:20")
        label_return(rma_id=rma.pk, way=Way.BACK, by=desk.hotline, now=at("11:30"))
        clock.move_to(at("15:00"))
        back = f"/c/{label_secret(rma.pk, Way.BACK, at=at('11:30'))}/"
        phone.post(back, {"deed": "handed_over", "name": "Li Na", "at": ""})

        assert Rma.objects.get().state == "closed"
