"""From a published version to the next one, on the pages of the policy desk."""

import re

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from kept.records.cases.services import replay_some
from kept.records.people.models import Role
from kept.records.policies.drafts import DraftState, draft_card, draft_text, drafts_of
from kept.records.policies.queries import policies
from tests.desk import POLICY, at, open_desk
from tests.records.conftest import hire
from tests.security.clients import browser_of


@pytest.fixture
def desk(db):
    with time_machine.travel(at("14:20"), tick=True):
        yield open_desk()


@pytest.fixture
def author(desk) -> Client:
    """She writes."""
    return browser_of(hire("zhou.ting", "周婷", Role.POLICY_OWNER))


@pytest.fixture
def reviewer(desk) -> Client:
    """She reads what others wrote."""
    return browser_of(hire("shen.lan", "沈岚", Role.POLICY_OWNER))


@pytest.fixture
def draft(author) -> int:
    """A draft from version 1."""
    author.post("/policydesk/policies/DESK/draft/", {"version": "1"})
    [card] = drafts_of("DESK")
    return card.pk


def step(who: Client, draft: int, name: str, **said):
    return who.post(f"/policydesk/drafts/{draft}/{name}/", said)


def save(who: Client, draft: int, text: str, edition: int = 1):
    return step(who, draft, "text", text=text, edition=edition)


FASTER = POLICY.replace("limit: 1 h", "limit: 30 min")


def test_a_draft_becomes_a_version_when_two_people_have_read_it(draft, author, reviewer):
    assert save(author, draft, FASTER).status_code == 302
    assert step(author, draft, "submit", edition=2).status_code == 302
    assert step(reviewer, draft, "approve", edition=2, remark="fine").status_code == 302
    answer = step(author, draft, "publish", effective_on="2026-12-01", note="Faster answers")

    assert answer.status_code == 302
    [card] = policies()
    assert [(v.number, f"{v.effective_on}", v.note) for v in card.versions] == [
        (2, "2026-12-01", "Faster answers"),
        (1, "2026-01-01", ""),
    ]
    assert draft_card(draft).state is DraftState.PUBLISHED


def test_PO_06_who_approves_sees_what_differs(draft, author, reviewer):
    save(author, draft, FASTER)
    step(author, draft, "submit", edition=2)

    page = reviewer.get(f"/policydesk/drafts/{draft}/approve/").content.decode()

    assert "What differs from version 1" in page
    before, after = re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)
    assert ("limit: 1 h" in before, "limit: 30 min" in after) == (True, True)


def test_a_first_version_differs_from_nothing(author, reviewer):
    author.post("/policydesk/new/", {"code": "FRESH", "name_en": "Fresh"})
    [card] = drafts_of("FRESH")

    page = reviewer.get(f"/policydesk/drafts/{card.pk}/approve/").content.decode()

    assert "What differs" not in page


def test_PO_07_nobody_approves_their_own_draft(draft, author):
    save(author, draft, FASTER)
    step(author, draft, "submit", edition=2)

    answer = step(author, draft, "approve", edition=2, remark="")

    assert answer.status_code == 422
    assert "Somebody else must review it." in answer.content.decode()
    assert draft_card(draft).state is DraftState.SUBMITTED


def test_a_draft_that_contradicts_itself_is_not_submitted_and_says_why(draft, author):
    save(author, draft, POLICY.replace("source: D-3", "source: D-99"))

    page = author.get(f"/policydesk/drafts/{draft}/").content.decode()
    answer = step(author, draft, "submit", edition=2)

    assert "D-99" in page
    assert answer.status_code == 422
    assert "mistakes that must be mended first" in answer.content.decode()


def test_what_somebody_else_saved_meanwhile_is_shown_and_mine_is_not_lost(draft, author, reviewer):
    save(reviewer, draft, FASTER)

    answer = save(author, draft, POLICY.replace("limit: 1 h", "limit: 45 min"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "45 min" in page  # mine, in the form
    assert "30 min" in page  # theirs, beside it
    assert "30 min" in draft_text(draft)


def test_the_check_answers_while_one_types_and_writes_nothing(draft, author):
    answer = step(author, draft, "text/check", text="policy: [", edition=1)

    assert "cannot be read yet" in answer.content.decode()
    assert draft_card(draft).edition == 1


class TestClause:
    def form(self, author, draft) -> dict[str, str]:
        page = author.get(f"/policydesk/drafts/{draft}/clauses/D-3/").content.decode()
        rule = re.search(r'name="rule-answer"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)[1]
        return {
            "edition": "1",
            "en": "We answer soon.",
            "zh": "尽快答复。",
            "state": "rule",
            "form": "",
            "rule-answer": rule.replace("limit: 1 h", "limit: 20 min"),
            "new_rule": "",
        }

    def test_its_words_and_its_rule_change_and_nothing_else(self, draft, author):
        answer = step(author, draft, "clauses/D-3", **self.form(author, draft))

        assert answer.status_code == 302
        lines = set(draft_text(draft).splitlines()) ^ set(POLICY.splitlines())
        assert lines == {
            "  D-3: {en: We answer within an hour.}",
            "  D-3:",
            '    en: "We answer soon."',
            '    zh-Hans: "尽快答复。"',
            "    limit: 1 h",
            "    limit: 20 min",
        }

    def test_what_was_typed_stays_when_it_is_refused(self, draft, author):
        form = self.form(author, draft) | {"en": "", "zh": ""}

        answer = step(author, draft, "clauses/D-3", **form)

        assert answer.status_code == 422
        assert "20 min" in answer.content.decode()

    def test_there_is_no_page_for_a_clause_that_is_not_there(self, draft, author):
        assert author.get(f"/policydesk/drafts/{draft}/clauses/X-1/").status_code == 404


def test_versions_are_compared_entry_by_entry(draft, author):
    save(author, draft, FASTER)

    page = author.get(f"/policydesk/policies/DESK/compare/?after=draft-{draft}").content.decode()

    assert "limit: 1 h" in page
    assert "limit: 30 min" in page
    assert "D-3" in page


def test_a_trial_says_what_would_have_been_missed(desk, draft, author):
    opened = desk.log("10:00")
    desk.record(opened, "response.given", "10:40")
    save(author, draft, FASTER)

    answer = step(author, draft, "trial", closed_cases=100)
    while replay_some(now=at("14:30"), limit=10) is not None:
        pass
    page = author.get(answer["Location"]).content.decode()

    assert "answer: would newly be missed" in page
    assert opened.number in page


def test_a_file_comes_back_as_it_went_out(draft, author):
    answer = author.get(f"/policydesk/drafts/{draft}/file/")

    assert answer.content.decode() == POLICY
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"\xff\xfe\x00", "no text in UTF-8"), (b"x" * 1_048_577, "1 MB")],
    ids=["bytes", "large"],
)
def test_PO_01_a_file_that_cannot_be_one_is_refused_with_a_sentence(
    author, content, told, tmp_path
):
    path = tmp_path / "x.policy.yaml"
    path.write_bytes(content)
    with path.open("rb") as file:
        answer = author.post("/policydesk/policies/DESK/draft/", {"file": file})

    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_a_new_policy_begins_with_a_draft_that_can_be_read(author):
    said = {"code": "S9", "name_en": 'The "best" promise', "name_zh": "新承诺"}

    answer = author.post("/policydesk/new/", said)

    assert answer.status_code == 302
    page = author.get(answer["Location"]).content.decode()
    assert "This draft has no clauses yet." in page


PAPER = """1. Response
1.1 We answer every request within 4 hours of receiving it.
1.2 An engineer arrives on site within 24 hours.
"""


def test_a_paper_becomes_a_draft_with_what_a_person_took(desk, author):
    page = author.post("/policydesk/policies/DESK/paper/", {"text": PAPER}).content.decode()
    keys = re.findall(r'name="take" value="([^"]+)"', page)
    assert "within 4 hours" in page

    answer = author.post("/policydesk/policies/DESK/paper/", {"paper": PAPER, "take": keys[0]})

    text = draft_text(drafts_of("DESK")[0].pk)
    assert answer.status_code == 302
    assert "limit: 4 h" in text
    assert "24 h" not in text.partition("rules:")[2]
    assert author.get(answer["Location"]).status_code == 200


def test_a_file_that_is_no_paper_is_refused_with_a_sentence(desk, author, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(b"\x7fELF" + bytes(range(256)) * 20)
    with path.open("rb") as file:
        answer = author.post("/policydesk/policies/DESK/paper/", {"file": file})

    assert answer.status_code == 422
    assert "Only text, Word (.docx) and PDF files can be read" in answer.content.decode()


class TestMistakesInTheWritersLanguage:
    """What is wrong in a text is told in the language of the page."""

    @pytest.fixture(autouse=True)
    def languages(self):
        """The pages leave their language behind; the next test begins as this one did."""
        with translation.override(translation.get_language()):
            yield

    SPOILT = POLICY.replace("limit: 1 h", "limit: 两小时").replace("language: 1", "language：1")

    @pytest.mark.parametrize(
        ("language", "told"),
        [
            (
                "zh-hans",
                (
                    "“language”后面是全角冒号；请写半角冒号“:”，后面加一个空格。",
                    "“两小时”是中文写法；请写 2 h。",
                ),
            ),
            (
                "zh-hant",
                (
                    "「language」後面是全形冒號；請寫半形冒號「:」，後面加一個空格。",
                    "「两小时」是中文寫法；請寫 2 h。",
                ),
            ),
            (
                "en",
                (
                    "Behind “language” stands a full-width colon; write “:” and a space.",
                    "“两小时” is written in Chinese; write 2 h.",
                ),
            ),
        ],
    )
    def test_each_is_told(self, author, draft, language, told):
        author.post("/preferences/language/", {"language": language, "next": "/"})
        save(author, draft, self.SPOILT)

        page = author.get(f"/policydesk/drafts/{draft}/text/").content.decode()

        plain = re.sub(r"<[^>]+>", "", page)
        assert all(sentence in plain for sentence in told)

    def test_the_refusal_of_a_submission_names_the_first(self, author, draft):
        author.post("/preferences/language/", {"language": "zh-hans", "next": "/"})
        save(author, draft, self.SPOILT)

        answer = step(author, draft, "submit", edition=2)

        assert "“language”后面是全角冒号" in answer.content.decode()
