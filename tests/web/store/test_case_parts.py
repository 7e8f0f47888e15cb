"""The parts of a case: asked for, reserved near by, sent off, received, fitted."""

import re

import pytest

from kept.records.cases.models import CaseFact
from kept.records.cases.services import assign_case
from kept.records.documents.models import Document, Outcome, Party, Version
from kept.records.documents.services import Signing, sign_document
from kept.records.documents.storing import keep
from kept.records.files.services import NewFile, attach_file
from kept.records.parts.models import PartRequest, Proposal, Reservation, Shipment
from kept.records.parts.services import name_substitute
from kept.records.people.models import Language, Person
from tests.desk import at, case, clock
from tests.photos import jpeg


@pytest.fixture
def parts(spares):
    """The address of the parts of the case."""
    return f"/cases/{case(spares.opened).number}/parts/"


def kinds(spares):
    rows = CaseFact.objects.filter(case_id=spares.case_id).order_by("seq")
    return [row.kind for row in rows if row.kind != "request.received"]


def ask(pages, parts, part, **said):
    return pages.press(f"{parts}ask/?part={part.pk}", **{"quantity": "1", **said})


def reserve(pages, parts, **said):
    request = PartRequest.objects.latest("pk")
    path = f"{parts}{request.pk}/"
    page = pages.get(path)
    told = re.findall(r'name="(key|source|quantity)" value="([^"]+)"', page)
    fields = dict(reversed(told))  # of the first place that is offered
    return pages.client.post(path, {**fields, "act": "reserve", **said})


def issued(document, spares):
    """Issue a document without printing it."""
    return Version.objects.create(
        document=document,
        customer_id=document.customer_id,
        number=1,
        key="issued in a test",
        data={"columns": []},
        sha256=keep(b"%PDF-1.7 approval", now=at("10:30")),
        issued_at=at("10:30"),
        issued_by=spares.desk.hotline,
    )


def signing(version, key, *, outcome=Outcome.SIGNED, reason=""):
    """Return what the customer does on the device of one of us."""
    drawn = f"[[[100,{key}00],[200,300],[300,500],[400,350],[500,400],[700,600]]]"
    return Signing(
        version_id=version.pk,
        sha256=version.sha256,
        party=Party.CUSTOMER,
        outcome=outcome,
        key=key,
        name="Mei Lin",
        strokes=drawn if outcome == Outcome.SIGNED else "",
        reason=reason,
    )


class TestAsking:
    def test_a_need_is_a_fact_and_its_promise_runs(self, hotline, spares, parts):
        said = ask(hotline, parts, spares.board, note="Relay <burnt>")

        assert said["Location"] == parts
        assert kinds(spares) == ["spare.needed"]
        assert clock(spares.opened, "spare").due_at == at("14:30")
        page = hotline.get(parts)
        assert "Relay &lt;burnt&gt;" in page
        assert "Spare on site" in page
        assert "1 not reserved yet" in page

    def test_its_promise_has_the_name_that_it_has_everywhere(self, hotline, keeper, spares, parts):
        ask(hotline, parts, spares.board)
        Person.objects.update(language=Language.SIMPLIFIED)

        for pages, path in ((hotline, parts), (keeper, "/store/")):
            page = pages.get(path)
            assert "备件到场" in page
            assert "Spare on site" not in page

    def test_parts_are_found_by_what_is_said_of_them(self, engineer, spares, parts):
        assert "Heron B-1" in engineer.get(f"{parts}?q=heron b-1")
        assert "No part found" in engineer.get(f"{parts}?q=nothing such")

    def test_a_later_need_is_refused_on_the_form(self, hotline, spares, parts):
        answer = ask(hotline, parts, spares.board, needed_at="2026-11-24T18:00")
        assert answer.status_code == 422
        assert "in the future" in answer.content.decode()

    @pytest.mark.parametrize("year", ["0001", "1899", "2200", "9999"])
    def test_a_year_that_nobody_means_is_asked_for_again(self, hotline, spares, parts, year):
        path = f"{parts}ask/?part={spares.board.pk}"
        answer = hotline.press(path, quantity="1", needed_by=f"{year}-01-01T00:00")

        assert answer.status_code == 422
        assert "Please look at the year again." in answer.content.decode()

    def test_sent_twice_it_asks_once(self, hotline, spares, parts):
        for _ in range(2):
            ask(hotline, parts, spares.board, key="k" * 32)
        assert PartRequest.objects.count() == 1

    def test_no_longer_needed_takes_a_reason(self, hotline, spares, parts):
        ask(hotline, parts, spares.board)
        path = f"{parts}{PartRequest.objects.get().pk}/withdraw/"
        assert hotline.press(path, reason=" ").status_code == 422
        hotline.press(path, reason="It was the fuse")
        assert "not needed any more" in hotline.get(parts)
        assert kinds(spares)[-1] == "fact.withdrawn"


class TestReserving:
    def test_the_nearest_place_comes_first(self, engineer, spares, parts):
        spares.receive(spares.fuse, 9)
        spares.receive(spares.fuse, 1, target=spares.van)
        ask(engineer, parts, spares.fuse, quantity="2")
        page = engineer.get(f"{parts}{PartRequest.objects.get().pk}/")

        places = re.findall(r'name="source" value="(\d+)-', page)
        assert places == [str(spares.van.pk), str(spares.warehouse.pk)]
        assert "in the van of who goes there" in page
        assert reserve(engineer, parts).status_code == 302
        held = Reservation.objects.get()
        assert (held.place, held.quantity) == (spares.van, 1)

    def test_CC_02_who_comes_too_late_is_offered_what_stands_in(self, engineer, spares, parts):
        spares.receive(spares.board, serial="A1", target=spares.van)
        pair = {"part_id": spares.board.pk, "instead_id": spares.other.pk, "evidence": "sheet"}
        name_substitute(**pair, by=spares.desk.manager, at=at("08:30"))
        ask(engineer, parts, spares.board)
        spares.move("scrapped", spares.board, serial="A1", source=spares.van)
        source = f"{spares.van.pk}-{spares.board.pk}"
        answer = reserve(engineer, parts, source=source, quantity="1", key="k" * 32)

        assert answer.status_code == 422
        assert "None of it is free there any more" in answer.content.decode()
        assert "Propose it to the customer" in answer.content.decode()

    @pytest.mark.parametrize("source", ["", "1", "a-b", "1-2-3"])
    def test_what_was_not_offered_is_refused(self, engineer, spares, parts, source):
        spares.receive(spares.board, serial="A1")
        ask(engineer, parts, spares.board)
        assert reserve(engineer, parts, source=source).status_code == 422


class TestSendingOff:
    def test_the_pick_list_says_what_for_which_case_and_by_when(
        self, keeper, hotline, spares, parts
    ):
        spares.receive(spares.board, serial="A1")
        ask(hotline, parts, spares.board)
        assert "Asked for, and reserved nowhere yet" in keeper.get("/store/")
        reserve(hotline, parts)

        page = keeper.get("/store/")
        assert "Asked for, and reserved nowhere yet" not in page
        assert "1 × Heron B-1" in page
        assert "due in 4 h" in page
        assert "Nothing is to be picked" in keeper.get(f"/store/?place={spares.van.pk}")

    def test_of_two_pieces_with_numbers_each_is_picked_and_sent_off_by_its_own(
        self, keeper, engineer, spares, parts
    ):
        for serial in ("A1", "A2"):
            spares.receive(spares.board, serial=serial)
        ask(engineer, parts, spares.board, quantity="2")
        assert reserve(engineer, parts).status_code == 302
        first, second = (f"/store/pick/{held.pk}/" for held in Reservation.objects.order_by("pk"))
        assert "A1 · A2" in keeper.get(first)

        assert keeper.press(first, serial="A1", carrier="SF", consignment="").status_code == 302
        shown = keeper.get(second)
        assert "A1" not in shown
        assert "A2" in shown
        assert keeper.press(second, serial="A2", carrier="SF", consignment="").status_code == 302
        assert Shipment.objects.count() == 2

    def test_picked_sent_off_received_and_fitted(self, keeper, engineer, spares, parts):
        spares.receive(spares.board, serial="A1")
        ask(engineer, parts, spares.board)
        reserve(engineer, parts)
        path = f"/store/pick/{Reservation.objects.get().pk}/"
        wrong = keeper.press(path, serial="A9", carrier="SF", consignment="")
        assert "The piece A9 is not there" in wrong.content.decode()
        keeper.press(path, serial="A1", carrier="", consignment="")
        assert "picked in" in engineer.get(parts)
        keeper.press(path, carrier="SF <Express>", consignment="SF-1")

        held = Shipment.objects.get().held
        assert "on its way with SF &lt;Express&gt; SF-1" in engineer.get(parts)
        assert keeper.client.get(path).status_code == 404
        engineer.press(
            f"{parts}held/{held.pk}/arrived/", when="2026-11-24T10:30", received_by="Mei"
        )
        assert clock(spares.opened, "spare").done_at == at("10:30")
        engineer.press(
            f"{parts}held/{held.pk}/fit/", out="part", out_serial="Z9", out_place=spares.van.pk
        )
        assert kinds(spares) == [
            *("spare.needed", "spare.shipped", "spare.received", "part.fitted"), "part.taken_out",
        ]  # fmt: skip
        assert "fitted" in engineer.get(parts)

    def test_what_was_sent_off_has_a_label_and_nothing_else(self, keeper, engineer, spares, parts):
        spares.receive(spares.board, serial="A1")
        ask(engineer, parts, spares.board)
        reserve(engineer, parts)
        reserved = Reservation.objects.get().pk
        assert keeper.client.post(f"/store/label/{reserved}/").status_code == 422
        keeper.press(f"/store/pick/{reserved}/", serial="A1", carrier="SF", consignment="SF-1")

        label = f"/store/label/{Shipment.objects.get().held.pk}/"
        assert label in engineer.get(parts)
        assert keeper.client.get(f"{label}a6.pdf").status_code == 404
        assert keeper.client.post(label)["Location"] == label
        assert "data:image/svg+xml" in keeper.get(label)
        for size in ("a6", "a4"):
            answer = keeper.client.get(f"{label}{size}.pdf")
            assert answer.content.startswith(b"%PDF-")
        assert keeper.client.get(f"{label}a3.pdf").status_code == 404

    def test_photos_of_the_case_prove_what_was_fitted(self, engineer, spares, parts):
        file = NewFile(name="label.jpg", content=jpeg(), for_customer=False)
        attached = attach_file(
            case_id=spares.case_id, file=file, by=spares.desk.engineer, now=at("10:29"), key="p"
        )
        spares.receive(spares.fuse, 1, target=spares.van)
        ask(engineer, parts, spares.fuse)
        reserve(engineer, parts)
        path = f"{parts}held/{Reservation.objects.get().pk}/fit/"
        assert "label.jpg" in engineer.get(path)
        engineer.press(path, out="none", serial="no 7", files=[attached.attachment_id])

        fact = CaseFact.objects.get(case_id=spares.case_id, kind="part.fitted")
        assert fact.values["files"] == [str(attached.attachment_id)]

    def test_unused_it_goes_back(self, engineer, spares, parts):
        spares.receive(spares.fuse, 1)
        ask(engineer, parts, spares.fuse)
        reserve(engineer, parts)
        path = f"{parts}held/{Reservation.objects.get().pk}/back/"
        engineer.press(path, target=spares.van.pk, reason="a reset was enough")
        assert "given free again" in engineer.get(parts)
        assert "V1" in engineer.get("/store/van/")

    def test_of_another_case_it_is_not_there(self, engineer, spares, parts):
        spares.receive(spares.fuse, 1)
        ask(engineer, parts, spares.fuse)
        reserve(engineer, parts)
        other = f"/cases/{case(spares.desk.log()).number}/parts/"
        held, request = Reservation.objects.get(), PartRequest.objects.get()
        for path in (f"held/{held.pk}/fit/", f"held/{held.pk}/arrived/", f"{request.pk}/"):
            assert engineer.client.get(other + path).status_code == 404
            assert engineer.client.post(other + path, {}).status_code == 404


class TestSubstitutes:
    @pytest.fixture
    def path(self, engineer, spares, parts):
        """The address at which the substitute that was reserved is fitted."""
        spares.discontinue()
        spares.receive(spares.other, serial="C1")
        ask(engineer, parts, spares.board)
        spares.substitute(PartRequest.objects.get())
        reserve(engineer, parts)
        return f"{parts}held/{Reservation.objects.get().pk}/fit/"

    def test_S0_2_11b_only_what_is_equal_is_offered(self, engineer, spares, parts):
        ask(engineer, parts, spares.board)
        request = PartRequest.objects.get()
        page = engineer.get(f"{parts}{request.pk}/")
        assert "names no other part" in page
        answer = engineer.client.post(
            f"{parts}{request.pk}/", {"act": "propose", "part": spares.fuse.pk}
        )
        assert answer.status_code == 422
        assert "of equal specification" in answer.content.decode()

    def test_S0_2_11c_cannot_be_booked_as_fitted_before_the_customer_approves(
        self, engineer, spares, parts, path
    ):
        assert "the customer&#x27;s approval" in engineer.get(path)
        refused = engineer.press(path, serial="C1", out="none")
        assert refused.status_code == 422
        assert "part.fitted" not in kinds(spares)

        answer = f"{parts}answer/{Proposal.objects.get().pk}/"
        assert engineer.press(answer, answer="yes", name="高磊", how="x").status_code == 422
        engineer.press(answer, answer="yes", name="Mei Lin", how="by telephone")
        assert "approved by Mei Lin, by telephone" in engineer.get(parts)
        assert "It was fitted nevertheless" not in engineer.get(path)
        assert engineer.press(path, serial="C1", out="none").status_code == 302

    def test_the_customer_approves_by_signing_what_a_link_opens(
        self, hotline, engineer, spares, parts, path
    ):
        proposal = Proposal.objects.get()
        begun = hotline.client.post(f"{parts}answer/{proposal.pk}/document/", {})
        document = Document.objects.get(proposal=proposal)
        assert begun["Location"].endswith(f"/documents/{document.number}/")
        assert "Heron B-2" in hotline.get(begun["Location"])
        again = hotline.client.post(f"{parts}answer/{proposal.pk}/document/", {})
        assert again["Location"] == begun["Location"]

        version = issued(document, spares)
        said = signing(version, "1", outcome=Outcome.REFUSED, reason="Show us the data first")
        sign_document(signing=said, by=spares.desk.engineer, at=at("10:30"))
        assert Proposal.objects.get().answer == "refused"
        assert engineer.press(path, serial="C1", out="none").status_code == 422
        sign_document(signing=signing(version, "2"), by=spares.desk.engineer, at=at("10:30"))

        found = Proposal.objects.get()
        assert (found.answer, found.answerer) == ("approved", "Mei Lin")
        assert str(document.number) in found.how
        assert "report.signed" not in kinds(spares)
        assert engineer.press(path, serial="C1", out="none").status_code == 302

    def test_fitted_all_the_same_it_takes_a_reason(self, engineer, spares, path):
        engineer.press(path, serial="C1", out="none", despite="The line stood still")
        fact = CaseFact.objects.get(case_id=spares.case_id, kind="part.fitted")
        assert fact.despite == "The line stood still"


class TestVan:
    def test_what_is_in_it_is_fitted_from_it(self, engineer, spares, parts):
        spares.receive(spares.fuse, 4, target=spares.van)
        page = engineer.get("/store/van/")
        path = re.search(r"/store/van/\d+/fit/", page)[0]
        assert "No open case is yours" in engineer.get(path)
        assign_case(
            case_id=spares.case_id,
            person_id=spares.desk.engineer.pk,
            by=spares.desk.dispatcher,
            now=at("10:30"),
        )
        number = case(spares.opened).number
        assert parts in engineer.get("/store/van/")
        engineer.press(path, case=number, quantity="5", out="none")
        assert engineer.press(path, case=number, quantity="2", out="none").status_code == 302
        assert kinds(spares)[-3:] == ["spare.needed", "spare.received", "part.fitted"]
        assert "2</td>" in engineer.get("/store/van/")

    def test_who_has_none_is_told(self, keeper):
        assert "You have no van here" in keeper.get("/store/van/")
