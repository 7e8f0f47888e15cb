"""Reading: search, policies, one request under every policy, notices."""

import pytest
from django.test import Client

from kept.records.notices.services import tell
from kept.rules.policy import shipped
from tests.desk import Desk, at, publish
from tests.web.hotline.conftest import browser_of


class TestSearch:
    def test_a_case_is_found_by_its_number_whatever_its_state(
        self, desk: Desk, client: Client
    ) -> None:
        opened = desk.log("10:02")
        closing = {"key": "k", "kind": "case.closed", "full": "yes"}
        client.post(f"/cases/{opened.number}/facts/", closing)

        found = client.get("/search/", {"q": opened.number.lower()}).context["page"].found

        assert [hit.url for hit in found] == [f"/cases/{opened.number}/"]

    def test_the_page_offers_links_that_the_palette_reads(self, desk: Desk, client: Client) -> None:
        page = client.get("/search/", {"q": "640-2207"}).content.decode()

        assert f'href="/archive/equipment/{desk.equipment.pk}/"' in page
        assert 'data-kind="Equipment"' in page

    def test_programs_get_the_same_as_json(self, desk: Desk, client: Client) -> None:
        opened = desk.log("10:02")

        for wish in ({"query": {"q": "E-47", "format": "json"}}, {"query": {"q": "E-47"}}):
            headers = {} if "format" in wish["query"] else {"accept": "application/json"}
            answer = client.get("/search/", wish["query"], headers=headers).json()
            [hit] = answer["results"]
            assert hit["url"] == f"/cases/{opened.number}/"
            assert hit["kind"] == "Case"

    @pytest.mark.parametrize("words", ["", "  ", "%", "<script>", "'", "…" * 200])
    def test_words_that_mean_nothing_find_nothing(self, client: Client, words: str) -> None:
        assert not client.get("/search/", {"q": words}).context["page"].found


class TestPolicies:
    def test_every_clause_of_a_policy_says_how_it_is_kept(self, desk: Desk, client: Client) -> None:
        page = client.get("/policies/DESK/").context["page"]

        blocks = {block.clause_id: block for block in page.clauses}
        assert list(blocks) == ["D-0", "D-1", "D-2", "D-3", "D-4", "D-5", "D-6", "D-7"]
        [run] = blocks["D-5"].runs
        assert run.name == "Repaired"
        assert run.words.startswith("A clock from “request received” to “service restored”;")
        assert run.rows == [
            ("Fault level: critical", "8 h"),
            ("Fault level: minor", "24 h"),
            ("stands still: waiting for the customer", "until “waiting ended”"),
        ]
        assert blocks["D-1"].runs[0].rows == [
            (
                "critical",
                "if “equipment down” is “yes” or “service interrupted” has lasted more than 10 min",
            )
        ]
        assert "It applies if “customer asks for a visit” has happened." in (
            blocks["D-4"].runs[0].words
        )
        assert blocks["D-7"].runs[0].rows == [("always", "the paper gives no number")]

    def test_a_clause_has_a_page_of_its_own_with_its_neighbours(
        self, desk: Desk, client: Client
    ) -> None:
        page = client.get("/policies/DESK/clauses/D-3/?version=1").context["page"]

        assert [block.clause_id for block in page.clauses] == ["D-3"]
        assert (page.before.label, page.after.label) == ("D-2", "D-4")
        assert page.after.url == "/policies/DESK/clauses/D-4/?version=1"

    @pytest.mark.parametrize(
        "path",
        ["NONE/", "DESK/?version=2", "DESK/?version=x", "DESK/clauses/D-99/", "NONE/clauses/D-1/"],
    )
    def test_what_is_not_published_is_not_found(self, client: Client, path: str) -> None:
        assert client.get(f"/policies/{path}").status_code == 404

    @pytest.mark.parametrize("code", sorted(shipped()))
    def test_each_policy_that_ships_can_be_read_clause_by_clause(
        self, desk: Desk, client: Client, code: str
    ) -> None:
        publish(shipped()[code].read_text(encoding="utf8"), desk.manager, at("08:00"))

        page = client.get(f"/policies/{code}/").context["page"]

        assert page.clauses
        for block in page.clauses:
            assert block.texts
            assert block.runs or block.state != "rule" or block.readings, block.clause_id

    def test_a_contracts_own_words_have_no_page(self, desk: Desk, client: Client) -> None:
        assert client.get("/policies/DESK/clauses/contract 4/").status_code == 404


class TestCompare:
    @pytest.fixture
    def every_policy(self, desk: Desk) -> None:
        for path in shipped().values():
            publish(path.read_text(encoding="utf8"), desk.manager, at("08:00"))

    def table(self, page) -> dict[str, dict[str, object]]:
        names = [column.name for column in page.columns]
        return {
            row.label: dict(zip(names, row.cells, strict=True))
            for group in page.groups
            for row in group.rows
        }

    def test_the_same_request_gives_ten_different_sets_of_promises(
        self, every_policy: None, client: Client
    ) -> None:
        page = client.get("/compare/").context["page"]

        table = self.table(page)
        codes = sorted(shipped())
        assert [column.name for column in page.columns if column.name != "DESK"] == codes
        sets = {
            tuple((row[code].words, row[code].detail, row[code].state) for row in table.values())
            for code in codes
        }
        assert len(sets) == len(codes)
        assert table["Responded"]["S2"].words == "1 h"
        assert table["Responded"]["S2"].clause.label == "S2-2a"

    def test_the_address_changes_the_request(self, every_policy: None, client: Client) -> None:
        said = {"channel": "telephone", "case_type": "fault", "zone": "abroad", "warranty": "old"}
        said |= {"a_emergency": "yes", "answered_live": ""}

        page = client.get("/compare/", said).context["page"]

        arrival = self.table(page)["Engineer arrived"]["S2"]
        assert arrival.words == "4 h"
        assert arrival.clause.label == "S2-9b"

    def test_a_case_can_be_put_under_every_policy(
        self, every_policy: None, desk: Desk, client: Client
    ) -> None:
        opened = desk.log("10:02")

        page = client.get(f"/cases/{opened.number}/compare/").context["page"]

        assert opened.number in page.request
        assert self.table(page)["Responded"]["DESK"].detail.startswith("11:00")

    def test_a_request_that_makes_no_sense_says_so(self, client: Client) -> None:
        response = client.get("/compare/", {"channel": "pigeon", "when": "soon"})

        assert response.status_code == 422


class TestNotices:
    @pytest.fixture
    def told(self, desk: Desk) -> None:
        desk.log("10:02", responsible_id=desk.dispatcher.pk)
        tell(now=at("10:30"))

    def test_they_are_counted_on_every_page_until_read(self, desk: Desk, told: None) -> None:
        dispatcher = browser_of(desk.dispatcher)
        assert '<b class="count">1' in dispatcher.get("/queue/").content.decode()
        [notice] = dispatcher.get("/notices/").context["page"].notices
        assert "is yours now" in notice.subject
        assert not notice.is_read

        dispatcher.post("/notices/read/", {"notice": notice.pk})

        assert '<b class="count">' not in dispatcher.get("/queue/").content.decode()
        assert dispatcher.get("/notices/").context["page"].notices[0].is_read

    def test_nobody_reads_for_another(self, desk: Desk, told: None, client: Client) -> None:
        dispatcher = browser_of(desk.dispatcher)
        [notice] = dispatcher.get("/notices/").context["page"].notices

        client.post("/notices/read/", {"notice": notice.pk})
        client.post("/notices/read/")

        assert dispatcher.get("/notices/").context["page"].unread == 1
