"""Asking for what is somebody else's, in every way a browser can."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from urllib.parse import quote, urljoin, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client

from kept.records.archive.services import record_contact_left
from kept.records.cases.models import Case, CaseFact
from kept.records.cases.queries import QueueFilter, case_card, queue
from kept.records.ledger.models import Entry
from kept.records.notices.models import Notice
from kept.records.people.models import Person, Role
from kept.records.people.services import change_roles, deactivate_person
from tests.desk import at
from tests.security.changes import everything, routes_that_take_forms
from tests.security.clients import browser_of
from tests.security.company import CUSTOMERS, INSIDE, SEEN, STAFF, World
from tests.security.money_posts import BOOKS, DECIDING
from tests.security.posting import (
    FOR_ANYBODY,
    NOTHING_TO,
    PLANNING,
    known_posts,
    policy_posts,
    posts_about,
    writes,
)
from tests.security.quote_posts import BY_LINK, BY_MANAGERS
from tests.security.routes import routes
from tests.security.store_posts import KEEPING, WITH_A_VAN
from tests.security.values import values_of
from tests.security.working import OVERSEEING

OURS = "testserver"
LINK = re.compile(r"""(?:href|src|action|data-[\w-]*(?:url|href))=["']([^"']+)""")
MOST_PAGES = 900
MOST_QUESTIONS = 3  # of one address with other words after it


class Crawler:
    """Opens every address it is given, and every one it finds in what comes back."""

    def __init__(self, browser: Client) -> None:
        self.browser = browser
        self.seen: dict[str, bytes] = {}
        self.asked: Counter[str] = Counter()

    def crawl(self, addresses: list[str], *, follows: bool = True) -> str:
        """Return all that came back, bodies and headers, as one text."""
        waiting, given = list(addresses), set(addresses)
        while waiting and len(self.seen) < MOST_PAGES:
            address = waiting.pop()
            path = address.partition("?")[0]
            if address in self.seen or address.startswith("/static/"):
                continue
            self.asked[path] += 1
            if address in given or self.asked[path] <= MOST_QUESTIONS:
                found = self.open(address)
                waiting += found if follows else []
        assert len(self.seen) < MOST_PAGES
        return b"\n".join(self.seen.values()).decode(errors="replace")

    def open(self, address: str) -> list[str]:
        answer = self.browser.get(address)
        assert answer.status_code < 500, address
        body = answer.content
        told = "\n".join(f"{name}: {value}" for name, value in answer.items())
        self.seen[address] = told.encode() + b"\n\n" + body
        found = [unescape(link) for link in LINK.findall(body.decode(errors="replace"))]
        found += [answer["Location"]] if answer.has_header("Location") else []
        whole = [urlsplit(urljoin(f"http://{OURS}{address}", link)) for link in found]
        return [
            one._replace(scheme="", netloc="", fragment="").geturl()
            for one in whole
            if one.netloc == OURS
        ]


def addresses_of(world: World) -> list[str]:
    """Return every route for what is there of both companies, and searches for it."""
    theirs = [values_of(world, company) for company in (world.a, world.b)]
    found = [route.filled(values) for route in routes() for values in theirs]
    for company in (world.a, world.b):
        words = quote(company.mark)
        found += [f"/search/?q={words}", f"/search/?q={words}&format=json", f"/log/?q={words}"]
        found += [
            f"/log/?equipment={company.equipment.pk}",
            f"/log/?customer={company.customer.pk}",
        ]
        found += [f"/queue/?of=all&q={words}", f"/queue/version/?of=all&q={words}"]
        found += [f"/cases/{company.closed.number}/", f"/nothing/{words}"]
    return found


@pytest.mark.parametrize("actor", ["anon", *CUSTOMERS, "deactivated"])
def test_AZ_02_no_page_shows_another_companys_canary(world: World, actor: str) -> None:
    told = Crawler(browser_of(world.people.get(actor))).crawl(addresses_of(world))

    others = {"customer_a": [world.b], "customer_b": [world.a]}.get(actor, [world.a, world.b])
    # An address that was asked for may come back in a redirect to the sign-in page.
    shown = re.sub(r"(?m)^Location: .*$|\?next=[^\"']*|name=\"next\" value=\"[^\"]*\"", "", told)
    for company in others:
        assert company.mark not in shown


def test_AZ_02_AZ_12_the_canaries_would_be_seen_and_no_get_changes_anything(world: World) -> None:
    """The check itself works: who may see both companies meets every canary there is."""
    crawler, addresses = Crawler(browser_of(world.people["administrator"])), addresses_of(world)
    before = everything()
    told = crawler.crawl(addresses)

    for company in (world.a, world.b):
        for words in SEEN:
            assert f"{company.mark} {words}" in told, words
    assert everything() == before


@pytest.mark.parametrize("actor", CUSTOMERS)
def test_AZ_11_nothing_that_is_written_inside_reaches_a_customer(world: World, actor: str) -> None:
    """Not even about its own case: a customer's contact has no page of cases yet."""
    told = Crawler(browser_of(world.people[actor])).crawl(addresses_of(world))

    for company in (world.a, world.b):
        for words in INSIDE:
            assert f"{company.mark} {words}" not in told


def test_AZ_15_a_contact_who_left_sees_nothing_and_the_cases_stay(world: World) -> None:
    a, number = world.a, world.a.case.number
    assert case_card(number, viewer=a.login, at=at("14:20")) is not None

    record_contact_left(contact_id=a.contact.pk, by=world.people["hotline"], at=at("14:20"))

    assert case_card(number, viewer=a.login, at=at("14:21")) is None
    assert queue(QueueFilter(), viewer=a.login, at=at("14:21")).rows == ()
    assert Case.objects.get(pk=a.case.case_id).customer_id == a.customer.pk


def test_AZ_03_the_forms_of_every_route_are_known(world: World) -> None:
    """A new route that takes a form must be added to the forms that these tests send."""
    browser = browser_of(world.people["administrator"])

    taken = routes_that_take_forms(browser, values_of(world, world.a))

    assert taken == {*posts_about(world.a, world), *policy_posts(world), *known_posts()}


@pytest.mark.parametrize("actor", ["anon", "customer_b", "policy_owner", "deactivated"])
def test_AZ_03_who_may_not_writes_nothing_with_a_form_that_is_right(
    world: World, actor: str
) -> None:
    browser = browser_of(world.people.get(actor))
    posts = posts_about(world.a, world)
    before = everything()
    own = {"common:preferences", "common:language", "hotline:notices_read", *FOR_ANYBODY}
    for name, post in posts.items():
        if name not in own:
            answer = browser.post(post.path, post.data)
            assert answer.status_code in (302, 403, 404), name

    assert everything() == before


def who_sends(name: str) -> str:
    """Return who sends a form, by its route."""
    who = "manager" if name in PLANNING | DECIDING else "hotline"
    who = "accountant" if name in BOOKS else who
    who = "store_keeper" if name in KEEPING else "engineer" if name in WITH_A_VAN else who
    who = "manager" if name in BY_MANAGERS | OVERSEEING else who
    return "customer_a" if name in ("portal:sign", "portal:parcel", *BY_LINK) else who


def test_AZ_03_who_may_writes_with_the_same_forms(world: World) -> None:
    """The check itself works: these forms do write when somebody sends them who may."""
    for name, post in posts_about(world.a, world).items():
        browser = browser_of(world.people[who_sends(name)])
        with transaction.atomic():
            before = everything()
            answer = browser.post(post.path, post.data)
            fine = (422,) if name in NOTHING_TO else (200, 302)
            assert answer.status_code in fine, (name, answer.content.decode()[-3000:])
            assert (everything() != before) == writes(name), name
            transaction.set_rollback(True)


class TestNested:
    """Numbers of one company's things in forms and addresses about another's."""

    @pytest.fixture
    def desk(self, world: World) -> Client:
        return browser_of(world.people["hotline"])

    def test_AZ_03_a_fact_is_reached_through_its_own_case_only(self, world, desk):
        b = world.b.case.number
        beyond = (
            max(CaseFact.objects.filter(case_id=world.b.case.case_id).values_list("seq"))[0] + 1
        )
        before = everything()
        for path in (f"/cases/{b}/facts/{beyond}/correct/", f"/cases/{b}/facts/{beyond}/withdraw/"):
            assert desk.get(path).status_code == 404
            form = {"key": "k", "kind": "note.added", "note": "x", "reason": "x"}
            assert desk.post(path, form).status_code in (404, 422)
        assert everything() == before

    @pytest.mark.parametrize("field", ["contact", "equipment", "site", "customer"])
    def test_AZ_03_a_request_mixes_no_two_customers(self, world, desk, field):
        a, b = world.a, world.b
        post = posts_about(a, world)["hotline:log"]
        foreign = {"contact": b.contact, "site": b.site, "customer": b.customer}
        foreign |= {"equipment": b.equipment}
        path, data = f"/log/?equipment={a.equipment.pk}&{field}={foreign[field].pk}", post.data
        if field == "equipment":
            path = f"/log/?customer={a.customer.pk}&equipment={b.equipment.pk}"
        if field == "contact":
            data = data | {"contact": str(b.contact.pk)}
        desk.post(path, data)

        for case in Case.objects.filter(description="sent in a test"):
            of = {case.customer_id, case.equipment.customer_id, case.contact.customer_id}
            assert len(of) == 1

    @pytest.mark.parametrize("whom", ["customer_a", "deactivated"])
    def test_AZ_03_nobody_from_outside_becomes_responsible(self, world, desk, whom):
        path = f"/cases/{world.a.case.number}/assign/"
        before = everything()

        answer = desk.post(path, {"person": str(world.people[whom].pk)})

        assert answer.status_code == 422
        assert everything() == before

    def test_AZ_03_a_notice_is_read_by_its_receiver_only(self, world, desk):
        theirs = Notice.objects.filter(receiver=world.people["manager"], read_at=None)
        assert theirs.exists()

        desk.post(
            "/notices/read/", {"notice": [str(pk) for pk in theirs.values_list("pk", flat=True)]}
        )

        assert (
            not Notice.objects.filter(receiver=world.people["manager"])
            .exclude(read_at=None)
            .exists()
        )

    def test_AZ_03_a_notice_that_is_none_stands_for_no_other(self, world, desk):
        mine = Notice.objects.filter(receiver=world.people["hotline"], read_at=None)
        unread = mine.count()
        assert unread

        desk.post("/notices/read/", {"notice": ["x", "-1", "9" * 30]})

        assert mine.count() == unread

    def test_AZ_03_a_passkey_is_removed_by_its_owner_only(self, world, desk):
        key = Authenticator.objects.create(
            user=world.people["manager"],
            type=Authenticator.Type.WEBAUTHN,
            data={"name": "theirs", "credential": {}},
        )

        assert desk.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/").status_code == 404
        answer = desk.post(f"/accounts/2fa/webauthn/keys/{key.pk}/edit/", {"name": "mine"})

        assert answer.status_code == 404
        key.refresh_from_db()
        assert key.data["name"] == "theirs"

    def test_AZ_03_a_session_is_ended_by_its_owner_only(self, world, desk):
        other = browser_of(world.people["manager"])
        assert other.get("/accounts/sessions/").status_code == 200

        desk.post("/accounts/sessions/")

        assert other.get("/queue/").status_code == 200

    def test_AZ_03_what_was_refused_is_noted_with_who_and_what(self, world, caplog):
        number = world.a.case.number
        browser_of(world.people["customer_b"]).get(f"/cases/{number}/")
        browser_of(world.people["engineer"]).get(f"/cases/{number}/level/")

        told = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
        denied = [event for event in told if event["event"] == "access denied"]
        assert [(event["person"], event["address"]) for event in denied] == [
            (world.people["customer_b"].pk, f"/cases/{number}/"),
            (world.people["engineer"].pk, f"/cases/{number}/level/"),
        ]


# Columns of ours, and what other systems call theirs.
HIDDEN = (
    *("id", "number", "by", "by_id", "logged_by", "received_at", "customer", "company_id", "state"),
    *("level", "closed_at", "responsible", "source", "version", "who_pays", "due_at", "price"),
    *("roles", "is_staff", "is_active", "access_stamp", "email", "a_channel", "a_level", "status"),
)


class TestHiddenFields:
    def test_AZ_04_fields_that_are_not_asked_for_are_refused(self, world):
        posts = posts_about(world.a, world)
        browsers = {who: browser_of(world.people[who]) for who in map(who_sends, posts)}
        before = everything()
        for name, post in posts.items():
            browser = browsers[who_sends(name)]
            extra = [field for field in HIDDEN if field not in post.data]
            answer = browser.post(post.path, post.data | dict.fromkeys(extra, "1"))
            assert answer.status_code == 400, name
        assert everything() == before

    @pytest.mark.parametrize("field", HIDDEN)
    def test_AZ_04_each_of_them_alone_too(self, world, field):
        browser = browser_of(world.people["hotline"])
        posts = posts_about(world.a, world)
        before = everything()
        for name in ("hotline:fact_withdraw", "common:preferences"):
            answer = browser.post(posts[name].path, posts[name].data | {field: "1"})
            assert answer.status_code == 400, (name, field)
        assert everything() == before

    def test_AZ_04_what_the_server_works_out_is_its_own(self, world):
        """Values that look as if they were ours are those of the session and the clock."""
        browser = browser_of(world.people["hotline"])
        post = posts_about(world.a, world)["hotline:facts"]

        assert browser.post(post.path, post.data).status_code == 302

        fact = CaseFact.objects.filter(case_id=world.a.case.case_id).latest("seq")
        assert (fact.by_id, fact.source) == (world.people["hotline"].pk, "web:hotline")
        assert fact.received_at > at("14:19")


class TestAccessEnds:
    """AZ-06, AZ-07: on the next request, also on the addresses that open pages keep asking."""

    WATCHED = ("/queue/version/?of=all", "/queue/", "/cases/{}/version/", "/cases/{}/", "/notices/")

    def ask(self, browser: Client, world: World) -> set[int]:
        case = world.a.case.number
        return {browser.get(path.format(case)).status_code for path in self.WATCHED}

    def test_AZ_06_with_the_account(self, world):
        engineer, browser = world.people["engineer"], browser_of(world.people["engineer"])
        assert self.ask(browser, world) == {200}

        deactivate_person(person_id=engineer.pk, by=world.people["administrator"], at=at("14:21"))

        assert self.ask(browser, world) == {302}
        post = posts_about(world.a, world)["hotline:facts"]
        before = everything()
        assert browser.post(post.path, post.data).status_code == 302
        assert everything() == before

    def test_AZ_06_with_the_role(self, world):
        dispatcher, browser = world.people["dispatcher"], browser_of(world.people["dispatcher"])
        change_roles(
            person_id=dispatcher.pk,
            roles=[Role.POLICY_OWNER],
            by=world.people["administrator"],
            at=at("14:21"),
        )

        assert self.ask(browser, world) == {302}  # signed out, as with every change of roles
        again = browser_of(Person.objects.get(pk=dispatcher.pk))
        post = posts_about(world.a, world)["hotline:level"]
        assert again.post(post.path, post.data).status_code == 403

    def test_AZ_07_with_signing_out(self, world):
        browser = browser_of(world.people["hotline"])
        kept = browser.cookies["kept"].value
        browser.post("/accounts/logout/")
        browser.cookies["kept"] = kept

        assert self.ask(browser, world) == {302}

    @pytest.mark.parametrize("number", ["%25", "_", "*", "K-%25", "K-______", "K-00000%25", "'"])
    def test_AZ_07_no_wildcard_names_a_case(self, world, number):
        browser = browser_of(world.people["hotline"])

        for path in (f"/cases/{number}/version/", f"/cases/{number}/"):
            assert browser.get(path).status_code == 404

    @pytest.mark.parametrize("actor", CUSTOMERS)
    def test_AZ_07_a_version_tells_customers_nothing_not_even_that_something_changed(
        self, world, actor
    ):
        browser = browser_of(world.people[actor])
        for path in self.WATCHED:
            answer = browser.get(path.format(world.b.case.number))
            assert answer.status_code == 404
            assert not {"Kept-Version", "ETag", "Last-Modified"} & set(answer.headers)


class TestOtherWays:
    """AZ-12: the same address and method, disguised."""

    def test_AZ_12_a_form_sent_with_get_or_head_changes_nothing(self, world):
        browser = browser_of(world.people["administrator"])
        posts = posts_about(world.a, world)
        before = everything()
        for post in posts.values():
            browser.get(post.path, post.data)
            browser.generic("GET", post.path, b"note=x", content_type="application/json")
            browser.head(post.path)

        assert everything() == before

    @pytest.mark.parametrize(
        "disguise",
        [
            {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
            {"HTTP_X_HTTP_METHOD": "PUT"},
            {"HTTP_X_METHOD_OVERRIDE": "POST"},
            {"QUERY_STRING": "_method=POST"},
        ],
    )
    def test_AZ_12_no_header_or_field_turns_one_method_into_another(self, world, disguise):
        browser = browser_of(world.people["administrator"])
        post = posts_about(world.a, world)["hotline:facts"]
        before = everything()

        assert browser.get(post.path, post.data, **disguise).status_code == 405

        assert everything() == before

    ENDS = [
        "x",
        "index.json",
        "/",
        ";jsessionid=1",
        ".json",
        "..;/",
        "%2f",
        "%2e%2e/",
        "%00",
        "%0a",
        "?x",
        "#x",
    ]

    @pytest.mark.parametrize("actor", ["anon", "customer_b"])
    def test_AZ_12_no_spelling_of_an_address_opens_more_than_its_own(self, world, actor):
        browser = browser_of(world.people.get(actor))
        for path in ("/queue/", f"/cases/{world.a.case.number}/", "/log/"):
            spelled = [f"{path}{end}" for end in self.ENDS]
            spelled += [
                f"/{path}",
                path.upper(),
                path.replace("/", "//"),
                path.replace("/", "/./"),
                path[:-1],
            ]
            for one in spelled:
                answer = browser.get(one)
                assert answer.status_code in (301, 302, 400, 404), one
                assert world.a.mark not in answer.content.decode()

    def test_AZ_12_a_hostile_spelling_leads_nowhere_else(self, world):
        """What a redirect adds or keeps never makes it point to another host."""
        browser = browser_of(None)
        for path in ("//evil.example", "//evil.example/..", "/\\evil.example", "/%5cevil.example"):
            answer = browser.get(path)
            if answer.has_header("Location"):
                assert urlsplit(answer["Location"]).netloc == ""
                assert not answer["Location"].startswith(("//", "/\\"))


FORM = "application/x-www-form-urlencoded"
FOREIGN = [
    {},
    {"HTTP_ORIGIN": "https://evil.example"},
    {"HTTP_ORIGIN": "null"},
    {"HTTP_ORIGIN": "http://sub.testserver"},
    {"HTTP_X_CSRFTOKEN": "a" * 64},
    {"content_type": "text/plain"},
    {"content_type": "application/json", "HTTP_X_REQUESTED_WITH": "XMLHttpRequest"},
]


def test_AU_07_no_route_takes_a_form_from_elsewhere(world: World):
    browser = browser_of(world.people["administrator"])
    del browser.defaults["HTTP_X_CSRFTOKEN"]
    values = values_of(world, world.a)
    before = everything()
    # Where an address or a header is the proof nobody's session counts, wherever a form comes from.
    by_proof = ("api:telephone_event", "api:alerts", "money:notify")
    ours = [route for route in routes() if route.name not in by_proof]
    for foreign in FOREIGN:
        for route in ours:
            told = {"data": "{}", "content_type": FORM} | foreign
            answer = browser.post(route.filled(values), **told)
            assert answer.status_code in (403, 405), (route.name, foreign)
    assert everything() == before


class TestIdentityHeaders:
    FORGED = {
        "HTTP_X_FORWARDED_FOR": "<img src=x onerror=alert(1)>, 10.9.8.7",
        "HTTP_X_REAL_IP": "10.9.8.7",
        "HTTP_X_REMOTE_USER": "admin",
        "HTTP_REMOTE_USER": "admin",
        "HTTP_CF_CONNECTING_IP": "<script>alert(1)</script>",
        "HTTP_FORWARDED": "for=10.9.8.7;host=evil.example",
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_USER_AGENT": "<script>alert('agent')</script>",
    }

    def test_AZ_13_headers_make_nobody_somebody(self, world):
        answer = browser_of(None, **self.FORGED).get("/queue/")

        assert answer.status_code == 302
        assert "evil.example" not in answer["Location"]

    def test_AZ_13_headers_are_shown_as_text_and_change_no_address(self, world):
        browser = browser_of(world.people["hotline"], **self.FORGED)
        browser.get("/queue/")

        page = browser.get("/accounts/sessions/").content.decode()

        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "10.9.8.7" not in page

    def test_AZ_13_a_link_in_a_mail_leads_to_us(self, world, mailoutbox, settings):
        browser_of(None, **self.FORGED).post(
            "/accounts/password/reset/", {"email": "hotline@example.com"}
        )

        links = re.findall(r"https?://\S+", mailoutbox[0].body)
        assert links
        assert {urlsplit(link).netloc for link in links} == {urlsplit(settings.SITE_URL).netloc}

    def test_AZ_13_a_forged_address_is_no_new_guesser(self, world):
        slowed = []
        for number in range(14):
            forged = self.FORGED | {"HTTP_X_FORWARDED_FOR": f"10.0.0.{number}"}
            answer = browser_of(None, **forged).post(
                "/accounts/login/", {"login": f"name{number}", "password": "x"}
            )
            slowed.append("Too many" in answer.content.decode())

        assert all(slowed[10:])


def test_AZ_10_nobody_gives_himself_more(world: World) -> None:
    """No page changes roles or companies; what a person may change of himself leaves them."""
    for actor in (*STAFF, *CUSTOMERS):
        person = world.people[actor]
        before = (person.roles, person.access_stamp, person.username, person.email)
        browser = browser_of(person)
        for field in ("roles", "role", "customer", "is_staff", "email", "username"):
            form = {"language": "en", "theme": "dark", "time_zone": "UTC", field: "administrator"}
            browser.post("/preferences/", form)
        person = Person.objects.get(pk=person.pk)
        assert (person.roles, person.access_stamp, person.username, person.email) == before
    assert not Entry.objects.filter(verb="person.roles_changed").exists()
