"""An article: written by one person, reviewed by a second, read by everyone, changed by nobody."""

import pytest
from django.db import Error, IntegrityError, connection, transaction

from kept.records.cases.models import CaseFact
from kept.records.knowledge.models import ArticleKind, ArticleVersion, Audience, Outcome, Review
from kept.records.knowledge.queries import (
    Situation,
    article,
    articles,
    proposals,
    published,
    unpublished,
)
from kept.records.knowledge.services import (
    ArticleChanged,
    ArticleDetails,
    ArticleEmpty,
    ArticleNotFound,
    KeyUnclear,
    NotReviewed,
    OwnWriting,
    PathUnclear,
    VersionOutdated,
    Walked,
    publish_article,
    record_use,
    record_walk,
    review_article,
    withdraw_article,
    write_article,
)
from kept.records.knowledge.walking import walk
from kept.records.ledger.models import Entry
from kept.records.people.models import Role
from tests.desk import at
from tests.records.constraining import constraints_now
from tests.security.company import make_person

from .conftest import said

CHINESE = {
    "titles": {"en": "Pump has no flow", "zh-hans": "离心泵不出水"},
    "bodies": {"en": "Check the valve.", "zh-hans": "检查阀门。"},
    "symptoms": {"en": ("no flow",), "zh-hans": ("不出水", "没有流量")},
}


def chinese(**more):
    return ArticleDetails(**CHINESE, **more)


def write_as(desk, details=None, *, after=0, key="no-flow", now="09:00"):
    told = {"key": key, "after": after, "by": desk.hotline, "now": at(now)}
    return write_article(details=details or said(), **told)


class TestFromDraftToPublished:
    def test_nobody_finds_it_before_it_is_published(self, desk):
        write_as(desk)

        assert articles(viewer=desk.hotline) == []
        assert [one.key for one in unpublished()] == ["no-flow"]

    def test_everyone_finds_it_then_and_the_ledger_tells_how_it_came(self, desk, publish):
        publish()

        assert [one.key for one in articles(viewer=desk.engineer)] == ["no-flow"]
        verbs = Entry.objects.filter(stream="article:no-flow").order_by("seq")
        assert list(verbs.values_list("verb", flat=True)) == [
            "article.written",
            "article.reviewed",
            "article.published",
        ]

    def test_the_writer_does_not_review_it(self, desk):
        write_as(desk)

        with pytest.raises(OwnWriting):
            review_article(key="no-flow", number=1, by=desk.hotline, now=at("09:01"))

    def test_the_database_refuses_a_review_by_the_writer_under_another_name(self, desk):
        constraints_now()
        write_as(desk)
        version = ArticleVersion.objects.get()
        row = {"version": version, "reviewed_at": at("09:01"), "reviewed_by": desk.hotline}

        for writer in (desk.hotline, desk.dispatcher):
            with pytest.raises(IntegrityError), transaction.atomic():
                Review.objects.create(written_by=writer, **row)

    def test_it_is_not_published_without_a_review(self, desk):
        write_as(desk)

        with pytest.raises(NotReviewed):
            publish_article(key="no-flow", number=1, by=desk.dispatcher, now=at("09:01"))

    def test_a_new_version_leaves_what_is_read_until_it_is_published(self, desk, publish):
        publish()
        write_as(desk, said(body="Something better."), after=1)

        assert published("no-flow", viewer=desk.hotline).number == 1
        assert [one.number for one in unpublished()] == [2]

    def test_an_older_version_is_not_reviewed_or_published_over_a_newer(self, desk, publish):
        write_as(desk)
        publish(after=1, body="Something better.")

        with pytest.raises(VersionOutdated):
            review_article(key="no-flow", number=1, by=desk.dispatcher, now=at("09:05"))

    def test_each_step_can_be_sent_twice(self, desk, publish):
        publish()
        before = Entry.objects.count()
        publish(after=0)

        assert Entry.objects.count() == before

    def test_of_two_people_who_write_at_once_the_second_is_told(self, desk):
        write_as(desk)

        with pytest.raises(ArticleChanged):
            write_as(desk, said(body="My own."), after=0)

    def test_it_can_be_withdrawn_and_published_again(self, desk, publish):
        publish()
        told = {"key": "no-flow", "by": desk.dispatcher, "now": at("10:00")}

        assert withdraw_article(**told) is True
        assert withdraw_article(**told) is False
        assert articles(viewer=desk.hotline) == []
        publish_article(number=1, **told)
        assert len(articles(viewer=desk.hotline)) == 1


@pytest.mark.parametrize("table", ["articleversion", "review", "publication"])
def test_what_was_written_is_never_changed(desk, publish, table):
    publish()

    for statement in ("UPDATE knowledge_{} SET id = id", "DELETE FROM knowledge_{}"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table))


@pytest.mark.parametrize("key", ["", "No-Flow", "a--b", "../x", "a b", "x" * 61, "阀"])
def test_a_key_is_plain(desk, key):
    with pytest.raises(KeyUnclear):
        write_as(desk, key=key)


@pytest.mark.parametrize(
    ("titles", "bodies"),
    [({}, {}), ({"en": "x"}, {}), ({"en": "x"}, {"en": " "}), ({"en": "x"}, {"zh-hans": "y"})],
)
def test_a_language_has_both_or_neither(desk, titles, bodies):
    with pytest.raises(ArticleEmpty):
        write_as(desk, ArticleDetails(titles=titles, bodies=bodies))


class TestFinding:
    @pytest.mark.parametrize(
        "text",
        ["no flow", "valve", "不出水", "離心泵", "lixinbeng", "lxb", "没有流量", "pump", "阀门"],
    )
    def test_it_is_found_in_three_scripts_and_by_sound(self, desk, publish, text):
        publish(details=chinese(families=("pump",)))
        publish("other", title="Another thing", body="Nothing of it.")

        assert [one.key for one in articles(text, viewer=desk.hotline)] == ["no-flow"]

    def test_a_title_comes_before_a_text(self, desk, publish):
        publish("a-text", title="Something", body="The valve is stuck.")
        publish("b-title", title="Valve is stuck", body="Something.")

        found = articles("valve", viewer=desk.hotline)
        assert [one.key for one in found] == ["b-title", "a-text"]

    def test_customers_read_what_is_for_them_only(self, desk, publish):
        guest = make_person("guest", Role.CUSTOMER)
        publish("inside")
        publish("for-all", audience=Audience.CUSTOMERS)

        assert [one.key for one in articles(viewer=guest)] == ["for-all"]
        assert [one.key for one in articles("flow", viewer=guest)] == ["for-all"]
        assert published("inside", viewer=guest) is None
        assert article("for-all", viewer=guest) is None


class TestProposing:
    def propose(self, desk, words, **more):
        situation = Situation(words=words, **more)
        return [one.version.key for one in proposals(situation, viewer=desk.hotline)]

    def test_what_the_customer_says_finds_the_article(self, desk, publish):
        publish(details=chinese(families=("pump",)))

        assert self.propose(desk, "客户说泵不出水，请尽快处理", family="pump") == ["no-flow"]
        assert self.propose(desk, "客戶說泵沒有流量", family="pump") == ["no-flow"]
        assert self.propose(desk, "There is no flow since 9.", family="pump") == ["no-flow"]

    def test_an_article_about_other_machines_is_not_proposed(self, desk, publish):
        publish(details=chinese(families=("pump",)))
        publish("any", details=chinese())

        assert self.propose(desk, "There is no flow.", family="ups") == ["any"]

    def test_nothing_is_proposed_for_the_machine_alone(self, desk, publish):
        publish(details=chinese(families=("pump",)))

        assert self.propose(desk, "The display is dark.", family="pump") == []
        assert self.propose(desk, "The pump is warm.", family="pump") == []

    def test_a_code_that_was_chosen_counts_most(self, desk, publish):
        publish("words", title="Noise", body="x", symptoms={"en": ("noise",)})
        publish("coded", title="Bearing", body="x", codes=("P-07",))

        assert self.propose(desk, "a noise", codes=("P-07",)) == ["coded", "words"]


class TestUsing:
    def use(self, desk, opened, outcome):
        told = {"case_id": opened.case_id, "key": "no-flow", "by": desk.hotline}
        return record_use(outcome=outcome, now=at("10:30"), **told)

    def test_the_last_word_of_each_case_counts(self, desk, publish):
        publish()
        first, second = desk.log(), desk.log()

        assert self.use(desk, first, Outcome.USED) is True
        assert self.use(desk, first, Outcome.HELPED) is True
        assert self.use(desk, first, Outcome.HELPED) is False  # sent twice
        assert self.use(desk, first, Outcome.USED) is False  # it said more already
        assert self.use(desk, second, Outcome.DID_NOT_HELP) is True

        card = article("no-flow", viewer=desk.hotline)
        assert (card.used, card.helped, card.did_not_help) == (2, 1, 1)

    def test_it_stands_in_the_cases_own_ledger(self, desk, publish):
        publish()
        opened = desk.log()
        self.use(desk, opened, Outcome.HELPED)

        entry = Entry.objects.get(verb="article.used")
        assert entry.stream == Entry.objects.filter(verb__startswith="case.").first().stream
        assert entry.data == {"article": "no-flow", "version": 1, "outcome": "helped"}

    def test_an_article_that_nobody_may_read_cannot_be_used(self, desk):
        write_as(desk)

        with pytest.raises(ArticleNotFound):
            self.use(desk, desk.log(), Outcome.USED)


QUESTIONS = "1. Is the lamp on?\n2. Does it turn?\n3. Is there flow now?"
PATHS = "1: yes 2, no open\n2: yes 3, no open\n3: yes fixed, no open"


class TestSelfCheck:
    def steps(self, paths=PATHS, body=QUESTIONS):
        return said(body=body, kind=ArticleKind.STEPS, paths=paths)

    @pytest.mark.parametrize(
        ("answers", "step", "end"),
        [("", 1, ""), ("y", 2, ""), ("n", 1, "open"), ("yyy", 3, "fixed"), ("nyyy", 1, "open")],
    )
    def test_answers_lead_on_until_an_end(self, answers, step, end):
        place = walk([[2, "open"], [3, "open"], ["fixed", "open"]], answers)

        assert (place.step, place.end) == (step, end)

    @pytest.mark.parametrize(
        "paths",
        [
            "",
            "1: yes 2, no open",  # two are missing
            PATHS + "\n4: yes open, no open",
            PATHS.replace("yes 3", "yes 1"),  # back
            PATHS.replace("yes 3", "yes 4"),  # nowhere
            PATHS.replace("2: yes", "3: yes"),
            PATHS.replace("fixed", "well"),
        ],
    )
    def test_paths_that_lead_nowhere_or_back_are_refused(self, desk, paths):
        with pytest.raises(PathUnclear):
            write_as(desk, self.steps(paths))

    def test_the_walk_is_a_remote_attempt_and_says_what_was_answered(self, desk, publish):
        publish(details=self.steps())
        opened = desk.log()
        walked = Walked(article="no-flow", helped=True, text="Is the lamp on? yes")
        told = {"case_id": opened.case_id, "walked": walked, "by": desk.hotline, "key": "k"}

        first = record_walk(now=at("10:30"), **told)
        again = record_walk(now=at("10:30"), **told)

        assert again.repeated
        assert again.seq == first.seq
        entry = Entry.objects.filter(verb="article.used").get()
        assert entry.data["outcome"] == "helped"
        fact = CaseFact.objects.get(case_id=opened.case_id, seq=first.seq)
        assert (fact.kind, fact.values["result"]) == ("remote.attempted", "worked")
        assert fact.values["text"] == "Is the lamp on? yes"

    def test_a_text_cannot_be_walked_through(self, desk, publish):
        publish()
        walked = Walked(article="no-flow", helped=True, text="x")

        with pytest.raises(ArticleNotFound):
            record_walk(
                case_id=desk.log().case_id, walked=walked, by=desk.hotline, now=at("10:30"), key="k"
            )
