"""A case's page takes as many queries for a long case as for a short one."""

import re
import uuid
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kept.records.cases.models import LinkKind
from kept.records.cases.services import Contest, Linking, Opened, Word, contest_level, link_cases
from kept.records.checklists.items import YES
from kept.records.checklists.services import Filled, Said, answer_checklist, start_checklist
from kept.records.followups.models import Outcome as Reach
from kept.records.followups.services import Told, record_follow_up
from kept.records.knowledge.models import Outcome as Helped
from kept.records.knowledge.services import choose_code, record_use
from kept.records.macros.steps import ON_DUTY, Step, StepKind
from kept.records.mail.models import Letter, Mailbox, Outcome
from kept.records.mail.services import add_to_case, take_in
from kept.records.parts.services import NewReservation, reserve
from kept.web.hotline.building.folding import NEWEST
from tests import photos
from tests.asked import CHECKLIST, TICK, make_asked, make_macro, usual_steps
from tests.desk import Desk, at, open_desk
from tests.known import ARTICLE, SYMPTOM, make_known
from tests.papers import PAPERS_POLICY
from tests.records.parts.conftest import Store
from tests.records.returns.conftest import Depot

MOST = 30
COUNTER = """
  failed_repairs:
    form: counter
    name: {en: Failed repairs of one problem, zh-Hans: 同一故障维修失败}
    source: D-5
    counts: {event: repair.closed, where: {result: failed}}
    per: [serial, problem]
    reach: 2
"""
KINDS = (
    "customer.told",
    "response.given",
    "interruption.began",
    "interruption.ended",
    "visit.arrived",
)


@pytest.fixture
def desk(db, now, settings, tmp_path) -> Desk:
    settings.FILES = tmp_path / "files"
    return open_desk(PAPERS_POLICY + COUNTER.removeprefix("\n"))


@pytest.fixture
def known(desk: Desk) -> Desk:
    """A desk where an article fits, and repairs of the machine failed before."""
    make_known(desk.manager, desk.dispatcher, said="shows E-47")
    for place in range(2):
        before = desk.log("09:30", key=uuid.uuid4().hex, requested_at=at("09:20"))
        desk.record(before, "repair.closed", f"09:3{place}", result="failed", problem="E-47")
    return desk


def long_case(desk: Desk, client: Client, *, facts: int, others: int) -> Opened:
    """Log a case with so many facts, and so many files, documents, letters and links."""
    opened = desk.log("10:02", answers={"down": True})
    for place in range(facts):
        desk.record(opened, KINDS[place % len(KINDS)], f"10:{3 + place % 26:02}")
    for place in range(others):
        send_file(client, opened, place)
        begin_document(client, opened)
        add_letter(desk, opened)
        other = desk.log("10:05", key=uuid.uuid4().hex, requested_at=at("10:04"))
        linking = Linking(kind=LinkKind.FOLLOWS, number=other.number)
        link_cases(case_id=opened.case_id, linking=linking, by=desk.hotline, now=at("10:06"))
    return opened


def everything_else(desk: Desk, opened: Opened) -> None:
    """Let a case have what few cases have: checklists, macros, parts, a return and a unit lent."""
    asked = {"case_id": opened.case_id, "by": desk.hotline, "now": at("10:25")}
    store = Store(desk)
    make_asked(desk.manager)
    on_duty = Step(kind=StepKind.ASSIGN, what=ON_DUTY)
    make_macro(desk.manager, *usual_steps()[:2], on_duty, key="handed")
    started = start_checklist(key=CHECKLIST, **asked)
    filled = Filled(run_id=started.run_id, answers=[Said(item=TICK, said=YES)], seen=0)
    answer_checklist(filled=filled, key="ticked", **asked)
    store.receive(store.board, serial="B-1-77")
    wanted = NewReservation(
        place_id=store.warehouse.pk,
        part_id=store.board.pk,
        quantity=Decimal(1),
        case_id=opened.case_id,
    )
    reserve(wanted=wanted, by=desk.dispatcher, now=at("10:27"), key="held")
    told = Told(
        case_id=opened.case_id, outcome=Reach.REACHED, asked="Mei Lin", score=1,
        owner_id=desk.hotline.pk, due_at=at("11:30"),
    )  # fmt: skip
    record_follow_up(told=told, by=desk.hotline, now=at("10:27"), key="asked")
    depot = Depot(desk, opened)
    depot.approved(depot.own())
    choose_code(case_id=opened.case_id, code=SYMPTOM, by=desk.hotline, now=at("10:28"), key="c")


def send_file(client: Client, opened: Opened, place: int) -> None:
    file = SimpleUploadedFile(f"{place}.jpg", photos.jpeg())
    said = {"key": uuid.uuid4().hex, "file": [file]}
    assert client.post(f"/cases/{opened.number}/files/", said).status_code == 302


def begin_document(client: Client, opened: Opened) -> None:
    wanted = {"kind": "written_explanation", "language": "en", "beside_it": "", "duty": "explained"}
    begun = client.post(f"/cases/{opened.number}/documents/begin/", wanted)
    assert begun.status_code == 302


def add_letter(desk: Desk, opened: Opened) -> None:
    mailbox, _ = Mailbox.objects.get_or_create(name="service@kept.example/INBOX")
    number = Letter.objects.count() + 1
    content = f"From: new@elsewhere.example\r\nSubject: Letter {number}\r\n\r\nIt stands still."
    letter = take_in(
        mailbox=mailbox,
        uid=number,
        content=content.encode(),
        received_at=at("10:00"),
        now=at("10:01"),
    )
    Letter.objects.filter(pk=letter.letter_id).update(
        outcome=Outcome.WAITING, why="unknown_sender", next_try_at=None
    )
    added = add_to_case(
        letter_id=letter.letter_id, case_id=opened.case_id, by=desk.hotline, now=at("10:20")
    )
    assert added


def page_of(client: Client, opened: Opened, more: str = "") -> str:
    answer = client.get(f"/cases/{opened.number}/{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def queries(client: Client, opened: Opened) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        page_of(client, opened)
    return [query["sql"] for query in asked]


def numbers_in(page: str) -> list[int]:
    """Return the numbers of the facts that a page shows."""
    return [int(number) for number in re.findall(r'<li id="fact-(\d+)"', page)]


def test_the_page_of_200_facts_asks_as_often_as_that_of_few(known: Desk, client: Client) -> None:
    short = long_case(known, client, facts=5, others=2)
    long = long_case(known, client, facts=200, others=8)
    for opened in (short, long):
        known.record(opened, "repair.closed", "10:29", result="failed", problem="E-47")
        record_use(
            key=ARTICLE,
            case_id=opened.case_id,
            outcome=Helped.HELPED,
            by=known.hotline,
            now=at("10:30"),
        )
    page = page_of(client, short)  # what is read once for each process
    assert "Failed repairs of one problem: 3 of 2" in page
    assert "Helped</span>" in page

    few, many = queries(client, short), queries(client, long)

    assert len(many) == len(few)
    everything_else(known, long)
    fullest = queries(client, long)
    assert len(fullest) <= MOST, fullest


class TestFacts:
    """Of a long case the page shows the newest facts and those on which something turns."""

    def test_the_others_are_on_a_page_of_all_facts(self, desk: Desk, client: Client) -> None:
        opened = long_case(desk, client, facts=100, others=0)

        page = page_of(client, opened)
        shown = numbers_in(page)

        assert shown[-1] == 1  # the request, which started the clocks
        assert NEWEST < len(shown) < NEWEST + 10
        assert "101, newest first" in page
        folded = sum(int(n) for n in re.findall(r"Show (\d+) facts? before it", page))
        assert len(shown) + folded == 101
        address = re.search(r'href="(/cases/[^"]*)\?facts=all#fact-\d+">Show', page)
        assert address is not None
        assert len(numbers_in(page_of(client, opened, "?facts=all"))) == 101

    def test_what_a_rule_cites_is_reached_though_it_is_not_shown(
        self, desk: Desk, client: Client
    ) -> None:
        opened = desk.log("10:02", answers={"down": True})
        desk.record(opened, "repair.closed", "10:03", result="failed", problem="E-47")
        for place in range(NEWEST + 5):
            desk.record(opened, "customer.told", f"10:{4 + place % 20:02}")

        page = page_of(client, opened)

        assert 2 not in numbers_in(page)
        assert f'href="/cases/{opened.number}/?facts=all#fact-2">2</a>' in page

    def test_what_is_contested_is_shown_however_old(self, desk: Desk, client: Client) -> None:
        opened = desk.log("10:02", answers={"down": True})
        contest = Contest(
            word=Word(of="customer", requester="Li Wei"),
            text="It is far worse",
            at=at("10:03"),
            scale="level.fault",
        )
        told = {"case_id": opened.case_id, "by": desk.hotline, "now": at("10:04"), "key": "c"}
        seq = contest_level(contest=contest, **told).seq
        for place in range(NEWEST + 5):
            desk.record(opened, "customer.told", f"10:{5 + place % 20:02}")

        assert seq in numbers_in(page_of(client, opened))
