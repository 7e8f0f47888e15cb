"""Requests that make no sense, and those that mean harm: answered, with nothing of the inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test import Client

from kept.records.cases.models import CaseFact
from tests.config.test_responses import check_headers
from tests.security.changes import everything
from tests.security.clients import browser_of
from tests.security.company import World
from tests.security.posting import posts_about
from tests.security.routes import routes
from tests.security.values import values_of

# What may be said after the addresses of pages, with a value that means something.
QUESTIONS = {
    "/queue/": ("of", "office", "policy", "level", "q", "after", "narrow"),
    "/queue/version/": ("of", "office", "policy", "level", "q", "have"),
    "/search/": ("q", "format"),
    "/log/": ("q", "equipment", "customer", "contact", "site", "machine", "call"),
    "/calls/": ("of", "q", "on", "before"),
    "/calls/now/": ("have",),
    "/duty/": ("office", "week"),
    "/notices/": ("before",),
    "/policies/DESK/": ("version",),
    "/compare/": ("channel", "case_type", "when"),
    "/cases/{number}/": ("of", "office", "policy", "level", "q", "after"),
    "/cases/{number}/version/": ("have",),
    "/cases/{number}/facts/new/": ("kind",),
    "/accounts/login/": ("next",),
}
INSIDE = re.compile(
    r"Traceback|psycopg|django\.|/src/kept|site-packages|Error at /|DoesNotExist|\.py\b"
)


def is_fine(answer: Any) -> bool:
    """Say whether this is an answer of ours: no failure, and nothing of the inside."""
    return answer.status_code < 500 and not INSIDE.search(answer.content.decode())


@pytest.fixture
def desk(world: World) -> Client:
    return browser_of(world.people["administrator"])


class TestHeaders:
    def test_WF_02_every_page_and_part_of_a_page_for_who_is_signed_in(self, world, desk):
        values = values_of(world, world.a)
        for route in routes():
            address = route.filled(values)
            for answer in (desk.get(address), desk.head(address), desk.options(address)):
                check_headers(answer)
                assert "no-store" in answer["Cache-Control"], address

    def test_WF_02_every_answer_to_a_form(self, world, desk):
        for post in posts_about(world.a, world).values():
            for data in ({}, {"nonsense": "1"}, post.data):
                with transaction.atomic():
                    answer = desk.post(post.path, data)
                    transaction.set_rollback(True)
                check_headers(answer)
                assert "no-store" in answer["Cache-Control"], post.path

    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("/nothing/", 404),
            ("/queue/version/?have=", 200),
            ("/search/?q=x&format=json", 200),
            ("/queue", 301),
            ("/static/nothing.css", 404),
            ("/static/../settings.py", 404),
        ],
    )
    def test_WF_02_other_answers(self, desk, path, status):
        answer = desk.get(path)

        assert answer.status_code == status
        check_headers(answer)

    def test_WF_02_every_cookie_is_for_our_pages_only(self, world):
        browser = Client()
        browser.get("/accounts/login/")
        form = {"login": "hotline", "password": "the password of hotline"}
        browser.post("/accounts/login/", form)

        assert set(browser.cookies) >= {"kept", "kept-csrf"}
        for cookie in browser.cookies.values():
            assert cookie["httponly"], cookie.key
            assert cookie["samesite"] == "Lax", cookie.key
            assert not cookie["domain"], cookie.key


INJECTIONS = (
    "' OR 1=1 --",
    "'; SELECT pg_sleep(9); --",
    "1) UNION SELECT password FROM people_person --",
    "%' AND 1=(SELECT 1/0) --",
    "-customer__short_name",
    "responsible__password",
    "%(name)s %s $1",
    "\\' OR 1=1",
)


class Statements:
    """Hears what is asked of the database, as text and apart from its values."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.heard.append(str(sql))
        return execute(sql, params, many, context)


def questions(world: World) -> Iterator[tuple[str, str]]:
    for path, names in QUESTIONS.items():
        for name in names:
            yield path.format(number=world.a.case.number), name


class TestInjection:
    @pytest.mark.parametrize("words", INJECTIONS)
    def test_WF_03_nothing_that_is_asked_becomes_a_part_of_a_statement(self, world, desk, words):
        statements = Statements()
        asked = [f"{path}?{name}={quote(words)}" for path, name in questions(world)]
        asked += [f"/cases/{quote(words)}/", f"/policies/{quote(words)}/"]
        with connection.execute_wrapper(statements):
            for address in asked:
                assert is_fine(desk.get(address)), address

        assert len(statements.heard) > len(asked)
        assert not any(words in statement for statement in statements.heard)

    @pytest.mark.parametrize("words", INJECTIONS[:4])
    def test_WF_03_a_search_finds_no_more_by_it(self, world, desk, words):
        for path in ("/queue/?of=all&q=", "/search/?q=", "/log/?q="):
            page = desk.get(path + quote(words)).content.decode()
            assert world.a.case.number not in page
            assert f"{world.a.mark} name" not in page

    @pytest.mark.parametrize("words", ["%", "_", "%%", "____", "*", "\\"])
    def test_WF_03_a_wildcard_is_a_letter(self, world, desk, words):
        for path in ("/queue/?of=all&q=", "/search/?q="):
            page = desk.get(path + quote(words)).content.decode()
            assert world.a.case.number not in page

    def test_WF_03_a_form_is_no_statement_either(self, world, desk):
        statements = Statements()
        with connection.execute_wrapper(statements):
            for post in posts_about(world.a, world).values():
                for words in INJECTIONS[:4]:
                    with transaction.atomic():
                        data = {name: f"{value}{words}" for name, value in post.data.items()}
                        assert is_fine(desk.post(post.path, data)), post.path
                        transaction.set_rollback(True)

        assert not any(words in told for told in statements.heard for words in INJECTIONS[:4])


TEXTS = ("\x00", "x" * 100_000, "\u202e\u2028\ufeff\ud7ff\U0010ffff", "{{7*7}}%s%n", "\t\n\r ")
NUMBERS = ("-1", "0", "1e400", "NaN", "9" * 5000, "9223372036854775808", "２", "1_0", "1.5", "²")
TIMES = (
    *("24:00", "99:99", "2026-02-30 10:00", "9999-12-31 23:59", "0001-01-01 00:00", "1e9 h ago"),
    *("９：３０", "9999 days ago", "yesterday", "10:00:61", "2026-11-24T10:00:00+99:00", "-0 min"),
    *("0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00", "0002-01-01 10:00", "9998-01-01 10:00"),
)
KINDS = ("request.received", "fact.withdrawn", "case.closed", "__class__", "visit", "é" * 60)
MORE = {
    **dict.fromkeys(("when", "interrupted"), TIMES),
    **dict.fromkeys(("person", "contact", "corrects"), NUMBERS),
    "kind": KINDS,
    "time_zone": ("../etc", "UTC\x00", "Asia"),
}
CHOICES = ("channel", "case_type", "answered_live", "grade", "language", "theme")


def nasty(name: str) -> tuple[str, ...]:
    """Return what a field must stand."""
    return TEXTS[:2] if name in CHOICES else (*TEXTS[:4], *MORE.get(name, ()))


class TestNonsense:
    def test_WF_05_every_field_of_every_form_stands_every_value(self, world, desk):
        posts = posts_about(world.a, world)
        posts["hotline:log"].data["interrupted"] = ""
        posts["login"] = type(posts["hotline:log"])(
            "/accounts/login/", {"login": "", "password": ""}
        )
        for post in posts.values():
            fields = ["corrects"] if "corrects" in post.data else post.data
            for field in fields:
                for value in nasty(field):
                    with transaction.atomic():
                        answer = desk.post(post.path, post.data | {field: value})
                        transaction.set_rollback(True)
                    assert is_fine(answer), (post.path, field, value[:40])

    def test_WF_05_a_field_may_be_missing_or_come_twice(self, world, desk):
        for post in posts_about(world.a, world).values():
            for field in post.data:
                without = {name: value for name, value in post.data.items() if name != field}
                for data in (without, post.data | {field: [post.data[field], "other"]}):
                    with transaction.atomic():
                        assert is_fine(desk.post(post.path, data)), (post.path, field)
                        transaction.set_rollback(True)

    @pytest.mark.parametrize("path", QUESTIONS)
    def test_WF_05_every_question_stands_every_value(self, world, desk, path):
        names, path = QUESTIONS[path], path.format(number=world.a.case.number)
        for value in (*TEXTS[:1], *TEXTS[2:4], *NUMBERS, *TIMES[:3]):
            asked = [dict.fromkeys(names, value)]
            asked += [{name: value} for name in names] if value in ("-1", "9" * 5000) else []
            for said in asked:
                assert is_fine(desk.get(path, said)), (said, value[:40])

    HOLES = ("%00", "%ED%A0%80", "%FF", "%0A", "9" * 3000, "..", "%2e%2e%2f", "-1", "0", "²", "%")

    @pytest.mark.parametrize("hole", HOLES)
    def test_WF_05_every_address_stands_every_name(self, world, desk, hole):
        for route in routes():
            if route.holes:
                address = route.filled(dict.fromkeys(route.holes, hole))
                for answer in (desk.get(address), desk.post(address)):
                    assert is_fine(answer), address

    BODIES = (
        (b"", "multipart/form-data"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (
            b'--x\r\nContent-Disposition: form-data; name="key"\r\n\r\n',
            "multipart/form-data; boundary=x",
        ),
        (b"a=1", "application/x-www-form-urlencoded; charset=nonsense"),
        ("key=1&note=x".encode("utf-16"), "application/x-www-form-urlencoded; charset=utf-16"),
        (b"\xff\xfe%ff=%fe&%00=%00", "application/x-www-form-urlencoded"),
        (b"{" * 10_000, "application/json"),
        (b"a=1&" * 1500, "application/x-www-form-urlencoded"),
        (b"a" * 1_500_000, "application/x-www-form-urlencoded"),
        (
            b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>",
            "text/xml",
        ),
        (b"x", "\x7f" * 200),
    )

    @pytest.mark.parametrize("number", range(len(BODIES)))
    def test_WF_05_every_form_stands_every_body(self, world, desk, number):
        body, kind = self.BODIES[number]
        posts = posts_about(world.a, world)
        before = everything()
        for post in posts.values():
            if post.data:  # a button alone needs no body
                answer = desk.generic("POST", post.path, body, content_type=kind)
                assert is_fine(answer), post.path
        assert everything() == before

    HEADERS = (
        {"HTTP_COOKIE": "kept=\x01\x02; kept-csrf=é; kept-browser=x:y:z; django_language=../../x"},
        {"HTTP_COOKIE": "kept=" + "a" * 8000},
        {"HTTP_COOKIE": ";;;===;kept;"},
        {"HTTP_COOKIE": 'messages="[[\\"__json_message\\",0,40,\\"x\\"]]:bad:signature"'},
        {"HTTP_ACCEPT_LANGUAGE": "zz;q=nonsense,*;q=1e9," + "a-" * 5000},
        {"HTTP_ACCEPT": "x/y;q=zzz,,;;,*/*;q=9"},
        {"HTTP_RANGE": "bytes=9-1"},
        {"HTTP_IF_MODIFIED_SINCE": "yesterday", "HTTP_IF_NONE_MATCH": "*"},
        {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "::", "HTTP_HX_TARGET": "\x00"},
        {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"},
    )

    @pytest.mark.parametrize("number", range(len(HEADERS)))
    def test_WF_05_every_page_stands_every_header(self, world, number):
        for person in (None, world.people["hotline"]):
            browser = browser_of(person)
            for path in ("/", "/queue/", "/search/?q=x", "/accounts/login/", "/static/x.css", "/x"):
                assert is_fine(browser.get(path, **self.HEADERS[number])), path

    @pytest.mark.parametrize(
        "host", ["", "evil.example", "localhost:0x1", "a b", "[::1", "testserver\x00", "x" * 5000]
    )
    def test_WF_05_a_host_that_is_not_ours_is_refused(self, desk, host):
        answer = desk.get("/queue/", HTTP_HOST=host)

        assert answer.status_code == 400
        assert is_fine(answer)

    def test_WF_05_where_one_goes_after_signing_in_is_ours(self, world):
        elsewhere = (
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
        )
        form = {"login": "hotline", "password": "the password of hotline"}
        for place in elsewhere:
            answer = Client().post(f"/accounts/login/?next={quote(place)}", form | {"next": place})
            assert answer["Location"] == "/", place
            spoken = browser_of(None).post(
                "/preferences/language/", {"language": "en", "next": place}
            )
            assert spoken["Location"] == "/", place


UNSEEN = "\x1b\x07\u202e\u2066\u200b\ufeff\U000e0041"


FAR = ("9997-12-31 10:00", "2200-01-01 10:00", "1899-12-31 10:00", "0003-01-01 10:00")


@pytest.mark.parametrize("when", FAR)
def test_WF_05_a_moment_that_nobody_means_is_asked_for_again(world, desk, when):
    post = posts_about(world.a, world)["hotline:log"]
    for field in ("when", "interrupted"):
        for more in ({}, {"preview": "1"}):
            answer = desk.post(post.path, post.data | {field: when} | more)
            assert answer.status_code == (200 if more else 422), (field, more)
        assert is_fine(
            desk.post("/log/preview/?" + post.path.partition("?")[2], post.data | {field: when})
        )


class TestUnseenCharacters:
    """What nobody sees neither turns a text around nor stands for one."""

    def test_WF_01_they_are_taken_out_of_what_is_kept(self, world, desk):
        post = posts_about(world.a, world)["hotline:facts"]
        told = f"{UNSEEN}paid{UNSEEN} by\u2028us 👩\u200d🔧{UNSEEN}"

        assert desk.post(post.path, post.data | {"note": told}).status_code == 302

        fact = CaseFact.objects.filter(case_id=world.a.case.case_id).latest("seq")
        assert fact.values["text"] == "paid by\nus 👩\u200d🔧"

    def test_BL_01_they_are_no_reason(self, world, desk):
        post = posts_about(world.a, world)["hotline:fact_withdraw"]

        assert desk.post(post.path, post.data | {"reason": UNSEEN}).status_code == 422


class TestNothingElseIsThere:
    @pytest.mark.parametrize("actor", ["anon", "administrator"])
    def test_WF_06_no_admin_site_no_debugging_no_figures(self, world, actor):
        browser = browser_of(world.people.get(actor))
        for path in (
            *(
                "/admin/",
                "/admin/login/",
                "/__debug__/",
                "/debug/",
                "/metrics",
                "/metrics/",
                "/docs/",
            ),
            *("/api/", "/api/v1/", "/openapi.json", "/.git/config", "/.env", "/settings.py"),
            *(
                "/static/",
                "/static/kept/",
                "/media/",
                "/uploads/",
                "/server-status",
                "/phpinfo.php",
            ),
        ):
            answer = browser.get(path)
            assert answer.status_code == 404, path

    def test_WF_06_parts_are_shown_with_the_demo_only(self, desk, settings):
        assert not settings.DEMO
        assert desk.get("/parts/").status_code == 404

    def test_WF_06_health_says_one_word(self, world):
        answer = browser_of(None).get("/health")

        assert answer.content in (b"well\n", b"not well\n")
        assert world.a.mark not in str(answer.headers)
